// @ts-check
// Values of parameters: on their grid, in words, and in the page's address.
import { formatNumber, powers, typeset } from "./format.js";

/** @typedef {import("./figure.js").Parameter} Parameter */
/** @typedef {import("./figure.js").NumberParameter} NumberParameter */
/** @typedef {import("./figure.js").Values} Values */

/** The nearest allowed value. @param {NumberParameter} p @param {number} v */
export function snap(p, v) {
  const inside = Math.min(Math.max(v, p.min), p.max);
  if (p.log && !p.integer)
    return Math.min(
      Math.max(
        Number((p.min * 10 ** (Math.round(Math.log10(inside / p.min) / p.step) * p.step)).toPrecision(12)),
        p.min,
      ),
      p.max,
    );
  const on = Number((p.min + Math.round((inside - p.min) / p.step) * p.step).toPrecision(12));
  return on > p.max ? Number((on - p.step).toPrecision(12)) : on;
}

/** @param {Parameter} p @param {Values[string]} v */
export function showValue(p, v) {
  if (p.kind !== "number" || typeof v !== "number") return String(v);
  const places = p.integer ? 0 : Math.min(6, Math.max(decimals(p.step), decimals(p.min)));
  const number =
    !p.log || p.integer
      ? typeset(formatNumber(v, `.${places}f`))
      : v >= 1e-3 && v < 1e5
        ? formatNumber(v, ".3g")
        : powers(Number(v.toPrecision(3)));
  return number + (p.unit ? ` ${p.unit}` : "");
}

/** @param {number} v */
const decimals = (v) =>
  /e-(\d+)$/.exec(String(v)) ? Number(/e-(\d+)$/.exec(String(v))?.[1]) : (String(v).split(".")[1] ?? "").length;

/** `slug:mu=4,data=1;2` @param {string} slug @param {Parameter[]} parameters @param {Values} values */
export function toAddress(slug, parameters, values) {
  const pairs = parameters.map(({ name }) => {
    const value = values[name],
      text = Array.isArray(value) ? value.flat().join(";") : String(value);
    return `${name}=${encodeURIComponent(text).replace(/%3B/g, ";")}`;
  });
  return `#${slug}:${pairs.join(",")}`;
}

/** The values an address states for this figure, or null. @param {string} hash @param {string} slug @param {Parameter[]} parameters */
export function fromAddress(hash, slug, parameters) {
  const [name, rest] = decode(hash).replace(/^#/, "").split(/:(.*)/s);
  if (name.replace(/_/g, "-") !== slug || rest === undefined) return null;
  /** @type {Values} */
  const values = {};
  for (const pair of rest.split(/,(?=[\p{L}\p{N}_]+=)/u)) {
    const [key, text = ""] = pair.split(/=(.*)/s),
      p = parameters.find((q) => q.name === key);
    const numbers = text.split(";").map(Number);
    if (!p || text === "") continue;
    if (p.kind === "number" && Number.isFinite(numbers[0]))
      values[key] = Math.min(Math.max(p.integer ? Math.round(numbers[0]) : numbers[0], p.min), p.max);
    if (p.kind === "choice" && p.options.includes(text)) values[key] = text;
    if (p.kind === "switch") values[key] = /^(true|1|on)$/i.test(text);
    if (p.kind === "points" && numbers.length === 2 * p.value.length && numbers.every(Number.isFinite))
      values[key] = p.value.map((_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
  }
  return values;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

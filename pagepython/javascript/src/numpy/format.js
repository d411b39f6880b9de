// @ts-check
// format(value, spec) of Python for one number or word.
import { formatNumber } from "../runtime.js";
import { pyfloat, raise } from "./array.js";

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

/** @param {string} kind f, i, b or U @param {number | string} x a whole number comes as text @param {string} spec */
export function format(kind, x, spec) {
  const match = SPEC.exec(spec);
  if (!match) raise("ValueError", `Invalid format specifier '${spec}' for object of type '${typeName(kind)}'`);
  const [, , , sign = "-", , zero, width, comma, places, type] = match;
  let [, fill, align] = /** @type {(string | undefined)[]} */ (match);
  let text = "";
  if (kind === "U") {
    if (type && type !== "s") raise("ValueError", `Unknown format code '${type}' for object of type 'str'`);
    text = places === undefined ? String(x) : [...String(x)].slice(0, Number(places)).join("");
  } else text = number(kind, x, type, places, comma);
  if (kind !== "U" && sign !== "-" && text[0] !== "-") text = sign + text;
  const room = Number(width ?? 0) - [...text].length;
  if (room <= 0) return text;
  if (zero && !align) {
    align = "=";
    fill = "0";
  }
  const pad = (/** @type {number} */ n) => (fill ?? " ").repeat(n);
  align ??= kind === "U" ? "<" : ">";
  if (align === "=") {
    const lead = /^[-+ ]/.test(text) ? 1 : 0;
    return text.slice(0, lead) + pad(room) + text.slice(lead);
  }
  return align === "<"
    ? text + pad(room)
    : align === ">"
      ? pad(room) + text
      : pad(Math.floor(room / 2)) + text + pad(Math.ceil(room / 2));
}

const typeName = (/** @type {string} */ kind) => ({ f: "float", i: "int", b: "bool", U: "str" })[kind];

/** @param {string} kind @param {number | string} x @param {string | undefined} type @param {string | undefined} places @param {string | undefined} comma */
function number(kind, x, type, places, comma) {
  const whole = kind !== "f",
    group = comma ?? "";
  const finish = (/** @type {string} */ s) => (comma === "_" ? s.replace(/,/g, "_") : s);
  if (whole && (!type || "dnxXobc".includes(type))) {
    if (places !== undefined) raise("ValueError", "Precision not allowed in integer format specifier");
    const n = BigInt(x),
      base = type === "x" || type === "X" ? 16 : type === "o" ? 8 : type === "b" ? 2 : 10;
    if (type === "c") return String.fromCodePoint(Number(n));
    const text = n.toString(base);
    return base === 10 ? finish(grouped(text, group)) : type === "X" ? text.toUpperCase() : text;
  }
  const value = Number(x);
  if (!type && places === undefined) return group ? finish(grouped(pyfloat(value), group)) : pyfloat(value);
  if (type && !"eEfFgG%n".includes(type))
    raise("ValueError", `Unknown format code '${type}' for object of type '${typeName(kind)}'`);
  const lower = (type ?? "g").toLowerCase();
  let text = plainSign(
    formatNumber(
      Math.abs(value),
      `${group ? "," : ""}${places === undefined ? "" : `.${places}`}${lower === "n" ? "g" : lower}`,
    ),
    value,
  );
  if (!type && !/[.en]/.test(text)) text += ".0";
  return finish(type && type !== lower ? text.toUpperCase() : text);
}

/** Python keeps the sign of what rounds to zero. @param {string} text @param {number} x */
const plainSign = (text, x) => (x < 0 || Object.is(x, -0) ? `-${text}` : text);

/** @param {string} text @param {string} comma */
function grouped(text, comma) {
  if (!comma) return text;
  const [head, ...rest] = text.split(".");
  return [head.replace(/\B(?=(\d{3})+(?!\d))/g, ","), ...rest].join(".");
}

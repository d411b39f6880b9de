// @ts-check
// The channels of a mark: its numbers, names, colours and strengths, whether traced or fixed.
import { isLive } from "./figure.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./figure.js").Live} Live */
/** @typedef {import("./payload.d.ts").Data} Data */
/** @typedef {import("./payload.d.ts").Mark} Mark */

const colours = ["blue", "orange", "green", "purple", "red", "grey", "ink"];

/** A colour of the palette by its name, any other as it is. @param {string} name */
export const paint = (name) => (name[0] === "#" ? name : `var(--e-${name})`);

/** A channel's numbers or names. @template T @param {Graph} graph @param {T} value @returns {Exclude<T, Live> | Float64Array} */
export const read = (graph, value) =>
  isLive(value) ? graph.evaluate(value.$).data : /** @type {Exclude<T, Live>} */ (value);

/** @param {ReturnType<typeof read<Data>> | undefined} value */
const count = (value) => (value == null || typeof value === "number" || typeof value === "string" ? 0 : value.length);

/** The channels of a mark as arrays of one length. Names, on an axis of names, stay names, and a channel that the mark
 * lacks stays undefined. @param {Graph} graph @param {object} mark @param {string[]} names @returns {Float64Array[]} */
export function channels(graph, mark, names) {
  const given = /** @type {Record<string, Data | undefined>} */ (mark);
  const raw = names.map((name) => read(graph, given[name] ?? (name === "base" ? 0 : undefined)));
  const n = Math.max(1, ...raw.map(count));
  const empty = raw.some((v) => v && typeof v !== "number" && v.length === 0);
  const whole = raw.map((v) => {
    if (empty) return [];
    if (v === undefined || (count(v) === n && typeof v === "object")) return v;
    if (typeof v === "string") return Array(n).fill(v);
    return new Float64Array(n).fill(Number(typeof v === "number" ? v : v[0]));
  });
  return /** @type {Float64Array[]} */ (whole);
}

/** The data of a mark along an axis, for a domain that the author left open. @param {Graph} graph @param {Mark} mark @param {"x" | "y"} axis */
export function spread(graph, mark, axis) {
  if ("frame" in mark && mark.frame) return [];
  const given = /** @type {Record<string, Data | undefined>} */ (/** @type {unknown} */ (mark));
  /** @type {Record<"x" | "y", Partial<Record<Mark["type"], string[]>>>} */
  const pick = {
    x: { bars: ["x"], arrow: ["x0", "x1"], boxes: ["x0", "x1"] },
    y: {
      bars: ["height", "base"],
      area: ["y", "base"],
      stems: ["y", "base"],
      arrow: ["y0", "y1"],
      boxes: ["y0", "y1"],
    },
  };
  const names = pick[axis][mark.type] ?? (given[axis] === undefined ? [] : [axis]);
  return names.flatMap((name) => {
    const value = read(graph, given[name] ?? 0);
    return typeof value === "number" ? [value] : Array.from(value, Number);
  });
}

/** The colour of datum i: one palette name for all, or an index for each. @param {Graph} graph @param {Mark} mark @param {string} colour */
export function tint(graph, mark, colour) {
  if (typeof mark.color !== "object" || mark.color === null) return () => paint(colour);
  const index = read(graph, mark.color);
  return (/** @type {number} */ i) => {
    const own = index[Math.min(i, index.length - 1)];
    return paint(typeof own === "string" ? own : colours[Math.round(own) % 5]);
  };
}

/** The opacity of datum i, as a share of the usual one. @param {Graph} graph @param {Mark} mark @param {number} [usual] */
export function strength(graph, mark, usual = 1) {
  const value = read(graph, mark.opacity ?? 1);
  return (/** @type {number} */ i) =>
    usual * Number(typeof value === "number" ? value : value[Math.min(i, value.length - 1)]);
}

/** Hundredths of a pixel. @param {number} v */
export const fine = (v) => Math.round(v * 100) / 100;

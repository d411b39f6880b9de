// @ts-check
// What each mark of a description draws: Observable Plot marks, or a field (contour, heatmap).
import { areaY, arrow, barY, dot, line, rectY, ruleX, ruleY, text } from "@observablehq/plot";
import { textOf } from "./figure.js";
import { typeset } from "./format.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {Record<string, any>} Mark */
/** @typedef {{kind: string, low: number, high: number, names?: string[]}} Extent */

export const colours = ["blue", "orange", "green", "purple", "red", "grey", "ink"];

/** @param {string} name */
export const paint = (name) => `var(--e-${name})`;

/** A channel's numbers or names. @param {Graph} graph @param {any} value */
export const read = (graph, value) => (value && typeof value.$ === "number" ? graph.evaluate(value.$).data : value);

/** @param {any} value */
const count = (value) => (value == null || typeof value === "number" || typeof value === "string" ? 0 : value.length);

/** The channels of a mark as arrays of one length. @param {Graph} graph @param {Mark} mark @param {string[]} names */
export function channels(graph, mark, names) {
  const raw = names.map((name) => read(graph, mark[name] ?? (name === "base" ? 0 : undefined)));
  const n = Math.max(1, ...raw.map((v) => (count(v) > 1 ? v.length : 1)));
  const empty = raw.some((v) => v && typeof v !== "number" && v.length === 0);
  return raw.map((v) => (empty ? [] : v === undefined ? v : count(v) === n ? v : new Float64Array(n).fill(count(v) ? v[0] : v)));
}

/** The data of a mark along an axis, for a domain that the author left open. @param {Graph} graph @param {Mark} mark @param {"x" | "y"} axis */
export function spread(graph, mark, axis) {
  const pick = {
    x: { bars: ["x"], arrow: ["x0", "x1"] }, y: { bars: ["height", "base"], area: ["y", "base"], stems: ["y", "base"], arrow: ["y0", "y1"] },
  };
  const names = /** @type {any} */ (pick[axis])[mark.type] ?? (mark[axis] === undefined ? [] : [axis]);
  return names.flatMap((/** @type {string} */ name) => {
    const value = read(graph, mark[name] ?? 0);
    return typeof value === "number" ? [value] : Array.from(value);
  });
}

/** @typedef {{graph: Graph, colour: string, clampX: (v: number) => number, clampY: (v: number) => number, insideX: (v: number) => number, insideY: (v: number) => number, edgeY: (v: number) => number}} Style */

/** Fill or stroke for a mark: one palette name, or an index per datum. @param {Graph} graph @param {Mark} mark @param {string} colour */
function tint(graph, mark, colour) {
  if (typeof mark.color !== "object" || mark.color === null) return paint(colour);
  const index = read(graph, mark.color);
  return { value: Array.from(index, (k) => paint(colours[Math.round(k) % 5])), scale: null };
}

/** @param {Graph} graph @param {Mark} mark @param {number} usual */
function strength(graph, mark, usual) {
  const value = read(graph, mark.opacity);
  if (value == null) return usual;
  if (typeof value === "number" || value.length === 1) return usual * Number(typeof value === "number" ? value : value[0]);
  return { value: Array.from(value, (v) => usual * v), scale: null };
}

/** @type {Record<string, (mark: Mark, style: Style) => any[]>} */
export const drawn = {
  line(mark, { graph, colour, clampX, clampY }) {
    const [x, y] = channels(graph, mark, ["x", "y"]);
    const dash = mark.dash ? "5 4" : undefined;
    return [line({ length: x.length }, { x: x.map(clampX), y: y.map(clampY), stroke: paint(colour), strokeWidth: mark.width ?? 2.25,
      strokeDasharray: dash, strokeOpacity: strength(graph, mark, 1), strokeLinecap: dash ? "butt" : "round" })];
  },
  area(mark, { graph, colour, clampX, clampY }) {
    const [x, y, base] = channels(graph, mark, ["x", "y", "base"]);
    const at = { x: x.map(clampX), y2: y.map(clampY), y1: base.map(clampY) };
    return [
      areaY({ length: x.length }, { ...at, fill: paint(colour), fillOpacity: strength(graph, mark, 0.2) }),
      line({ length: x.length }, { x: at.x, y: at.y2, stroke: paint(colour), strokeWidth: 1.75, strokeOpacity: strength(graph, mark, 0.9) }),
    ];
  },
  bars(mark, { graph, colour, clampY }) {
    const [x, height, base] = channels(graph, mark, ["x", "height", "base"]);
    const options = { y1: base.map(clampY), y2: height.map(clampY), fill: tint(graph, mark, colour), fillOpacity: strength(graph, mark, 0.82), rx: 1.5 };
    if (Array.isArray(x)) return [barY({ length: x.length }, { ...options, x, insetLeft: 4, insetRight: 4 })];
    const [, width] = channels(graph, { x: mark.x, width: mark.width ?? 0.8 * smallestGap(x) }, ["x", "width"]);
    const half = (/** @type {number} */ s) => x.map((/** @type {number} */ v, /** @type {number} */ i) => v + (s * width[i]) / 2);
    return [rectY({ length: x.length }, { ...options, x1: half(-1), x2: half(1) })];
  },
  dots(mark, { graph, colour, insideX, insideY }) {
    const [x, y, size] = channels(graph, mark, ["x", "y", "size"]);
    const r = size ? { value: Array.from(size), scale: null } : x.length > 150 ? 2.5 : 4.5;
    return [dot({ length: x.length }, { x: Array.isArray(x) ? x : x.map(insideX), y: y.map(insideY), r: /** @type {any} */ (r), symbol: mark.symbol, fill: tint(graph, mark, colour),
      fillOpacity: strength(graph, mark, 0.92), stroke: paint("panel"), strokeWidth: x.length > 150 ? 0.5 : 1.2, strokeOpacity: strength(graph, mark, 1) })];
  },
  stems(mark, { graph, colour, insideX, edgeY, insideY }) {
    const [x, y, base] = channels(graph, mark, ["x", "y", "base"]);
    const at = Array.isArray(x) ? x : x.map(insideX), tip = y.map(edgeY), dense = x.length > 60;
    return [
      ruleX({ length: x.length }, { x: at, y1: base.map(edgeY), y2: tip, stroke: tint(graph, mark, colour), strokeWidth: dense ? 1.25 : 2, strokeOpacity: strength(graph, mark, 0.8) }),
      dot({ length: x.length }, { x: at, y: y.map(insideY), r: dense ? 2.5 : 4.5, fill: tint(graph, mark, colour), fillOpacity: strength(graph, mark, 1), stroke: paint("panel"), strokeOpacity: strength(graph, mark, 1), strokeWidth: 1.2 }),
    ];
  },
  rule(mark, { graph, colour, clampX, clampY }) {
    const options = { stroke: paint(colour), strokeWidth: 1.75, strokeDasharray: mark.dash ? "5 4" : undefined, strokeOpacity: strength(graph, mark, 0.9) };
    if (mark.x !== undefined) return [ruleX(channels(graph, mark, ["x"])[0].map(clampX), options)];
    return [ruleY(channels(graph, mark, ["y"])[0].map(clampY), options)];
  },
  text(mark, { graph, colour, insideX, insideY }) {
    const [x, y] = channels(graph, mark, ["x", "y"]);
    const strings = [mark.string].flat().map((s) => textOf(graph, s, typeset));
    const words = x.map === undefined ? strings : Array.from(x, (_, i) => strings[strings.length > 1 ? i : 0]);
    return [text({ length: x.length }, { x: Array.isArray(x) ? x : x.map(insideX), y: y.map(insideY), text: words, textAnchor: mark.anchor ?? "middle", dx: mark.dx ?? 0, dy: mark.dy ?? 0,
      fill: tint(graph, mark, colour), fillOpacity: strength(graph, mark, 1), stroke: paint("panel"), strokeWidth: 4, strokeOpacity: strength(graph, mark, 0.85), fontSize: 13 })];
  },
  arrow(mark, { graph, colour, clampX, clampY }) {
    const [x1, y1, x2, y2] = channels(graph, mark, ["x0", "y0", "x1", "y1"]);
    return [arrow({ length: x1.length }, { x1: x1.map(clampX), y1: y1.map(clampY), x2: x2.map(clampX), y2: y2.map(clampY), stroke: tint(graph, mark, colour), strokeWidth: 2, strokeOpacity: strength(graph, mark, 1), headLength: 6 })];
  },
};

/** @param {ArrayLike<number>} x */
function smallestGap(x) {
  const sorted = Float64Array.from(x).sort();
  const gaps = sorted.slice(1).map((v, i) => v - sorted[i]).filter((gap) => gap > 0);
  return gaps.length ? Math.min(...gaps) : 1;
}

// @ts-check
// The frame of a panel: scales, axes and grid, which stand still, and where values lie in them.
import { axisX, axisY, gridX, gridY, plot } from "@observablehq/plot";
import { paint } from "./channels.js";
import { svg } from "./dom.js";
import { textOf } from "./figure.js";
import { typeset } from "./format.js";
import { ticksOf } from "./ticks.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./payload.d.ts").Axis} Axis */
/** @typedef {(v: number) => number} Scale */
/** Pixels of values and values of pixels. @typedef {{x: (v: number | string) => number, y: Scale, invertX: Scale, invertY: Scale, left: number, right: number, top: number, bottom: number, band: number}} Frame */
/** What all frames of one panel have in common. @typedef {{axes: {x: Axis, y: Axis}, bands: string[] | null, isField: boolean, named: {x: boolean, y: boolean}, aspect?: number, clip: string}} Setting */

/** Room around the frame: for the numbers and the names of its axes.
 * @param {Pick<Setting, "axes" | "named">} setting @param {number} width @param {number} height @param {[number, number]} dy */
export function marginsOf({ axes, named }, width, height, dy) {
  const ticks = ticksOf(axes.y, dy, Math.max(2, Math.round(height / 62)));
  const longest = Math.max(0, ...ticks.values.map((v) => ticks.words(v).length));
  const left = Math.min(Math.max(26, 13 + 6.9 * longest), width / 3);
  return { ticks, left, right: 14, top: named.y ? 26 : 12, bottom: named.x ? 42 : 26 };
}

/** The same, and more where the frame must have a shape of its own: so that units are as long across as up.
 * @param {Setting} setting @param {number} width @param {number} height @param {[number, number]} dy */
function roomAround(setting, width, height, dy) {
  const room = marginsOf(setting, width, height, dy);
  if (!setting.aspect) return room;
  const [wide, high] = [width - room.left - room.right, height - room.top - room.bottom];
  return {
    ...room,
    right: room.right + Math.max(0, wide - setting.aspect * high),
    top: room.top + Math.max(0, high - wide / setting.aspect),
  };
}

/** The frame of a panel of this size over these domains, and what is drawn below its marks and above.
 * @param {Graph} graph @param {Setting} setting @param {{width: number, height: number}} size @param {[number, number]} dx @param {[number, number]} dy */
export function createFrame(graph, setting, { width, height }, dx, dy) {
  const { axes, bands, clip } = setting;
  const room = roomAround(setting, width, height, dy);
  const ticksX = ticksOf(axes.x, dx, Math.max(2, Math.round((width - room.left) / 68)));
  const [left, right, top, bottom] = [room.left, width - room.right, room.top, height - room.bottom];
  const picture = plot({
    width,
    height,
    marginLeft: room.left,
    marginRight: room.right,
    marginTop: room.top,
    marginBottom: room.bottom,
    style: { background: "none" },
    axis: null,
    x: bands
      ? { type: "band", domain: bands, padding: 0.12, label: null }
      : { type: axes.x.scale ?? "linear", domain: dx, label: null },
    y: { type: axes.y.scale ?? "linear", domain: dy, label: null },
    marks: axesAndGrid(setting, ticksX, room.ticks),
  });
  const [x, y] = [scaleOf(picture, "x"), scaleOf(picture, "y")];
  const half = bands ? x.bandwidth / 2 : 0;
  /** @type {Frame} */
  const frame = {
    x: bands ? (v) => x.apply(v) + half : x.apply,
    y: y.apply,
    invertX: x.invert,
    invertY: y.invert,
    left,
    right,
    top,
    bottom,
    band: bands ? x.bandwidth : 0,
  };
  const within = { x: left, y: top - 1, width: Math.max(0, right - left), height: bottom - top + 2 };
  return {
    frame,
    name: `chart ${picture.getAttribute("class")}`,
    below: [
      ...Array.from(picture.childNodes, unnamed),
      svg("clipPath", { id: clip }, svg("rect", within)),
      svg("path", { d: baselines(setting, frame, dy), class: "baseline" }),
    ],
    above: [
      axisLabel(textOf(graph, axes.x.label, typeset), { x: right, y: height - 6, "text-anchor": "end" }),
      axisLabel(textOf(graph, axes.y.label, typeset), { x: 2, y: 13, "text-anchor": "start" }),
    ],
  };
}

/** @typedef {ReturnType<typeof ticksOf>} Ticks */

/** @param {Setting} setting @param {Ticks} x @param {Ticks} y */
function axesAndGrid({ bands, isField }, x, y) {
  const quiet = { stroke: paint("grey"), strokeOpacity: 0.16 },
    usual = { tickSize: 0, tickPadding: 8 };
  return [
    gridY(y.values, quiet),
    bands || isField ? null : gridX(x.values, quiet),
    bands ? axisX(usual) : axisX(x.values, { ...usual, text: x.words }),
    axisY(y.values, { ...usual, text: y.words }),
  ];
}

/** @param {ReturnType<typeof plot>} picture @param {"x" | "y"} name */
const scaleOf = (picture, name) => /** @type {Required<import("@observablehq/plot").Scale>} */ (picture.scale(name));

/** Lines at the frame's foot and at 0, as a path. @param {Setting} setting @param {Frame} frame @param {[number, number]} dy */
function baselines({ axes, isField }, { left, right, bottom, y }, dy) {
  const empty = (/** @type {Axis} */ { ticks }) => Array.isArray(ticks) && !ticks.length;
  const hasZero = dy[0] < 0 && dy[1] > 0 && !isField && axes.y.scale !== "log" && !empty(axes.y);
  return [empty(axes.x) ? null : bottom, hasZero ? y(0) : null]
    .map((at) => (at === null ? "" : `M${left},${at}H${right}`))
    .join("");
}

/** @param {string} words @param {Record<string, number | string>} place */
const axisLabel = (words, place) => svg("text", { class: "axis-label", ...place }, words);

/** Without Plot's own names for groups, which no reader hears inside a picture. @param {ChildNode} node */
function unnamed(node) {
  if (!(node instanceof Element)) return node;
  node.removeAttribute("aria-label");
  for (const part of node.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return node;
}

/** Where values beyond the axis go: lines stop a little way outside, points vanish, stems end at the edge.
 * @param {Scale} scale @param {[number, number]} domain @param {boolean} isLog */
function limits(scale, [a, b], isLog) {
  const low = Math.min(a, b),
    high = Math.max(a, b),
    span = high - low,
    rim = isLog ? 0 : 0.03 * span;
  const [least, most] = isLog ? [low / 1e6, high * 1e6] : [low - 8 * span, high + 8 * span];
  return {
    near: (/** @type {number} */ v) =>
      v - v !== 0 || (isLog && v <= 0) ? NaN : scale(Math.min(Math.max(v, least), most)),
    // where a bar, an area or a stem begins: a log axis has no 0, so below its end
    foot: (/** @type {number} */ v) =>
      v - v !== 0 ? NaN : scale(Math.min(Math.max(v, isLog ? Math.max(least, low / 10) : least), most)),
    inside: (/** @type {number} */ v) => (v >= low - rim && v <= high + rim ? scale(v) : NaN),
    edge: (/** @type {number} */ v) => scale(Math.min(Math.max(v, low), high)),
  };
}

/** Where a mark's numbers lie in a frame; on an axis of names, where names do.
 * @param {Frame} frame @param {Setting} setting @param {[number, number]} dx @param {[number, number]} dy @returns {import("./marks.js").Places} */
export function placesIn(frame, { axes, bands }, dx, dy) {
  const x = limits(frame.x, dx, axes.x.scale === "log"),
    y = limits(frame.y, dy, axes.y.scale === "log");
  return {
    ...frame,
    nearX: bands ? frame.x : x.near,
    insideX: bands ? frame.x : x.inside,
    nearY: y.near,
    footY: y.foot,
    insideY: y.inside,
    edgeY: y.edge,
  };
}

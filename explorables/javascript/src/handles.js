// @ts-check
// Points that the reader drags or steers with the keys; a handle stands where its own formula puts it.

import { read, strength } from "./channels.js";
import { isLive, textOf } from "./figure.js";
import { typeset } from "./format.js";
import { clamp, createKnob } from "./knob.js";
import { valuesAt } from "./reach.js";
import { showValue, snap } from "./values.js";

/** @typedef {import("./figure.js").NumberParameter} NumberParameter */
/** @typedef {import("./figure.js").PointsParameter} PointsParameter */
/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./figure.js").Values} Values */
/** @typedef {import("./frame.js").Frame} Frame */
/** @typedef {import("./payload.d.ts").Handle} Mark */
/** @typedef {ReturnType<typeof import("./panel.js").createPanel>} Panel */
/** @typedef {{graph: Graph, parameters: Map<string, import("./figure.js").Parameter>, change: (values: Values) => void, signal: AbortSignal, isAwake: (name: string) => boolean}} Host */
/** What a handle moves, and what it says of itself. @typedef {{drag: (x: number, y: number) => void, key: (event: KeyboardEvent) => boolean, told: () => Record<string, string | number>}} Motion */

/** @param {Panel} panel @param {Mark} mark @param {string} colour @param {Host} host @param {() => boolean} [isHidden] does it wait for the guess? */
export function createHandles(panel, mark, colour, host, isHidden = () => false) {
  const names = [mark.moves].flat().filter((name) => name !== null);
  const first = host.parameters.get(names[0]);
  const frame = () => /** @type {Frame} */ (panel.frame);
  const total = first?.kind === "points" ? first.value.length : 1;
  const look = { colour, small: total > 1, labelled: Boolean(mark.label) };
  const all = Array.from({ length: total }, (_, i) => {
    const position = () => positionOf(mark, i, host.graph, frame());
    const motion =
      first?.kind === "points"
        ? pointMotion(first, i, host, frame)
        : parameterMotion(mark, names, host, frame, position);
    const knob = createKnob(panel, look, { ...motion, position, frame }, host.signal);
    return () => {
      knob.sleep(!names.every(host.isAwake));
      knob.show(isHidden(), strength(host.graph, mark)(i), textOf(host.graph, mark.label, typeset), motion.told());
    };
  });
  return { update: () => all.forEach((update) => update()) };
}

/** Pixel position of handle i by its formula. @param {Mark} mark @param {number} i @param {Graph} graph @param {Frame} frame @returns {[number, number]} */
function positionOf(mark, i, graph, frame) {
  const of = (/** @type {Mark["x"]} */ data) => {
    const value = read(graph, data);
    return typeof value === "number" || typeof value === "string" ? value : value[Math.min(i, value.length - 1)];
  };
  return [frame.x(of(mark.x)), frame.y(Number(of(mark.y)))];
}

/** Keys of a slider: which of two parameters, and by how many steps. @type {Record<string, [number, number]>} */
const STEPS = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowUp: [1, 1],
  ArrowDown: [1, -1],
  PageUp: [1, 10],
  PageDown: [1, -10],
};

/** A handle that moves sliders. @param {Mark} mark @param {string[]} names @param {Host} host @param {() => Frame} frame @param {() => [number, number]} position @returns {Motion} */
function parameterMotion(mark, names, host, frame, position) {
  const { graph } = host,
    pair = Array.isArray(mark.moves) ? mark.moves : null;
  const owned = names.map((name) => /** @type {NumberParameter} */ (host.parameters.get(name)));
  const now = (/** @type {NumberParameter} */ p) => /** @type {number} */ (graph.values[p.name]);
  const follows = (/** @type {Mark["x"]} */ data, /** @type {string} */ name) =>
    isLive(data) && graph.follows(data.$, name);
  const says = textOf(graph, mark.label) || owned.map((p) => p.label).join(", ");
  /** @type {import("./reach.js").Reach} */
  const reach = {
    graph,
    owned,
    axisOf: (name) => (follows(mark.x, name) ? "x" : follows(mark.y, name) ? "y" : null),
    position,
    weights: pair ? [pair[0] ? 1 : 0, pair[1] ? 1 : 0] : [1, 1],
    pair: pair !== null,
    upward: pair?.[1] ?? null,
  };
  return {
    drag: (x, y) => host.change(valuesAt(reach, frame(), x, y)),
    key(event) {
      if (event.key === "Home" || event.key === "End") {
        host.change({ [owned[0].name]: event.key === "Home" ? owned[0].min : owned[0].max });
        return true;
      }
      const step = STEPS[event.key];
      if (!step) return false;
      const p = owned[pair?.[step[0]] ? names.indexOf(/** @type {string} */ (pair[step[0]])) : 0],
        by = step[1] * (event.shiftKey ? 10 : 1);
      host.change({ [p.name]: snap(p, p.log && !p.integer ? now(p) * 10 ** (by * p.step) : now(p) + by * p.step) });
      return true;
    },
    told: () => ({
      "aria-label": says,
      "aria-valuemin": owned[0].min,
      "aria-valuemax": owned[0].max,
      "aria-valuenow": now(owned[0]),
      "aria-valuetext": owned.map((p) => `${p.label} ${showValue(p, now(p))}`).join(", "),
    }),
  };
}

/** Arrows move a point across and up. @type {Record<string, [number, number]>} */
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** To a whole number of units. @param {number} v @param {number} unit */
const round = (v, unit) => Number((Math.round(v / unit) * unit).toPrecision(12));

/** The power of 10 below what one pixel is worth. @param {number} perPixel */
const unitOf = (perPixel) => 10 ** Math.floor(Math.log10(Math.abs(perPixel) || 1));

/** A handle that moves point i of many. @param {PointsParameter} p @param {number} i @param {Host} host @param {() => Frame} frame @returns {Motion} */
function pointMotion(p, i, host, frame) {
  const points = () => /** @type {number[][]} */ (host.graph.values[p.name]);
  const domain = (/** @type {Frame} */ f) => ({
    x: p.xdomain ?? [f.invertX(f.left), f.invertX(f.right)],
    y: p.ydomain ?? [f.invertY(f.bottom), f.invertY(f.top)],
  });
  const within = (/** @type {number} */ v, /** @type {number[]} */ [a, b]) => clamp(v, Math.min(a, b), Math.max(a, b));
  function put(/** @type {number} */ x, /** @type {number} */ y) {
    const data = points().map((point) => [...point]),
      limits = domain(frame());
    if (p.moves !== "y") data[i][0] = within(x, limits.x);
    if (p.moves !== "x") data[i][1] = within(y, limits.y);
    host.change({ [p.name]: data });
  }
  return {
    drag(x, y) {
      const f = frame();
      put(
        round(f.invertX(x), unitOf(f.invertX(f.left + 1) - f.invertX(f.left))),
        round(f.invertY(y), unitOf(f.invertY(f.top + 1) - f.invertY(f.top))),
      );
    },
    key(event) {
      const direction = ARROWS[event.key];
      if (!direction) return false;
      const f = frame(),
        far = event.shiftKey ? 0.1 : 0.01,
        [x, y] = points()[i];
      put(
        x + direction[0] * far * (f.invertX(f.right) - f.invertX(f.left)),
        y + direction[1] * far * (f.invertY(f.top) - f.invertY(f.bottom)),
      );
      return true;
    },
    told() {
      const at = points()[i],
        along = p.moves === "y" ? 1 : 0;
      const [low, high] = domain(frame())[along ? "y" : "x"];
      return {
        "aria-label": `${p.label} ${i + 1}`,
        "aria-valuenow": at[along],
        "aria-valuetext": at.map((v) => typeset(String(Number(v.toPrecision(4))))).join(", "),
        "aria-valuemin": low,
        "aria-valuemax": high,
      };
    },
  };
}

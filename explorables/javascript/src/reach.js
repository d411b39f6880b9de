// @ts-check
// The values of a handle's parameters that bring it closest to a pixel: its formula, solved by trying.
import { clamp } from "./knob.js";
import { snap } from "./values.js";

/** @typedef {import("./figure.js").NumberParameter} NumberParameter */
/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./frame.js").Frame} Frame */

/**
 * What is known of a handle.
 * @typedef {object} Reach
 * @property {Graph} graph
 * @property {NumberParameter[]} owned the parameters it moves
 * @property {(name: string) => "x" | "y" | null} axisOf the axis along which a parameter is the handle's coordinate
 * @property {() => [number, number]} position its pixel by its formula
 * @property {[number, number]} weights of the distances across and up
 * @property {boolean} pair does it move a pair, each value on an axis of its own?
 * @property {string | null} upward the one of the pair that moves up
 */

/** @param {Reach} reach @param {Frame} frame @param {number} px @param {number} py @returns {Record<string, number>} */
export function valuesAt({ graph, owned, axisOf, position, weights: [wx, wy], pair, upward }, frame, px, py) {
  const x = clamp(px, frame.left, frame.right),
    y = clamp(py, frame.top, frame.bottom);
  const before = { ...graph.values };
  /** @type {Record<string, number>} */
  const found = {};
  const put = (/** @type {NumberParameter} */ p, /** @type {number} */ v) => {
    found[p.name] = snap(p, v);
    graph.set(p.name, found[p.name]);
  };
  const free = owned.filter((p) => {
    const axis = axisOf(p.name);
    if (axis) put(p, axis === "x" ? frame.invertX(x) : frame.invertY(y));
    return !axis;
  });
  // Where numbers come later nothing can be tried out: the pointer's share of the frame is the parameter's.
  if (!graph.immediate) {
    const far = {
      x: (x - frame.left) / (frame.right - frame.left),
      y: (frame.bottom - y) / (frame.bottom - frame.top),
    };
    for (const p of free) found[p.name] = snap(p, fromShare(p, upward === p.name ? far.y : far.x));
    free.length = 0;
  }
  const distance = () => {
    const [a, b] = position(),
      d = wx * (a - x) ** 2 + wy * (b - y) ** 2;
    return d === d ? d : Infinity;
  };
  const attempt = (/** @type {NumberParameter} */ p, /** @type {number} */ t) => {
    put(p, fromShare(p, t));
    return distance();
  };
  // A single parameter of a handle that moves along its own axis is done; others are searched, one after the other.
  if (free.length === owned.length || pair)
    for (let round = 0; round < (free.length > 1 ? 4 : 1); round++)
      for (const p of free) search((t) => attempt(p, t), share(p, found[p.name] ?? Number(before[p.name])));
  for (const name of Object.keys(found)) graph.set(name, before[name]);
  return found;
}

/** @param {NumberParameter} p @param {number} v */
const share = (p, v) => (p.log ? Math.log(v / p.min) / Math.log(p.max / p.min) : (v - p.min) / (p.max - p.min));

/** @param {NumberParameter} p @param {number} t */
const fromShare = (p, t) => (p.log ? p.min * (p.max / p.min) ** t : p.min + t * (p.max - p.min));

/** Least f over [0, 1]: a coarse grid that prefers to stay near `start`, then ever finer around the best.
 * @param {(t: number) => number} f @param {number} start */
function search(f, start) {
  let best = start,
    least = f(start);
  const attempt = (/** @type {number} */ t) => {
    const value = f(t);
    if (value < least) {
      least = value;
      best = t;
    }
  };
  for (let k = 0; k <= 24; k++) attempt(k / 24);
  for (let width = 1 / 24; width > 1e-5; width /= 4) {
    const centre = best;
    for (let k = -4; k <= 4; k++) if (k) attempt(clamp(centre + (k * width) / 4, 0, 1));
  }
  f(best);
}

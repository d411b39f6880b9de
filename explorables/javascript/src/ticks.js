// @ts-check
// Where an axis has ticks, and how their numbers are written.
import { ticks as niceTicks } from "d3-array";
import { formatNumber, powers, typeset } from "./format.js";

/** @typedef {import("./payload.d.ts").Axis} Axis */

/** The ticks of an axis over a domain, and the words for one. @param {Axis} axis @param {[number, number]} domain @param {number} room for so many */
export function ticksOf({ ticks, scale, format }, domain, room) {
  const [low, high] = [Math.min(...domain), Math.max(...domain)];
  const wanted = typeof ticks === "number" ? ticks : room;
  const values = Array.isArray(ticks)
    ? ticks
    : scale === "log"
      ? logTicks(low, high, wanted)
      : niceTicks(low, high, wanted);
  return { values, words: wording(values, format, scale) };
}

/** Decimals that tell neighbouring ticks apart. @param {number[]} values @param {string | undefined} format @param {string | undefined} scale */
function wording(values, format, scale) {
  if (format) return (/** @type {number} */ v) => typeset(formatNumber(v, format));
  const largest = Math.max(...values.map(Math.abs));
  if (scale === "log") return powers;
  const gap =
    values.length > 1 ? Math.min(...values.slice(1).map((v, i) => Math.abs(v - values[i]) || Infinity)) : largest || 1;
  const places = Math.min(Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9)), 12);
  const needed = (/** @type {number} */ p) => values.every((v) => Math.abs(Number(v.toFixed(p)) - v) < gap * 1e-6);
  const digits = needed(places) ? places : places + 1;
  if (largest >= 1e6 || (gap < 1e-4 && largest > 0)) return powers;
  return (/** @type {number} */ v) => typeset(formatNumber(v, largest >= 1e4 ? `,.${digits}f` : `.${digits}f`));
}

/** @param {number} low @param {number} high @param {number} room */
function logTicks(low, high, room) {
  if (!(low > 0 && high < Infinity)) return [];
  const decades = Math.log10(high / low),
    every = Math.max(1, Math.ceil(decades / room));
  const steps = decades <= room / 3 ? [1, 2, 5] : decades <= room / 2 ? [1, 3] : [1];
  const all = [];
  for (let p = Math.floor(Math.log10(low)); p <= Math.ceil(Math.log10(high)); p++)
    if (p % every === 0) for (const s of steps) all.push(Number(`${s}e${p}`));
  return all.filter((v) => v >= low * 0.999 && v <= high * 1.001);
}

// @ts-check
// The domain of an axis: as the author states it, or what the marks need; one that was left open only grows.
import { read, spread } from "./channels.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./payload.d.ts").Axis} Axis */
/** @typedef {import("./payload.d.ts").Mark} Mark */

/** Marks that fill the frame to its edges along an axis. */
const flush = { x: ["line", "area", "contour", "heatmap"], y: ["contour", "heatmap"] };

/** @param {"x" | "y"} name @param {Axis} axis @param {Mark[]} all @param {Graph} graph @returns {() => [number, number]} */
export function createDomain(name, axis, all, graph) {
  const isLog = axis.scale === "log";
  const marks = all.filter((m) => m.type !== "handle");
  const isFlush = marks.some((m) => flush[name].includes(m.type));
  /** @type {[number, number] | null} */
  let before = null;

  /** What the data of all marks take; a log axis leaves out what is not above 0. @returns {[number, number]} */
  function extent() {
    let low = Infinity,
      high = -Infinity;
    for (const mark of marks)
      for (const v of spread(graph, mark, name))
        if (Number.isFinite(v) && (v > 0 || !isLog)) {
          low = Math.min(low, v);
          high = Math.max(high, v);
        }
    return low <= high ? [low, high] : isLog ? [1, 10] : [0, 1];
  }

  /** The extent with air around it, and with 0 at the edge where the data end at 0. @param {number} low @param {number} high @returns {[number, number]} */
  function withMargin(low, high) {
    if (isLog) return isFlush ? [low, high] : [low / 1.15, high * 1.15];
    const margin = low === high ? 1 : (high - low) * (isFlush ? 0 : 0.06);
    return [low === 0 && name === "y" ? 0 : low - margin, high === 0 && name === "y" ? 0 : high + margin];
  }

  return () => {
    const stated = read(graph, axis.domain);
    if (stated && !(isLog && Math.min(...stated) <= 0)) return [stated[0], stated[1]];
    const [low, high] = extent();
    if (stated) return [Math.max(stated[0], low), Math.max(stated[1], low)];
    if (before && low >= before[0] && high <= before[1]) return before;
    const [least, most] = withMargin(low, high);
    before = [Math.min(least, before?.[0] ?? Infinity), Math.max(most, before?.[1] ?? -Infinity)];
    return before;
  };
}

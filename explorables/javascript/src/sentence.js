// @ts-check
// What a curve does, in one sentence that is computed from its numbers.
import { typeset } from "./format.js";

/** Turning points of a curve: places where it changes between falling and rising by more than rounding.
 * @param {number[]} x @param {number[]} y @returns {{starts: number, turns: number[]}} */
export function turns(x, y) {
  const least = Math.min(...y);
  const slack = 1e-9 * (Math.max(...y) - least || 1);
  let starts = 0;
  let way = 0;
  let best = 0;
  /** @type {number[]} */
  const found = [];
  for (let i = 1; i < y.length; i++) {
    const step = y[i] - y[best];
    if (way * step >= 0 && Math.abs(step) > slack) {
      if (!way) starts = way = Math.sign(step);
      best = i;
    } else if (way && way * step < -slack) {
      found.push(x[best]);
      way = -way;
      best = i;
    }
  }
  return { starts, turns: found };
}

/** @param {number} v @param {number} span */
function short(v, span) {
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(span || 1))));
  return typeset(String(Number(v.toFixed(digits))));
}

/** "The loss falls until μ = 5, then rises." Empty where there is no curve or it turns too often to tell.
 * @param {string} name @param {string} along @param {number[]} x @param {number[]} y */
export function tellCurve(name, along, x, y) {
  const kept = x.map((v, i) => [v, y[i]]).filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  if (kept.length < 3) return "";
  if (kept.some(([v], i) => i > 0 && v <= kept[i - 1][0])) return "";
  const [xs, ys] = [kept.map(([v]) => v), kept.map(([, v]) => v)];
  const { starts, turns: places } = turns(xs, ys);
  if (places.length > 4) return "";
  const span = xs[xs.length - 1] - xs[0];
  if (!starts) return `${name} stays the same.`;
  const words = (/** @type {number} */ way) => (way > 0 ? "rises" : "falls");
  if (!places.length) return `${name} ${words(starts)} from end to end.`;
  const parts = places.map(
    (v, i) => `${i ? "then " : ""}${words(i % 2 ? -starts : starts)} until ${along} = ${short(v, span)}`,
  );
  return `${name} ${parts.join(", ")}, then ${words(places.length % 2 ? -starts : starts)}.`;
}

/** One sentence a panel: its first curve that is seen.
 * @param {import("./figure.js").Plain} figure as `outputs()` @param {import("./table.js").Hidden} hidden */
export function sentences(figure, { isHidden, isUntitled }) {
  return figure.panels.flatMap((panel, i) => {
    const k = panel.marks.findIndex((m, j) => m.type === "line" && !isHidden(i, j));
    const mark = panel.marks[k];
    if (!mark || !Array.isArray(mark.x) || !Array.isArray(mark.y)) return [];
    const name = mark.label || panel.y?.label || (!isUntitled(i) && panel.title) || "The curve";
    return (
      tellCurve(name[0].toUpperCase() + name.slice(1), panel.x?.label || "x", mark.x.map(Number), mark.y.map(Number)) ||
      []
    );
  });
}

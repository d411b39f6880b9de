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

/** "The loss falls until μ = 5, then rises." Empty where there is no curve.
 * @param {string} name @param {string} along @param {number[]} x @param {number[]} y */
export function tellCurve(name, along, x, y) {
  const kept = x.map((v, i) => [v, y[i]]).filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  if (kept.length < 3) return "";
  if (kept.some(([v], i) => i > 0 && v <= kept[i - 1][0])) return "";
  const [xs, ys] = [kept.map(([v]) => v), kept.map(([, v]) => v)];
  const { starts, turns: places } = turns(xs, ys);
  const span = xs[xs.length - 1] - xs[0];
  const [least, most] = [Math.min(...ys), Math.max(...ys)];
  if (places.length > 4)
    return `${name} turns ${places.length} times, between ${short(least, most - least)} and ${short(most, most - least)}.`;
  if (!starts) return `${name} stays the same.`;
  const words = (/** @type {number} */ way) => (way > 0 ? "rises" : "falls");
  if (!places.length) return `${name} ${words(starts)} from end to end.`;
  const parts = places.map(
    (v, i) => `${i ? "then " : ""}${words(i % 2 ? -starts : starts)} until ${along} = ${short(v, span)}`,
  );
  return `${name} ${parts.join(", ")}, then ${words(places.length % 2 ? -starts : starts)}.`;
}

/** The first word with a capital, where it is a word and no symbol. @param {string} name */
const opened = (name) =>
  /^(an? )?[a-z]{3,}(?![\w(^])/.test(name) && !/^(log|exp|sin|cos)\b/.test(name)
    ? name[0].toUpperCase() + name.slice(1)
    : name;

/** @typedef {import("./figure.js").PlainMark} PlainMark */
/** Names of what is upright and of what lies level, or "". @typedef {{named: string, along: string}} Names */

/** Numbers of a channel, one each place. @param {import("./figure.js").Channel | undefined} value */
const numbers = (value) => (Array.isArray(value) ? value.map(Number) : []);

/** A curve over an axis that has a name; without one it is an outline, or a path. @param {PlainMark} mark @param {Names} names */
const ofLine = ({ label, x, y }, { named, along }) =>
  along ? tellCurve(opened(label || named || "the curve"), along, numbers(x), numbers(y)) : "";

/** "Probability: largest at snow (0.46), smallest at sleet (0.03)." @param {PlainMark} mark @param {Names} names */
function ofBars({ label, x, y, height }, { named, along }) {
  const heights = numbers(height ?? y);
  if (heights.length < 2 || !Array.isArray(x) || !heights.every(Number.isFinite)) return "";
  const name = opened(label || named || "the height");
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  if (most - least <= 1e-9 * Math.abs(most)) return `${name} is the same everywhere.`;
  const size = (/** @type {number} */ v) => short(v, most - least);
  if (!along && typeof x[0] === "number") return `${name}: from ${size(least)} to ${size(most)}.`;
  const at = (/** @type {number} */ v) => {
    const place = x[heights.indexOf(v)];
    return `${typeof place === "number" ? `${along} = ${short(place, 1)}` : place} (${size(v)})`;
  };
  return `${name}: largest at ${at(most)}, smallest at ${at(least)}.`;
}

/** "10 dots, x from 0 to 5, y from 1 to 3." @param {PlainMark} mark @param {Names} names */
function ofDots({ label, x, y }, { named, along }) {
  const [xs, ys] = [numbers(x), numbers(y)].map((all) => all.filter(Number.isFinite));
  if (xs.length < 2 || ys.length < 2 || !along || !named) return "";
  const reach = (/** @type {number[]} */ v) => {
    const [low, high] = [Math.min(...v), Math.max(...v)];
    return `from ${short(low, high - low)} to ${short(high, high - low)}`;
  };
  return `${opened(label || `${xs.length} dots`)}: ${along} ${reach(xs)}, ${named} ${reach(ys)}.`;
}

/** What can be told of each kind, the telling kinds first: a curve that is drawn in full, bars, a dashed
 * curve, which mostly is there to compare with, points.
 * @type {[(mark: PlainMark) => boolean, (mark: PlainMark, names: Names) => string][]} */
const KINDS = [
  [({ type, dash }) => type === "line" && !dash, ofLine],
  [({ type }) => type === "bars" || type === "stems", ofBars],
  [({ type, dash }) => type === "line" && Boolean(dash), ofLine],
  [({ type }) => type === "dots", ofDots],
];

/** One sentence of a panel: of a mark of the most telling kind, of one with a name if there is one, and sooner of a
 * curve that rises or falls than of a level one.
 * @param {PlainMark[]} marks that are seen @param {Names} names */
function ofPanel(marks, names) {
  for (const [isOne, tell] of KINDS) {
    const those = marks.filter(isOne);
    const named = [...those.filter(({ label }) => label), ...those.filter(({ label }) => !label)];
    const told = named.map((mark) => tell(mark, names)).filter(Boolean);
    if (told.length) return told.find((words) => !words.endsWith("stays the same.")) ?? told[0];
  }
  return "";
}

/** One sentence a panel; where there is none, the numbers beside the panels.
 * @param {import("./figure.js").Plain} figure as `outputs()` @param {import("./table.js").Hidden} hidden */
export function sentences(figure, { isHidden, isUntitled, isWaiting }) {
  const told = figure.panels.map((panel, i) => {
    const seen = panel.marks.filter((_, k) => !isHidden(i, k));
    const named = panel.y?.label || (!isUntitled(i) && panel.title) || "";
    const isBare = Array.isArray(panel.x?.ticks) && !panel.x.ticks.length; // nothing to read off
    const along = panel.x?.label || (panel.aspect ? "" : "x"); // a map without names shows outlines
    return ofPanel(seen, { named, along: isBare ? "" : along });
  });
  const found = told.filter(Boolean);
  if (found.length) return found;
  const results = figure.items.flatMap((item, i) => {
    const value = item.value ?? item.total;
    return isWaiting(i) || typeof value !== "number"
      ? []
      : [`${item.label} = ${short(value, Math.abs(value))}${item.unit ? ` ${item.unit}` : ""}`];
  });
  return results.length ? [`${opened(results.join(", "))}.`] : [];
}

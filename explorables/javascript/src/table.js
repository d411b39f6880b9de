// @ts-check
// A figure's numbers as tables: what is plotted, by panel and mark, and the numbers beside it.

/** @typedef {{title: string, head: string[], rows: (string | number | null)[][]}} Table */
/** @typedef {import("./figure.js").Plain} Plain */
/** @typedef {import("./figure.js").PlainMark} PlainMark */
/** @typedef {import("./figure.js").Channel} Channel */

/** @typedef {"x" | "y" | "base" | "height" | "x0" | "y0" | "x1" | "y1" | "string"} Column */
/** @type {Column[]} */
const COLUMNS = ["x", "y", "base", "height", "x0", "y0", "x1", "y1", "string"];

/** Every entry of a column; one number stands for all rows. @param {Channel} value @param {number} n */
const column = (value, n) => (Array.isArray(value) ? value : Array.from({ length: n }, () => value));

/** @param {PlainMark} mark @param {string} title @param {string} [xName] @param {string} [yName] @returns {Table} */
function tableOf(mark, title, xName, yName) {
  if (mark.z !== undefined) {
    const [x, y] = [column(mark.x ?? null, 1), column(mark.y ?? null, 1)];
    const head = [`${yName || "y"} \\ ${xName || "x"}`, ...x.map(String)];
    return { title, head, rows: mark.z.map((row, i) => [y[i], ...row]) };
  }
  const columnOf = (/** @type {Column} */ key) => column(mark[key] ?? null, 1);
  const keys = COLUMNS.filter((key) => mark[key] !== undefined && mark[key] !== null && key in mark);
  const n = Math.max(1, ...keys.map((key) => columnOf(key).length));
  const columns = keys.map((key) => column(mark[key] ?? null, n));
  const seen = column(mark.opacity ?? 1, n); // what cannot be seen is no number of the figure
  const named = /** @type {Record<string, string | undefined>} */ ({ x: xName, y: yName, height: yName });
  const head = keys.map((key) => named[key] || key);
  const rows = Array.from({ length: n }, (_, i) => columns.map((c) => c[i] ?? null));
  return { title, head, rows: rows.filter((_, i) => seen[i] !== 0) };
}

/** What waits for the guess.
 * @typedef {{isHidden: (panel: number, mark: number) => boolean, isUntitled: (panel: number) => boolean, isWaiting: (item: number) => boolean}} Hidden */

/** Tables of a figure as plain JSON (`outputs()`), without what waits. @param {Plain} figure @param {Hidden} hidden */
export function tables(figure, { isHidden, isUntitled, isWaiting }) {
  /** @type {Table[]} */
  const found = [];
  for (const [i, panel] of figure.panels.entries()) {
    for (const [k, mark] of panel.marks.entries()) {
      if (isHidden(i, k)) continue;
      const where = (!isUntitled(i) && panel.title) || (figure.panels.length > 1 ? `Panel ${i + 1}` : "");
      const title = [where, mark.label || mark.type].filter(Boolean).join(": ");
      found.push(tableOf(mark, title, panel.x?.label, panel.y?.label));
    }
  }
  const numbers = figure.items.filter((item, i) => item.type !== "formula" && !isWaiting(i));
  if (numbers.length) {
    const rows = numbers.map((item) => [item.label, item.value ?? item.total ?? null, item.unit ?? ""]);
    found.unshift({ title: "Numbers", head: ["name", "value", "unit"], rows });
  }
  return found;
}

/** @param {string | number | null} cell */
function quoted(cell) {
  const text = String(cell ?? "");
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Comma-separated values, a blank line between tables (RFC 4180). @param {Table[]} all */
export const csv = (all) =>
  all
    .map(({ title, head, rows }) => [[title], head, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n"))
    .join("\r\n\r\n");

// @ts-check
// A figure for everyone: its numbers as tables, what its curves do in words, a picture to keep, data to copy.
import { html, say } from "./dom.js";
import { formatNumber, typeset } from "./format.js";
import { pictureOf, pngOf, save, svgText } from "./picture.js";
import { sentences } from "./sentence.js";
import { csv, tables } from "./table.js";
import { button } from "./tools.js";

const MOST = 200; // rows of one table on the page; copied data have all
const WIDE = 24; // columns, likewise

/** @typedef {{slug: string, figure: HTMLElement, outputs: () => import("./figure.js").Plain, hidden: () => import("./table.js").Hidden, announce: (words: string) => void, signal: AbortSignal}} Subject */

/** @param {string | number | null} cell */
const cellText = (cell) =>
  typeof cell === "number" ? typeset(formatNumber(cell, Number.isInteger(cell) ? "d" : ".6g")) : (cell ?? "—");

/** @param {import("./table.js").Table} table */
function drawTable({ title, head, rows }) {
  const words = rows.length > MOST || head.length > WIDE ? `${title} (a part; copied data have all)` : title;
  const cells = (/** @type {"th" | "td"} */ kind, /** @type {(string | number | null)[]} */ row) =>
    html("tr", {}, ...row.slice(0, WIDE).map((c) => html(kind, kind === "th" ? { scope: "col" } : {}, cellText(c))));
  return html(
    "table",
    {},
    html("caption", {}, words),
    html("thead", {}, cells("th", head)),
    html("tbody", {}, ...rows.slice(0, MOST).map((row) => cells("td", row))),
  );
}

/** @param {Subject} subject */
export function createMenu({ slug, figure, outputs, hidden, announce, signal }) {
  const told = html("p", { class: "told" });
  const board = html("div", { class: "tables", tabindex: 0, role: "group", "aria-label": "Numbers of this figure" });
  const toggle = html("button", { type: "button", class: "plain", "aria-expanded": "false" }, "Numbers, picture");
  const body = html("div", { class: "menu", hidden: true });
  const file = (/** @type {string} */ kind) => `${slug}.${kind}`;
  const all = () => tables(outputs(), hidden());

  async function copyData() {
    const text = csv(all());
    try {
      await navigator.clipboard.writeText(text);
      announce("The data are copied");
    } catch {
      save(new Blob([text], { type: "text/csv" }), file("csv")); // no clipboard here: a file instead
      announce("The data are saved as a file");
    }
  }
  const acts = html(
    "div",
    { class: "acts" },
    button("Copy data (CSV)", copyData, signal, "preset"),
    button(
      "Save SVG",
      () => save(new Blob([svgText(pictureOf(figure))], { type: "image/svg+xml" }), file("svg")),
      signal,
      "preset",
    ),
    button("Save PNG", async () => save(await pngOf(pictureOf(figure)), file("png")), signal, "preset"),
  );
  body.append(told, acts, board);
  toggle.addEventListener(
    "click",
    () => {
      body.hidden = !body.hidden;
      toggle.setAttribute("aria-expanded", String(!body.hidden));
      update();
    },
    { signal },
  );

  /** Brings sentence and tables up to the figure, while they are seen. */
  function update() {
    if (body.hidden) return;
    say(told, sentences(outputs(), hidden()).join(" "));
    board.replaceChildren(...all().map(drawTable));
  }

  return { toggle, body, update };
}

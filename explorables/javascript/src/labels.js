// @ts-check
// Words for labelled marks: beside a rule that is one line, in the key for all others.

import { paint, read } from "./channels.js";
import { html, say, svg } from "./dom.js";
import { textOf } from "./figure.js";
import { typeset } from "./format.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./frame.js").Frame} Frame */
/** @typedef {import("./panel.js").Layer} Layer */
/** Where on a line across the frame's top words stand already. @typedef {{from: number, to: number, row: number}} Taken */

/** What waited for the guess comes in at its own place. @param {HTMLElement} key @param {Layer} layer @param {HTMLElement | null} before */
function entryIn(key, { mark, colour }, before) {
  const isDashed = "dash" in mark && mark.dash;
  return key.insertBefore(
    html(
      "span",
      { class: `entry ${mark.type}${isDashed ? " dashed" : ""}`, style: `--c: ${paint(colour)}` },
      html("i"),
      html("span"),
    ),
    before,
  );
}

/** @param {SVGTextElement} node @param {number} x @param {number} y @param {string} anchor */
function place(node, x, y, anchor) {
  node.setAttribute("x", x.toFixed(1));
  node.setAttribute("y", y.toFixed(1));
  node.setAttribute("text-anchor", anchor);
}

/** Beside a rule; an upright one's words go into the first row where they meet no others.
 * @param {SVGTextElement} node @param {string} words @param {number} at the rule's pixel @param {boolean} upright @param {Frame} frame @param {Taken[]} taken */
function placeBeside(node, words, at, upright, frame, taken) {
  if (!upright) {
    place(node, frame.right - 4, at - 6, "end");
    return;
  }
  const long = words.length * 6.6,
    end = at + 6 + long > frame.right,
    from = end ? at - 6 - long : at + 6;
  let row = 0;
  while (taken.some((t) => t.row === row && t.from < from + long + 6 && from < t.to + 6)) row++;
  taken.push({ from, to: from + long, row });
  node.style.visibility = at < frame.left - 1 || at > frame.right + 1 ? "hidden" : "visible";
  place(node, at + (end ? -6 : 6), frame.top + 11 + 16 * row, end ? "end" : "start");
}

/** Brings the words of a panel's layers up to their numbers.
 * @param {Layer[]} layers those that are shown @param {Graph} graph @param {Frame} frame @param {string} title which no mark repeats @param {{root: SVGElement, key: HTMLElement}} into */
export function labelAll(layers, graph, frame, title, { root, key }) {
  /** @type {Taken[]} */
  const taken = [];
  for (const [k, layer] of layers.entries()) {
    const { mark, colour } = layer;
    const words = mark.label ? textOf(graph, mark.label, typeset) : "";
    if (!words || mark.type === "handle" || words.toLowerCase() === title.toLowerCase()) continue;
    if (mark.type !== "rule") {
      layer.entry ??= entryIn(key, layer, layers.slice(k + 1).find((later) => later.entry)?.entry ?? null);
      say(/** @type {Node} */ (layer.entry.lastChild), words);
      continue;
    }
    layer.label ??= svg("text", { class: "mark-label", style: `--c: ${paint(colour)}` });
    if (layer.label.parentNode !== root) root.append(layer.label);
    say(layer.label, words);
    const upright = mark.x !== undefined,
      value = /** @type {number | Float64Array} */ (read(graph, upright ? mark.x : mark.y));
    const at = (upright ? frame.x : frame.y)(typeof value === "number" ? value : value[0]);
    placeBeside(layer.label, words, at, upright, frame, taken);
  }
}

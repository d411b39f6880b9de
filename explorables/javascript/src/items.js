// @ts-check
// Live numbers beside the panels: readouts, running sums, formulas.
import { html, say } from "./dom.js";
import { isLive, mentioned, slotText, textOf, total } from "./figure.js";
import { formatNumber, typeset } from "./format.js";
import { newest } from "./panel.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./payload.d.ts").Readout} Readout */
/** @typedef {import("./payload.d.ts").RunningSum} RunningSum */
/** @typedef {import("./payload.d.ts").Formula} Formula */
/** @typedef {{element: HTMLElement, update: () => void, words: () => string, fit?: () => void}} Item */

/** @param {Readout | RunningSum | Formula} spec @param {Graph} graph @returns {Item} */
export function createItem(spec, graph) {
  const made =
    spec.type === "readout"
      ? readout(spec, graph)
      : spec.type === "running_sum"
        ? runningSum(spec, graph)
        : formula(spec, graph);
  const ids = mentioned(spec);
  let version = -1;
  return {
    ...made,
    update() {
      const now = newest(graph, ids);
      if (now !== version) made.update();
      version = now;
    },
  };
}

/** @param {Readout} spec @param {Graph} graph @returns {Item} */
function readout(spec, graph) {
  const label = html("span", { class: "name" }),
    value = html("span", { class: "value" }),
    note = html("span", { class: "note" });
  const shown = () => {
    const v = typeof spec.value === "number" ? spec.value : graph.evaluate(spec.value.$).data[0];
    return typeset(formatNumber(v, spec.format ?? ".3f")) + (spec.unit ? ` ${spec.unit}` : "");
  };
  return {
    element: html("div", { class: "readout" }, label, value, spec.note ? note : null),
    update() {
      say(label, textOf(graph, spec.label, typeset));
      say(value, shown());
      say(note, textOf(graph, spec.note, typeset));
    },
    words: () => `${textOf(graph, spec.label)} ${shown()}`,
  };
}

/** @param {RunningSum} spec @param {Graph} graph @returns {Item} */
function runningSum(spec, graph) {
  const label = html("span", { class: "name" }),
    sum = html("b", { class: "total" });
  const n = graph.evaluate(spec.terms.$).data.length,
    shown = Math.min(n, 40);
  const terms = Array.from({ length: shown }, (_, i) =>
    html("span", {
      class: "term",
      ...(spec.link ? { "data-datum": i, "data-link": spec.link, tabindex: i ? -1 : 0 } : {}),
    }),
  );
  const line = html("span", { class: "terms", ...(spec.link ? { role: "group", "aria-label": "terms" } : {}) });
  terms.forEach((term) => line.append(term, " "));
  const format = spec.format ?? ".2f";
  const totalText = () => typeset(formatNumber(total(graph, spec) ?? NaN, spec.total_format ?? format));
  line.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = terms.indexOf(/** @type {HTMLSpanElement} */ (event.target));
    if (!step || !spec.link || at < 0) return;
    event.preventDefault();
    const next = terms[(at + step + shown) % shown];
    terms.forEach((term) => (term.tabIndex = term === next ? 0 : -1));
    next.focus();
  });
  return {
    element: html(
      "div",
      { class: "running-sum" },
      label,
      " = ",
      line,
      n > shown ? `+ … (${n} terms) ` : "",
      html("span", { class: "whole" }, "= ", sum),
    ),
    update() {
      const { data } = graph.evaluate(spec.terms.$);
      say(label, textOf(graph, spec.label, typeset));
      terms.forEach((term, i) => {
        const text = typeset(formatNumber(data[i], format));
        say(term, i === 0 ? text : text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`);
      });
      say(sum, totalText());
    },
    words: () => `${textOf(graph, spec.label)} ${totalText()}`,
  };
}

/** @param {Formula} spec @param {Graph} graph @returns {Item} */
function formula(spec, graph) {
  const element = html("div", { class: "formula" });
  const fit = () =>
    element.scrollWidth > element.clientWidth
      ? element.setAttribute("tabindex", "0")
      : element.removeAttribute("tabindex");
  const whole = /** @type {unknown} */ (spec.html); // where numbers come from elsewhere, so does the formula
  if (isLive(whole))
    return {
      element,
      update() {
        element.innerHTML = String(graph.evaluate(whole.$).data[0]);
      },
      words: () => "",
      fit,
    };
  element.innerHTML = spec.html ?? "";
  if (!spec.html) element.textContent = spec.tex;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {[Text, string][]} */
  const live = [];
  while (walker.nextNode())
    if (/⟦\d+⟧/.test(walker.currentNode.textContent ?? ""))
      live.push([/** @type {Text} */ (walker.currentNode), walker.currentNode.textContent ?? ""]);
  return {
    element,
    update: () =>
      live.forEach(([node, text]) =>
        say(
          node,
          text.replace(/⟦(\d+)⟧/g, (_, k) => typeset(slotText(graph, (spec.slots ?? [])[Number(k)]))),
        ),
      ),
    words: () => "",
    fit,
  };
}

// @ts-check
// Below a figure: the settings that its author names, Reset, and a link to what is seen.
import { html } from "./dom.js";

/** @typedef {import("./figure.js").Values} Values */
/** @typedef {{name: string, values: Values}} State */
/** @typedef {{states: State[], signal: AbortSignal, choose: (values: Values) => void, reset: (() => void) | null, copy: (() => void) | null, isAt: (values: Values) => boolean}} Wishes */

/** @param {string} text @param {() => void} act @param {AbortSignal} signal @param {string} [kind] */
export function button(text, act, signal, kind = "plain") {
  const node = html("button", { type: "button", class: kind }, text);
  node.addEventListener("click", act, { signal });
  return node;
}

/** @param {Wishes} wishes */
export function createTools({ states, signal, choose, reset, copy, isAt }) {
  const presets = states.map(({ name, values }) => ({
    values,
    node: button(name, () => choose(values), signal, "preset"),
  }));
  const own = html(
    "div",
    { class: "own" },
    reset && button("Reset", reset, signal),
    copy && button("Copy link", copy, signal),
  );
  return {
    element: html("div", { class: "tools" }, ...presets.map((p) => p.node), own),
    own,
    /** Named settings give answers away: they wait for the guess. @param {boolean} asleep */
    sleep(asleep) {
      for (const { node } of presets) node.hidden = asleep;
    },
    update() {
      for (const { node, values } of presets) node.setAttribute("aria-pressed", String(isAt(values)));
    },
  };
}

// @ts-check
// Predict, then reveal: the reader commits to a guess, explores, and then sees the answer.
import { html } from "./dom.js";
import { order } from "./shuffle.js";

/** @typedef {import("./payload.d.ts").Question} Question */
/** What a reader did: the option chosen (−1: skipped) and whether the answer is shown. @typedef {{choice: number, shown: boolean}} Guess */
/** @typedef {{wake: () => void, tell: (guess: Guess) => void}} Listener */

/** @param {Question} question @param {string} slug @param {AbortSignal} signal @param {Listener} listener */
export function createPredict({ question, options, answer, because, slips = [] }, slug, signal, { wake, tell }) {
  /** @type {Guess | null} */
  let guess = null;
  const buttons = options.map((text) => html("button", { type: "button", class: "option" }, html("span", {}, text)));
  const skip = html("button", { type: "button", class: "plain pass" }, "Skip");
  const reveal = html("button", { type: "button", class: "reveal", hidden: true }, "Show the answer");
  const verdict = html("p", { class: "verdict", "aria-live": "polite", tabindex: "-1" });
  const hint = html(
    "p",
    { class: "hint", "aria-live": "polite" },
    "Guess first: the rest appears when you have chosen.",
  );
  const element = html(
    "fieldset",
    { class: "predict" },
    html("legend", {}, question),
    html("div", { class: "options" }, ...order(slug, options.length).map((i) => buttons[i]), skip),
    html("div", { class: "after" }, reveal, hint),
    verdict,
  );
  const on = (/** @type {HTMLElement} */ node, /** @type {() => void} */ act) =>
    node.addEventListener("click", act, { signal });
  buttons.forEach((button, i) => {
    on(button, () => choose(i));
  });
  on(skip, () => choose(-1));
  on(reveal, show);

  /** Says something in words beside an option, for eyes and ears. @param {number} i @param {string} words @param {string} kind */
  function mark(i, words, kind) {
    buttons[i].classList.add(kind);
    buttons[i].querySelector("small")?.remove();
    buttons[i].append(html("small", {}, ` (${words})`));
  }

  /** @param {number} i */
  function choose(i) {
    if (guess) return;
    guess = { choice: i, shown: false };
    // said as unavailable, and still reached by Tab: that is where the words beside each option are read
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    if (i >= 0) mark(i, "your guess", "chosen");
    skip.hidden = true;
    reveal.hidden = false;
    hint.textContent = i < 0 ? "Explore, then look." : "Now move the figure: does it agree with you?";
    if (element.contains(document.activeElement)) reveal.focus();
    wake();
    tell({ ...guess });
  }

  function show() {
    if (!guess || guess.shown) return;
    guess.shown = true;
    const at = guess.choice;
    const slip = at >= 0 && at !== answer ? slips[at] : "";
    mark(answer, at === answer ? "your guess, and right" : "right", "right");
    if (at >= 0 && at !== answer) mark(at, "your guess, not right", "wrong");
    const first = at < 0 ? `${options[answer]}. ` : at === answer ? "You were right. " : `Answer: ${options[answer]}. `;
    verdict.replaceChildren(html("b", {}, first), slip ? `${slip} ` : "", because ?? "");
    const hadFocus = document.activeElement === reveal;
    hint.hidden = reveal.hidden = true;
    if (hadFocus) verdict.focus(); // a button that is gone would send the keyboard to the page's top
    tell({ ...guess });
  }

  return {
    element,
    /** For paper. */
    answer: html("p", { class: "answer" }, html("b", {}, `Answer: ${options[answer]}. `), because ?? ""),
    choose,
    show,
    get guess() {
      return guess && { ...guess };
    },
    /** Puts back what a reader did before, where the option still stands. @param {Guess & {option?: string}} before */
    restore({ choice, shown, option }) {
      const at = option ? options.indexOf(option) : choice;
      if (!Number.isInteger(at) || at < -1 || at >= options.length || (at < 0 && choice >= 0)) return;
      choose(at);
      if (shown) show();
    },
  };
}

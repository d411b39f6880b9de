// @ts-check
// Predict, then reveal: the reader commits to a guess, explores, and then sees the answer.
import { html, unique } from "./dom.js";

/** @param {{question: string, options: string[], answer: number, because: string}} predict @param {AbortSignal} signal @param {(asleep: boolean) => void} wait */
export function createPredict({ question, options, answer, because }, signal, wait) {
  const group = unique("explorable-guess");
  const inputs = options.map((_, i) => html("input", { type: "radio", name: group, value: i }));
  const labels = inputs.map((input, i) => html("label", {}, input, html("span", {}, options[i])));
  const skip = html("button", { type: "button", class: "plain" }, "Skip"),
    reveal = html("button", { type: "button", class: "reveal", hidden: true }, "Show the answer");
  const verdict = html("p", { class: "verdict", "aria-live": "polite" });
  const hint = html("p", { class: "hint" }, "Guess first: the figure wakes when you have chosen.");
  const element = html(
    "fieldset",
    { class: "predict" },
    html("legend", {}, question),
    html("div", { class: "options" }, ...labels, skip),
    html("div", { class: "after" }, reveal, hint),
    verdict,
  );
  const guess = () => inputs.findIndex((input) => input.checked);
  function wake() {
    wait(false);
    skip.hidden = true;
    reveal.hidden = false;
    hint.textContent = guess() < 0 ? "Explore, then look." : "Now move the figure: does it agree with you?";
  }
  element.addEventListener("change", wake, { signal });
  skip.addEventListener(
    "click",
    () => {
      wake();
      reveal.focus();
    },
    { signal },
  );
  reveal.addEventListener(
    "click",
    () => {
      const at = guess();
      labels.forEach((label, i) => label.classList.toggle("right", i === answer));
      if (at >= 0 && at !== answer) labels[at].classList.add("wrong");
      inputs.forEach((input) => (input.disabled = true));
      verdict.replaceChildren(
        html(
          "b",
          {},
          at < 0 ? `${options[answer]}. ` : at === answer ? "You were right. " : `Answer: ${options[answer]}. `,
        ),
        because ?? "",
      );
      hint.hidden = reveal.hidden = true;
    },
    { signal },
  );
  return { element };
}

// @ts-check
// An editor with its buttons, its output and its verdict: for an exercise, a chapter's cell, and the scratch pad.

import { createEditor } from "./editor.js";

/** @typedef {{status: string, message: string}} Verdict */
/** @typedef {{output: string, error: string, figures?: (place: HTMLElement) => Promise<void>}} Ran */

const MARKS = /** @type {Record<string, string>} */ ({ right: "✓", wrong: "✗", empty: "○" });

/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string)} inside */
export function element(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  made.append(...inside);
  return made;
}

/**
 * @param {HTMLElement} parent
 * @param {{name: string, starter: string, check?: (source: string) => Promise<Verdict>, run: (source: string, onOutput: (text: string) => void) => Promise<Ran>, stop: () => void, close?: () => void, note?: string}} given
 */
export function createPad(parent, given) {
  const { name, starter, check, run } = given;
  const button = (
    /** @type {string} */ label,
    /** @type {string} */ kind,
    /** @type {() => void} */ act,
    /** @type {string} */ keys = "",
  ) => {
    const made = /** @type {HTMLButtonElement} */ (
      element("button", { type: "button", class: kind, title: keys }, label)
    );
    made.addEventListener("click", act);
    return made;
  };
  const place = element("div", { class: "py-editor" });
  const verdict = element("p", { class: "py-verdict", role: "status", "aria-live": "polite" });
  const output = element("pre", {
    class: "py-output",
    role: "log",
    "aria-live": "polite",
    "aria-label": "Output",
    tabindex: "0",
    hidden: true,
  });
  const submit = () => (check ? void doCheck() : void doRun());
  const editor = createEditor(place, starter, {
    name,
    submit,
    run: () => void doRun(),
    changed: () => {
      again.disabled = false;
    },
  });
  const stop = button("Stop", "py-stop", () => given.stop());
  const again = button("Start over", "py-again", startOver);
  const checking = check ? button("Check", "py-check", () => void doCheck(), "Ctrl+Enter") : null;
  const running = button("Run", "py-run", () => void doRun(), check ? "Shift+Enter" : "Ctrl+Enter");
  const close = given.close ? button("Close", "py-close", given.close) : null;
  const bar = element("div", { class: "py-bar" }, ...[checking, running, stop, again, close].filter((b) => b !== null));
  stop.hidden = true;
  again.disabled = true;
  const box = element("div", { class: "py-pad" }, place, bar, verdict, output);
  const figures = element("div", { class: "py-figures" });
  for (const name of ["explorable-settle", "explorable-guess"])
    figures.addEventListener(name, (event) => event.stopPropagation()); // the book keeps no record of these
  if (given.note) box.append(element("p", { class: "py-note" }, given.note));
  parent.append(box);
  parent.after(figures);

  let busy = false;

  function startOver() {
    editor.source = starter;
    again.disabled = true;
    say("", "The code is as it was at first. Undo brings yours back.");
    show("");
    editor.focus();
  }

  /** @param {string} status @param {string} message */
  function say(status, message) {
    verdict.dataset.status = status;
    verdict.textContent = status ? `${MARKS[status] ?? ""} ${message}`.trim() : message;
  }

  /** @param {string} text */
  function show(text) {
    output.hidden = text === "";
    output.textContent = text;
  }

  /** @template T @param {string} doing @param {() => Promise<T>} act */
  async function occupied(doing, act) {
    if (busy) return undefined;
    busy = true;
    for (const b of [checking, running]) if (b) b.setAttribute("aria-disabled", "true");
    const slow = setTimeout(() => {
      stop.hidden = false;
      say("", doing);
    }, 250);
    try {
      return await act();
    } finally {
      clearTimeout(slow);
      stop.hidden = true;
      busy = false;
      for (const b of [checking, running]) b?.removeAttribute("aria-disabled");
    }
  }

  async function doCheck() {
    if (!check || busy) return;
    say("", "");
    const verdict = await occupied("Checking …", () => check(editor.source));
    if (verdict) say(verdict.status, verdict.message);
  }

  async function doRun() {
    if (busy) return;
    show("");
    say("", "");
    let sofar = "";
    const done = await occupied("Running …", () =>
      run(editor.source, (text) => {
        sofar += text;
        show(sofar);
      }),
    );
    if (!done) return;
    show([done.output.replace(/\n$/, ""), done.error].filter(Boolean).join("\n"));
    if (done.figures) await done.figures(figures);
    else if (!done.error) clear(figures);
    say(
      "",
      done.error
        ? `It stopped with an error.${figures.firstChild ? " The figure below is of the run before." : ""}`
        : done.figures
          ? "Done: your figure is below."
          : done.output
            ? "Done."
            : "Done: nothing was printed, and the last line has no value.",
    );
    output.classList.toggle("py-failed", Boolean(done.error));
  }

  return {
    box,
    focus: () => editor.focus(),
    get source() {
      return editor.source;
    },
    set source(text) {
      editor.source = text;
    },
    run: doRun,
    check: doCheck,
  };
}

/** Ends the figures below an editor. @param {HTMLElement & {end?: () => void}} place */
export function clear(place) {
  place.end?.();
  place.end = undefined;
  place.replaceChildren();
}

/** What became of a run, in the words of the page. @param {import("./client.js").Answer} answer @param {string} output @returns {Ran} */
export function ran(answer, output) {
  if (answer.stopped === "time")
    return { output, error: `Stopped after ${answer.after} s. Is there a loop without an end?` };
  if (answer.stopped) return { output, error: "Stopped." };
  if (answer.failed)
    return { output, error: `Python ended (${answer.failed}). Your code is still here: run it once more.` };
  return { output, error: answer.result ?? "" };
}

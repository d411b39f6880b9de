// @ts-check
// A living figure inside an element: panels, numbers, controls, and what joins them.
import { createControl } from "./controls.js";
import { html, say } from "./dom.js";
import { replay } from "./figure.js";
import { createMenu } from "./menu.js";
import { createPointing } from "./pointing.js";
import { createPredict } from "./predict.js";
import { createTools } from "./tools.js";
import { showValue, toAddress } from "./values.js";
import { createView } from "./view.js";

/** @typedef {import("./figure.js").Payload} Payload */
/** @typedef {import("./payload.d.ts").Figure} Figure */
/** @typedef {import("./figure.js").Values} Values */
/** @typedef {ReturnType<typeof createView>} View */
/** @typedef {Omit<ReturnType<typeof replay>, "graph" | "evaluate"> & {graph: import("./figure.js").Graph}} Core */
/** @typedef {{onChange?: (values: Values) => void, linkable?: boolean, core?: Core}} Options */

/** A page with room for one panel beside nothing. */
const isNarrow = () => window.matchMedia("(max-width: 34rem)").matches;

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/** @param {string} look */
const paragraphs = (look) =>
  look ? html("div", { class: "look" }, ...look.split(/\n\s*\n/).map((t) => html("p", {}, t))) : null;

/** On a narrow page the controls stand after the first of several panels. @param {View} view @param {Element} stage @param {Element} board */
function seatAfter({ panels }, stage, board) {
  const before = panels.length > 1 && isNarrow() ? panels[0].panel.element : stage;
  if (before.nextSibling !== board) before.after(board);
}

/** Names the pictures by what they show at these values; the numbers beside them, in words. @param {View} view @param {Payload} payload @param {Values} values */
function nameViews(view, payload, values) {
  for (const item of view.shown()) item.fit?.();
  const results = view.words();
  const settings = payload.parameters
    .filter((p) => p.kind !== "points")
    .map((p) => `${p.label} = ${showValue(p, values[p.name])}`)
    .join(", ");
  for (const { panel } of view.panels) {
    const words = [panel.title() || payload.caption, settings, results];
    panel.root.setAttribute("aria-label", words.filter(Boolean).join(". "));
  }
  return results;
}

/** Puts an address into the page's bar and onto the clipboard. @param {string} address */
function putLink(address) {
  try {
    history.replaceState(null, "", address);
  } catch {
    location.hash = address;
  }
  navigator.clipboard?.writeText(location.href).catch(() => {});
}

/** @param {Payload} payload @param {HTMLElement} figure @param {Options} [options] */
export function createExplorable(payload, figure, { onChange, linkable = false, core = replay(payload) } = {}) {
  const { graph } = core;
  const ended = new AbortController();
  const { signal } = ended;
  const question = payload.predict;
  const opening = Object.fromEntries(payload.parameters.map((p) => [p.name, p.value]));
  let asleep = Boolean(question);
  /** What to move is said once all of it can be moved. */
  const isMute = Boolean(
    question?.veil.includes("caption") || payload.parameters.some((p) => !question?.free.includes(p.name)),
  );
  const host = {
    graph,
    parameters: new Map(payload.parameters.map((p) => [p.name, p])),
    signal,
    change,
    value: (/** @type {string} */ name) => graph.values[name],
    isAwake: (/** @type {string | null} */ name) => !asleep || name === null || Boolean(question?.free.includes(name)),
  };
  const controls = payload.parameters.flatMap((p) => {
    const control = createControl(p, host);
    return control ? { ...control, name: p.name } : [];
  });
  const predict = question && createPredict(question, payload.slug, signal, { wake, tell: tellGuess });
  const moves = payload.parameters.length > 0;
  const tools = createTools({
    states: payload.states ?? [],
    signal,
    reset: moves ? () => settle(() => change(opening)) : null,
    choose: (values) => settle(() => change({ ...opening, ...values })),
    copy: moves && linkable ? copy : null,
    isAt: (values) => Object.entries({ ...opening, ...values }).every(([k, v]) => same(v, graph.values[k])),
  });
  const parts = {
    look: paragraphs(payload.look),
    stage: html("div", { class: "stage" }),
    board: html("div", { class: `controls${controls.length > 2 ? "" : " few"}` }, ...controls.map((c) => c.element)),
    numbers: html("div", { class: "items" }),
    live: html("p", { class: "sr-only", "aria-live": "polite" }),
  };
  const menu = createMenu({
    slug: payload.slug,
    figure,
    outputs: core.outputs,
    hidden: () => view(),
    announce: (words) => say(parts.live, words),
    signal,
  });
  tools.own.prepend(menu.toggle);
  const pointing = createPointing(figure, () => view().panels, signal);
  /** @type {Map<Figure, View>} */
  const views = new Map();
  /** @type {View | null} */
  let shown = null;
  let frame = 0;
  let telling = 0;
  let settled = JSON.stringify(opening);

  const body = [parts.look, predict?.element, parts.stage, controls.length ? parts.board : null, parts.numbers];
  figure.classList.add("explorable");
  figure.append(...[...body, tools.element, menu.body, parts.live].filter((node) => node instanceof Node));
  const observer = new ResizeObserver(() => {
    seat();
    if (shown?.measure()) flush();
  });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(telling);
  });
  window.addEventListener("beforeprint", () => onPaper(true), { signal });
  window.addEventListener("afterprint", () => onPaper(false), { signal });
  doze();
  attach();
  core.listen(() => {
    if (!signal.aborted) later();
  });

  /** The veil over the figure of the current choices, while the reader has not guessed. */
  function veilOf(/** @type {Figure} */ spec) {
    return asleep ? core.veil(spec) : undefined;
  }

  /** The panels and numbers of the current choices; made when first needed. */
  function view() {
    const now = core.current();
    const known = views.get(now) ?? createView(now, graph, host, veilOf(now));
    views.set(now, known);
    return known;
  }

  /** @param {Values} values */
  function moved(values) {
    return Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, graph.values[name])));
  }

  /** @param {Values} values */
  function change(values) {
    const fresh = moved(values);
    if (!Object.keys(fresh).length) return;
    core.set(fresh);
    onChange?.(fresh);
    later();
  }

  /** Brings the page up to the values, in the next frame. */
  function later() {
    if (!frame) frame = requestAnimationFrame(flush);
  }

  /** Puts the panels and numbers of the current choices into the page, still empty. */
  function attach() {
    shown = view();
    parts.stage.replaceChildren(shown.grid);
    parts.numbers.replaceChildren(...shown.items.map((item) => item.element));
    parts.numbers.hidden = !shown.items.length;
    observer.disconnect();
    for (const p of shown.panels) observer.observe(p.plate);
  }

  const seat = () => {
    if (shown && controls.length) seatAfter(shown, parts.stage, parts.board);
  };

  /** Brings the page up to the values, at once. */
  function flush() {
    cancelAnimationFrame(frame);
    frame = 0;
    const now = view();
    if (now !== shown) {
      attach();
      seat();
      now.measure();
    }
    now.update();
    for (const control of controls) control.update();
    tools.update();
    menu.update();
    pointing.refresh();
    clearTimeout(telling);
    telling = window.setTimeout(tell, figure.hasAttribute("data-ready") ? 600 : 0);
  }

  /** Says the numbers, after the reader has paused. */
  function tell() {
    const results = nameViews(view(), payload, graph.values);
    if (figure.contains(document.activeElement) && results) say(parts.live, results);
    tellSettings();
  }

  /** Puts to sleep, or wakes, what may not be moved before the guess. */
  function doze() {
    figure.classList.toggle("waiting", asleep);
    for (const control of controls) control.element.inert = !host.isAwake(control.name);
    tools.sleep(asleep);
    if (parts.look) parts.look.hidden = asleep && isMute;
  }

  /** The reader has guessed, or skipped. */
  function wake() {
    asleep = false;
    doze();
    for (const known of views.values()) known.unveil();
    flush();
  }

  /** Paper shows all: the question first, and the answer after the figure. @param {boolean} printing */
  function onPaper(printing) {
    if (!predict) return;
    if (printing && !predict.guess?.shown) figure.append(predict.answer);
    else predict.answer.remove();
    if (!asleep) return;
    for (const [spec, known] of views) known.unveil(printing ? undefined : veilOf(spec));
    if (parts.look) parts.look.hidden = !printing && isMute;
    flush();
  }

  /** Says where the reader has left the figure; nothing where it stands as it opened. */
  function tellSettings() {
    const now = JSON.stringify(graph.values);
    if (now === settled) return;
    const values = now === JSON.stringify(opening) ? null : core.params;
    settled = now;
    figure.dispatchEvent(
      new CustomEvent("explorable-settle", { bubbles: true, detail: { slug: payload.slug, values } }),
    );
  }

  /** @param {import("./predict.js").Guess} guess */
  function tellGuess(guess) {
    const option = question?.options[guess.choice] ?? ""; // by its words: its place may change
    const detail = { slug: payload.slug, ...guess, option, right: guess.choice === question?.answer };
    figure.dispatchEvent(new CustomEvent("explorable-guess", { bubbles: true, detail }));
  }

  /** Stops what plays, then does it. @param {() => void} act */
  function settle(act) {
    for (const control of controls) control.stop?.();
    act();
  }

  /** @this {void} */
  function copy() {
    putLink(toAddress(payload.slug, payload.parameters, graph.values));
    say(parts.live, "Link to this setting is in the address bar and copied");
    figure.classList.add("copied");
    setTimeout(() => figure.classList.remove("copied"), 1600);
  }

  /** @param {Values} values */
  function set(values) {
    const fresh = moved(values);
    core.set(values);
    if (Object.keys(fresh).length) onChange?.(fresh);
    flush();
  }

  const face = {
    payload,
    set,
    predict,
    outputs: core.outputs,
    reset: () => settle(() => set(opening)),
    get params() {
      return core.params;
    },
  };
  Object.defineProperty(figure, "explorable", { value: face, configurable: true });
  return {
    face,
    measure() {
      seat();
      shown?.measure();
    },
    /** Draws what was measured: from here on the figure lives. */
    start() {
      flush();
      figure.setAttribute("data-ready", "");
    },
    announce: (/** @type {string} */ text) => say(parts.live, text),
    end: () => ended.abort(),
  };
}

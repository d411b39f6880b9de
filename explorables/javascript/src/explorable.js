// @ts-check
// A living figure inside an element: panels, numbers, controls, and what joins them.
import { createControl } from "./controls.js";
import { html, say } from "./dom.js";
import { replay } from "./figure.js";
import { createHandles } from "./handles.js";
import { createItem } from "./items.js";
import { createPanel } from "./panel.js";
import { createPointing } from "./pointing.js";
import { createPredict } from "./predict.js";
import { showValue, toAddress } from "./values.js";

/** @typedef {import("./figure.js").Payload} Payload */
/** @typedef {{onChange?: (values: Record<string, any>) => void, linkable?: boolean}} Options */

const isField = (/** @type {any} */ panel) =>
  panel.marks.some((/** @type {any} */ m) => m.type === "heatmap" || m.type === "contour");
const same = (/** @type {any} */ a, /** @type {any} */ b) => JSON.stringify(a) === JSON.stringify(b);

/** @param {Payload} payload @param {HTMLElement} figure @param {Options} [options] */
export function createExplorable(payload, figure, { onChange, linkable = false } = {}) {
  const core = replay(payload),
    { graph } = core,
    ended = new AbortController(),
    { signal } = ended;
  const parameters = new Map(payload.parameters.map((p) => [p.name, p]));
  const stage = html("div", { class: "stage" }),
    numbers = html("div", { class: "items" }),
    live = html("p", { class: "sr-only", "aria-live": "polite" });
  const host = { graph, parameters, signal, change, value: (/** @type {string} */ name) => graph.values[name] };
  const controls = payload.parameters.flatMap((p) => createControl(p, host) ?? []);
  const board = html(
    "div",
    { class: `controls${controls.length > 2 ? "" : " few"}` },
    ...controls.map((c) => c.element),
  );
  const opening = Object.fromEntries(payload.parameters.map((p) => [p.name, p.value]));
  /** @type {{button: HTMLButtonElement, values: Record<string, any>}[]} */
  let presets = [];
  const tools = createTools(),
    predict = payload.predict ? createPredict(payload.predict, signal, waiting) : null;
  const pointing = createPointing(figure, () => view().panels, signal);
  /** @type {Map<any, ReturnType<typeof createView>>} */
  const views = new Map();
  /** @type {any} */
  let shown = null,
    frame = 0,
    telling = 0;

  figure.classList.add("explorable");
  figure.append(
    ...[
      payload.look
        ? html(
            "div",
            { class: "look" },
            ...payload.look.split(/\n\s*\n/).map((/** @type {string} */ t) => html("p", {}, t)),
          )
        : null,
      predict?.element,
      stage,
      controls.length ? board : null,
      numbers,
      tools,
      live,
    ]
      .filter((node) => node !== null && node !== undefined)
      .map((node) => /** @type {Node} */ (node)),
  );
  const observer = new ResizeObserver(() => {
    if (measure()) flush();
  });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(telling);
  });
  if (predict) waiting(true);
  attach();

  /** The panels and numbers of the current choices; made when first needed. */
  function view() {
    const figureNow = core.current();
    const known = views.get(figureNow) ?? createView(figureNow);
    views.set(figureNow, known);
    return known;
  }

  /** @param {any} spec */
  function createView(spec) {
    const shared = {
      tall: spec.panels.some(isField),
      named: {
        x: spec.panels.some((/** @type {any} */ p) => p.x?.label),
        y: spec.panels.some((/** @type {any} */ p) => p.y?.label),
      },
    };
    const panels = spec.panels.map((/** @type {any} */ p) => {
      const panel = createPanel(p, graph, shared);
      const handles = panel.layers.filter((l) => l.mark.type === "handle").map((l) => createHandles(panel, l, host));
      return { panel, plate: panel.plate, root: panel.root, handles, wide: 0, drawn: 0 };
    });
    const items = spec.items.map((/** @type {any} */ item) => createItem(item, graph));
    const grid = html(
      "div",
      { class: `panels of-${panels.length}`, style: `--columns: ${spec.columns ?? Math.min(panels.length, 3)}` },
      ...panels.map((/** @type {any} */ p) => p.panel.element),
    );
    return { panels, items, grid };
  }

  /** @param {Record<string, any>} values */
  function change(values) {
    const moved = Object.fromEntries(
      Object.entries(values).filter(([name, value]) => !same(value, graph.values[name])),
    );
    if (!Object.keys(moved).length) return;
    core.set(moved);
    onChange?.(moved);
    if (!frame) frame = requestAnimationFrame(flush);
  }

  /** Puts the panels and numbers of the current choices into the page, still empty. */
  function attach() {
    shown = view();
    stage.replaceChildren(shown.grid);
    numbers.replaceChildren(...shown.items.map((/** @type {any} */ item) => item.element));
    numbers.hidden = !shown.items.length;
    observer.disconnect();
    shown.panels.forEach((/** @type {any} */ p) => observer.observe(p.plate));
  }

  /** Reads how wide the panels are, all before any is drawn: the page is laid out once. Has a width changed? */
  function measure() {
    for (const p of shown.panels) p.wide = p.plate.clientWidth || p.drawn;
    return shown.panels.some((/** @type {any} */ p) => p.wide !== p.drawn);
  }

  /** Brings the page up to the values, at once. */
  function flush() {
    cancelAnimationFrame(frame);
    frame = 0;
    const now = view();
    if (now !== shown) {
      attach();
      measure();
    }
    for (const p of now.panels) {
      const { panel, handles } = p;
      if (p.wide !== p.drawn) panel.resize((p.drawn = p.wide));
      else panel.update();
      if (panel.frame) handles.forEach((/** @type {any} */ h) => h.update());
    }
    for (const item of now.items) item.update();
    for (const control of controls) control.update();
    presets.forEach(({ button, values }) =>
      button.setAttribute(
        "aria-pressed",
        String(Object.entries({ ...opening, ...values }).every(([k, v]) => same(v, graph.values[k]))),
      ),
    );
    pointing.refresh();
    clearTimeout(telling);
    telling = window.setTimeout(tell, figure.hasAttribute("data-ready") ? 600 : 0);
  }

  /** Says the numbers, after the reader has paused. */
  function tell() {
    const now = view();
    now.items.forEach((/** @type {any} */ item) => item.fit?.());
    const results = now.items
      .map((/** @type {any} */ item) => item.words())
      .filter(Boolean)
      .join("; ");
    const settings = payload.parameters
      .filter((p) => p.kind !== "points")
      .map((p) => `${p.label} = ${showValue(p, graph.values[p.name])}`)
      .join(", ");
    for (const { panel } of now.panels)
      panel.root.setAttribute(
        "aria-label",
        [panel.title() || payload.caption, settings, results].filter(Boolean).join(". "),
      );
    if (figure.contains(document.activeElement) && results) say(live, results);
  }

  /** @param {boolean} asleep */
  function waiting(asleep) {
    figure.classList.toggle("waiting", asleep);
    for (const part of [board, stage, tools]) if (part) part.inert = asleep;
  }

  function createTools() {
    const button = (/** @type {string} */ text, /** @type {() => void} */ act, kind = "plain") => {
      const node = html("button", { type: "button", class: kind }, text);
      node.addEventListener("click", act, { signal });
      return node;
    };
    presets = (payload.states ?? []).map((/** @type {any} */ s) => ({
      values: s.values,
      button: button(
        s.name,
        () => {
          stop();
          change({ ...opening, ...s.values });
        },
        "preset",
      ),
    }));
    if (!payload.parameters.length) return null;
    return html(
      "div",
      { class: "tools" },
      ...presets.map((p) => p.button),
      html("div", { class: "own" }, button("Reset", reset), linkable ? button("Copy link", copy) : null),
    );
  }

  const stop = () => controls.forEach((c) => c.stop?.());
  function reset() {
    stop();
    change(opening);
  }

  /** @this {void} */
  function copy() {
    const address = toAddress(payload.slug, payload.parameters, graph.values);
    try {
      history.replaceState(null, "", address);
    } catch {
      location.hash = address;
    }
    navigator.clipboard?.writeText(location.href).catch(() => {});
    say(live, "Link to this setting is in the address bar and copied");
    figure.classList.add("copied");
    setTimeout(() => figure.classList.remove("copied"), 1600);
  }

  /** @param {Record<string, any>} values */
  function set(values) {
    const moved = Object.fromEntries(
      Object.entries(values).filter(([name, value]) => !same(value, graph.values[name])),
    );
    core.set(values);
    if (Object.keys(moved).length) onChange?.(moved);
    flush();
  }

  const face = {
    payload,
    set,
    outputs: core.outputs,
    reset: () => {
      stop();
      set(opening);
    },
    get params() {
      return core.params;
    },
  };
  Object.defineProperty(figure, "explorable", { value: face, configurable: true });
  return {
    face,
    measure,
    /** Draws what was measured: from here on the figure lives. */
    start() {
      flush();
      figure.setAttribute("data-ready", "");
    },
    announce: (/** @type {string} */ text) => say(live, text),
    end: () => ended.abort(),
  };
}

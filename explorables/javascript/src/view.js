// @ts-check
// What is seen for one combination of choices: panels with their handles, numbers, and what waits for the guess.
import { html } from "./dom.js";
import { createHandles } from "./handles.js";
import { createItem } from "./items.js";
import { createPanel } from "./panel.js";
import { comeIn, covers } from "./veil.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./veil.js").Veil} Veil */

/** @typedef {import("./payload.d.ts").Figure} Figure */

const isField = (/** @type {import("./payload.d.ts").Panel} */ panel) =>
  panel.marks.some((m) => m.type === "heatmap" || m.type === "contour");

/** @param {Figure} spec @param {Graph} graph @param {import("./handles.js").Host} host @param {Veil} [veil] */
export function createView(spec, graph, host, veil) {
  const names = (/** @type {"x" | "y"} */ axis) => spec.panels.some((p) => p[axis]?.label);
  const shared = { tall: spec.panels.some(isField), named: { x: names("x"), y: names("y") } };
  const hidden = covers(veil, spec.panels.length);
  const panels = spec.panels.map((p, i) => {
    const panel = createPanel(p, graph, shared, hidden[i]);
    const handles = panel.layers.flatMap((layer, k) =>
      layer.mark.type === "handle" ? createHandles(panel, layer.mark, layer.colour, host, () => panel.isHidden(k)) : [],
    );
    return { panel, plate: panel.plate, root: panel.root, handles, wide: 0, drawn: 0 };
  });
  const items = spec.items.map((item) => createItem(item, graph));
  /** @type {Set<number>} */
  let waiting = new Set(veil?.items);
  for (const i of waiting) items[i].element.hidden = true;
  const grid = html(
    "div",
    { class: `panels of-${panels.length}`, style: `--columns: ${spec.columns ?? Math.min(panels.length, 3)}` },
    ...panels.map((p) => p.panel.element),
  );

  return {
    panels,
    items,
    grid,
    isHidden: (/** @type {number} */ panel, /** @type {number} */ mark) => panels[panel].panel.isHidden(mark),
    isUntitled: (/** @type {number} */ panel) => panels[panel].panel.isUntitled(),
    isWaiting: (/** @type {number} */ item) => waiting.has(item),
    shown: () => items.filter((_, i) => !waiting.has(i)),
    /** Reads how wide the panels are, all before any is drawn: the page is laid out once. Has a width changed? */
    measure() {
      for (const p of panels) p.wide = p.plate.clientWidth || p.drawn;
      return panels.some((p) => p.wide !== p.drawn);
    },
    update() {
      for (const p of panels) {
        if (p.wide !== p.drawn) {
          p.drawn = p.wide;
          p.panel.resize(p.wide);
        } else p.panel.update();
        if (p.panel.frame) for (const handle of p.handles) handle.update();
      }
      for (const [i, item] of items.entries()) if (!waiting.has(i)) item.update();
    },
    /** Shows what waited for the guess, or hides it again. @param {Veil} [next] */
    unveil(next) {
      const still = covers(next, panels.length);
      panels.forEach((p, i) => {
        p.panel.unveil(still[i]);
      });
      for (const i of waiting) {
        items[i].element.hidden = false;
        comeIn(items[i].element);
      }
      waiting = new Set(next?.items);
      for (const i of waiting) items[i].element.hidden = true;
    },
    words: () =>
      items
        .filter((_, i) => !waiting.has(i))
        .map((item) => item.words())
        .filter(Boolean)
        .join("; "),
  };
}

// @ts-check
// One panel: a frame with axes that stands still, and a layer per mark that is redrawn only when its numbers change.
import { html, patch, say, svg, unique } from "./dom.js";
import { createDomain } from "./domain.js";
import { mentioned, textOf } from "./figure.js";
import { typeset } from "./format.js";
import { createFrame, marginsOf, placesIn } from "./frame.js";
import { labelAll } from "./labels.js";
import { shapesOf } from "./marks.js";
import { bare, comeIn } from "./veil.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./payload.d.ts").Panel} Spec */
/** @typedef {import("./payload.d.ts").Mark} Mark */
/** @typedef {import("./frame.js").Frame} Frame */
/** A mark in the picture. @typedef {{mark: Mark, colour: string, ids: number[], version: number, layer: SVGGElement, label: SVGTextElement | null, entry: HTMLElement | null}} Layer */

/** Marks that are not cut off at the frame. */
const whole = new Set(["dots", "stems", "text"]);
/** Colours of marks that state none, in turn. */
const series = ["blue", "orange", "green", "purple"];

/** @param {Graph} graph @param {number[]} ids */
export const newest = (graph, ids) => ids.reduce((v, id) => Math.max(v, graph.version(id)), 0);

/** @param {Mark[]} marks @returns {Layer[]} */
function layersOf(marks) {
  let turn = 0;
  const colourOf = (/** @type {Mark} */ { type, color }) => {
    if (typeof color === "string") return color;
    return type === "handle" || type === "text" || color ? "ink" : series[turn++ % 4];
  };
  return marks.map((mark) => ({
    mark,
    colour: colourOf(mark),
    ids: mentioned(mark),
    version: -1,
    layer: svg("g", { class: `layer ${mark.type}`, "data-link": mark.link }),
    label: null,
    entry: null,
  }));
}

/** The names along an x axis that has names, each once. @param {Mark[]} marks */
function bandsOf(marks) {
  const names = marks.flatMap((m) => ("x" in m && Array.isArray(m.x) ? m.x : []));
  return names.length ? [...new Set(names)] : null;
}

/** The elements of a panel. @param {Spec} spec @param {boolean} veiled */
function elementsOf(spec, veiled) {
  const root = svg("svg", { class: "chart", role: "img", fill: "currentColor", "text-anchor": "middle" });
  const over = svg("svg", { class: "over" });
  const title = html("span", { class: "title" }),
    key = html("span", { class: "key" });
  const plate = html("div", { class: "plate" }, root, over);
  const hasHead = spec.title || spec.marks.some((m) => m.label);
  const head = hasHead ? html("div", { class: "head" }, title, key) : null;
  return {
    element: html("div", { class: veiled ? "panel veiled" : "panel" }, head, plate),
    plate,
    root,
    over,
    title,
    key,
  };
}

/** How high a panel of this width is; with an aspect, so high that the frame inside has it.
 * @param {Spec} spec @param {number} width @param {boolean} tall @param {(height: number) => ReturnType<typeof marginsOf>} marginsAt */
function heightOf({ height, aspect }, width, tall, marginsAt) {
  if (height) return height;
  if (!aspect) return Math.round(Math.min(Math.max(width * (tall ? 0.8 : 0.66), 200), tall ? 380 : 290));
  const { left, right, top, bottom } = marginsAt(width / aspect);
  return Math.round(Math.min((width - left - right) / aspect + top + bottom, 520));
}

/** Takes a layer out of the picture. @param {Layer} layer */
function erase(layer) {
  layer.layer.replaceChildren();
  layer.entry?.remove();
  layer.label?.remove();
  layer.version = -1;
  layer.entry = layer.label = null;
}

/** Puts a frame into the picture, around the layers, which are all to be drawn anew.
 * @param {ReturnType<typeof createFrame>} made @param {Layer[]} layers @param {{root: SVGSVGElement, over: SVGSVGElement}} picture @param {{width: number, height: number}} size @param {string} clip */
function putFrame(made, layers, { root, over }, { width, height }, clip) {
  for (const target of [root, over]) {
    target.setAttribute("width", String(width));
    target.setAttribute("height", String(height));
    target.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
  root.setAttribute("class", made.name);
  root.replaceChildren(...made.below, ...layers.map(({ layer }) => layer), ...made.above);
  for (const l of layers) {
    l.version = -1;
    if (!whole.has(l.mark.type)) l.layer.setAttribute("clip-path", `url(#${clip})`);
  }
}

/** Draws a layer's mark. @param {Layer} l @param {Graph} graph @param {import("./marks.js").Places} at @param {string} id */
function redraw(l, graph, at, id) {
  if (l.mark.type === "handle") return; // handles.js draws it
  patch(l.layer, shapesOf(l.mark, graph, l.colour, at, id));
  l.version = newest(graph, l.ids);
}

/** @typedef {{tall: boolean, named: {x: boolean, y: boolean}}} Shared what the panels of one figure have in common, so that their frames align */

/** @param {Spec} spec @param {Graph} graph @param {Shared} shared @param {import("./veil.js").Cover} [cover] what waits for the guess */
export function createPanel(spec, graph, { tall, named }, cover = bare()) {
  let hidden = cover;
  const axes = { x: spec.x ?? {}, y: spec.y ?? {} };
  const bands = bandsOf(spec.marks);
  const isField = spec.marks.some((m) => m.type === "heatmap" || m.type === "contour");
  const setting = { axes, bands, isField, named, aspect: spec.aspect, clip: unique("explorable-clip") };
  const { element, plate, root, over, title, key } = elementsOf(spec, hidden.whole);
  const layers = layersOf(spec.marks);
  const onAxes = mentioned([axes.x, axes.y]);
  const domain = { x: createDomain("x", axes.x, spec.marks, graph), y: createDomain("y", axes.y, spec.marks, graph) };
  /** @type {Frame | null} */
  let frame = null;
  const size = { width: 0, height: 0 };
  let drawnFor = "";

  /** Draws what has changed; true when the frame itself was drawn anew. @returns {boolean} */
  function update() {
    if (!size.width || hidden.whole) return false;
    /** @type {[[number, number], [number, number]]} */
    const [dx, dy] = [bands ? [0, 1] : domain.x(), domain.y()];
    const wanted = [dx, dy, size.width, size.height, newest(graph, onAxes)].join();
    const renewed = wanted !== drawnFor;
    if (renewed || !frame) {
      const made = createFrame(graph, setting, size, dx, dy);
      putFrame(made, layers, { root, over }, size, setting.clip);
      frame = made.frame;
    }
    drawnFor = wanted;
    const isShown = (/** @type {Layer} */ _, /** @type {number} */ k) => !hidden.marks.has(k);
    const dirty = layers.filter(
      (l, k) => l.mark.type !== "handle" && isShown(l, k) && newest(graph, l.ids) > l.version,
    );
    if (dirty.length) {
      const at = placesIn(frame, setting, dx, dy);
      for (const l of dirty) redraw(l, graph, at, `${setting.clip}-${layers.indexOf(l)}`);
      labelAll(layers.filter(isShown), graph, frame, textOf(graph, spec.title), { root, key });
    }
    say(title, shownTitle());
    return renewed;
  }

  const shownTitle = () => (hidden.whole || hidden.title ? "" : textOf(graph, spec.title, typeset));

  /** @param {number} wide */
  function resize(wide) {
    size.width = Math.round(wide);
    size.height = heightOf(spec, size.width, tall, (h) => marginsOf(setting, size.width, h, domain.y()));
    plate.style.height = `${size.height}px`;
    return update();
  }

  /** Shows what waited for the guess. @param {import("./veil.js").Cover} [next] */
  function unveil(next = bare()) {
    const before = hidden;
    hidden = next;
    element.classList.toggle("veiled", hidden.whole);
    if (before.whole && !hidden.whole) comeIn(plate);
    if (before.title && !hidden.title) comeIn(title);
    for (const k of before.marks) if (!hidden.marks.has(k)) comeIn(layers[k].layer);
    for (const k of hidden.marks) erase(layers[k]);
    if (hidden.whole) {
      root.replaceChildren();
      drawnFor = "";
    }
  }

  return {
    element,
    graph,
    root,
    over,
    plate,
    layers,
    update,
    resize,
    title: shownTitle,
    isUntitled: () => hidden.whole || hidden.title,
    isHidden: (/** @type {number} */ k) => hidden.whole || hidden.marks.has(k),
    unveil,
    get frame() {
      return frame;
    },
  };
}

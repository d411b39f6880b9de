// @ts-check
// One panel: a frame with axes that stands still, and a layer per mark that is redrawn only when its numbers change.
import { axisX, axisY, gridX, gridY, plot } from "@observablehq/plot";
import { ticks as niceTicks } from "d3-array";
import { html, patch, say, svg, unique } from "./dom.js";
import { mentioned, textOf } from "./figure.js";
import { formatNumber, powers, typeset } from "./format.js";
import { draw, paint, read, spread } from "./marks.js";
import { bare, comeIn } from "./veil.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {Record<string, any>} Spec */
/** @typedef {{x: (v: any) => number, y: (v: any) => number, invertX: (p: number) => number, invertY: (p: number) => number, left: number, right: number, top: number, bottom: number, band: number}} Frame */

const whole = new Set(["dots", "stems", "text"]);
const series = ["blue", "orange", "green", "purple"];

/** @param {Graph} graph @param {any[]} ids */
export const newest = (graph, ids) => ids.reduce((v, id) => Math.max(v, graph.version(id)), 0);

/** Decimals that tell neighbouring ticks apart. @param {number[]} values @param {string | undefined} format @param {string | undefined} scale */
function tickLabels(values, format, scale) {
  if (format) return (/** @type {number} */ v) => typeset(formatNumber(v, format));
  const largest = Math.max(...values.map(Math.abs));
  if (scale === "log") return powers;
  const gap =
    values.length > 1 ? Math.min(...values.slice(1).map((v, i) => Math.abs(v - values[i]) || Infinity)) : largest || 1;
  const places = Math.min(Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9)), 12);
  const needed = (/** @type {number} */ p) => values.every((v) => Math.abs(Number(v.toFixed(p)) - v) < gap * 1e-6);
  const digits = needed(places) ? places : places + 1;
  if (largest >= 1e6 || (gap < 1e-4 && largest > 0)) return powers;
  return (/** @type {number} */ v) => typeset(formatNumber(v, largest >= 1e4 ? `,.${digits}f` : `.${digits}f`));
}

/** @param {number} low @param {number} high @param {number} room */
function logTicks(low, high, room) {
  if (!(low > 0 && high < Infinity)) return [];
  const decades = Math.log10(high / low),
    every = Math.max(1, Math.ceil(decades / room));
  const steps = decades <= room / 3 ? [1, 2, 5] : decades <= room / 2 ? [1, 3] : [1];
  const all = [];
  for (let p = Math.floor(Math.log10(low)); p <= Math.ceil(Math.log10(high)); p++)
    if (p % every === 0) for (const s of steps) all.push(Number(`${s}e${p}`));
  return all.filter((v) => v >= low * 0.999 && v <= high * 1.001);
}

/** Without Plot's own names for groups, which no reader hears inside a picture. @param {any} node */
function unnamed(node) {
  node.removeAttribute("aria-label");
  for (const part of node.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return node;
}

/** Where values beyond the axis go: lines stop a little way outside, points vanish, stems end at the edge.
 * @param {(v: number) => number} scale @param {number[]} domain @param {boolean} log */
function limits(scale, [a, b], log) {
  const low = Math.min(a, b),
    high = Math.max(a, b),
    span = high - low,
    rim = log ? 0 : 0.03 * span;
  const [least, most] = log ? [low / 1e6, high * 1e6] : [low - 8 * span, high + 8 * span];
  return {
    near: (/** @type {number} */ v) =>
      v - v !== 0 || (log && v <= 0) ? NaN : scale(Math.min(Math.max(v, least), most)),
    // where a bar, an area or a stem begins: a log axis has no 0, so below its end
    foot: (/** @type {number} */ v) =>
      v - v !== 0 ? NaN : scale(Math.min(Math.max(v, log ? Math.max(least, low / 10) : least), most)),
    inside: (/** @type {number} */ v) => (v >= low - rim && v <= high + rim ? scale(v) : NaN),
    edge: (/** @type {number} */ v) => scale(Math.min(Math.max(v, low), high)),
  };
}

/** @typedef {{tall: boolean, named: {x: boolean, y: boolean}}} Shared what the panels of one figure have in common, so that their frames align */

/** @param {Spec} spec @param {Graph} graph @param {Shared} shared @param {import("./veil.js").Cover} [cover] what waits for the guess */
export function createPanel(spec, graph, { tall, named }, cover = bare()) {
  let hidden = cover;
  const axes = { x: spec.x ?? {}, y: spec.y ?? {} };
  const names = spec.marks.flatMap((/** @type {Spec} */ m) =>
    Array.isArray(m.x) && typeof m.x[0] === "string" ? m.x : [],
  );
  const bands = names.length ? [...new Set(names)] : null;
  const square = spec.marks.some((/** @type {Spec} */ m) => m.type === "heatmap" || m.type === "contour");
  const clip = unique("explorable-clip");
  const root = svg("svg", { class: "chart", role: "img", fill: "currentColor", "text-anchor": "middle" });
  const over = svg("svg", { class: "over" });
  const title = html("span", { class: "title" }),
    key = html("span", { class: "key" });
  const plate = html("div", { class: "plate" }, root, over);
  const element = html(
    "div",
    { class: hidden.whole ? "panel veiled" : "panel" },
    spec.title || spec.marks.some((/** @type {Spec} */ m) => m.label)
      ? html("div", { class: "head" }, title, key)
      : null,
    plate,
  );

  let series_ = 0;
  /** @type {{mark: Spec, colour: string, ids: number[], version: number, layer: SVGGElement, label: SVGTextElement | null, entry: HTMLElement | null}[]} */
  const layers = spec.marks.map((/** @type {Spec} */ mark) => {
    const colour =
      typeof mark.color === "string"
        ? mark.color
        : mark.type === "handle" || mark.type === "text"
          ? "ink"
          : mark.color
            ? "ink"
            : series[series_++ % 4];
    return {
      mark,
      colour,
      ids: mentioned(mark),
      version: -1,
      layer: svg("g", { class: `layer ${mark.type}`, "data-link": mark.link }),
      label: null,
      entry: null,
    };
  });
  const fixedIds = mentioned([axes.x, axes.y]);
  /** @type {Frame | null} */
  let frame = null;
  let width = 0,
    height = 0,
    drawnFor = "";
  /** @type {Record<"x" | "y", [number, number] | null>} */
  const open = { x: null, y: null };

  /** @param {"x" | "y"} axis @returns {[number, number]} */
  function domain(axis) {
    const stated = read(graph, axes[axis].domain);
    const isLog = axes[axis].scale === "log";
    if (stated && !(isLog && Math.min(...stated) <= 0)) return [stated[0], stated[1]];
    const marks = spec.marks.filter((/** @type {Spec} */ m) => m.type !== "handle");
    const values = marks
      .flatMap((/** @type {Spec} */ m) => spread(graph, m, axis))
      .filter((/** @type {number} */ v) => Number.isFinite(v) && (v > 0 || !isLog)); // a log axis leaves the others out
    let low = values.reduce((/** @type {number} */ a, /** @type {number} */ v) => Math.min(a, v), Infinity);
    let high = values.reduce((/** @type {number} */ a, /** @type {number} */ v) => Math.max(a, v), -Infinity);
    if (!(low <= high)) [low, high] = isLog ? [1, 10] : [0, 1];
    if (stated) return [Math.max(stated[0], low), Math.max(stated[1], low)];
    const before = open[axis];
    if (before && low >= before[0] && high <= before[1]) return before;
    const flush = marks.some((/** @type {Spec} */ m) =>
      (axis === "x" ? ["line", "area", "contour", "heatmap"] : ["contour", "heatmap"]).includes(m.type),
    );
    const margin = low === high ? 1 : (high - low) * (flush ? 0 : 0.06);
    const grown = isLog
      ? [low / (flush ? 1 : 1.15), high * (flush ? 1 : 1.15)]
      : [low === 0 && axis === "y" ? 0 : low - margin, high === 0 && axis === "y" ? 0 : high + margin];
    /** @type {[number, number]} */
    const wide = [Math.min(grown[0], before?.[0] ?? Infinity), Math.max(grown[1], before?.[1] ?? -Infinity)];
    open[axis] = wide;
    return wide;
  }

  /** @param {[number, number]} d @param {"x" | "y"} axis @param {number} room */
  function tickValues(d, axis, room) {
    const { ticks, scale } = axes[axis];
    const [low, high] = [Math.min(...d), Math.max(...d)];
    if (Array.isArray(ticks)) return ticks;
    return scale === "log" ? logTicks(low, high, ticks ?? room) : niceTicks(low, high, ticks ?? room);
  }

  /** @param {[number, number]} dx @param {[number, number]} dy */
  function drawFrame(dx, dy) {
    const yTicks = tickValues(dy, "y", Math.max(2, Math.round(height / 62)));
    const yText = tickLabels(yTicks, axes.y.format, axes.y.scale);
    const labelX = textOf(graph, axes.x.label, typeset),
      labelY = textOf(graph, axes.y.label, typeset);
    const marginLeft = Math.min(Math.max(26, 13 + 6.9 * Math.max(0, ...yTicks.map((v) => yText(v).length))), width / 3);
    const marginTop = named.y ? 26 : 12,
      marginBottom = named.x ? 42 : 26,
      marginRight = 14;
    const xTicks = tickValues(dx, "x", Math.max(2, Math.round((width - marginLeft) / 68)));
    const xText = tickLabels(xTicks, axes.x.format, axes.x.scale);
    const quiet = { stroke: paint("grey"), strokeOpacity: 0.16 };
    const picture = /** @type {any} */ (
      plot({
        width,
        height,
        marginLeft,
        marginTop,
        marginBottom,
        marginRight,
        style: { background: "none" },
        axis: null,
        x: bands
          ? { type: /** @type {any} */ ("band"), domain: bands, padding: 0.12, label: null }
          : { type: axes.x.scale ?? "linear", domain: dx, label: null },
        y: { type: axes.y.scale ?? "linear", domain: dy, label: null },
        marks: [
          gridY(yTicks, quiet),
          bands || square ? null : gridX(xTicks, quiet),
          bands
            ? axisX({ tickSize: 0, tickPadding: 8 })
            : axisX(xTicks, { tickSize: 0, tickPadding: 8, tickFormat: xText }),
          axisY(yTicks, { tickSize: 0, tickPadding: 8, tickFormat: yText }),
        ],
      })
    );
    const x = picture.scale("x"),
      y = picture.scale("y");
    const bottom = height - marginBottom,
      right = width - marginRight;
    frame = {
      x: bands ? (v) => x.apply(v) + x.bandwidth / 2 : x.apply,
      y: y.apply,
      invertX: x.invert,
      invertY: y.invert,
      left: marginLeft,
      right,
      top: marginTop,
      bottom,
      band: bands ? x.bandwidth : 0,
    };
    for (const target of [root, over]) {
      target.setAttribute("width", String(width));
      target.setAttribute("height", String(height));
      target.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
    root.setAttribute("class", `chart ${picture.getAttribute("class")}`);
    const empty = (/** @type {"x" | "y"} */ axis) => Array.isArray(axes[axis].ticks) && !axes[axis].ticks.length;
    const zero = dy[0] < 0 && dy[1] > 0 && !square && axes.y.scale !== "log" && !empty("y") ? y.apply(0) : null;
    root.replaceChildren(
      ...Array.from(picture.childNodes, unnamed),
      svg(
        "clipPath",
        { id: clip },
        svg("rect", {
          x: marginLeft,
          y: marginTop - 1,
          width: Math.max(0, right - marginLeft),
          height: bottom - marginTop + 2,
        }),
      ),
      svg("path", {
        d: [empty("x") ? null : bottom, zero]
          .map((at) => (at === null ? "" : `M${marginLeft},${at}H${right}`))
          .join(""),
        class: "baseline",
      }),
      ...layers.map(({ layer }) => layer),
      svg("text", { class: "axis-label", x: right, y: height - 6, "text-anchor": "end" }, labelX),
      svg("text", { class: "axis-label", x: 2, y: 13, "text-anchor": "start" }, labelY),
    );
    for (const l of layers) {
      l.version = -1;
      if (!whole.has(l.mark.type)) l.layer.setAttribute("clip-path", `url(#${clip})`);
    }
  }

  /** Draws what has changed; true when the frame itself was drawn anew. @returns {boolean} */
  function update() {
    if (!width || hidden.whole) return false;
    const dx = /** @type {[number, number]} */ (bands ? [0, 1] : domain("x")),
      dy = domain("y");
    const wanted = [dx, dy, width, height, newest(graph, fixedIds)].join();
    const renewed = wanted !== drawnFor;
    if (renewed) drawFrame(dx, dy);
    drawnFor = wanted;
    const dirty = layers.filter(
      (l, k) => l.mark.type !== "handle" && !hidden.marks.has(k) && newest(graph, l.ids) > l.version,
    );
    if (dirty.length) redraw(dirty, dx, dy);
    say(title, shownTitle());
    return renewed;
  }

  /** @param {typeof layers} dirty @param {[number, number]} dx @param {[number, number]} dy */
  function redraw(dirty, dx, dy) {
    const f = /** @type {Frame} */ (frame);
    const [x, y] = [limits(f.x, dx, axes.x.scale === "log"), limits(f.y, dy, axes.y.scale === "log")];
    const at = {
      ...f,
      nearX: bands ? f.x : x.near,
      insideX: bands ? f.x : x.inside,
      nearY: y.near,
      footY: y.foot,
      insideY: y.inside,
      edgeY: y.edge,
    };
    for (const l of dirty) {
      patch(l.layer, draw[l.mark.type](l.mark, graph, l.colour, at, `${clip}-${layers.indexOf(l)}`));
      l.version = newest(graph, l.ids);
    }
    labels();
  }

  /** Words beside rules and arrows, and the key for all other labelled marks. */
  function labels() {
    const f = /** @type {Frame} */ (frame);
    /** @type {{from: number, to: number, row: number}[]} */
    const taken = [];
    for (const [k, l] of layers.entries()) {
      if (hidden.marks.has(k)) continue;
      const words = l.mark.label ? textOf(graph, l.mark.label, typeset) : "";
      if (!words || l.mark.type === "handle" || words.toLowerCase() === textOf(graph, spec.title).toLowerCase())
        continue;
      if (l.mark.type !== "rule") {
        l.entry ??= key.insertBefore(
          html(
            "span",
            { class: `entry ${l.mark.type}${l.mark.dash ? " dashed" : ""}`, style: `--c: ${paint(l.colour)}` },
            html("i"),
            html("span"),
          ),
          layers.slice(k + 1).find((later) => later.entry)?.entry ?? null, // what waited stands in its place
        );
        say(/** @type {Node} */ (l.entry.lastChild), words);
        continue;
      }
      l.label ??= svg("text", { class: "mark-label", style: `--c: ${paint(l.colour)}` });
      if (l.label.parentNode !== root) root.append(l.label);
      say(l.label, words);
      const long = words.length * 6.6,
        upright = l.mark.x !== undefined;
      const value = read(graph, upright ? l.mark.x : l.mark.y),
        at = (upright ? f.x : f.y)(typeof value === "number" ? value : value[0]);
      if (!upright) {
        place(l.label, f.right - 4, at - 6, "end");
        continue;
      }
      const end = at + 6 + long > f.right,
        from = end ? at - 6 - long : at + 6;
      let row = 0;
      while (taken.some((t) => t.row === row && t.from < from + long + 6 && from < t.to + 6)) row++;
      taken.push({ from, to: from + long, row });
      l.label.style.visibility = at < f.left - 1 || at > f.right + 1 ? "hidden" : "visible";
      place(l.label, at + (end ? -6 : 6), f.top + 11 + 16 * row, end ? "end" : "start");
    }
  }

  /** @param {SVGTextElement} node @param {number} x @param {number} y @param {string} anchor */
  function place(node, x, y, anchor) {
    node.setAttribute("x", x.toFixed(1));
    node.setAttribute("y", y.toFixed(1));
    node.setAttribute("text-anchor", anchor);
  }

  /** @param {typeof layers[0]} l */
  function erase(l) {
    l.layer.replaceChildren();
    l.entry?.remove();
    l.label?.remove();
    l.version = -1;
    l.entry = l.label = null;
  }

  const shownTitle = () => (hidden.whole || hidden.title ? "" : textOf(graph, spec.title, typeset));

  /** @param {number} wide */
  function resize(wide) {
    width = Math.round(wide);
    const usual = Math.min(Math.max(width * (tall ? 0.8 : 0.66), 200), tall ? 380 : 290);
    height = Math.round(spec.height ?? (spec.aspect ? Math.min(width / spec.aspect, 520) : usual));
    plate.style.height = `${height}px`;
    return update();
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
    /** Shows what waited for the guess. @param {import("./veil.js").Cover} [next] */
    unveil(next = bare()) {
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
    },
    get frame() {
      return frame;
    },
  };
}

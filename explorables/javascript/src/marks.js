// @ts-check
// What each mark draws, as plain shapes: an element's name, its attributes, and what it holds.
import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolPlus,
  symbolSquare,
  symbolStar,
  symbolTimes,
  symbolTriangle,
  symbolWye,
} from "d3-shape";
import { channels, fine, paint, strength, tint } from "./channels.js";
import { contour, heatmap } from "./field.js";
import { textOf } from "./figure.js";
import { typeset } from "./format.js";

/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {import("./dom.js").Shape} Shape */
/** @typedef {import("./payload.d.ts").Mark} Mark */
/** @typedef {(v: number) => number} Place */
/**
 * Where a mark's numbers lie in the picture: as they are, kept near the frame (lines), or NaN outside it (points).
 * @typedef {import("./frame.js").Frame & { nearX: Place, nearY: Place, insideX: Place, insideY: Place, footY: Place, edgeY: Place}} Places
 */
/** @template {Mark} M @typedef {(mark: M, graph: Graph, colour: string, at: Places, id: string) => Shape[]} Draw */
/** The mark of a type. @template {Mark["type"]} T @typedef {Extract<Mark, {type: T}>} Of */

const symbols = /** @type {Record<string, import("d3-shape").SymbolType>} */ ({
  circle: symbolCircle,
  cross: symbolCross,
  diamond: symbolDiamond,
  plus: symbolPlus,
  square: symbolSquare,
  star: symbolStar,
  times: symbolTimes,
  triangle: symbolTriangle,
  wye: symbolWye,
});

/** Symbols of strokes alone. */
const open = new Set(["plus", "times", "asterisk"]);

/** A stroke's pattern: ours where it is only asked for, or stated in pixels. @param {boolean | number[] | undefined} dash */
const dashes = (dash) => (Array.isArray(dash) ? dash.join(" ") : dash ? "5 4" : null);

const finite = (/** @type {number[]} */ ...values) => values.every((v) => v - v === 0);

/** Pixel positions. @param {Float64Array} values @param {Place} place @returns {number[]} */
const placed = (values, place) => Array.from(values, place);

/** The stretches [from, to) of points without a gap. @param {number[]} x @param {number[]} y @param {number[]} [base] */
function stretches(x, y, base = y) {
  const found = [];
  let from = -1;
  for (let i = 0; i <= x.length; i++) {
    const there = i < x.length && finite(x[i], y[i], base[i]);
    if (there && from < 0) from = i;
    if (!there && from >= 0) {
      found.push([from, i]);
      from = -1;
    }
  }
  return found;
}

/** Points i = from, from ± 1, … as a path. @param {number[]} x @param {number[]} y @param {number} from @param {number} to @param {string} pen */
function trail(x, y, from, to, pen) {
  let d = "";
  for (let i = from, step = from < to ? 1 : -1; i !== to; i += step, pen = "L")
    d += `${pen}${fine(x[i])},${fine(y[i])}`;
  return d;
}

/** @param {number[]} x @param {number[]} y */
const curve = (x, y) =>
  stretches(x, y)
    .map(([a, b]) => trail(x, y, a, b, "M") + (b - a === 1 ? "Z" : ""))
    .join("");

/** A shape per datum that `make` accepts. @param {number} n @param {(i: number) => Shape | null} make @param {Mark} mark @param {number[]} [order] @returns {Shape[]} */
function each(n, make, mark, order) {
  const shapes = [];
  for (let k = 0; k < n; k++) {
    const i = order ? order[k] : k,
      shape = make(i);
    if (shape && mark.link) shape[1]["data-datum"] = i;
    if (shape) shapes.push(shape);
  }
  return shapes;
}

/** @type {{[T in Exclude<Mark["type"], "handle">]: Draw<Of<T>>}} */
const draw = {
  contour,
  heatmap,

  line(mark, graph, colour, at) {
    const [x, y] = channels(graph, mark, ["x", "y"]);
    return [
      [
        "path",
        {
          d: curve(placed(x, at.nearX), placed(y, at.nearY)),
          fill: "none",
          stroke: paint(colour),
          "stroke-width": mark.width ?? 2.25,
          "stroke-opacity": strength(graph, mark)(0),
          "stroke-dasharray": dashes(mark.dash),
          "stroke-linecap": mark.dash ? "butt" : "round",
          "stroke-linejoin": "round",
        },
      ],
    ];
  },

  area(mark, graph, colour, at) {
    const [x, y, base] = channels(graph, mark, ["x", "y", "base"]);
    const across = placed(x, at.nearX),
      up = placed(y, at.nearY),
      down = placed(base, at.footY);
    const d = stretches(across, up, down)
      .map(([a, b]) => `${trail(across, up, a, b, "M")}${trail(across, down, b - 1, a - 1, "L")}Z`)
      .join("");
    return /** @type {Shape[]} */ (
      [
        ["path", { d, fill: paint(colour), "fill-opacity": strength(graph, mark, mark.edge === "" ? 1 : 0.2)(0) }],
        mark.edge !== "" && [
          "path",
          {
            d: curve(across, up),
            fill: "none",
            stroke: paint(colour),
            "stroke-width": 1.75,
            "stroke-opacity": strength(graph, mark, 0.9)(0),
            "stroke-linecap": "round",
            "stroke-linejoin": "round",
          },
        ],
      ].filter(Boolean)
    );
  },

  bars(mark, graph, colour, at) {
    const [x, height, base] = channels(graph, mark, ["x", "height", "base"]),
      fill = tint(graph, mark, colour),
      opacity = strength(graph, mark, 0.82);
    const named = typeof x[0] === "string",
      [, width] = channels(graph, { x, width: named ? 0 : (mark.width ?? 0.8 * smallestGap(x)) }, ["x", "width"]);
    return each(
      x.length,
      (i) => {
        const [a, b] = named
          ? [at.x(x[i]) - at.band / 2 + 4, at.x(x[i]) + at.band / 2 - 4]
          : [at.x(x[i] - width[i] / 2), at.x(x[i] + width[i] / 2)];
        const tip = at.nearY(height[i]),
          foot = at.footY(base[i]);
        return finite(a, b, tip, foot)
          ? [
              "rect",
              {
                x: fine(Math.min(a, b)),
                y: fine(Math.min(tip, foot)),
                width: fine(Math.abs(b - a)),
                height: fine(Math.abs(tip - foot)),
                rx: 1.5,
                fill: fill(i),
                "fill-opacity": opacity(i),
              },
            ]
          : null;
      },
      mark,
    );
  },

  dots(mark, graph, colour, at) {
    const [x, y, size] = channels(graph, mark, ["x", "y", "size"]),
      fill = tint(graph, mark, colour),
      inner = strength(graph, mark, 0.92),
      outer = strength(graph, mark);
    const many = x.length > 150,
      across = placed(x, at.insideX),
      up = placed(y, at.insideY),
      kind = symbols[mark.symbol ?? ""];
    const order = size && Array.from(size.keys()).sort((i, j) => size[j] - size[i]); // the large ones below
    return each(
      x.length,
      (i) => {
        const r = size ? size[i] : many ? 2.5 : 4.5;
        if (!finite(across[i], up[i]) || !(r > 0)) return null;
        /** @type {Shape[1]} */
        const look = open.has(mark.symbol ?? "")
          ? { fill: "none", stroke: fill(i), "stroke-width": 1.75, "stroke-opacity": inner(i) }
          : {
              fill: fill(i),
              "fill-opacity": inner(i),
              stroke: paint("panel"),
              "stroke-width": many ? 0.5 : 1.2,
              "stroke-opacity": outer(i),
            };
        return kind
          ? [
              "path",
              {
                d: symbol(kind, Math.PI * r * r)(),
                transform: `translate(${fine(across[i])},${fine(up[i])})`,
                ...look,
              },
            ]
          : ["circle", { cx: fine(across[i]), cy: fine(up[i]), r, ...look }];
      },
      mark,
      order,
    );
  },

  stems(mark, graph, colour, at) {
    const [x, y, base] = channels(graph, mark, ["x", "y", "base"]),
      shade = tint(graph, mark, colour),
      thin = strength(graph, mark, 0.8),
      full = strength(graph, mark);
    const dense = x.length > 60,
      across = placed(x, at.insideX),
      up = placed(y, at.insideY),
      tip = placed(y, at.edgeY),
      foot = placed(base, at.footY);
    return [
      ...each(
        x.length,
        (i) =>
          finite(across[i], tip[i], foot[i])
            ? [
                "line",
                {
                  x1: fine(across[i]),
                  x2: fine(across[i]),
                  y1: fine(foot[i]),
                  y2: fine(tip[i]),
                  stroke: shade(i),
                  "stroke-width": dense ? 1.25 : 2,
                  "stroke-opacity": thin(i),
                },
              ]
            : null,
        mark,
      ),
      ...each(
        x.length,
        (i) =>
          finite(across[i], up[i])
            ? [
                "circle",
                {
                  cx: fine(across[i]),
                  cy: fine(up[i]),
                  r: dense ? 2.5 : 4.5,
                  fill: shade(i),
                  "fill-opacity": full(i),
                  stroke: paint("panel"),
                  "stroke-opacity": full(i),
                  "stroke-width": 1.2,
                },
              ]
            : null,
        mark,
      ),
    ];
  },

  rule(mark, graph, colour, at) {
    const upright = mark.x !== undefined,
      [values] = channels(graph, mark, [upright ? "x" : "y"]),
      opacity = strength(graph, mark, 0.9);
    return each(
      values.length,
      (i) => {
        const v = fine(upright ? at.nearX(values[i]) : at.nearY(values[i]));
        const ends = upright
          ? { x1: v, x2: v, y1: at.top, y2: at.bottom }
          : { x1: at.left, x2: at.right, y1: v, y2: v };
        return finite(v)
          ? [
              "line",
              {
                ...ends,
                stroke: paint(colour),
                "stroke-width": mark.width ?? 1.75,
                "stroke-dasharray": dashes(mark.dash),
                "stroke-opacity": opacity(i),
              },
            ]
          : null;
      },
      mark,
    );
  },

  text(mark, graph, colour, at) {
    const [x, y] = channels(graph, mark, ["x", "y"]),
      strings = [mark.string].flat().map((s) => textOf(graph, s, typeset));
    const fill = tint(graph, mark, colour),
      inner = strength(graph, mark),
      halo = strength(graph, mark, 0.85);
    const across = mark.frame ? placed(x, (v) => at.left + v * (at.right - at.left)) : placed(x, at.insideX),
      up = mark.frame ? placed(y, (v) => at.bottom - v * (at.bottom - at.top)) : placed(y, at.insideY);
    return each(
      Math.max(x.length, y.length),
      (i) => {
        if (!finite(across[i], up[i])) return null;
        const left = fine(across[i] + (mark.dx ?? 0)),
          lines = strings[strings.length > 1 ? i : 0].split("\n");
        return [
          "text",
          {
            x: left,
            y: fine(up[i] + (mark.dy ?? 0)),
            dy: `${fine(0.82 - lines.length / 2)}em`,
            "text-anchor": mark.anchor ?? "middle",
            "font-size": mark.size ?? 13,
            fill: fill(i),
            "fill-opacity": inner(i),
            stroke: paint("panel"),
            "stroke-width": 4,
            "stroke-opacity": halo(i),
            "stroke-linejoin": "round",
            "paint-order": "stroke",
          },
          lines.length > 1 ? lines.map((line, k) => ["tspan", { x: left, dy: k ? "1em" : null }, line]) : lines[0],
        ];
      },
      mark,
    );
  },

  boxes(mark, graph, colour, at) {
    const [x0, x1, y0, y1] = channels(graph, mark, ["x0", "x1", "y0", "y1"]),
      fill = tint(graph, mark, colour),
      opacity = strength(graph, mark, 1);
    /** @type {Shape[1]} */
    const edge = mark.edge ? { stroke: paint(mark.edge), "stroke-width": mark.edge_width ?? 1 } : {};
    return each(
      x0.length,
      (i) => {
        const [a, b, c, d] = [at.nearX(x0[i]), at.nearX(x1[i]), at.footY(y0[i]), at.footY(y1[i])];
        if (!finite(a, b, c, d)) return null;
        const place = { x: fine(Math.min(a, b)), y: fine(Math.min(c, d)) };
        const size = { width: fine(Math.abs(b - a)), height: fine(Math.abs(d - c)) };
        return ["rect", { ...place, ...size, fill: fill(i), "fill-opacity": opacity(i), ...edge }];
      },
      mark,
    );
  },

  arrow(mark, graph, colour, at) {
    const [x0, y0, x1, y1] = channels(graph, mark, ["x0", "y0", "x1", "y1"]),
      stroke = tint(graph, mark, colour),
      opacity = strength(graph, mark);
    return each(
      x0.length,
      (i) => {
        const [a, b, x, y] = [at.nearX(x0[i]), at.footY(y0[i]), at.nearX(x1[i]), at.footY(y1[i])],
          length = Math.hypot(x - a, y - b);
        if (!(length > 0)) return null;
        const angle = Math.atan2(y - b, x - a),
          wing = Math.min(8, length / 3);
        const tip = (/** @type {number} */ turn) =>
          `${fine(x - wing * Math.cos(angle + turn))},${fine(y - wing * Math.sin(angle + turn))}`;
        return [
          "path",
          {
            d:
              mark.head === false
                ? `M${fine(a)},${fine(b)}L${fine(x)},${fine(y)}`
                : `M${fine(a)},${fine(b)}L${fine(x)},${fine(y)}M${tip(Math.PI / 6)}L${fine(x)},${fine(y)}L${tip(-Math.PI / 6)}`,
            fill: "none",
            stroke: stroke(i),
            "stroke-width": mark.width ?? 2,
            "stroke-dasharray": dashes(mark.dash),
            "stroke-opacity": opacity(i),
            "stroke-linecap": "round",
          },
        ];
      },
      mark,
    );
  },
};

/** @param {ArrayLike<number>} x */
function smallestGap(x) {
  const sorted = Float64Array.from(x).sort();
  const gaps = sorted
    .slice(1)
    .map((v, i) => v - sorted[i])
    .filter((gap) => gap > 0);
  return gaps.length ? Math.min(...gaps) : 1;
}

/** What a mark draws. @param {Exclude<Mark, Of<"handle">>} mark @param {Graph} graph @param {string} colour @param {Places} at @param {string} id of its own, for what it refers to */
export const shapesOf = (mark, graph, colour, at, id) =>
  /** @type {Draw<Mark>} */ (draw[mark.type])(mark, graph, colour, at, id);

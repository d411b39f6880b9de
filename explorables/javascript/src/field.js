// @ts-check
// Surfaces: lines of equal height, and colour for height.
import { contours } from "d3-contour";
import { fine, paint, read, strength } from "./channels.js";

/** @typedef {import("./dom.js").Shape} Shape */
/** @typedef {import("./payload.d.ts").Contour} Contour */
/** @typedef {import("./payload.d.ts").Heatmap} Heatmap */

/** Height levels that ring the extremum evenly by area, so that bowls and ridges alike show their shape.
 * @param {ArrayLike<number>} z @param {number} columns @param {number} n */
function evenLevels(z, columns, n) {
  const values = Float64Array.from(z),
    sorted = values.filter(Number.isFinite).sort();
  if (sorted[0] === sorted[sorted.length - 1] || !sorted.length) return [];
  const rows = values.length / columns;
  const inside = (/** @type {number} */ v) => {
    const k = values.indexOf(v),
      c = k % columns,
      r = Math.floor(k / columns);
    return c > 0 && r > 0 && c < columns - 1 && r < rows - 1;
  };
  const peak = inside(sorted[sorted.length - 1]) && !inside(sorted[0]);
  return Array.from({ length: n }, (_, k) => {
    const share = ((k + 0.6) / n) ** 1.5,
      at = share * (sorted.length - 1);
    return sorted[Math.round(peak ? sorted.length - 1 - at : at)];
  })
    .sort((a, b) => a - b)
    .filter((v, i, all) => v !== all[i - 1]);
}

/** Grid and heights, which are always traced. @param {import("./figure.js").Graph} graph @param {Contour | Heatmap} mark */
const surface = (graph, { x, y, z }) => [x, y, z].map((data) => /** @type {Float64Array} */ (read(graph, data)));

/** Pixel position of a fractional grid index. @param {ArrayLike<number>} grid @param {(v: number) => number} scale */
const along = (grid, scale) => (/** @type {number} */ t) => {
  const at = t - 0.5,
    k = Math.min(Math.max(Math.floor(at), 0), Math.max(grid.length - 2, 0));
  const a = scale(grid[k]),
    b = scale(grid[Math.min(k + 1, grid.length - 1)]);
  return a + (at - k) * (b - a);
};

/** @type {import("./marks.js").Draw<Contour>} */
export function contour(mark, graph, colour, at) {
  const [x, y, z] = surface(graph, mark);
  const given = read(graph, mark.levels);
  const levels = given && typeof given !== "number" ? Array.from(given) : evenLevels(z, x.length, given ?? 12);
  const toX = along(x, at.x),
    toY = along(y, at.y);
  const heights = Array.from(z, (v) => (Number.isFinite(v) ? v : v > 0 ? 1e300 : -1e300));
  const rings = contours().size([x.length, y.length]).smooth(true).thresholds(levels)(heights);
  const opacity = strength(graph, mark)(0);
  return rings.map((ring, k) => {
    const closed = mark.fill || ring.coordinates.length === 0;
    const d = ring.coordinates
      .flat()
      .map((points) => outline(points, toX, toY, x.length, y.length, closed))
      .join("");
    const weight = Math.abs((k + 0.5) / levels.length - 0.5) * 2;
    return [
      "path",
      {
        d,
        stroke: paint(mark.palette ? mark.palette[k % mark.palette.length] : colour),
        "stroke-width": mark.palette ? 2 : 1.1,
        "stroke-opacity": mark.palette ? opacity : opacity * (0.35 + 0.4 * weight),
        fill: mark.fill ? paint(colour) : "none",
        "fill-opacity": mark.fill ? (opacity * 0.55) / levels.length : 0,
      },
    ];
  });
}

/** A ring as a path; edges along the border of the grid are left out unless the ring is filled.
 * @param {number[][]} points @param {(t: number) => number} toX @param {(t: number) => number} toY @param {number} w @param {number} h @param {boolean} closed */
function outline(points, toX, toY, w, h, closed) {
  const edge = (/** @type {number[]} */ [a, b]) =>
    (a <= 0.5 ? 1 : 0) | (a >= w - 0.5 ? 2 : 0) | (b <= 0.5 ? 4 : 0) | (b >= h - 0.5 ? 8 : 0);
  let d = "",
    pen = "M";
  points.forEach((point, i) => {
    const border = i > 0 && edge(point) & edge(points[i - 1]);
    d += `${border && !closed ? "M" : pen}${fine(toX(Math.min(Math.max(point[0], 0.5), w - 0.5)))},${fine(toY(Math.min(Math.max(point[1], 0.5), h - 0.5)))}`;
    pen = "L";
  });
  return closed ? `${d}Z` : d;
}

const hues = /** @type {Record<string, string>} */ ({
  blues: "blue",
  oranges: "orange",
  greens: "green",
  purples: "purple",
  reds: "red",
  greys: "grey",
});

/** Least and largest of what is finite. @param {Float64Array} z @returns {[number, number]} */
function range(z) {
  let low = Infinity,
    high = -Infinity;
  for (const v of z)
    if (v - v === 0) {
      low = Math.min(low, v);
      high = Math.max(high, v);
    }
  return [low, high];
}

/** A grid of pixels: how many across and up, and whether a row or a column runs against the picture's own way.
 * @typedef {{w: number, h: number, flip: boolean, mirror: boolean}} Grid */

/** @type {import("./marks.js").Draw<Heatmap>} */
export function heatmap(mark, graph, colour, at, id) {
  const [x, y, z] = surface(graph, mark);
  let [low, high] = read(graph, mark.domain) ?? range(z);
  if (mark.symmetric) {
    high = Math.max(Math.abs(low), Math.abs(high));
    low = -high;
  }
  const toX = along(x, at.x),
    toY = along(y, at.y);
  const [left, right, bottom, top] = [toX(0), toX(x.length), toY(0), toY(y.length)];
  /** @type {Grid} */
  const grid = { w: x.length, h: y.length, flip: bottom > top, mirror: left > right };
  const box = {
    x: fine(Math.min(left, right)),
    y: fine(Math.min(top, bottom)),
    width: fine(Math.abs(right - left)),
    height: fine(Math.abs(bottom - top)),
    preserveAspectRatio: "none",
  };
  const opacity = strength(graph, mark)(0);
  const share = (/** @type {number} */ v) =>
    mark.symmetric && !mark.palette ? v / high : (v - low) / (high - low || 1);
  if (mark.palette) {
    const href = inSteps(mark.palette, z, grid, share);
    return [["image", { href, ...box, "image-rendering": "pixelated", opacity }]];
  }
  const rendering = Math.min(grid.w, grid.h) <= 24 ? "pixelated" : null;
  const layer = (/** @type {string} */ name, /** @type {number} */ sign) => {
    const href = alphaImage(z, grid, (v) => Math.max(0, sign * share(v)));
    return masked({ href, ...box, "image-rendering": rendering }, `${id}${sign}`, paint(name), opacity);
  };
  const hue = hues[mark.scheme ?? ""] ?? (mark.color || !mark.symmetric ? colour : "blue");
  return mark.symmetric ? [...layer(hue, 1), ...layer("orange", -1)] : layer(hue, 1);
}

/** A colour, as strong as a picture is opaque. @param {Shape[1]} picture @param {string} id @param {string} fill @param {number} opacity @returns {Shape[]} */
function masked(picture, id, fill, opacity) {
  const everywhere = { maskUnits: "userSpaceOnUse", x: -1e4, y: -1e4, width: 2e4, height: 2e4, "mask-type": "alpha" };
  const { x, y, width, height } = picture;
  return [
    ["mask", { id, ...everywhere }, [["image", picture]]],
    ["rect", { x, y, width, height, fill, "fill-opacity": opacity, mask: `url(#${id})` }],
  ];
}

/** A picture in the author's own colours, each for a step of the share. @param {string[]} palette @param {Float64Array} z @param {Grid} grid @param {(v: number) => number} share */
function inSteps(palette, z, grid, share) {
  const colours = palette.map((hex) => [1, 3, 5].map((k) => Number.parseInt(hex.slice(k, k + 2), 16)));
  return image(grid, (k) => {
    const t = share(z[k]);
    if (!Number.isFinite(t)) return [0, 0, 0, 0];
    const step = Math.min(colours.length - 1, Math.max(0, Math.floor(t * colours.length)));
    return [...colours[step], 255];
  });
}

/** A picture as an address. @param {Grid} grid @param {(k: number) => number[]} pixel red, green, blue, alpha of datum k */
function image({ w, h, flip, mirror }, pixel) {
  const canvas = document.createElement("canvas");
  canvas.width = w;
  canvas.height = h;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const made = context.createImageData(w, h);
  for (let r = 0; r < h; r++)
    for (let c = 0; c < w; c++)
      made.data.set(pixel((flip ? h - 1 - r : r) * w + (mirror ? w - 1 - c : c)), 4 * (r * w + c));
  context.putImageData(made, 0, 0);
  return canvas.toDataURL();
}

/** A picture whose opacity is the height. @param {Float64Array} z @param {Grid} grid @param {(v: number) => number} share */
const alphaImage = (z, grid, share) => image(grid, (k) => [0, 0, 0, 235 * Math.min(1, share(z[k]) || 0)]);

// @ts-check
// Surfaces: lines of equal height, and colour for height.
import { contours } from "d3-contour";
import { paint, read } from "./marks.js";
import { svg } from "./dom.js";

/** @typedef {import("./marks.js").Style & {px: (v: number) => number, py: (v: number) => number}} Place */

/** Height levels that ring the extremum evenly by area, so that bowls and ridges alike show their shape.
 * @param {ArrayLike<number>} z @param {number} columns @param {number} n */
function evenLevels(z, columns, n) {
  const values = Float64Array.from(z), sorted = values.filter(Number.isFinite).sort();
  if (sorted[0] === sorted[sorted.length - 1] || !sorted.length) return [];
  const rows = values.length / columns;
  const inside = (/** @type {number} */ v) => { const k = values.indexOf(v), c = k % columns, r = Math.floor(k / columns); return c > 0 && r > 0 && c < columns - 1 && r < rows - 1; };
  const peak = inside(sorted[sorted.length - 1]) && !inside(sorted[0]);
  return Array.from({ length: n }, (_, k) => {
    const share = ((k + 0.6) / n) ** 1.5, at = share * (sorted.length - 1);
    return sorted[Math.round(peak ? sorted.length - 1 - at : at)];
  }).sort((a, b) => a - b).filter((v, i, all) => v !== all[i - 1]);
}

/** Pixel position of a fractional grid index. @param {ArrayLike<number>} grid @param {(v: number) => number} scale */
const along = (grid, scale) => (/** @type {number} */ t) => {
  const at = t - 0.5, k = Math.min(Math.max(Math.floor(at), 0), Math.max(grid.length - 2, 0));
  const a = scale(grid[k]), b = scale(grid[Math.min(k + 1, grid.length - 1)]);
  return a + (at - k) * (b - a);
};

/** @param {Record<string, any>} mark @param {Place} place */
export function contourLayer(mark, { graph, colour, px, py }) {
  const x = read(graph, mark.x), y = read(graph, mark.y), z = read(graph, mark.z);
  const given = read(graph, mark.levels);
  const levels = given && typeof given !== "number" ? Array.from(given) : evenLevels(z, x.length, given ?? 12);
  const toX = along(x, px), toY = along(y, py);
  const heights = Array.from(z, (v) => (Number.isFinite(v) ? v : v > 0 ? 1e300 : -1e300));
  const rings = contours().size([x.length, y.length]).smooth(true).thresholds(levels)(heights);
  return rings.map((ring, k) => {
    const closed = mark.fill || ring.coordinates.length === 0;
    const d = ring.coordinates.flat().map((points) => outline(points, toX, toY, x.length, y.length, closed)).join("");
    const weight = Math.abs((k + 0.5) / levels.length - 0.5) * 2;
    return svg("path", { d, stroke: paint(colour), "stroke-width": 1.1, "stroke-opacity": 0.35 + 0.4 * weight, fill: mark.fill ? paint(colour) : "none", "fill-opacity": mark.fill ? 0.55 / levels.length : 0 });
  });
}

/** A ring as a path; edges along the border of the grid are left out unless the ring is filled.
 * @param {number[][]} points @param {(t: number) => number} toX @param {(t: number) => number} toY @param {number} w @param {number} h @param {boolean} closed */
function outline(points, toX, toY, w, h, closed) {
  const edge = (/** @type {number[]} */ [a, b]) => (a <= 0.5 ? 1 : 0) | (a >= w - 0.5 ? 2 : 0) | (b <= 0.5 ? 4 : 0) | (b >= h - 0.5 ? 8 : 0);
  let d = "", pen = "M";
  points.forEach((point, i) => {
    const border = i > 0 && edge(point) & edge(points[i - 1]);
    d += `${border && !closed ? "M" : pen}${toX(Math.min(Math.max(point[0], 0.5), w - 0.5)).toFixed(1)},${toY(Math.min(Math.max(point[1], 0.5), h - 0.5)).toFixed(1)}`;
    pen = "L";
  });
  return closed ? `${d}Z` : d;
}

let masks = 0;
const hues = /** @type {Record<string, string>} */ ({ blues: "blue", oranges: "orange", greens: "green", purples: "purple", reds: "red", greys: "grey" });

/** @param {Record<string, any>} mark @param {Place} place */
export function heatmapLayer(mark, { graph, colour, px, py }) {
  const x = read(graph, mark.x), y = read(graph, mark.y), z = read(graph, mark.z), domain = read(graph, mark.domain);
  const finite = Array.from(z).filter(Number.isFinite);
  let [low, high] = domain ?? [Math.min(...finite), Math.max(...finite)];
  if (mark.symmetric) { high = Math.max(Math.abs(low), Math.abs(high)); low = -high; }
  const toX = along(x, px), toY = along(y, py);
  const [left, right, bottom, top] = [toX(0), toX(x.length), toY(0), toY(y.length)];
  const share = (/** @type {number} */ v) => (mark.symmetric ? v / high : (v - low) / (high - low || 1));
  const crisp = Math.min(x.length, y.length) <= 24;
  const layer = (/** @type {string} */ name, /** @type {number} */ sign) => {
    const id = `explorable-mask-${++masks}`;
    const image = svg("image", { href: alphaImage(z, x.length, y.length, bottom > top, left > right, (v) => Math.max(0, sign * share(v))),
      x: Math.min(left, right), y: Math.min(top, bottom), width: Math.abs(right - left), height: Math.abs(bottom - top), preserveAspectRatio: "none" });
    if (crisp) image.style.imageRendering = "pixelated";
    const mask = svg("mask", { id, maskUnits: "userSpaceOnUse", x: -1e4, y: -1e4, width: 2e4, height: 2e4 }, image);
    mask.style.setProperty("mask-type", "alpha");
    return [mask, svg("rect", { x: Math.min(left, right), y: Math.min(top, bottom), width: Math.abs(right - left), height: Math.abs(bottom - top), fill: paint(name), mask: `url(#${id})` })];
  };
  const hue = hues[mark.scheme] ?? (mark.color || !mark.symmetric ? colour : "blue");
  return mark.symmetric ? [...layer(hue, 1), ...layer("orange", -1)] : layer(hue, 1);
}

/** A picture whose opacity is the height. @param {ArrayLike<number>} z @param {number} w @param {number} h @param {boolean} flip @param {boolean} mirror @param {(v: number) => number} share */
function alphaImage(z, w, h, flip, mirror, share) {
  const canvas = document.createElement("canvas");
  canvas.width = w;
  canvas.height = h;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(w, h);
  for (let r = 0; r < h; r++)
    for (let c = 0; c < w; c++) image.data[4 * ((flip ? h - 1 - r : r) * w + (mirror ? w - 1 - c : c)) + 3] = 235 * Math.min(1, share(z[r * w + c]) || 0);
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

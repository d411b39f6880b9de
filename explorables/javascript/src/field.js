// @ts-check
// Surfaces: lines of equal height, and colour for height.
import { contours } from "d3-contour";
import { fine, paint, read, strength } from "./marks.js";

/** @typedef {import("./dom.js").Shape} Shape */

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

/** Pixel position of a fractional grid index. @param {ArrayLike<number>} grid @param {(v: number) => number} scale */
const along = (grid, scale) => (/** @type {number} */ t) => {
  const at = t - 0.5,
    k = Math.min(Math.max(Math.floor(at), 0), Math.max(grid.length - 2, 0));
  const a = scale(grid[k]),
    b = scale(grid[Math.min(k + 1, grid.length - 1)]);
  return a + (at - k) * (b - a);
};

/** @type {import("./marks.js").Draw} */
export function contour(mark, graph, colour, at) {
  const x = read(graph, mark.x),
    y = read(graph, mark.y),
    z = read(graph, mark.z);
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

/** @type {import("./marks.js").Draw} */
export function heatmap(mark, graph, colour, at, id) {
  const x = read(graph, mark.x),
    y = read(graph, mark.y),
    z = read(graph, mark.z),
    domain = read(graph, mark.domain);
  let [low, high] =
    domain ??
    z.reduce(
      (/** @type {number[]} */ [a, b], /** @type {number} */ v) =>
        v - v === 0 ? [Math.min(a, v), Math.max(b, v)] : [a, b],
      [Infinity, -Infinity],
    );
  if (mark.symmetric) {
    high = Math.max(Math.abs(low), Math.abs(high));
    low = -high;
  }
  const toX = along(x, at.x),
    toY = along(y, at.y);
  const [left, right, bottom, top] = [toX(0), toX(x.length), toY(0), toY(y.length)];
  if (mark.palette)
    return [coloured(mark, z, x.length, y.length, bottom > top, left > right, low, high, { left, right, bottom, top })];
  const share = (/** @type {number} */ v) => (mark.symmetric ? v / high : (v - low) / (high - low || 1));
  const box = {
    x: fine(Math.min(left, right)),
    y: fine(Math.min(top, bottom)),
    width: fine(Math.abs(right - left)),
    height: fine(Math.abs(bottom - top)),
  };
  const crisp = Math.min(x.length, y.length) <= 24,
    opacity = strength(graph, mark)(0);
  /** @type {(name: string, sign: number) => Shape[]} */
  const layer = (name, sign) => {
    const href = alphaImage(z, x.length, y.length, bottom > top, left > right, (v) => Math.max(0, sign * share(v)));
    return [
      [
        "mask",
        {
          id: `${id}${sign}`,
          maskUnits: "userSpaceOnUse",
          x: -1e4,
          y: -1e4,
          width: 2e4,
          height: 2e4,
          "mask-type": "alpha",
        },
        [["image", { href, ...box, preserveAspectRatio: "none", "image-rendering": crisp ? "pixelated" : null }]],
      ],
      ["rect", { ...box, fill: paint(name), "fill-opacity": opacity, mask: `url(#${id}${sign})` }],
    ];
  };
  const hue = hues[mark.scheme] ?? (mark.color || !mark.symmetric ? colour : "blue");
  return mark.symmetric ? [...layer(hue, 1), ...layer("orange", -1)] : layer(hue, 1);
}

/** A picture in the author's own colours. @param {any} mark @param {ArrayLike<number>} z @param {number} w @param {number} h @param {boolean} flip @param {boolean} mirror @param {number} low @param {number} high @param {Record<string, number>} box @returns {Shape} */
function coloured(mark, z, w, h, flip, mirror, low, high, box) {
  const colours = mark.palette.map((/** @type {string} */ hex) =>
    [1, 3, 5].map((k) => Number.parseInt(hex.slice(k, k + 2), 16)),
  );
  const href = image(w, h, flip, mirror, (k) => {
    const share = (z[k] - low) / (high - low || 1);
    if (!Number.isFinite(share)) return [0, 0, 0, 0];
    const at = Math.min(colours.length - 1, Math.max(0, Math.floor(share * colours.length)));
    return [...colours[at], 255];
  });
  const x = Math.min(box.left, box.right),
    y = Math.min(box.top, box.bottom);
  const size = { width: fine(Math.abs(box.right - box.left)), height: fine(Math.abs(box.bottom - box.top)) };
  return [
    "image",
    {
      href,
      x: fine(x),
      y: fine(y),
      ...size,
      preserveAspectRatio: "none",
      "image-rendering": "pixelated",
      opacity: mark.opacity ?? 1,
    },
  ];
}

/** A picture as an address. @param {number} w @param {number} h @param {boolean} flip @param {boolean} mirror @param {(k: number) => number[]} pixel red, green, blue, alpha of datum k */
function image(w, h, flip, mirror, pixel) {
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

/** A picture whose opacity is the height. @param {ArrayLike<number>} z @param {number} w @param {number} h @param {boolean} flip @param {boolean} mirror @param {(v: number) => number} share */
function alphaImage(z, w, h, flip, mirror, share) {
  return image(w, h, flip, mirror, (k) => [0, 0, 0, 235 * Math.min(1, share(z[k]) || 0)]);
}

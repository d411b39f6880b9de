// @ts-check
// Small dense linear algebra over the last two axes, batches first.
import { eigh } from "./eigen.js";
import { positions, size, stretch, strides } from "./shapes.js";

/** @typedef {import("./operations.js").Maker} Maker */

/** @type {Maker} */
function matmul([a, b], shape, _attr, out) {
  const left = a.shape.length > 1 ? a.shape : [1, ...a.shape],
    right = b.shape.length > 1 ? b.shape : [...b.shape, 1];
  const [m, inner] = left.slice(-2),
    n = right[right.length - 1];
  const batch = shape.slice(0, shape.length - Number(a.shape.length > 1) - Number(b.shape.length > 1));
  const p = stretch(left.slice(0, -2), batch),
    q = stretch(right.slice(0, -2), batch);
  return () => {
    out.fill(0);
    for (let t = 0; t < p.length; t++)
      for (let i = 0; i < m; i++)
        for (let k = 0; k < inner; k++) {
          const x = a.data[(p[t] * m + i) * inner + k],
            row = (q[t] * inner + k) * n,
            to = (t * m + i) * n;
          for (let j = 0; j < n; j++) out[to + j] += x * b.data[row + j];
        }
  };
}

/** @type {Maker} */
function einsum(inputs, _shape, { subscripts = "" }, out) {
  const [terms, result] = subscripts.replace(/ /g, "").split("->");
  const words = terms.split(",");
  /** @type {Record<string, number>} */
  const extent = {};
  words.forEach((/** @type {string} */ word, /** @type {number} */ w) =>
    [...word].forEach((c, k) => {
      extent[c] = Math.max(extent[c] ?? 1, inputs[w].shape[k]);
    }),
  );
  const letters = [...result, ...Object.keys(extent).filter((c) => !result.includes(c))];
  const lane = size(letters.slice(result.length).map((c) => extent[c]));
  const at = inputs.map(({ shape }, w) => {
    const own = strides(shape);
    const step = (/** @type {string} */ c) =>
      own.reduce((s, d, k) => s + (words[w][k] === c && shape[k] > 1 ? d : 0), 0);
    return positions(
      letters.map((c) => extent[c]),
      letters.map(step),
    );
  });
  return () => {
    for (let k = 0; k < out.length; k++) {
      let total = 0;
      for (let i = k * lane; i < (k + 1) * lane; i++) {
        let product = 1;
        for (let w = 0; w < at.length; w++) product *= inputs[w].data[at[w][i]];
        total += product;
      }
      out[k] = total;
    }
  };
}

/**
 * Gaussian elimination with partial pivoting of the n×n matrix a, carried out on the n×m block b as well.
 * Returns the determinant. @param {Float64Array} a @param {number} n @param {Float64Array} b @param {number} m
 */
function eliminate(a, n, b, m) {
  let det = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k])) pivot = i;
    if (pivot !== k) {
      swap(a, k, pivot, n);
      swap(b, k, pivot, m);
      det = -det;
    }
    det *= a[k * n + k];
    if (a[k * n + k] === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const f = a[i * n + k] / a[k * n + k];
      if (f === 0) continue;
      for (let j = k; j < n; j++) a[i * n + j] -= f * a[k * n + j];
      for (let j = 0; j < m; j++) b[i * m + j] -= f * b[k * m + j];
    }
  }
  for (let k = n - 1; k >= 0; k--)
    for (let j = 0; j < m; j++) {
      let x = b[k * m + j];
      for (let i = k + 1; i < n; i++) x -= a[k * n + i] * b[i * m + j];
      b[k * m + j] = x / a[k * n + k];
    }
  return det;
}

/** @param {Float64Array} a @param {number} i @param {number} k @param {number} n */
function swap(a, i, k, n) {
  for (let j = 0; j < n; j++) [a[i * n + j], a[k * n + j]] = [a[k * n + j], a[i * n + j]];
}

/** @param {number} n */
function identity(n) {
  const eye = new Float64Array(n * n);
  for (let i = 0; i < n; i++) eye[i * n + i] = 1;
  return eye;
}

/** Lower L with L Lᵀ = a. @param {Float64Array} a @param {number} n */
function cholesky(a, n) {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let s = a[i * n + j];
      for (let k = 0; k < j; k++) s -= l[i * n + k] * l[j * n + k];
      l[i * n + j] = i === j ? Math.sqrt(s) : s / l[j * n + j];
    }
  return l;
}

/** @type {(f: (a: Float64Array, n: number) => ArrayLike<number>) => Maker} */
const perMatrix =
  (f) =>
  ([a], _shape, _attr, out) => {
    const n = a.shape[a.shape.length - 1],
      count = a.data.length / (n * n),
      width = out.length / count;
    return () => {
      for (let t = 0; t < count; t++) out.set(f(a.data.slice(t * n * n, (t + 1) * n * n), n), t * width);
    };
  };

/** @type {Maker} */
function solve([a, b], shape, _attr, out) {
  const n = a.shape[a.shape.length - 1],
    vector = b.shape.length === 1,
    m = vector ? 1 : b.shape[b.shape.length - 1];
  const batch = shape.slice(0, shape.length - (vector ? 1 : 2));
  const p = stretch(a.shape.slice(0, -2), batch),
    q = stretch(b.shape.slice(0, vector ? -1 : -2), batch);
  return () => {
    for (let t = 0; t < p.length; t++) {
      const x = b.data.slice(q[t] * n * m, (q[t] + 1) * n * m);
      eliminate(a.data.slice(p[t] * n * n, (p[t] + 1) * n * n), n, x, m);
      out.set(x, t * n * m);
    }
  };
}

/** @type {Record<string, Maker>} */
export const linear = {
  matmul,
  einsum,
  solve,
  inv: perMatrix((a, n) => {
    const x = identity(n);
    eliminate(a, n, x, n);
    return x;
  }),
  det: perMatrix((a, n) => [eliminate(a, n, new Float64Array(0), 0)]),
  cholesky: perMatrix(cholesky),
  eigh_values: perMatrix((a, n) => eigh(a, n).values),
  eigh_vectors: perMatrix((a, n) => eigh(a, n).vectors),
};

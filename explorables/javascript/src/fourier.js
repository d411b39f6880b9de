// @ts-check
// The discrete Fourier transform of the last axis, unscaled: lengths with small factors take few steps.
/** @typedef {import("./operations.js").Maker} Maker */

/** The smallest factor of n above 1. @param {number} n */
function factor(n) {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p;
  return n;
}

/** A lane of n complex numbers in, its sums out. @param {number} n @param {boolean} inverse */
function transform(n, inverse) {
  const cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sin = Float64Array.from({ length: n }, (_, k) => Math.sin((2 * Math.PI * k) / n) * (inverse ? 1 : -1));
  /** @type {number[]} */
  const a = [];
  /** @type {number[]} */
  const b = [];

  /**
   * Sums over x[start], x[start + step], …, of which there are `length`, to out[at], out[at + 1], …
   * @param {Float64Array} re @param {Float64Array} im @param {number} start @param {number} step @param {number} length
   * @param {Float64Array} toRe @param {Float64Array} toIm @param {number} at
   */
  function sums(re, im, start, step, length, toRe, toIm, at) {
    if (length === 1) {
      toRe[at] = re[start];
      toIm[at] = im[start];
      return;
    }
    const p = factor(length),
      m = length / p;
    for (let r = 0; r < p; r++) sums(re, im, start + r * step, step * p, m, toRe, toIm, at + r * m);
    for (let k = 0; k < m; k++) {
      for (let r = 0; r < p; r++) {
        const from = at + r * m + k,
          turn = r * k * step;
        a[r] = toRe[from] * cos[turn] - toIm[from] * sin[turn];
        b[r] = toRe[from] * sin[turn] + toIm[from] * cos[turn];
      }
      for (let q = 0; q < p; q++) {
        let [x, y] = [a[0], b[0]];
        for (let r = 1; r < p; r++) {
          const turn = ((r * q) % p) * m * step;
          x += a[r] * cos[turn] - b[r] * sin[turn];
          y += a[r] * sin[turn] + b[r] * cos[turn];
        }
        toRe[at + q * m + k] = x;
        toIm[at + q * m + k] = y;
      }
    }
  }
  return sums;
}

/** @type {Maker} */
function dft([{ shape, data }, { data: imaginary }], _shape, { inverse }, out) {
  const n = shape[shape.length - 1],
    sums = transform(n, inverse ?? false);
  const [re, im] = [out.subarray(0, data.length), out.subarray(data.length)];
  return () => {
    for (let start = 0; start < data.length; start += n) sums(data, imaginary, start, 1, n, re, im, start);
  };
}

/** @type {Record<string, Maker>} */
export const fourier = { dft };

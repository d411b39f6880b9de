// @ts-check
// The closed table of operations: NumPy's and SciPy's names and meanings, on row-major Float64Arrays.
import betainc from "@stdlib/math-base-special-betainc";
import positiveBetaln from "@stdlib/math-base-special-betaln";
import ordinaryDigamma from "@stdlib/math-base-special-digamma";
import erf from "@stdlib/math-base-special-erf";
import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";
import gamma from "@stdlib/math-base-special-gamma";
import finiteGammainc from "@stdlib/math-base-special-gammainc";
import temme from "@stdlib/math-base-special-gammainc/lib/igamma_temme_large.js";
import series from "@stdlib/math-base-special-gammainc/lib/lower_gamma_series.js";
import prefix from "@stdlib/math-base-special-gammainc/lib/regularised_gamma_prefix.js";
import fraction from "@stdlib/math-base-special-gammainc/lib/upper_gamma_fraction.js";
import ordinaryGammaln from "@stdlib/math-base-special-gammaln";
import { fourier } from "./fourier.js";
import { linear } from "./linear.js";
import { scan as loop } from "./loop.js";
import { lanes, positions, size, stretch, strides } from "./shapes.js";

/** @typedef {{shape: number[], data: Float64Array}} Arr */
/** A number, or the name of one that JSON lacks. @typedef {number | string} Stated */
/**
 * Settings of a node; its operation says which of them it has.
 * @typedef {object} Attr
 * @property {number | number[] | null} [axis]
 * @property {number[]} [axes] of transpose
 * @property {number[]} [start] of slice
 * @property {number[]} [step] of slice
 * @property {string} [subscripts] of einsum
 * @property {import("./loop.js").Step[]} [body] of scan
 * @property {number} [steps] of scan
 * @property {number[]} [outputs] of scan
 * @property {boolean} [inverse] of dft
 * @property {string} [name] of a parameter
 * @property {string} [field] of a parameter that is points: x or y
 * @property {Stated} [value] of a constant: everywhere
 * @property {Stated[]} [data] of a constant: each
 * @property {string} [base64] of a constant: each, as little-endian float64
 * @property {[number, number]} [linspace] of a constant: first and last
 * @property {[number, number]} [range] of a constant: first and step
 */
/** @typedef {(inputs: Arr[], shape: number[], attr: Attr, out: Float64Array) => () => void} Maker */

const { abs, exp, expm1, floor, log, log1p, pow, sqrt } = Math;
const isNegative = (/** @type {number} */ x) => x < 0 || Object.is(x, -0);
const copysign = (/** @type {number} */ x, /** @type {number} */ s) => (isNegative(s) ? -abs(x) : abs(x));
const rint = (/** @type {number} */ x) => {
  const r = Math.round(x);
  return r - x === 0.5 && r % 2 ? r - 1 : r;
};
const bool = (/** @type {boolean} */ b) => (b ? 1 : 0);

// SciPy's values at the edges, where the library has others.
const gammaln = (/** @type {number} */ x) => (abs(x) < 5.56e-309 ? Infinity : ordinaryGammaln(x));
const digamma = (/** @type {number} */ x) => (x === 0 ? -1 / x : ordinaryDigamma(x));
const pole = (/** @type {number} */ x) => x <= 0 && x === floor(x);

/** @param {number} a @param {number} b @returns {number} */
function betaln(a, b) {
  if (pole(b) && !pole(a)) return betaln(b, a);
  if (pole(a)) return b === floor(b) && 1 - a - b > 0 ? betaln(1 - a - b, b) : Infinity;
  if (a > 0 && b > 0 && a + b < Infinity) return positiveBetaln(a, b);
  if (a > 0 && b > 0 && a !== b) return -Infinity;
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}

/** The smaller tail at large x, where the library takes a series that does not converge. @param {number} a @param {number} x */
function largeGammainc(a, x) {
  if (20 * a > (x - a) ** 2) return temme(a, x);
  return prefix(a, x) * (x < a ? series(a, x, 0) / a : fraction(a, x));
}

/** @param {number} a @param {number} x @param {boolean} upper */
function gammainc(a, x, upper) {
  if (!(x >= 0 && a >= 0) || (x === a && (x === 0 || x === Infinity))) return NaN;
  if (x === 0 || a === Infinity) return upper ? 1 : 0;
  if (x === Infinity || a < 1e-300) return upper ? 0 : 1;
  if (x > 1000) return x >= a === upper ? largeGammainc(a, x) : 1 - largeGammainc(a, x);
  return finiteGammainc(x, a, true, upper);
}

/** log Φ(x): for the far left tail the continued fraction of Mills' ratio. @param {number} x */
function logNdtr(x) {
  if (x > -1) return log1p(-erfc(x * Math.SQRT1_2) / 2);
  if (x > -5) return log(erfc(-x * Math.SQRT1_2) / 2);
  let tail = -x;
  for (let k = 120; k > 0; k--) tail = -x + k / tail;
  return (-x * x) / 2 - log(tail) - log(2 * Math.PI) / 2;
}

/** @param {number} x @param {number} y */
function relEntr(x, y) {
  if (!(x > 0 && y > 0)) return x !== x || y !== y ? NaN : x === 0 && y >= 0 ? 0 : Infinity;
  const ratio = x / y;
  if (ratio > 0.5 && ratio < 2) return x * log1p((x - y) / y);
  return ratio > 2.3e-308 && ratio < Infinity ? x * log(ratio) : x * (log(x) - log(y));
}

/** @param {number} a @param {number} b */
function remainder(a, b) {
  const r = a % b;
  return r ? (b < 0 !== r < 0 ? r + b : r) : r === 0 ? copysign(0, b) : r;
}

/** @param {number} a @param {number} b */
function floorDivide(a, b) {
  if (b === 0) return a / b;
  const r = a % b;
  const q = (a - r) / b - bool(r !== 0 && b < 0 !== r < 0);
  return q ? floor(q) + bool(q - floor(q) > 0.5) : q === 0 ? copysign(0, a / b) : q;
}

/** @type {Record<string, (x: number) => number>} */
const unary = {
  negative: (x) => -x,
  absolute: abs,
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : x),
  exp,
  exp2: (x) => 2 ** x,
  expm1,
  log,
  log2: Math.log2,
  log10: Math.log10,
  log1p,
  sqrt,
  square: (x) => x * x,
  cbrt: Math.cbrt,
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsinh: Math.asinh,
  arccosh: Math.acosh,
  arctanh: Math.atanh,
  floor,
  ceil: Math.ceil,
  rint,
  trunc: Math.trunc,
  isnan: (x) => bool(x !== x),
  isfinite: (x) => bool(x - x === 0),
  isinf: (x) => bool(abs(x) === Infinity),
  logical_not: (x) => bool(x === 0),
  expit: (x) => 1 / (1 + exp(-x)),
  logit: (x) => (x < 0.3 || x > 0.65 ? log(x / (1 - x)) : log1p(2 * (x - 0.5)) - log1p(-2 * (x - 0.5))),
  log_expit: (x) => (x < 0 ? x - log1p(exp(x)) : -log1p(exp(-x))),
  entr: (x) => (x > 0 ? -x * log(x) : x === 0 ? 0 : x < 0 ? -Infinity : x),
  gammaln,
  digamma,
  gamma,
  ndtr: (x) => erfc(-x * Math.SQRT1_2) / 2,
  log_ndtr: logNdtr,
  ndtri: (p) => (p === 0.5 ? 0 : -Math.SQRT2 * erfcinv(2 * p)),
  erf,
  erfc,
};

/** @type {Record<string, (a: number, b: number) => number>} */
const binary = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  floor_divide: floorDivide,
  remainder,
  power: (a, b) => (a === 1 || (a === -1 && abs(b) === Infinity) ? 1 : pow(a, b)),
  maximum: Math.max,
  minimum: Math.min,
  logaddexp: (a, b) => (a === b ? a + Math.LN2 : a > b ? a + log1p(exp(b - a)) : a < b ? b + log1p(exp(a - b)) : NaN),
  arctan2: Math.atan2,
  hypot: Math.hypot,
  copysign,
  less: (a, b) => bool(a < b),
  less_equal: (a, b) => bool(a <= b),
  greater: (a, b) => bool(a > b),
  greater_equal: (a, b) => bool(a >= b),
  equal: (a, b) => bool(a === b),
  not_equal: (a, b) => bool(a !== b),
  logical_and: (a, b) => bool(a !== 0 && b !== 0),
  logical_or: (a, b) => bool(a !== 0 || b !== 0),
  logical_xor: (a, b) => bool((a !== 0) !== (b !== 0)),
  xlogy: (x, y) => (x === 0 && y === y ? 0 : x * log(y)),
  xlog1py: (x, y) => (x === 0 && y === y ? 0 : x * log1p(y)),
  rel_entr: relEntr,
  kl_div: (x, y) =>
    x !== x || y !== y ? NaN : x > 0 && y > 0 ? x * log(x / y) - x + y : x === 0 && y >= 0 ? y : Infinity,
  betaln,
  gammainc: (a, x) => gammainc(a, x, false),
  gammaincc: (a, x) => gammainc(a, x, true),
};

/** @type {Record<string, (a: number, b: number, c: number) => number>} */
const ternary = {
  where: (c, a, b) => (c !== 0 ? a : b),
  clip: (x, lo, hi) => Math.min(Math.max(x, lo), hi),
  betainc: (a, b, x) => (a !== a || b !== b ? NaN : betainc(x, a, b)),
};

// The commonest operations have loops of their own, so that the engine can compile each for itself.
/** @type {Record<string, (o: Float64Array, a: Float64Array, p: Int32Array, b: Float64Array, q: Int32Array) => void>} */
const hot = {
  add(o, a, p, b, q) {
    for (let i = 0; i < o.length; i++) o[i] = a[p[i]] + b[q[i]];
  },
  subtract(o, a, p, b, q) {
    for (let i = 0; i < o.length; i++) o[i] = a[p[i]] - b[q[i]];
  },
  multiply(o, a, p, b, q) {
    for (let i = 0; i < o.length; i++) o[i] = a[p[i]] * b[q[i]];
  },
  divide(o, a, p, b, q) {
    for (let i = 0; i < o.length; i++) o[i] = a[p[i]] / b[q[i]];
  },
  negative(o, a) {
    for (let i = 0; i < o.length; i++) o[i] = -a[i];
  },
  square(o, a) {
    for (let i = 0; i < o.length; i++) o[i] = a[i] * a[i];
  },
  exp(o, a) {
    for (let i = 0; i < o.length; i++) o[i] = exp(a[i]);
  },
  log(o, a) {
    for (let i = 0; i < o.length; i++) o[i] = log(a[i]);
  },
};

/** @type {(name: string, f: (...x: number[]) => number) => Maker} */
const elementwise = (name, f) => (inputs, shape, _attr, out) => {
  const [a, b, c] = inputs.map((input) => input.data);
  const [p, q, r] = inputs.map((input) => stretch(input.shape, shape));
  if (name in hot) return () => hot[name](out, a, p, b, q);
  if (!b)
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = f(a[i]);
    };
  if (!c)
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = f(a[p[i]], b[q[i]]);
    };
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = f(a[p[i]], b[q[i]], c[r[i]]);
  };
};

/** Pairwise sum of a[at[i]] for lo ≤ i < hi. @type {(a: Float64Array, at: Int32Array, lo: number, hi: number) => number} */
function sum(a, at, lo, hi) {
  if (hi - lo > 64) return sum(a, at, lo, (lo + hi) >> 1) + sum(a, at, (lo + hi) >> 1, hi);
  let total = 0;
  for (let i = lo; i < hi; i++) total += a[at[i]];
  return total;
}

/** @type {(start: number, step: (t: number, x: number) => number) => typeof sum} */
const fold = (start, step) => (a, at, lo, hi) => {
  let total = start;
  for (let i = lo; i < hi; i++) total = step(total, a[at[i]]);
  return total;
};

/** @type {(beats: (x: number, best: number) => boolean) => typeof sum} */
const argument = (beats) => (a, at, lo, hi) => {
  let best = lo;
  for (let i = lo + 1; i < hi; i++) {
    const x = a[at[i]],
      y = a[at[best]];
    if (y === y && (x !== x || beats(x, y))) best = i;
  }
  return best - lo;
};

/** @type {Record<string, typeof sum>} */
const reductions = {
  sum,
  prod: fold(1, (t, x) => t * x),
  min: fold(Infinity, Math.min),
  max: fold(-Infinity, Math.max),
  any: fold(0, (t, x) => bool(t !== 0 || x !== 0)),
  all: fold(1, (t, x) => bool(t !== 0 && x !== 0)),
  argmax: argument((x, best) => x > best),
  argmin: argument((x, best) => x < best),
};

/** @type {(f: typeof sum) => Maker} */
const reduction =
  (f) =>
  ([{ shape, data }], _shape, attr, out) => {
    const { at, length } = lanes(shape, attr.axis);
    return () => {
      for (let k = 0; k < out.length; k++) out[k] = f(data, at, k * length, (k + 1) * length);
    };
  };

/** @type {Record<string, (lane: Float64Array) => ArrayLike<number>>} */
const scans = {
  cumsum: (lane) => {
    let t = 0;
    return lane.map((x) => (t += x));
  },
  cumprod: (lane) => {
    let t = 1;
    return lane.map((x) => (t *= x));
  },
  sort: (lane) => lane.sort(),
  argsort: (lane) =>
    Array.from(lane.keys()).sort(
      (i, j) =>
        bool(lane[i] !== lane[i]) - bool(lane[j] !== lane[j]) ||
        (lane[i] < lane[j] ? -1 : lane[i] > lane[j] ? 1 : i - j),
    ),
};

/** @type {(f: (lane: Float64Array) => ArrayLike<number>) => Maker} */
const scan =
  (f) =>
  ([{ shape, data }], _shape, attr, out) => {
    const { at, length } = lanes(shape, attr.axis);
    const lane = new Float64Array(length);
    return () => {
      for (let start = 0; start < at.length; start += length) {
        for (let i = 0; i < length; i++) lane[i] = data[at[start + i]];
        const result = f(lane);
        for (let i = 0; i < length; i++) out[at[start + i]] = result[i];
      }
    };
  };

/** Copies data[at[i]] to out[i]. @type {(data: Float64Array, at: Int32Array, out: Float64Array) => () => void} */
const gather = (data, at, out) => () => {
  for (let i = 0; i < out.length; i++) out[i] = data[at[i]];
};

/** @type {Record<string, Maker>} */
const shaping = {
  reshape:
    ([a], _shape, _attr, out) =>
    () =>
      out.set(a.data),
  broadcast_to: ([a], shape, _attr, out) => gather(a.data, stretch(a.shape, shape), out),
  transpose: ([a], shape, { axes }, out) => {
    const steps = strides(a.shape);
    return gather(
      a.data,
      positions(
        shape,
        (axes ?? [...a.shape.keys()].reverse()).map((k) => steps[k]),
      ),
      out,
    );
  },
  slice: ([a], shape, { start = [], step = [] }, out) => {
    const steps = strides(a.shape);
    const offset = steps.reduce((total, s, k) => total + s * (start[k] ?? 0), 0);
    return gather(
      a.data,
      positions(
        shape,
        steps.map((s, k) => s * (step[k] ?? 1)),
        offset,
      ),
      out,
    );
  },
  concatenate: (inputs, shape, attr, out) => {
    const axis = (Number(attr.axis) + shape.length) % shape.length,
      steps = strides(shape);
    let offset = 0;
    const parts = inputs.map((a) => {
      const at = positions(a.shape, steps, offset);
      offset += a.shape[axis] * steps[axis];
      return { data: a.data, at };
    });
    return () => {
      for (const { data, at } of parts) for (let i = 0; i < at.length; i++) out[at[i]] = data[i];
    };
  },
  take: ([a, index], _shape, attr, out) => {
    const axis = attr.axis == null ? null : (Number(attr.axis) + a.shape.length) % a.shape.length;
    const count = axis === null ? a.data.length : a.shape[axis];
    const inner = axis === null ? 1 : strides(a.shape)[axis];
    const picked = index.data.length;
    return () => {
      for (let i = 0; i < out.length; i++) {
        const k = rint(index.data[floor(i / inner) % picked]) || 0;
        const row = Math.min(Math.max(k < 0 ? k + count : k, 0), count - 1);
        out[i] = a.data[(floor(i / (inner * picked)) * count + row) * inner + (i % inner)];
      }
    };
  },
};

/** @type {<F>(table: Record<string, F>, make: (f: F, name: string) => Maker) => [string, Maker][]} */
const every = (table, make) => Object.entries(table).map(([name, f]) => [name, make(f, name)]);

/** @type {Map<string, Maker>} */
const table = new Map([
  ...every(unary, (f, name) => elementwise(name, f)),
  ...every(binary, (f, name) => elementwise(name, f)),
  ...every(ternary, (f, name) => elementwise(name, f)),
  ...every(reductions, reduction),
  ...every(scans, scan),
  ...Object.entries(shaping),
  ...Object.entries(fourier),
  ...Object.entries(linear),
]);
table.set("scan", loop(compile));

export const operations = [...table.keys()];

/**
 * One node made ready: a result buffer and a function that refills it from the inputs' buffers.
 * @param {string} op @param {Arr[]} inputs @param {number[]} shape @param {Attr} [attr]
 */
export function compile(op, inputs, shape, attr = {}) {
  const make = table.get(op);
  if (!make) throw new Error(`operation must be one of the table (got ${op})`);
  const data = new Float64Array(size(shape));
  return { shape, data, run: make(inputs, shape, attr, data) };
}

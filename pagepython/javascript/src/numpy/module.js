// @ts-check
// What the Python side of NumPy calls. Numbers travel as asarray and give say.
import { positions, size } from "../runtime.js";
import * as array from "./array.js";
import {
  asarray,
  astype,
  broadcast,
  buffer,
  copy,
  flat,
  give,
  ND,
  onAxis,
  raise,
  scalar,
  spaced,
  stretched,
} from "./array.js";
import { binary, inplace, operate, pair, ternary, unary } from "./elementwise.js";
import { format } from "./format.js";
import * as indexing from "./indexing.js";
import * as linalg from "./linalg.js";
import * as printing from "./printing.js";
import * as random from "./random.js";
import { concatenate, reduce, scan, searchsorted, unique } from "./reductions.js";

/** @param {number[]} shape @param {number} n */
function solved(shape, n) {
  const open = shape.indexOf(-1),
    known = size(shape.filter((d) => d !== -1));
  const out = open < 0 ? shape : shape.map((d) => (d === -1 ? n / known : d));
  if (shape.filter((d) => d === -1).length > 1) raise("ValueError", "can only specify one unknown dimension");
  if (size(out) !== n || out.some((d) => !Number.isInteger(d)))
    raise("ValueError", `cannot reshape array of size ${n} into shape ${array.tuple(shape)}`);
  return out;
}

/** One number at each place of a plain or strided array. @param {ND} a @param {number} i */
function item(a, i) {
  const n = a.shape[0];
  if (a.shape.length === 0)
    raise("IndexError", "too many indices for array: array is 0-dimensional, but 1 were indexed");
  if (i < -n || i >= n) raise("IndexError", `index ${i} is out of bounds for axis 0 with size ${n}`);
  const at = a.offset + (i < 0 ? i + n : i) * a.steps[0];
  return a.shape.length === 1
    ? scalar(a.kind, a.data[at])
    : new ND(a.kind, a.shape.slice(1), a.data, a.steps.slice(1), at);
}

/** @typedef {ReturnType<typeof scalar> | Nested[]} Nested */

/** Nested lists of what Python knows: text of whole numbers is told apart by the kind. @param {ND} a @returns {Nested} */
function list(a) {
  const data = flat(a);
  /** @param {number} axis @param {number} offset @param {number} step @returns {Nested} */
  const nest = (axis, offset, step) => {
    if (axis === a.shape.length)
      return a.kind === "U"
        ? data[offset]
        : a.kind !== "i" || Math.abs(data[offset]) >= 2 ** 30
          ? scalar(a.kind, data[offset])
          : data[offset];
    const inner = step / (a.shape[axis] || 1);
    return Array.from({ length: a.shape[axis] }, (_, k) => nest(axis + 1, offset + k * inner, inner));
  };
  return nest(0, 0, a.size);
}

/** @param {unknown} x @param {number[] | null} axes */
function transpose(x, axes) {
  const a = asarray(x),
    order = (axes ?? a.shape.map((_, k) => k).reverse()).map((k) => onAxis(k, a.shape.length));
  if (order.length !== a.shape.length || new Set(order).size !== order.length)
    raise("ValueError", order.length !== a.shape.length ? "axes don't match array" : "repeated axis in transpose");
  return new ND(
    a.kind,
    order.map((k) => a.shape[k]),
    a.data,
    order.map((k) => a.steps[k]),
    a.offset,
  );
}

/** @param {unknown} x @param {number[]} shape */
function reshape(x, shape) {
  const a = asarray(x),
    to = solved(shape, a.size);
  return a.plain ? new ND(a.kind, to, a.data) : new ND(a.kind, to, flat(a));
}

/** @param {number} start @param {number} stop @param {number} n @param {boolean} endpoint */
function linspace(start, stop, n, endpoint) {
  if (n < 0) raise("ValueError", `Number of samples, ${n}, must be non-negative.`);
  const div = endpoint ? n - 1 : n,
    step = (stop - start) / div;
  return new ND(
    "f",
    [n],
    Float64Array.from({ length: n }, (_, i) =>
      endpoint && i === n - 1 && n > 1
        ? stop
        : div > 0
          ? (step === 0 ? (i / div) * (stop - start) : i * step) + start
          : start,
    ),
  );
}

/** @param {number} start @param {number} stop @param {number} step @param {string} kind */
function arange(start, stop, step, kind) {
  if (step === 0) raise("ZeroDivisionError", "division by zero");
  const n = Math.max(0, Math.ceil((stop - start) / step)),
    next = start + step,
    by = next - start;
  return new ND(
    kind,
    [n],
    Float64Array.from({ length: n }, (_, i) => start + i * by),
  );
}

/** @param {unknown} x @param {unknown} times @param {number | null} axis */
function repeat(x, times, axis) {
  const a = axis == null ? reshape(x, [-1]) : asarray(x),
    k = onAxis(axis ?? 0, a.shape.length),
    t = asarray(times),
    counts = flat(t);
  if (t.shape.length && counts.length !== 1 && counts.length !== a.shape[k])
    raise(
      "ValueError",
      `operands could not be broadcast together with shape ${array.tuple([a.shape[k]])} ${array.tuple(t.shape)}`,
    );
  const at = /** @type {number[]} */ ([]);
  for (let i = 0; i < a.shape[k]; i++) for (let j = 0; j < counts[counts.length > 1 ? i : 0]; j++) at.push(i);
  return indexing.get(a, [
    ...Array.from({ length: k }, indexing.whole),
    new ND("i", [at.length], Float64Array.from(at)),
  ]);
}

/** @param {ND} a */
const diagonalOf = (a, /** @type {number} */ k) => {
  const [m, n] = a.shape,
    length = Math.max(0, k >= 0 ? Math.min(m, n - k) : Math.min(m + k, n));
  return new ND(
    a.kind,
    [length],
    a.data,
    [a.steps[0] + a.steps[1]],
    a.offset + (k >= 0 ? k * a.steps[1] : -k * a.steps[0]),
  );
};

/** @param {unknown} x @param {unknown} w @param {number} least */
function bincount(x, w, least) {
  const a = asarray(x),
    data = flat(a),
    weights = w == null ? null : flat(asarray(w));
  if (a.kind === "f" && a.size)
    raise("TypeError", "Cannot cast array data from dtype('float64') to dtype('int64') according to the rule 'safe'");
  if (data.some((v) => v < 0)) raise("ValueError", "'list' argument must have no negative elements");
  const out = new Float64Array(Math.max(least, 1 + data.reduce((m, v) => Math.max(m, v), -1)));
  for (let i = 0; i < data.length; i++) out[data[i]] += weights ? weights[i] : 1;
  return new ND(weights ? "f" : "i", [out.length], out);
}

/** @param {unknown} x @param {number} decimals */
function round(x, decimals) {
  const a = asarray(x);
  if (a.kind === "i" && decimals >= 0) return give(copy(a));
  const ten = 10 ** Math.abs(decimals),
    up = decimals >= 0;
  const even = (/** @type {number} */ v) => {
    const r = Math.round(v);
    return r - v === 0.5 && r % 2 ? r - 1 : r === 0 && (v < 0 || Object.is(v, -0)) ? -0 : r;
  };
  const data = Float64Array.from(flat(a), (v) => {
    const s = up ? v * ten : v / ten;
    return Number.isFinite(s) ? (up ? even(s) / ten : even(s) * ten) : v;
  });
  return give(new ND(a.kind === "i" ? "i" : "f", a.shape, data));
}

const generators = {
  make: (/** @type {string} */ seed) => new random.Generator(seed),
  draw: random.draw,
  integers: random.integers,
  shuffled: random.shuffled,
  chosen: random.chosen,
  dirichlet: random.dirichlet,
  multinomial: random.multinomial,
};

const own = {
  binary,
  unary,
  ternary,
  reduce,
  scan,
  concatenate,
  searchsorted,
  linspace,
  arange,
  repeat,
  bincount,
  round,
  transpose,
  reshape,
  item,
  list,
  format,
  build: (/** @type {string} */ kind, /** @type {number[]} */ shape, /** @type {number[] | string[]} */ data) =>
    new ND(kind, shape, kind === "U" ? /** @type {string[]} */ (data) : Float64Array.from(data, Number)),
  unpack: (/** @type {string} */ kind, /** @type {number[]} */ shape, /** @type {string} */ text) => {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0)),
      view = new DataView(bytes.buffer);
    return new ND(
      kind,
      shape,
      Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true)),
    );
  },
  operate: (
    /** @type {string} */ op,
    /** @type {ND[]} */ inputs,
    /** @type {number[]} */ shape,
    /** @type {import("../runtime.js").Attr} */ attr,
  ) => give(new ND("f", shape, operate(op, inputs, shape, attr))),
  as_: (/** @type {unknown} */ x) => asarray(x),
  full: (/** @type {string} */ kind, /** @type {number[]} */ shape, /** @type {unknown} */ value) => {
    if (shape.some((d) => d < 0)) raise("ValueError", "negative dimensions are not allowed");
    const a = asarray(value),
      fill = array.cast(flat(a)[0], a.kind, kind);
    if (a.shape.length) {
      const out = new ND(kind, shape, buffer(kind, size(shape)));
      indexing.set(out, ["..."], a);
      return out;
    }
    return new ND(kind, shape, buffer(kind, size(shape)).fill(fill));
  },
  info: (/** @type {ND} */ a) => [a.kind, a.shape],
  kind: (/** @type {ND} */ a) => a.kind,
  shape: (/** @type {ND} */ a) => a.shape,
  rank: (/** @type {ND} */ a) => a.shape.length,
  value: (/** @type {unknown} */ x) => {
    const a = asarray(x);
    return scalar(a.kind, flat(a)[0]);
  },
  give: (/** @type {ND} */ a) => give(a),
  copy: (/** @type {unknown} */ x) => copy(asarray(x)),
  astype: (/** @type {unknown} */ x, /** @type {string} */ kind) => give(astype(asarray(x), kind)),
  single: (/** @type {unknown} */ x, /** @type {number} */ bits) => {
    const a = astype(asarray(x), "f");
    a.data = bits === 32 ? Float64Array.from(Float32Array.from(a.data)) : a.data;
    return give(a);
  },
  get: (/** @type {ND} */ a, /** @type {indexing.Key[]} */ key) => {
    const r = indexing.get(a, key);
    return r.shape.length || key.includes("...") ? r : give(r);
  },
  set: (/** @type {ND} */ a, /** @type {indexing.Key[]} */ key, /** @type {unknown} */ value) => {
    indexing.set(a, key, value);
  },
  put: (/** @type {string} */ op, /** @type {ND} */ a, /** @type {unknown} */ y) => {
    indexing.set(a, ["..."], inplace(op, a, y));
  },
  outer: (/** @type {string} */ op, /** @type {any} */ x, /** @type {unknown} */ y) => {
    const a = reshape(x, [-1, 1]),
      b = reshape(y, [1, -1]);
    return pair(op, a, b);
  },
  accumulate: (/** @type {string} */ op, /** @type {ND} */ a, /** @type {number} */ axis) => {
    const k = onAxis(axis, a.shape.length),
      n = a.shape[k],
      slice = (/** @type {number} */ i) => indexing.get(a, [...Array.from({ length: k }, indexing.whole), i]);
    const out = [slice(0)];
    for (let i = 1; i < n; i++) out.push(pair(op, out[i - 1], slice(i)));
    return out;
  },
  nonzero: (/** @type {unknown} */ x) => indexing.nonzero(asarray(x)),
  unique: (/** @type {unknown} */ x) => unique(asarray(x)),
  broadcast: (/** @type {unknown} */ x, /** @type {number[]} */ shape) => stretched(asarray(x), shape),
  broadcastShapes: (/** @type {number[][]} */ shapes) => broadcast(...shapes),
  diagonal: (/** @type {unknown} */ x, /** @type {number} */ k) => diagonalOf(asarray(x), k),
  equal: (/** @type {unknown} */ x, /** @type {unknown} */ y) => {
    const a = asarray(x),
      b = asarray(y),
      p = flat(a),
      q = flat(b);
    return (
      a.shape.length === b.shape.length && a.shape.every((d, k) => d === b.shape[k]) && p.every((v, i) => v === q[i])
    );
  },
  shares: (/** @type {ND} */ a, /** @type {ND} */ b) => a.data === b.data,
  positions: (/** @type {ND} */ a) => positions(a.shape, a.steps, a.offset),
  str: printing.str,
  repr: printing.repr,
  array2string: printing.array2string,
  setOptions: printing.setOptions,
  pyfloat: array.pyfloat,
  spaced,
  matmul: linalg.matmul,
  solve: linalg.solve,
  linalg: linalg.each,
  einsum: linalg.einsum,
  qr: linalg.qr,
  svd: linalg.svd,
};

/** @typedef {(...given: any[]) => unknown} Call a function that Python calls with what it has */

/** What went wrong last: [the name of Python's error, what it says]. @type {string[]} */
let fault = [];

/** MicroPython cannot catch what JavaScript throws: null says that something was thrown. @param {Record<string, Call>} table */
function guarded(table) {
  const wrap =
    (/** @type {Call} */ f) =>
    (/** @type {unknown[]} */ ...given) => {
      try {
        const result = f(...given);
        return result === undefined ? true : result;
      } catch (error) {
        fault =
          error instanceof array.PyError
            ? [error.name, error.message]
            : ["RuntimeError", `${error instanceof Error ? error.message : error}`];
        return null;
      }
    };
  return Object.fromEntries(Object.entries(table).map(([name, f]) => [name, wrap(f)]));
}

export const nd = { ...guarded({ ...own, ...generators, generator: generators.make }), fault: () => fault };

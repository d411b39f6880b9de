// @ts-check
// Sums, scans, orders, and what takes an axis.
import { positions, size } from "../runtime.js";
import { asarray, buffer, cast, common, flat, give, ND, onAxis, raise, wordsOf } from "./array.js";
import { operate } from "./elementwise.js";

const KIND = /** @type {Record<string, (k: string) => string>} */ ({
  sum: (k) => (k === "b" ? "i" : k),
  prod: (k) => (k === "b" ? "i" : k),
  min: (k) => k,
  max: (k) => k,
  any: () => "b",
  all: () => "b",
  argmax: () => "i",
  argmin: () => "i",
  mean: () => "f",
  var: () => "f",
  count: () => "i",
});
const NAME = /** @type {Record<string, string>} */ ({ min: "minimum", max: "maximum" });

/** The axes as numbers from 0, sorted; null for all. @param {number | number[] | null | undefined} axis @param {number} rank @param {boolean} [lenient] */
function axesOf(axis, rank, lenient = false) {
  if (lenient && !rank && (axis === 0 || axis === -1)) return []; // one number is as good as a list of one here
  if (axis == null) return Array.from({ length: rank }, (_, k) => k);
  const all = [axis].flat().map((k) => onAxis(k, rank));
  if (new Set(all).size !== all.length) raise("ValueError", "duplicate value in 'axis'");
  return all.sort((p, q) => p - q);
}

/** @param {string} op @param {unknown} x @param {number | number[] | null | undefined} axis @param {boolean} keepdims @param {number} [ddof] */
export function reduce(op, x, axis, keepdims, ddof = 0) {
  const a = asarray(x),
    rank = a.shape.length,
    axes = axesOf(axis, rank, op !== "mean" && op !== "var");
  if (a.kind === "U")
    raise(
      "UFuncNoLoopError",
      `ufunc '${NAME[op] ?? op}' did not contain a loop with signature matching types dtype('<U') -> None`,
    );
  const kept = a.shape.map((d, k) => (axes.includes(k) ? 1 : d)),
    shape = keepdims ? kept : a.shape.filter((_, k) => !axes.includes(k));
  const length = size(axes.map((k) => a.shape[k]));
  const kind = KIND[op](a.kind);
  if (length === 0 && (op === "min" || op === "max"))
    raise("ValueError", `zero-size array to reduction operation ${NAME[op]} which has no identity`);
  if (length === 0 && op.startsWith("arg")) raise("ValueError", `attempt to get ${op} of an empty sequence`);
  if (!rank) return give(new ND(kind, [], lone(op, a, ddof)));
  return give(new ND(kind, shape, numbers(op, a, axes, size(shape), length, ddof)));
}

/** @param {string} op @param {ND} a @param {number} ddof */
function lone(op, a, ddof) {
  const v = a.data[a.offset];
  return Float64Array.of(
    op.startsWith("arg")
      ? 0
      : op === "any" || op === "all"
        ? Number(v !== 0)
        : op === "var"
          ? 1 - ddof > 0
            ? v - v
            : NaN
          : v,
  );
}

/** @param {string} op @param {ND} a @param {number[]} axes @param {number} count @param {number} length @param {number} ddof */
function numbers(op, a, axes, count, length, ddof) {
  const shape = [count],
    run = (/** @type {string} */ name, /** @type {ND} */ array) => operate(name, [array], shape, { axis: axes });
  if (op !== "mean" && op !== "var") return run(op, a);
  const sums = run("sum", a),
    kept = a.shape.map((d, k) => (axes.includes(k) ? 1 : d));
  const mean = sums.map((s) => s / length);
  if (op === "mean") return mean;
  const centred = operate("subtract", [a, new ND("f", kept, mean)], a.shape);
  const squares = new ND(
    "f",
    a.shape,
    centred.map((d) => d * d),
  );
  return run("sum", squares).map((s) => (s === 0 && length - ddof <= 0 ? NaN : s / Math.max(length - ddof, 0)));
}

/** @param {string} op cumsum, cumprod, sort, argsort @param {unknown} x @param {number | null | undefined} axis */
export function scan(op, x, axis) {
  const a = asarray(x),
    all = axis == null || (op !== "sort" && !a.shape.length);
  const source = all ? new ND(a.kind, [a.size], flat(a)) : a,
    k = onAxis(axis == null || all ? 0 : axis, source.shape.length);
  const kind = op === "argsort" ? "i" : op.startsWith("cum") && a.kind === "b" ? "i" : a.kind;
  if (a.kind === "U") return give(words(op, source, k));
  return give(new ND(kind, source.shape, operate(op, [source], source.shape, { axis: k })));
}

/** @param {string} op @param {ND} a @param {number} axis */
function words(op, a, axis) {
  if (a.shape.length !== 1 || axis)
    raise("TypeError", "texts can be sorted in one dimension only in the page's Python");
  const data = wordsOf(a),
    order = [...data.keys()].sort((i, j) => (data[i] < data[j] ? -1 : data[i] > data[j] ? 1 : i - j));
  return op === "sort"
    ? new ND(
        "U",
        a.shape,
        order.map((i) => data[i]),
      )
    : new ND("i", a.shape, Float64Array.from(order));
}

/** Arrays end to end. @param {unknown[]} list @param {number | null} axis */
export function concatenate(list, axis) {
  let arrays = list.map(asarray);
  if (!arrays.length) raise("ValueError", "need at least one array to concatenate");
  if (axis == null) arrays = arrays.map((a) => new ND(a.kind, [a.size], flat(a)));
  const rank = arrays[0].shape.length;
  if (!rank) raise("ValueError", "zero-dimensional arrays cannot be concatenated");
  arrays.forEach((a, i) => {
    if (a.shape.length !== rank)
      raise(
        "ValueError",
        `all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has ${rank} dimension(s) and the array at index ${i} has ${a.shape.length} dimension(s)`
          .replace(
            "dimensions except for the concatenation axis must match exactly, but along dimension 0",
            "s must have same number of dimensions",
          )
          .replace("array s", "arrays"),
      );
  });
  const k = onAxis(axis ?? 0, rank),
    kind = common(...arrays.map((a) => a.kind)),
    shape = arrays[0].shape.slice();
  arrays.forEach((a, i) =>
    a.shape.forEach((d, j) => {
      if (j !== k && d !== shape[j])
        raise(
          "ValueError",
          `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${j}, the array at index 0 has size ${shape[j]} and the array at index ${i} has size ${d}`,
        );
    }),
  );
  shape[k] = arrays.reduce((n, a) => n + a.shape[k], 0);
  const out = new ND(kind, shape, buffer(kind, size(shape)));
  let offset = 0;
  for (const a of arrays) {
    const at = positions(a.shape, out.steps, offset),
      data = flat(a);
    for (let i = 0; i < at.length; i++) out.data[at[i]] = cast(data[i], a.kind, kind);
    offset += a.shape[k] * out.steps[k];
  }
  return out;
}

/** Sorted values once each: [values, first places, inverse, counts]. @param {ND} a */
export function unique(a) {
  const data = flat(a),
    order = Array.from(data.keys()).sort((i, j) => {
      const p = data[i],
        q = data[j];
      return Number(p !== p) - Number(q !== q) || (p < q ? -1 : p > q ? 1 : i - j);
    });
  const values = /** @type {number[]} */ ([]),
    first = /** @type {number[]} */ ([]),
    counts = /** @type {number[]} */ ([]),
    inverse = new Float64Array(data.length);
  for (const i of order) {
    const same =
      values.length &&
      (data[i] === values[values.length - 1] ||
        (data[i] !== data[i] && values[values.length - 1] !== values[values.length - 1]));
    if (!same) {
      values.push(data[i]);
      first.push(i);
      counts.push(0);
    }
    counts[counts.length - 1]++;
    inverse[i] = values.length - 1;
  }
  const whole = (/** @type {ArrayLike<number>} */ list, /** @type {number[]} */ shape) =>
    new ND("i", shape, Float64Array.from(list));
  const n = [values.length];
  return [
    new ND(a.kind, n, a.kind === "U" ? values : Float64Array.from(values)),
    whole(first, n),
    whole(inverse, a.shape),
    whole(counts, n),
  ];
}

/** Places where v would keep a sorted. @param {unknown} x @param {unknown} y @param {string} side */
export function searchsorted(x, y, side) {
  const a = asarray(x),
    v = asarray(y),
    data = flat(a),
    right = side === "right";
  if (a.shape.length !== 1) raise("ValueError", "object too deep for desired array");
  const out = flat(v).map((value) => {
    let lo = 0,
      hi = data.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1,
        m = data[mid];
      const before = right ? m <= value || value !== value : m < value || (value !== value && m === m);
      if (before) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  });
  return give(new ND("i", v.shape, Float64Array.from(out)));
}

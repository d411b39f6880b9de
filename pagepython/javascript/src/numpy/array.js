// @ts-check
// Arrays with strides over one buffer, of four kinds: "f" float64, "i" int64, "b" bool, "U" text.
import { positions, size, strides } from "../runtime.js";

/** An error that becomes Python's of the same name. */
export class PyError extends Error {
  /** @param {string} name @param {string} message */
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/** @param {string} name @param {string} message @returns {never} */
export function raise(name, message) {
  throw new PyError(name, message);
}

// An array of words has them in its buffer where numbers have theirs: these two tell the checker which they are.
/** @param {number} x @returns {string} */
export const word = (x) => /** @type {string} */ (/** @type {unknown} */ (x));
/** @param {string} x @returns {number} */
const element = (x) => /** @type {number} */ (/** @type {unknown} */ (x));

export class ND {
  /** @param {string} kind @param {number[]} shape @param {Float64Array | string[] | number[]} data words as a list @param {number[]} [steps] @param {number} [offset] */
  constructor(kind, shape, data, steps, offset = 0) {
    this.kind = kind;
    this.shape = shape;
    this.data = /** @type {Float64Array} */ (data);
    this.offset = offset;
    this.steps = steps ?? strides(shape);
    this.size = size(shape);
    this.plain = steps === undefined && offset === 0;
    /** @type {number | undefined} */
    this.digits = undefined; // of a float32 or float16, for its text
  }
}

/** A buffer for a kind. @param {string} kind @param {number} n */
export const buffer = (kind, n) =>
  /** @type {Float64Array} */ (kind === "U" ? new Array(n).fill("") : new Float64Array(n));

/** Where the elements lie, row by row. @param {ND} a */
export const where = (a) => positions(a.shape, a.steps, a.offset);

/** The elements row by row; the array's own buffer where that is so already. @param {ND} a */
export function flat(a) {
  if (a.plain) return a.data;
  const at = where(a),
    out = buffer(a.kind, at.length);
  for (let i = 0; i < at.length; i++) out[i] = a.data[at[i]];
  return out;
}

/** The words of an array of kind "U", row by row. @param {ND} a */
export const wordsOf = (a) => /** @type {string[]} */ (/** @type {unknown} */ (flat(a)));

/** @param {ND} a */
export const copy = (a) => new ND(a.kind, a.shape.slice(), flat(a).slice());

const RANK = /** @type {Record<string, number>} */ ({ b: 0, i: 1, f: 2, U: 3 });

/** The kind that holds both. @param {string[]} kinds */
export const common = (...kinds) => kinds.reduce((a, b) => (RANK[a] >= RANK[b] ? a : b), "b");

/** A number, a truth value, a whole number (as text), a word (as text with ' before it), or an array. @param {unknown} x @returns {ND} */
export function asarray(x) {
  if (x instanceof ND) return x;
  if (typeof x === "number") return new ND("f", [], Float64Array.of(x));
  if (typeof x === "boolean") return new ND("b", [], Float64Array.of(x ? 1 : 0));
  if (typeof x === "string")
    return x[0] === "'" ? new ND("U", [], [x.slice(1)]) : new ND("i", [], Float64Array.of(Number(x)));
  return raise("TypeError", `this cannot be made an array in the page's Python`);
}

/** What goes back to Python: an array, or one number of a known kind. @param {ND} a */
export function give(a) {
  return a.shape.length ? a : scalar(a.kind, a.data[a.offset]);
}

/** @param {string} kind @param {number} x an element of that kind */
export function scalar(kind, x) {
  return kind === "f" ? real(x) : kind === "b" ? x !== 0 : kind === "i" ? whole(x) : `'${x}`;
}

/** MicroPython takes a whole number of 31 bits for an int: others, and -0, travel as text. @param {number} x */
const real = (x) => (Number.isInteger(x) && (Math.abs(x) >= 2 ** 30 || Object.is(x, -0)) ? `f${pyfloat(x)}` : x);

/** @param {number} x */
const whole = (x) => (Math.abs(x) < 1e21 ? String(x) : String(BigInt(x)));

/** @param {number[]} shape */
export const tuple = (shape) => `(${shape.join(",")}${shape.length === 1 ? "," : ""})`;
export const spaced = (/** @type {number[]} */ shape) =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;

/** @param {number[][]} shapes */
export function broadcast(...shapes) {
  const rank = Math.max(0, ...shapes.map((s) => s.length)),
    out = new Array(rank).fill(1);
  for (const shape of shapes)
    for (let k = 0; k < shape.length; k++) {
      const at = rank - shape.length + k;
      if (shape[k] === 1 || shape[k] === out[at]) continue;
      if (out[at] !== 1)
        raise("ValueError", `operands could not be broadcast together with shapes ${shapes.map(tuple).join(" ")} `);
      out[at] = shape[k];
    }
  return out;
}

/** A view in another shape, by steps of 0. @param {ND} a @param {number[]} shape */
export function stretched(a, shape) {
  const missing = shape.length - a.shape.length;
  const ok = missing >= 0 && a.shape.every((d, k) => d === 1 || d === shape[missing + k]);
  if (!ok)
    raise(
      "ValueError",
      `operands could not be broadcast together with remapped shapes [original->remapped]: ${tuple(a.shape)} and requested shape ${tuple(shape)}`,
    );
  return new ND(
    a.kind,
    shape,
    a.data,
    shape.map((_, k) => (k < missing || a.shape[k - missing] === 1 ? 0 : a.steps[k - missing])),
    a.offset,
  );
}

/** @param {ND} a @param {string} kind @returns {ND} */
export function astype(a, kind) {
  if (a.kind === kind) return copy(a);
  const from = flat(a),
    out = buffer(kind, a.size);
  for (let i = 0; i < out.length; i++) out[i] = cast(from[i], a.kind, kind);
  return new ND(kind, a.shape.slice(), out);
}

/** An element of one kind as one of another. @param {number} x @param {string} from @param {string} to */
export function cast(x, from, to) {
  if (to === "U")
    return from === "U" ? x : element(from === "b" ? (x ? "True" : "False") : from === "i" ? whole(x) : pyfloat(x));
  if (from === "U") {
    const text = word(x).trim(),
      n = Number(text || "x");
    if (Number.isNaN(n) && text.toLowerCase() !== "nan")
      raise("ValueError", `could not convert string to float: ${quoted(word(x))}`);
    return to === "i" ? Math.trunc(n) : n;
  }
  if (to === "b") return x !== 0 ? 1 : 0;
  if (to === "i" && from === "f") return x !== x || Math.abs(x) === Infinity ? -(2 ** 63) : Math.trunc(x) + 0;
  return x;
}

/** Python's text of a float. @param {number} x */
export function pyfloat(x) {
  if (!Number.isFinite(x)) return x !== x ? "nan" : x < 0 ? "-inf" : "inf";
  if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0";
  const [m, e] = x.toExponential().split("e"),
    power = Number(e);
  if (power < -4 || power >= 16) return `${m}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  const s = String(x);
  return s.includes("e")
    ? Number(x).toFixed(Math.max(0, m.replace(/[-.]/g, "").length - 1 - power))
    : s.includes(".")
      ? s
      : `${s}.0`;
}

/** Python's text of a word. @param {string} x */
export function quoted(x) {
  const mark = x.includes("'") && !x.includes('"') ? '"' : "'";
  return (
    mark + x.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replace(/\t/g, "\\t").replaceAll(mark, `\\${mark}`) + mark
  );
}

/** @param {number} axis @param {number} rank */
export function onAxis(axis, rank) {
  if (axis < -rank || axis >= rank) raise("AxisError", `axis ${axis} is out of bounds for array of dimension ${rank}`);
  return axis < 0 ? axis + rank : axis;
}

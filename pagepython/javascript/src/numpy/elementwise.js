// @ts-check
// NumPy's universal functions: which kind comes out, what is refused, and the numbers from the table of operations.
import { compile } from "../runtime.js";
import { asarray, broadcast, cast, common, flat, give, ND, raise, stretched } from "./array.js";

const words = (/** @type {string} */ s) => new Set(s.split(" "));
const COMPARE = words("less less_equal greater greater_equal equal not_equal");
const LOGIC = words("logical_and logical_or logical_xor");
const BITS = words("bitwise_and bitwise_or bitwise_xor left_shift right_shift");
const KEEP = words("add subtract multiply floor_divide remainder power maximum minimum");
const KEEP_ONE = words("negative absolute sign square floor ceil trunc reciprocal invert positive");
const ASK = words("isnan isfinite isinf logical_not signbit");

/** One operation of the table on contiguous arrays. @param {string} op @param {ND[]} inputs @param {number[]} shape @param {import("../runtime.js").Attr} [attr] */
export function operate(op, inputs, shape, attr) {
  const node = compile(
    op,
    inputs.map((a) => ({ shape: a.shape, data: flat(a) })),
    shape,
    attr,
  );
  node.run();
  return node.data;
}

/** @param {string} op @param {string} why @returns {never} */
const unfit = (op, why = "") =>
  raise(
    "TypeError",
    `ufunc '${op}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''${why}`,
  );

/** @type {Record<string, (a: bigint, b: bigint) => bigint>} */
const bits = {
  bitwise_and: (a, b) => a & b,
  bitwise_or: (a, b) => a | b,
  bitwise_xor: (a, b) => a ^ b,
  left_shift: (a, b) => a << b,
  right_shift: (a, b) => a >> b,
};

/** @type {Record<string, (a: number, b: number) => number>} */
const own = {
  fmax: (a, b) => (a !== a ? b : b !== b ? a : Math.max(a, b)),
  fmin: (a, b) => (a !== a ? b : b !== b ? a : Math.min(a, b)),
  fmod: (a, b) => a % b,
  logaddexp2: (a, b) => {
    const m = Math.max(a, b);
    return m === -Infinity || m === Infinity ? m : m + Math.log2(2 ** (a - m) + 2 ** (b - m));
  },
  heaviside: (a, b) => (a !== a ? NaN : a < 0 ? 0 : a > 0 ? 1 : b),
  nextafter: (a, b) => nextafter(a, b),
};
const alone = /** @type {Record<string, (a: number) => number>} */ ({
  positive: (x) => x,
  signbit: (x) => (x < 0 || Object.is(x, -0) ? 1 : 0),
  degrees: (x) => x * (180 / Math.PI),
  radians: (x) => x * (Math.PI / 180),
  spacing: (x) => Math.abs(nextafter(x, Infinity * (x < 0 ? -1 : 1)) - x),
  zeta2: (x) => x,
});

/** @param {number} a @param {number} b */
function nextafter(a, b) {
  if (a !== a || b !== b) return NaN;
  if (a === b) return b;
  if (a === 0) return b > 0 ? 5e-324 : -5e-324;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, a);
  view.setBigInt64(0, view.getBigInt64(0) + (b > a === a > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** @param {string} op @param {string} p @param {string} q */
function kindOf(op, p, q) {
  if (p === "U" || q === "U") {
    if (op === "equal" || op === "not_equal") return "b";
    if (p === q && COMPARE.has(op)) return "b";
    raise(
      "UFuncNoLoopError",
      `ufunc '${op}' did not contain a loop with signature matching types (dtype('${dtype(p)}'), dtype('${dtype(q)}')) -> None`,
    );
  }
  if (COMPARE.has(op) || LOGIC.has(op)) return "b";
  const kind = common(p, q);
  if (BITS.has(op)) return kind === "f" ? unfit(op) : kind;
  if (!KEEP.has(op)) return "f";
  if (kind !== "b") return kind;
  if (op === "subtract")
    raise(
      "TypeError",
      "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.",
    );
  return ["add", "multiply", "maximum", "minimum"].includes(op) ? "b" : "i";
}

export const dtype = (/** @type {string} */ kind) => ({ f: "float64", i: "int64", b: "bool", U: "<U" })[kind];

/** @param {string} op @param {unknown} x @param {unknown} y */
export function binary(op, x, y) {
  return give(pair(op, asarray(x), asarray(y)));
}

/** @param {string} op @param {ND} a @param {ND} b @returns {ND} */
export function pair(op, a, b) {
  const shape = broadcast(a.shape, b.shape),
    kind = kindOf(op, a.kind, b.kind);
  if (a.kind === "U" || b.kind === "U") return texts(op, a, b, shape);
  if (BITS.has(op) || op in own) return new ND(kind, shape, each(op, a, b, shape));
  if (kind === "b" && op === "add") return new ND("b", shape, operate("logical_or", [a, b], shape));
  if (op === "power" && kind === "i" && flat(b).some((x) => x < 0))
    raise("ValueError", "Integers to negative integer powers are not allowed.");
  const data = operate(op, [a, b], shape);
  if (kind === "i") exact(op, a, b, shape, data);
  return new ND(kind, shape, data);
}

/** Whole numbers: 0 instead of ±∞ and NaN, no -0, and 64 bits where a double has 53. @param {string} op @param {ND} a @param {ND} b @param {number[]} shape @param {Float64Array} data */
function exact(op, a, b, shape, data) {
  for (let i = 0; i < data.length; i++)
    if (!Number.isFinite(data[i])) data[i] = op === "power" ? data[i] : 0;
    else data[i] += 0;
  if (op !== "power" && op !== "multiply") return;
  const p = flat(stretched(a, shape)),
    q = flat(stretched(b, shape));
  for (let i = 0; i < data.length; i++)
    if (Math.abs(data[i]) > 2 ** 53)
      data[i] = Number(BigInt.asIntN(64, op === "power" ? BigInt(p[i]) ** BigInt(q[i]) : BigInt(p[i]) * BigInt(q[i])));
}

/** @param {string} op @param {ND} a @param {ND} b @param {number[]} shape */
function each(op, a, b, shape) {
  const p = flat(stretched(a, shape)),
    q = flat(stretched(b, shape)),
    out = new Float64Array(p.length);
  const f =
    own[op] ??
    ((/** @type {number} */ x, /** @type {number} */ y) => Number(BigInt.asIntN(64, bits[op](BigInt(x), BigInt(y)))));
  for (let i = 0; i < out.length; i++) out[i] = f(p[i], q[i]);
  return out;
}

/** @param {string} op @param {ND} a @param {ND} b @param {number[]} shape */
function texts(op, a, b, shape) {
  const p = flat(stretched(a, shape)),
    q = flat(stretched(b, shape)),
    out = new Float64Array(p.length);
  /** @type {Record<string, (x: number, y: number) => boolean>} */
  const f = {
    equal: (x, y) => x === y,
    not_equal: (x, y) => x !== y,
    less: (x, y) => x < y,
    less_equal: (x, y) => x <= y,
    greater: (x, y) => x > y,
    greater_equal: (x, y) => x >= y,
  };
  for (let i = 0; i < out.length; i++) out[i] = Number(f[op](p[i], q[i]));
  return new ND("b", shape, out);
}

/** @param {string} op @param {unknown} x */
export function unary(op, x) {
  return give(single(op, asarray(x)));
}

/** @param {string} op @param {ND} a */
function single(op, a) {
  if (a.kind === "U")
    raise(
      "UFuncNoLoopError",
      `ufunc '${op}' did not contain a loop with signature matching types <class 'numpy.dtypes.StrDType'> -> None`,
    );
  const kept = a.kind === "b" && op === "square" ? "i" : a.kind; // NumPy has no square of truth values
  const kind = ASK.has(op) ? "b" : KEEP_ONE.has(op) ? kept : "f";
  if (op === "invert") {
    if (a.kind === "f") unfit(op);
    return new ND(a.kind, a.shape, a.kind === "b" ? operate("logical_not", [a], a.shape) : flat(a).map((v) => -v - 1));
  }
  if (a.kind === "b" && op === "negative")
    raise(
      "TypeError",
      "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.",
    );
  if (a.kind === "b" && (op === "positive" || op === "sign"))
    raise(
      "UFuncNoLoopError",
      `ufunc '${op}' did not contain a loop with signature matching types <class 'numpy.dtypes.BoolDType'> -> None`,
    );
  if (kind === "i" && ["floor", "ceil", "trunc"].includes(op)) return new ND(kind, a.shape, flat(a).slice());
  const data = op in alone ? Float64Array.from(flat(a), alone[op]) : operate(op, [a], a.shape);
  if (kind === "i")
    for (let i = 0; i < data.length; i++) data[i] = op === "reciprocal" ? Math.trunc(data[i]) : data[i] + 0;
  return new ND(kind, a.shape, data);
}

/** where, clip, betainc. @param {string} op @param {unknown} x @param {unknown} y @param {unknown} z */
export function ternary(op, x, y, z) {
  const [a, b, c] = [x, y, z].map(asarray),
    shape = broadcast(a.shape, b.shape, c.shape);
  const kind = op === "where" ? common(b.kind, c.kind) : op === "clip" ? common(a.kind, b.kind, c.kind) : "f";
  if (kind === "U") {
    const [m, p, q] = [a, b, c].map((v) => flat(stretched(v, shape)));
    return give(
      new ND(
        "U",
        shape,
        Array.from(p, (_, i) => (m[i] ? cast(p[i], b.kind, "U") : cast(q[i], c.kind, "U"))),
      ),
    );
  }
  return give(new ND(kind, shape, operate(op, [a, b, c], shape)));
}

/** target op= y, in place. @param {string} op @param {ND} target @param {unknown} y */
export function inplace(op, target, y) {
  const other = asarray(y),
    kind = kindOf(op, target.kind, other.kind),
    given = (/** @type {number[]} */ d) => `(${d.join(",")}${d.length === 1 ? "," : ""})`;
  if (common(target.kind, kind) !== target.kind)
    raise(
      "UFuncTypeError",
      `Cannot cast ufunc '${op}' output from dtype('${dtype(kind)}') to dtype('${dtype(target.kind)}') with casting rule 'same_kind'`,
    );
  const result = pair(op, target, other);
  if (result.shape.length !== target.shape.length || result.shape.some((d, k) => d !== target.shape[k]))
    raise(
      "ValueError",
      `non-broadcastable output operand with shape ${given(target.shape)} doesn't match the broadcast shape ${given(result.shape)}`,
    );
  return result;
}

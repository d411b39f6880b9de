// @ts-check
// a[key] and a[key] = value, for every kind of key that NumPy has.
import { positions, size } from "../runtime.js";
import { asarray, broadcast, buffer, cast, flat, ND, raise, spaced, stretched, tuple, where } from "./array.js";

/** @typedef {{kind: "slice", start: number, step: number, count: number} | {kind: "new", count: number} | {kind: "pick", at: ND}} Part */

/** One part of a key: a place, None, "...", a slice, or an array. @typedef {number | null | "..." | ["s", Bound, Bound, Bound] | ND} Key */
/** @typedef {number | null | undefined} Bound */

/** Python's slice.indices. @param {Bound} start @param {Bound} stop @param {Bound} step @param {number} n */
export function span(start, stop, step, n) {
  const by = step ?? 1;
  if (by === 0) raise("ValueError", "slice step cannot be zero");
  const low = by < 0 ? -1 : 0,
    high = by < 0 ? n - 1 : n;
  const clamp = (/** @type {Bound} */ v, /** @type {number} */ none) =>
    v == null ? none : v < 0 ? Math.max(v + n, low) : Math.min(v, high);
  const first = clamp(start, by < 0 ? high : low),
    last = clamp(stop, by < 0 ? low : high);
  return { start: first, step: by, count: Math.max(0, Math.ceil((last - first) / by)) };
}

/** `:` of one axis. @returns {Key} */
export const whole = () => ["s", null, null, null];

/** @param {ND} a @param {Key[]} key */
function parts(a, key) {
  const uses = (/** @type {Key} */ k) =>
    k === null || k === "..." ? 0 : k instanceof ND && k.kind === "b" ? k.shape.length : 1;
  const used = key.reduce((/** @type {number} */ n, k) => n + uses(k), 0);
  const rank = a.shape.length;
  if (used > rank)
    raise("IndexError", `too many indices for array: array is ${rank}-dimensional, but ${used} were indexed`);
  if (key.filter((k) => k === "...").length > 1)
    raise("IndexError", "an index can only have a single ellipsis ('...')");
  const filled = key.includes("...")
    ? key.flatMap((k) => (k === "..." ? Array.from({ length: rank - used }, whole) : [k]))
    : [...key, ...Array.from({ length: rank - used }, whole)];
  /** @type {Part[]} */
  const out = [];
  let axis = 0;
  const advanced = filled.some((k) => k instanceof ND);
  for (const k of filled) {
    if (k === null) {
      out.push({ kind: "new", count: 1 });
      continue;
    }
    if (k instanceof ND && k.kind === "b" && !k.shape.length) {
      out.push({ kind: "new", count: k.data[k.offset] ? 1 : 0 });
      continue;
    }
    if (Array.isArray(k)) {
      out.push({ kind: "slice", ...span(k[1], k[2], k[3], a.shape[axis++]) });
      continue;
    }
    if (k instanceof ND && k.kind === "b") {
      k.shape.forEach((d, j) => {
        if (d !== a.shape[axis + j])
          raise(
            "IndexError",
            `boolean index did not match indexed array along axis ${axis + j}; size of axis is ${a.shape[axis + j]} but size of corresponding boolean axis is ${d}`,
          );
      });
      for (const at of nonzero(k)) {
        out.push({ kind: "pick", at });
        axis++;
      }
      continue;
    }
    if (k instanceof ND && k.kind !== "i")
      raise("IndexError", "arrays used as indices must be of integer (or boolean) type");
    const at = k instanceof ND ? k : new ND("i", [], Float64Array.of(Number(k))),
      n = a.shape[axis];
    const inside = flat(at).map((i) => {
      if (i < -n || i >= n) raise("IndexError", `index ${i} is out of bounds for axis ${axis} with size ${n}`);
      return i < 0 ? i + n : i;
    });
    if (!(k instanceof ND) && !advanced)
      out.push({ kind: "slice", start: inside[0], step: 1, count: -1 }); // one element: the axis goes
    else out.push({ kind: "pick", at: new ND("i", at.shape, inside) });
    axis++;
  }
  return out;
}

/** @param {ND} a @returns {ND[]} */
export function nonzero(a) {
  const data = flat(a),
    none = a.kind === "U" ? "" : 0,
    at = /** @type {number[]} */ ([]);
  for (let i = 0; i < data.length; i++) if (data[i] !== none) at.push(i);
  const inner = a.shape.map((_, k) => size(a.shape.slice(k + 1)));
  return a.shape.map(
    (d, k) =>
      new ND(
        "i",
        [at.length],
        Float64Array.from(at, (i) => Math.floor(i / inner[k]) % d),
      ),
  );
}

/** Where key leads: a view, or positions in the buffer. @param {ND} a @param {Key[]} key @returns {{view?: ND, shape: number[], at?: Int32Array}} */
export function locate(a, key) {
  const found = parts(a, key);
  let axis = 0,
    offset = a.offset;
  /** @type {number[]} */ const shape = [],
    /** @type {number[]} */ steps = [];
  /** @type {{at: ND, step: number}[]} */ const picks = [];
  let first = -1,
    last = -1,
    before = 0;
  found.forEach((part, place) => {
    if (part.kind === "new") {
      shape.push(part.count);
      steps.push(0);
      return;
    }
    const step = a.steps[axis++];
    if (part.kind === "pick") {
      if (first < 0) {
        first = place;
        before = shape.length;
      }
      last = place;
      picks.push({ at: part.at, step });
      return;
    }
    offset += part.start * step;
    if (part.count >= 0) {
      shape.push(part.count);
      steps.push(step * part.step);
    }
  });
  if (!picks.length) return { view: new ND(a.kind, shape, a.data, steps, offset), shape };
  const apart = found.slice(first, last + 1).some((part) => part.kind !== "pick");
  const wide = pickShape(picks.map((p) => p.at.shape));
  const lead = apart ? 0 : before;
  const all = [...shape.slice(0, lead), ...wide, ...shape.slice(lead)];
  const shift = new Float64Array(size(wide));
  for (const { at, step } of picks) {
    const own = flat(stretched(at, wide));
    for (let i = 0; i < shift.length; i++) shift[i] += own[i] * step;
  }
  const outer = positions(shape.slice(0, lead), steps.slice(0, lead), offset),
    inner = positions(shape.slice(lead), steps.slice(lead));
  const at = new Int32Array(size(all));
  let k = 0;
  for (const o of outer) for (const s of shift) for (const i of inner) at[k++] = o + s + i;
  return { shape: all, at };
}

/** @param {number[][]} shapes */
function pickShape(shapes) {
  try {
    return broadcast(...shapes);
  } catch {
    return raise(
      "IndexError",
      `shape mismatch: indexing arrays could not be broadcast together with shapes ${shapes.map(tuple).join(" ")} `,
    );
  }
}

/** @param {ND} a @param {Key[]} key @returns {ND} */
export function get(a, key) {
  const { view, shape, at } = locate(a, key);
  if (view || !at) return /** @type {ND} */ (view);
  const out = buffer(a.kind, at.length);
  for (let i = 0; i < at.length; i++) out[i] = a.data[at[i]];
  return new ND(a.kind, shape, out);
}

/** @param {ND} a @param {Key[]} key @param {unknown} given */
export function set(a, key, given) {
  const value = asarray(given),
    place = locate(a, key),
    target = place.at ?? where(/** @type {ND} */ (place.view)),
    shape = place.shape;
  const mask = key.length === 1 && key[0] instanceof ND && key[0].kind === "b" ? key[0] : null;
  if (mask && mask.shape.length === a.shape.length && value.shape.length > 1)
    raise(
      "TypeError",
      `NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has ${value.shape.length} dimensions`,
    );
  let from = value;
  while (from.shape.length > shape.length && from.shape[0] === 1)
    from = new ND(from.kind, from.shape.slice(1), flat(from));
  const fits =
    from.shape.length <= shape.length &&
    from.shape.every((d, k) => d === 1 || d === shape[shape.length - from.shape.length + k]);
  if (!fits && mask)
    raise(
      "ValueError",
      `NumPy boolean array indexing assignment cannot assign ${value.size} input values to the ${shape[0]} output values where the mask is true`,
    );
  if (!fits && place.at)
    raise(
      "ValueError",
      `shape mismatch: value array of shape ${tuple(value.shape)} could not be broadcast to indexing result of shape ${tuple(shape)}`,
    );
  if (!fits && shape.length === 0) raise("ValueError", "setting an array element with a sequence.");
  if (!fits)
    raise("ValueError", `could not broadcast input array from shape ${tuple(value.shape)} into shape ${tuple(shape)}`);
  if (a.kind === "i" && from.kind === "f" && !from.shape.length && !Number.isFinite(from.data[from.offset]))
    raise(
      from.data[from.offset] !== from.data[from.offset] ? "ValueError" : "OverflowError",
      from.data[from.offset] !== from.data[from.offset]
        ? "cannot convert float NaN to integer"
        : "cannot convert float infinity to integer",
    );
  const data = flat(stretched(from, shape)),
    safe = data === a.data ? data.slice() : data;
  for (let i = 0; i < target.length; i++) a.data[target[i]] = cast(safe[i], from.kind, a.kind);
}

export { spaced };

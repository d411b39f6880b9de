// @ts-check
// Row-major shapes as lists of positions, computed once per pair of shapes.

/** @param {number[]} shape */
export const size = (shape) => shape.reduce((n, d) => n * d, 1);

/** @param {number[]} shape */
export function strides(shape) {
  const steps = new Array(shape.length);
  for (let k = shape.length - 1, s = 1; k >= 0; s *= shape[k--]) steps[k] = s;
  return steps;
}

/**
 * Where element i of a row-major walk over `shape` lies, when axis k advances by steps[k].
 * @param {number[]} shape @param {number[]} steps @param {number} [offset]
 */
export function positions(shape, steps, offset = 0) {
  const at = new Int32Array(size(shape)),
    index = new Array(shape.length).fill(0);
  for (let i = 0, here = offset; i < at.length; i++) {
    at[i] = here;
    for (let k = shape.length - 1; k >= 0; k--) {
      here += steps[k];
      if (++index[k] < shape[k]) break;
      here -= steps[k] * shape[k];
      index[k] = 0;
    }
  }
  return at;
}

/** @type {Map<string, unknown>} */
const cache = new Map();

/** @template T @param {string} key @param {() => T} make @returns {T} */
function once(key, make) {
  if (!cache.has(key)) cache.set(key, make());
  return /** @type {T} */ (cache.get(key));
}

/** NumPy's broadcasting of `from` to `to`, as positions in `from`. @param {number[]} from @param {number[]} to */
export function stretch(from, to) {
  return once(`${from}>${to}`, () => {
    const missing = to.length - from.length,
      own = strides(from);
    return positions(
      to,
      to.map((_, k) => (k < missing || from[k - missing] === 1 ? 0 : own[k - missing])),
    );
  });
}

/**
 * The lanes along the named axes: `length` consecutive entries of `at` are the positions of one lane.
 * @param {number[]} shape @param {number | number[] | null | undefined} axis
 * @returns {{at: Int32Array, length: number}}
 */
export function lanes(shape, axis) {
  const axes = axis == null ? [...shape.keys()] : [axis].flat().map((k) => (k + shape.length) % shape.length);
  return once(`${shape}|${axes}`, () => {
    const order = [...[...shape.keys()].filter((k) => !axes.includes(k)), ...[...axes].sort((a, b) => a - b)];
    const own = strides(shape);
    return {
      at: positions(
        order.map((k) => shape[k]),
        order.map((k) => own[k]),
      ),
      length: size(axes.map((k) => shape[k])),
    };
  });
}

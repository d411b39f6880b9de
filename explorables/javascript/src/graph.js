// @ts-check
// Replay: nodes stand in the order they were traced; a node is recomputed when an input is newer than it.
import { compile } from "./operations.js";
import { size } from "./shapes.js";

/** @typedef {import("./operations.js").Arr} Arr */
/** @typedef {number | string | boolean | number[][]} Value */
/** @typedef {Record<string, Value>} Values */
/** @typedef {import("./operations.js").Attr} Attr */
/** Operation, inputs, shape, settings. @typedef {[string, number[], number[], Attr?]} Node */
/** What of a payload is the graph. @typedef {{nodes: Node[], parameters: {name: string, value: Value}[]}} Traced */

const special = /** @type {Record<string, number>} */ ({ nan: NaN, inf: Infinity, "-inf": -Infinity });

/** @param {number | string} x */
const number = (x) => (typeof x === "string" ? special[x] : x);

/** Little-endian float64. @param {string} text */
function fromBase64(text) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bytes = new Uint8Array(Math.floor((text.replace(/=+$/, "").length * 3) / 4));
  for (let i = 0, bits = 0, buffer = 0, k = 0; k < bytes.length; i++) {
    buffer = ((buffer << 6) | alphabet.indexOf(text[i])) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[k++] = (buffer >> bits) & 255;
  }
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

/** @param {number[]} shape @param {Attr} attr */
function constant(shape, { value, data, linspace, range, base64 }) {
  const n = size(shape);
  if (base64 !== undefined) return fromBase64(base64);
  if (data) return Float64Array.from(data, number);
  if (range) return Float64Array.from({ length: n }, (_, i) => range[0] + i * range[1]);
  if (!linspace) return new Float64Array(n).fill(number(value ?? 0));
  const [start, stop] = linspace,
    step = (stop - start) / (n - 1);
  return Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? stop : start + i * step));
}

/** The numbers a parameter feeds to its nodes. @param {Value} value @param {string} [field] */
const fed = (value, field) =>
  Array.isArray(value) ? value.map((point) => point[field === "y" ? 1 : 0]) : [Number(value)];

/** @param {Traced} payload */
export function createGraph({ nodes, parameters }) {
  let clock = 0,
    moves = 0;
  /** @type {(Arr & {run?: () => void})[]} */
  const arrays = new Array(nodes.length);
  const stamps = new Float64Array(nodes.length),
    checked = new Float64Array(nodes.length),
    seen = new Float64Array(nodes.length).fill(-1);
  /** @type {Values} */
  const values = {};
  /** @type {Map<number, number[]>} */
  const orders = new Map();

  nodes.forEach(([op, , shape, attr = {}], id) => {
    if (op === "const") arrays[id] = { shape, data: constant(shape, attr) };
    if (op === "param") arrays[id] = { shape, data: new Float64Array(size(shape)) };
  });

  /** All nodes that node `id` is made of, in order of evaluation. @param {number} id */
  function order(id) {
    const known = orders.get(id);
    if (known) return known;
    const needed = new Set([id]),
      rest = [id];
    for (let next = rest.pop(); next !== undefined; next = rest.pop())
      for (const input of nodes[next][1])
        if (!needed.has(input)) {
          needed.add(input);
          rest.push(input);
        }
    const sorted = [...needed].filter((k) => !["const", "param"].includes(nodes[k][0])).sort((a, b) => a - b);
    orders.set(id, sorted);
    return sorted;
  }

  /** @param {number} id */
  function refresh(id) {
    const [op, inputs, shape, attr] = nodes[id];
    arrays[id] ??= compile(
      op,
      inputs.map((k) => arrays[k]),
      shape,
      attr,
    );
    const array = arrays[id];
    if (checked[id] && !inputs.some((k) => stamps[k] > checked[id])) return;
    const before = array.data[0],
      first = !checked[id];
    array.run?.();
    checked[id] = ++clock;
    if (first || array.data.length > 1 || !Object.is(before, array.data[0])) stamps[id] = clock;
  }

  /** The array of a node, brought up to date. @param {number} id @returns {Arr} */
  function evaluate(id) {
    if (seen[id] === moves) return arrays[id];
    for (const k of order(id))
      if (seen[k] !== moves) {
        refresh(k);
        seen[k] = moves;
      }
    seen[id] = moves;
    return arrays[id];
  }

  /** @param {string} name @param {Value} value */
  function set(name, value) {
    values[name] = value;
    nodes.forEach(([op, , , attr], id) => {
      if (op !== "param" || attr?.name !== name) return;
      const data = arrays[id].data,
        next = fed(value, attr.field);
      if (next.every((x, i) => Object.is(x, data[i])) && stamps[id]) return;
      data.set(next);
      stamps[id] = ++clock;
      moves++;
    });
  }

  for (const { name, value } of parameters) set(name, value);
  /** When a node last changed. @param {number} id */
  function version(id) {
    evaluate(id);
    return stamps[id];
  }

  /** Is node `id` the parameter of this name itself? @param {number | undefined} id @param {string} name */
  const follows = (id, name) => id !== undefined && nodes[id][3]?.name === name;

  /** `immediate`: a value that is set can be read in the next line. */
  return { nodes, values, set, evaluate, version, follows, immediate: true };
}

// @ts-check
// The described figure of the current choices, with its live numbers and texts put in.
import { formatNumber } from "./format.js";
import { createGraph } from "./graph.js";
import { size } from "./shapes.js";

/** @typedef {import("./graph.js").Value} Value */
/** @typedef {import("./graph.js").Values} Values */
/** @typedef {import("./graph.js").Traced} Traced */
/** What is drawn from: a graph that is replayed, or numbers that come from elsewhere. @typedef {Omit<ReturnType<typeof createGraph>, "nodes">} Graph */
/** @typedef {import("./payload.d.ts").Parameter} Parameter */
/** @typedef {import("./payload.d.ts").NumberParameter} NumberParameter */
/** @typedef {import("./payload.d.ts").PointsParameter} PointsParameter */
/** @typedef {import("./payload.d.ts").Live} Live */
/** @typedef {import("./payload.d.ts").Slot} Slot */
/** @typedef {import("./payload.d.ts").Words} Words */
/** @typedef {import("./payload.d.ts").Formula} Formula */
/** @typedef {import("./payload.d.ts").RunningSum} RunningSum */
/** @typedef {import("./payload.d.ts").Payload} Payload */

/** Nested lists; null for what is not finite. @typedef {number | null | Nested[]} Nested */

/** @param {ArrayLike<number>} data @param {number[]} shape @param {number} [start] @returns {Nested} */
function nested(data, shape, start = 0) {
  if (!shape.length) return Number.isFinite(data[start]) ? data[start] : null;
  const step = size(shape.slice(1));
  return Array.from({ length: shape[0] }, (_, i) => nested(data, shape.slice(1), start + i * step));
}

/** @param {Graph} graph @param {Slot} slot */
export function slotText(graph, slot) {
  const value = /** @type {number | string} */ (graph.evaluate(slot.$).data[0]);
  return typeof value === "string" ? value : formatNumber(value, slot.format);
}

/** A number inside a text that came as a whole, with its sign: not the second half of 3-4, nor of 2020-11-28. */
const NUMBERS = /(?<![\w.)])-?[\d.]+(?:e[-+]\d+)?|(?<!\w)-?inf/g;

/** A text that may hold live numbers. @param {Graph} graph @param {Words | null | undefined} value @param {(s: string) => string} [show] */
export function textOf(graph, value, show = (s) => s) {
  if (value == null) return "";
  if (typeof value === "string") return value;
  const shown = (/** @type {Slot} */ slot) =>
    typeof graph.evaluate(slot.$).data[0] === "string"
      ? slotText(graph, slot).replace(NUMBERS, show)
      : show(slotText(graph, slot));
  return value.template.map((part) => (typeof part === "string" ? part : shown(part))).join("");
}

/** Does it stand for the value of a node? @param {unknown} value @returns {value is Live} */
export const isLive = (value) =>
  typeof value === "object" && value !== null && "$" in value && typeof value.$ === "number";

/** Every {"$": id} a description mentions. @param {unknown} value @param {number[]} [found] @returns {number[]} */
export function mentioned(value, found = []) {
  if (value && typeof value === "object") {
    if (isLive(value)) found.push(value.$);
    else for (const part of Object.values(value)) mentioned(part, found);
  }
  return found;
}

/** The numbers or names of a channel. @typedef {number | string | null | (number | string | null)[]} Channel */
/** @typedef {{[channel in "x" | "y" | "base" | "height" | "x0" | "y0" | "x1" | "y1" | "string" | "opacity"]?: Channel} & {type: string, label?: string, dash?: boolean, z?: number[][]}} PlainMark */
/** @typedef {{type: string, label: string, value?: number | null, total?: number | null, unit?: string}} PlainItem */
/**
 * A described figure as plain JSON: the same numbers and words as Python's to_dict().
 * @typedef {{panels: {title?: string, aspect?: number, x?: {label?: string, ticks?: unknown}, y?: {label?: string}, marks: PlainMark[]}[], items: PlainItem[]}} Plain
 */

/** Plain JSON of a part of a description. @param {Graph} graph @param {unknown} value @returns {unknown} */
export function plain(graph, value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((part) => plain(graph, part));
  if ("template" in value) return textOf(graph, /** @type {Words} */ (value));
  if (isLive(value)) {
    const { data, shape } = graph.evaluate(value.$);
    return nested(data, shape);
  }
  const type = "type" in value ? value.type : null;
  if (type === "formula") return plainFormula(graph, /** @type {Formula} */ (value));
  const result = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(graph, part)]));
  if (type === "running_sum") result.total = total(graph, /** @type {RunningSum} */ (value));
  return result;
}

/** @param {Graph} graph @param {Formula} formula */
const plainFormula = (graph, { tex, slots = [] }) => ({
  type: "formula",
  // a formula that came as a whole has no slots
  tex: isLive(tex) ? plain(graph, tex) : tex.replace(/⟦(\d+)⟧/g, (_, k) => slotText(graph, slots[Number(k)])),
});

/** @param {Graph} graph @param {{terms: Live}} item */
export function total(graph, item) {
  const sum = graph.evaluate(item.terms.$).data.reduce((t, x) => t + x, 0);
  return Number.isFinite(sum) ? sum : null;
}

/** Is `value` one that the parameter can take? @param {Parameter} p @param {unknown} value */
function fits(p, value) {
  if (p.kind === "number") return typeof value === "number" && Number.isFinite(value);
  if (p.kind === "choice") return typeof value === "string" && p.options.includes(value);
  if (p.kind === "switch") return typeof value === "boolean";
  return Array.isArray(value) && value.length === p.value.length && value.flat().every(Number.isFinite);
}

/** Is a parameter at this value of a recording? Steps of a slider are the same up to rounding. @param {unknown} now @param {unknown} value */
const isAt = (now, value) =>
  now === value || (typeof value === "number" && Math.abs(Number(now) - value) <= 1e-9 * Math.max(1, Math.abs(value)));

/** A function that throws where values are none that the parameters can take. @param {Parameter[]} parameters */
export function checked(parameters) {
  const byName = new Map(parameters.map((p) => [p.name, p]));
  return (/** @type {Values} */ values) => {
    for (const [name, value] of Object.entries(values)) {
      const p = byName.get(name);
      if (!p) throw new Error(`parameter must be one of ${[...byName.keys()].join(", ")} (got ${name})`);
      if (!fits(p, value))
        throw new Error(`${name} must be a ${p.kind} the figure knows (got ${JSON.stringify(value)})`);
    }
  };
}

/** The figure without a page: values in, numbers out. @param {Payload} payload */
export function replay(payload) {
  if (payload.format !== 1) throw new Error(`payload format must be 1 (got ${payload.format})`);
  const graph = createGraph(/** @type {Traced} */ (payload));
  const check = checked(payload.parameters);

  /** @param {Values} values */
  function set(values) {
    check(values);
    for (const [name, value] of Object.entries(values)) graph.set(name, value);
  }

  const current = () => {
    const entry = payload.figures.find(({ when }) =>
      Object.entries(when).every(([name, value]) => isAt(graph.values[name], value)),
    );
    if (!entry) throw new Error(`no figure was traced for ${JSON.stringify(graph.values)}`);
    return entry.figure;
  };

  return {
    payload,
    graph,
    set,
    current,
    /** What of a figure waits for the guess. @param {import("./payload.d.ts").Figure} figure */
    veil: (figure) => payload.predict?.veils?.[payload.figures.findIndex((entry) => entry.figure === figure)],
    /** Numbers are there at once: there is nothing to wait for. @param {() => void} _listener */
    listen(_listener) {},
    get params() {
      return structuredCopy(graph.values);
    },
    outputs: () => /** @type {Plain} */ (plain(graph, current())),
    evaluate: (/** @type {number} */ id) => {
      const { shape, data } = graph.evaluate(id);
      return { shape, data: Array.from(data) };
    },
  };
}

/** @template T @param {T} value @returns {T} */
const structuredCopy = (value) => JSON.parse(JSON.stringify(value));

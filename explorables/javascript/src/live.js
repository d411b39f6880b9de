// @ts-check
// A figure whose numbers come from elsewhere, such as a Python in the page: it is asked anew for each setting.
import { checked, plain } from "./figure.js";

/** @typedef {import("./figure.js").Payload} Payload */
/** @typedef {import("./figure.js").Values} Values */
/** @typedef {import("./operations.js").Arr} Arr */
/**
 * What was computed for one setting: a figure as in the payload, in which {"$": k} stands for entry k of `slots`,
 * a text or an array.
 * @typedef {{figure: Record<string, any>, slots: (string | {shape: number[], data: ArrayLike<number>})[], veil?: any}} Computed
 */
/** @typedef {{$: number}} Live */
/** @typedef {{figure: any, base: number, veil: any, own: [Live, string][]}} Entry */

/** @param {Arr | undefined} a @param {Arr} b */
const alike = (a, b) =>
  a !== undefined &&
  a.data.length === b.data.length &&
  a.shape.join() === b.shape.join() &&
  a.data.every((x, i) => Object.is(x, b.data[i]));

/** A description with its places counted from `base`. @param {any} value @param {number} base @returns {any} */
function shifted(value, base) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((part) => shifted(part, base));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "$" ? part + base : shifted(part, base)]),
  );
}

/** Sizes that a view is made for, and does not change. @param {Computed} computed */
function sizes({ figure, slots }) {
  const count = (/** @type {any} */ part) => {
    const slot = part && typeof part.$ === "number" ? slots[part.$] : null;
    return slot && typeof slot !== "string" ? slot.data.length : 1;
  };
  return figure.items.map((/** @type {any} */ item) => count(item.terms));
}

/** Each place of a handle that may be a parameter itself. @param {any} figure @returns {[Live, string][]} */
const ownPlaces = (figure) =>
  figure.panels.flatMap((/** @type {any} */ panel) =>
    panel.marks
      .filter((/** @type {any} */ mark) => mark.type === "handle")
      .flatMap((/** @type {any} */ mark) =>
        [mark.moves]
          .flat()
          .filter((name) => name !== null)
          .flatMap((name) => [mark.x, mark.y].filter((place) => place?.$ !== undefined).map((place) => [place, name])),
      ),
  );

/**
 * The same face as `replay`, with numbers that arrive later. A setting that comes while one is computed waits; of
 * several that wait the latest counts.
 * @param {Payload} payload @param {Computed} first what the opening gives
 * @param {(values: Values) => Promise<Computed | null>} compute null where nothing new came of it
 */
export function supplied(payload, first, compute) {
  const values = /** @type {Values} */ (Object.fromEntries(payload.parameters.map((p) => [p.name, p.value])));
  const check = checked(payload.parameters);
  /** @type {Arr[]} */
  const arrays = [];
  /** @type {number[]} */
  const stamps = [];
  /** @type {Map<string, Entry>} */
  const known = new Map();
  /** @type {Set<string>} places of handles that were seen away from their parameter */
  const apart = new Set();
  let clock = 0,
    busy = false,
    wanted = false,
    now = take(first, values);
  let arrived = () => {};

  /** @param {Computed} computed @param {Values} at */
  function take(computed, at) {
    const key = JSON.stringify([computed.figure, sizes(computed)]);
    const base = known.get(key)?.base ?? arrays.length;
    computed.slots.forEach((slot, k) => {
      const next = /** @type {Arr} */ (
        typeof slot === "string" ? /** @type {any} */ ({ shape: [], data: [slot] }) : slot
      );
      if (alike(arrays[base + k], next)) return;
      arrays[base + k] = next;
      stamps[base + k] = ++clock;
    });
    const figure = known.get(key)?.figure ?? shifted(computed.figure, base);
    const entry = known.get(key) ?? { figure, base, veil: computed.veil, own: ownPlaces(figure) };
    known.set(key, entry);
    for (const [{ $ }, name] of entry.own) if (arrays[$].data[0] !== at[name]) apart.add(`${$} ${name}`);
    return entry;
  }

  async function ask() {
    wanted = true;
    if (busy) return;
    busy = true;
    while (wanted) {
      wanted = false;
      const at = copied(values),
        computed = await compute(at);
      if (computed) now = take(computed, at);
      arrived();
    }
    busy = false;
  }

  const graph = {
    values,
    immediate: false,
    evaluate: (/** @type {number} */ id) => arrays[id],
    version: (/** @type {number} */ id) => stamps[id],
    follows: (/** @type {number | undefined} */ id, /** @type {string} */ name) =>
      now.own.some(([place, own]) => place.$ === id && own === name) && !apart.has(`${id} ${name}`),
    set: (/** @type {string} */ name, /** @type {import("./graph.js").Value} */ value) => {
      values[name] = value;
    },
  };

  return {
    payload,
    graph,
    /** @param {Values} next */
    set(next) {
      check(next);
      Object.assign(values, next);
      void ask();
    },
    current: () => now.figure,
    veil: (/** @type {any} */ figure) => [...known.values()].find((entry) => entry.figure === figure)?.veil,
    get params() {
      return copied(values);
    },
    outputs: () => /** @type {import("./figure.js").Plain} */ (plain(graph, now.figure)),
    /** Who is told when numbers have come. @param {() => void} listener */
    listen(listener) {
      arrived = listener;
    },
  };
}

/** @template T @param {T} value @returns {T} */
const copied = (value) => JSON.parse(JSON.stringify(value));

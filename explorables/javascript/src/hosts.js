// @ts-check
// Where a figure lives: in a notebook (anywidget's model) or in a static page (JSON beside it).
import { html } from "./dom.js";
import { createExplorable } from "./explorable.js";
import { supplied } from "./live.js";
import { fromAddress } from "./values.js";

/** @typedef {import("./figure.js").Payload} Payload */
/** @typedef {import("./figure.js").Parameter} Parameter */
/** @typedef {{get: (name: string) => unknown, set: (name: string, value: unknown) => void, save_changes: () => void, on: (event: string, f: () => void) => void, off: (event: string, f: () => void) => void}} Model */

/** The model's name of a parameter. @param {Parameter} p @returns {string} */
const traitOf = (p) => p.trait ?? p.name;

/** What a host without a kernel may lack, or refuse. @param {() => void} act */
function attempt(act) {
  try {
    act();
  } catch (error) {
    console.debug("explorables: this host keeps no state:", error);
  }
}

/** anywidget's contract. @param {{model: Model, el: HTMLElement}} view @returns {() => void} */
export function render({ model, el }) {
  const payload = /** @type {Payload | undefined} */ (model.get("payload"));
  if (!payload) {
    el.append(html("p", { class: "failed" }, "This figure could not start: the model has no `payload`"));
    return () => {};
  }
  const figure = html(
    "figure",
    { class: "explorable", "data-explorable": payload.slug },
    payload.caption ? html("figcaption", {}, payload.caption) : null,
  );
  el.append(figure);
  const traits = new Map(payload.parameters.map((p) => [p.name, traitOf(p)]));
  let following = false;
  const explorable = createExplorable(payload, figure, {
    onChange(values) {
      if (following) return;
      attempt(() => {
        for (const [name, value] of Object.entries(values)) model.set(traits.get(name) ?? name, value);
        model.save_changes();
      });
    },
  });
  explorable.measure();
  explorable.start();
  const follow = payload.parameters.map((p) => () => {
    const { name } = p;
    const value = /** @type {import("./figure.js").Values[string] | null | undefined} */ (model.get(traitOf(p)));
    if (value === undefined || value === null) return; // not stated: the figure's own opening stays
    if (JSON.stringify(value) === JSON.stringify(explorable.face.params[name])) return;
    following = true;
    explorable.face.set({ [name]: value });
    following = false;
  });
  payload.parameters.forEach((p, k) => {
    follow[k]();
    attempt(() => model.on(`change:${traitOf(p)}`, follow[k]));
  });
  return () => {
    payload.parameters.forEach((p, k) => attempt(() => model.off(`change:${traitOf(p)}`, follow[k])));
    explorable.end();
    figure.remove();
  };
}

/** A figure inside `place` whose numbers `compute` gives for each setting. @param {Payload} payload @param {import("./live.js").Computed} first
 * @param {(values: Record<string, any>) => Promise<import("./live.js").Computed | null>} compute @param {HTMLElement} place */
export function live(payload, first, compute, place) {
  const figure = html("figure", { class: "explorable" }, html("figcaption", {}, payload.caption));
  place.append(figure);
  const own = { ...payload, slug: ownSlug(figure, payload.slug) };
  const explorable = createExplorable(own, figure, { core: supplied(own, first, compute) });
  explorable.measure();
  explorable.start();
  return {
    figure,
    end() {
      explorable.end();
      figure.remove();
    },
  };
}

/** @type {{payload: Payload, figure: HTMLElement, explorable: ReturnType<typeof createExplorable>}[]} */
const mounted = [];

/** Has the parser gone past it? @param {Node} node */
function isComplete(node) {
  if (document.readyState !== "loading") return true;
  for (let at = /** @type {Node | null} */ (node); at; at = at.parentNode) if (at.nextSibling) return true;
  return false;
}

/** Brings every figure of a static page to life. @param {Document | Element} [root] */
export function mount(root = document) {
  const fresh = [];
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll("figure.explorable[data-explorable]:not([data-mounted])")
  )) {
    const script = figure.querySelector("script[type='application/json']");
    if (!script || !isComplete(figure)) continue;
    figure.setAttribute("data-mounted", "");
    try {
      const payload = JSON.parse(script.textContent ?? "");
      payload.slug = ownSlug(figure, payload.slug);
      figure.querySelector(":scope > .fallback")?.remove();
      const one = { payload, figure, explorable: createExplorable(payload, figure, { linkable: true }) };
      fresh.push(one);
    } catch (error) {
      fail(figure, error);
    }
  }
  for (const { explorable } of fresh) explorable.measure();
  for (const one of fresh)
    try {
      one.explorable.start();
      if (!mounted.length) window.addEventListener("hashchange", () => mounted.forEach(visit));
      mounted.push(one);
      visit(one);
    } catch (error) {
      fail(one.figure, error);
    }
}

/** The figure's name on this page: a second figure of one name has an id and an address of its own. @param {HTMLElement} figure @param {string} slug */
function ownSlug(figure, slug) {
  let own = slug;
  for (let k = 2; isTaken(own, figure); k++) own = `${slug}-${k}`;
  figure.id = own;
  figure.dataset.explorable = own;
  return own;
}

/** @param {string} slug @param {HTMLElement} figure */
function isTaken(slug, figure) {
  const holder = document.getElementById(slug);
  const other = holder !== null && holder !== figure && holder.matches("figure.explorable");
  return other || mounted.some((one) => one.payload.slug === slug && one.figure.isConnected);
}

/** @param {HTMLElement} figure @param {unknown} error */
function fail(figure, error) {
  figure.append(
    html("p", { class: "failed" }, `This figure could not start: ${error instanceof Error ? error.message : error}`),
  );
  console.error(error);
}

/** Puts a figure into the state that the address states for it. @param {typeof mounted[0]} one */
function visit({ payload, figure, explorable }) {
  const values = fromAddress(location.hash, payload.slug, payload.parameters);
  if (!values) return;
  explorable.face.set(values);
  const show = () => figure.scrollIntoView({ block: "start" });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
  explorable.announce(`Figure set as linked: ${payload.caption}`);
}

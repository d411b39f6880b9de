// @ts-check
// Elements, briefly.

const SVG = "http://www.w3.org/2000/svg";

/** What an element has; true alone is an empty text, false and null are none. @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/** @param {Element} node @param {Attributes} attributes @param {(Node | string | null | undefined)[]} children */
function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children.filter((child) => child !== null && child !== undefined).map((child) => /** @type {Node} */ (child)),
  );
}

/**
 * @template {keyof HTMLElementTagNameMap} K @param {K} name @param {Attributes} [attributes]
 * @param {...(Node | string | null | undefined)} children @returns {HTMLElementTagNameMap[K]}
 */
export function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  dress(node, attributes, children);
  return node;
}

/**
 * @template {keyof SVGElementTagNameMap} K @param {K} name @param {Attributes} [attributes]
 * @param {...(Node | string | null | undefined)} children @returns {SVGElementTagNameMap[K]}
 */
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  dress(node, attributes, children);
  return node;
}

/** Sets text only when it differs, and in place, so that nothing is laid out in vain. @param {Node} node @param {string} text */
export function say(node, text) {
  if (node.textContent === text) return;
  const only = node.childNodes.length === 1 ? node.firstChild : null;
  if (only instanceof Text) only.data = text;
  else node.textContent = text;
}

/** An element's name, its attributes, and what it holds. @typedef {[string, Drawn, (Shape[] | string)?]} Shape */
/** @typedef {Record<string, string | number | null>} Drawn */
/** @type {WeakMap<Element, Drawn>} */
const dressed = new WeakMap();

/** Makes the children of a node these shapes: elements stay, and only attributes that differ are set. @param {Element} parent @param {Shape[]} shapes */
export function patch(parent, shapes) {
  let next = parent.firstElementChild;
  for (const [name, attributes, inside] of shapes) {
    const child = next?.localName === name ? next : document.createElementNS(SVG, name);
    if (child !== next) next ? next.replaceWith(child) : parent.append(child);
    const before = dressed.get(child) ?? {};
    for (const key in attributes) {
      const value = attributes[key];
      if (value === before[key]) continue;
      if (value === null) child.removeAttribute(key);
      else child.setAttribute(key, String(value));
    }
    dressed.set(child, attributes);
    if (typeof inside === "string") say(child, inside);
    else if (inside) patch(child, inside);
    next = child.nextElementSibling;
  }
  while (next) {
    const surplus = next;
    next = next.nextElementSibling;
    surplus.remove();
  }
}

let last = 0;
/** An id of its own. @param {string} stem */
export const unique = (stem) => `${stem}-${++last}`;

/**
 * Where an event happened, in the element's own pixels: a slide or a zoomed page may show them larger or smaller.
 * @param {HTMLElement} element @param {{clientX: number, clientY: number}} event @returns {[number, number]}
 */
export function placeIn(element, event) {
  const box = element.getBoundingClientRect();
  const scale = box.width > 0 ? element.offsetWidth / box.width : 1;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

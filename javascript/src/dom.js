// @ts-check
// Elements, briefly.

/** @param {Element} node @param {Record<string, any>} attributes @param {(Node | string | null | undefined)[]} children */
function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined).map((child) => /** @type {Node} */ (child)));
}

/**
 * @template {keyof HTMLElementTagNameMap} K @param {K} name @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined)} children @returns {HTMLElementTagNameMap[K]}
 */
export function html(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  dress(node, attributes, children);
  return node;
}

/**
 * @template {keyof SVGElementTagNameMap} K @param {K} name @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined)} children @returns {SVGElementTagNameMap[K]}
 */
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
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

let last = 0;
/** An id of its own. @param {string} stem */
export const unique = (stem) => `${stem}-${++last}`;

// @ts-check
// What is seen, as a picture of its own: one SVG with all it needs, or a PNG of that.
import { svg } from "./dom.js";

const STYLES = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin"],
  ...["opacity", "visibility", "paint-order", "font-size", "font-family", "font-weight", "text-anchor"],
];
const GAP = 24;
const HEAD = 22;

/** A copy that looks the same without the page's style sheet. @param {Element} node @returns {Element} */
function frozen(node) {
  const copy = /** @type {SVGElement} */ (node.cloneNode(true));
  const [seen, made] = [
    [node, ...node.querySelectorAll("*")],
    [copy, ...copy.querySelectorAll("*")],
  ];
  seen.forEach((part, i) => {
    const now = getComputedStyle(part);
    const target = /** @type {SVGElement} */ (made[i]);
    for (const name of ["class", "style", "aria-label", "tabindex", "role"]) target.removeAttribute(name);
    if (now.display === "none") target.setAttribute("display", "none");
    if (part instanceof SVGStyleElement || part.localName === "style") target.textContent = "";
    else for (const name of STYLES) target.setAttribute(name, now.getPropertyValue(name));
  });
  return copy;
}

/** @param {HTMLElement} figure a living figure @returns {SVGSVGElement} */
export function pictureOf(figure) {
  const ink = getComputedStyle(figure);
  const whole = svg("svg", { xmlns: "http://www.w3.org/2000/svg" });
  const box = figure.querySelector(".panels")?.getBoundingClientRect() ?? figure.getBoundingClientRect();
  for (const panel of figure.querySelectorAll(".panel:not(.veiled)")) {
    const plate = panel.querySelector(".plate");
    if (!plate) continue;
    const at = plate.getBoundingClientRect();
    const group = svg("g", { transform: `translate(${at.left - box.left + GAP},${at.top - box.top + GAP})` });
    const words = panel.querySelector(".title")?.textContent ?? "";
    const style = { "font-family": "sans-serif", "font-size": 14, "font-weight": 600, fill: ink.color };
    if (words) group.append(svg("text", { x: 2, y: -HEAD / 3, ...style }, words));
    for (const layer of plate.querySelectorAll("svg")) {
      const copy = frozen(layer);
      for (const hit of copy.querySelectorAll(".hit")) hit.remove();
      copy.setAttribute("overflow", "visible");
      group.append(copy);
    }
    whole.append(group);
  }
  const [width, height] = [Math.ceil(box.width + 2 * GAP), Math.ceil(box.height + 2 * GAP)];
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [name, value] of Object.entries(size)) whole.setAttribute(name, String(value));
  whole.prepend(
    svg("title", {}, figure.querySelector("figcaption")?.textContent ?? ""),
    svg("rect", { width, height, fill: ink.backgroundColor }),
  );
  return whole;
}

/** @param {SVGSVGElement} picture */
export const svgText = (picture) => new XMLSerializer().serializeToString(picture);

/** A PNG at twice the size. @param {SVGSVGElement} picture @returns {Promise<Blob>} */
export async function pngOf(picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * Number(picture.getAttribute("width"));
  canvas.height = 2 * Number(picture.getAttribute("height"));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the browser made no picture"))), "image/png");
  });
}

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

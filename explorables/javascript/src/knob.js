// @ts-check
// A knob in the picture that a pointer drags and keys move; what that means is for its handle to say.

import { paint } from "./channels.js";
import { placeIn, say, svg } from "./dom.js";

/** @typedef {import("./frame.js").Frame} Frame */
/**
 * What a handle says of its knob, and what it does when it is moved.
 * @typedef {object} Duty
 * @property {() => [number, number]} position the pixel where it belongs
 * @property {() => Frame} frame
 * @property {(x: number, y: number) => void} drag to a pixel
 * @property {(event: KeyboardEvent) => boolean} key true when the key meant something
 */
/** How it looks. @typedef {{colour: string, small: boolean, labelled: boolean}} Look */

/** @param {{over: SVGSVGElement, plate: HTMLElement}} panel where it lies, and whose pixels count @param {Look} look @param {Duty} duty @param {AbortSignal} signal */
export function createKnob({ over, plate }, { colour, small, labelled }, duty, signal) {
  const label = svg("text", { class: "handle-label" });
  const node = svg(
    "g",
    { class: `handle${small ? " one-of-many" : ""}`, tabindex: 0, role: "slider", style: `--c: ${paint(colour)}` },
    svg("circle", { class: "hit", r: 22 }),
    svg("circle", { class: "ring", r: 13 }),
    svg("circle", { class: "knob", r: small ? 6.5 : 7.5 }),
    labelled ? label : null,
  );
  over.append(node);
  listen(node, plate, duty, signal);

  /** What may not be moved before the guess says so and is not in the way. @param {boolean} asleep */
  function sleep(asleep) {
    if (asleep === node.hasAttribute("aria-disabled")) return;
    node.toggleAttribute("aria-disabled", asleep);
    if (asleep) node.setAttribute("aria-disabled", "true");
    node.setAttribute("tabindex", asleep ? "-1" : "0");
  }

  return {
    sleep,
    /** Puts it where it belongs. @param {boolean} hidden @param {number} opacity @param {string} words @param {Record<string, string | number>} told its value, to those who do not see it */
    show(hidden, opacity, words, told) {
      const f = duty.frame(),
        [x, y] = duty.position();
      const visible = Number.isFinite(x) && Number.isFinite(y) && !hidden;
      node.style.display = visible ? "" : "none";
      node.style.opacity = String(opacity);
      if (visible)
        node.setAttribute(
          "transform",
          `translate(${clamp(x, f.left, f.right).toFixed(1)},${clamp(y, f.top, f.bottom).toFixed(1)})`,
        );
      label.setAttribute("y", String(y < f.top + 12 ? 27 : -14));
      say(label, visible ? words : "");
      for (const [name, value] of Object.entries(told)) node.setAttribute(name, String(value));
    },
  };
}

/** @param {SVGGElement} node @param {HTMLElement} plate @param {Duty} duty @param {AbortSignal} signal */
function listen(node, plate, { position, drag, key }, signal) {
  const isAsleep = () => node.hasAttribute("aria-disabled");
  let [dx, dy] = [0, 0]; // from where it was seized to its middle
  node.addEventListener(
    "touchstart",
    (event) => {
      if (!isAsleep()) event.preventDefault(); // or the page scrolls along: Chromium reads no touch-action in an SVG
    },
    { signal, passive: false },
  );
  node.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button || isAsleep()) return;
      event.preventDefault();
      node.focus({ preventScroll: true });
      node.setPointerCapture(event.pointerId);
      node.classList.add("dragged");
      const [x, y] = position(),
        [px, py] = placeIn(plate, event);
      [dx, dy] = [px - x, py - y];
    },
    { signal },
  );
  node.addEventListener(
    "pointermove",
    (event) => {
      if (!node.hasPointerCapture(event.pointerId)) return;
      const [px, py] = placeIn(plate, event);
      drag(px - dx, py - dy);
    },
    { signal },
  );
  node.addEventListener("lostpointercapture", () => node.classList.remove("dragged"), { signal });
  node.addEventListener(
    "keydown",
    (event) => {
      if (isAsleep() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (key(event)) event.preventDefault();
    },
    { signal },
  );
}

/** @param {number} v @param {number} low @param {number} high */
export const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

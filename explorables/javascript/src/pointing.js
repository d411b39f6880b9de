// @ts-check
// Pointing at a datum lights it everywhere: in every mark and every term that carries the same link.
import { channels } from "./channels.js";
import { placeIn } from "./dom.js";

const reach = 28;

/** A panel that is seen. @typedef {{panel: ReturnType<typeof import("./panel.js").createPanel>, plate: HTMLElement, root: SVGElement}} Seen */

/** @param {HTMLElement} figure @param {() => Seen[]} panels @param {AbortSignal} signal */
export function createPointing(figure, panels, signal) {
  /** @type {{link: string, i: number} | null} */
  let lit = null;

  /** @param {{link: string, i: number} | null} next */
  function light(next) {
    if (next?.link === lit?.link && next?.i === lit?.i) return;
    lit = next;
    refresh();
  }

  function refresh() {
    figure.classList.toggle("lighting", lit !== null);
    figure.querySelectorAll("[data-link]").forEach((node) => {
      const ours = lit !== null && node.getAttribute("data-link") === lit.link;
      node.classList.toggle("linked", ours);
      for (const part of node.hasAttribute("data-datum") ? [node] : node.querySelectorAll("[data-datum]"))
        part.classList.toggle("lit", ours && part.getAttribute("data-datum") === String(lit?.i));
    });
  }

  /** @param {Seen["panel"]} panel @param {number} x @param {number} y */
  function nearest(panel, x, y) {
    let best = reach,
      found = null;
    for (const { mark } of panel.layers) {
      if (!mark.link || !panel.frame) continue;
      const upright = mark.type === "stems" || mark.type === "bars",
        tip = mark.type === "bars" ? "height" : "y";
      const [xs, ys, foot] = channels(panel.graph, mark, ["x", tip, "base"]);
      for (let i = 0; i < xs?.length; i++) {
        const px = panel.frame.x(xs[i]),
          top = panel.frame.y(ys[i]),
          bottom = upright ? panel.frame.y(foot[i]) : top;
        const distance = Math.hypot(x - px, Math.max(0, Math.min(top, bottom) - y, y - Math.max(top, bottom)));
        if (distance < best) {
          best = distance;
          found = { link: mark.link, i };
        }
      }
    }
    return found;
  }

  const point = (/** @type {PointerEvent} */ event) => {
    const target = /** @type {Element} */ (event.target),
      term = target.closest?.(".term[data-link]");
    if (term)
      return light({ link: String(term.getAttribute("data-link")), i: Number(term.getAttribute("data-datum")) });
    const plate = target.closest?.(".plate"),
      found = plate && panels().find((p) => p.plate === plate);
    if (!found) return light(null);
    light(nearest(found.panel, ...placeIn(found.plate, event)));
  };
  figure.addEventListener("pointermove", point, { signal });
  figure.addEventListener("pointerdown", point, { signal });
  figure.addEventListener("pointerleave", () => light(null), { signal });
  figure.addEventListener(
    "focusin",
    (event) => {
      const term = /** @type {Element} */ (event.target).closest(".term[data-link]");
      light(term ? { link: String(term.getAttribute("data-link")), i: Number(term.getAttribute("data-datum")) } : null);
    },
    { signal },
  );
  return {
    refresh: () => {
      if (lit) refresh();
    },
  };
}

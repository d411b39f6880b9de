// @ts-check
// Points that the reader drags or steers with the keys; a handle stands where its own formula puts it.
import { placeIn, say, svg } from "./dom.js";
import { textOf } from "./figure.js";
import { typeset } from "./format.js";
import { paint, read, strength } from "./marks.js";
import { showValue, snap } from "./values.js";

/** @typedef {import("./figure.js").Parameter} Parameter */
/** @typedef {import("./figure.js").Graph} Graph */
/** @typedef {ReturnType<typeof import("./panel.js").createPanel>} Panel */
/** @typedef {{graph: Graph, parameters: Map<string, Parameter>, change: (values: Record<string, any>) => void, signal: AbortSignal, isAwake: (name: string) => boolean}} Host */

/** @param {Panel} panel @param {{mark: Record<string, any>, colour: string}} layer @param {Host} host @param {() => boolean} [isHidden] does it wait for the guess? */
export function createHandles(panel, { mark, colour }, host, isHidden = () => false) {
  const moves = [mark.moves].flat(),
    names = moves.filter((name) => name !== null);
  const points = host.parameters.get(names[0])?.kind === "points";
  const total = points ? host.parameters.get(names[0])?.value.length : 1;
  const all = Array.from({ length: total }, (_, i) => (points ? pointHandle(i) : parameterHandle()));
  return { update: () => all.forEach((handle) => handle.update()) };

  /** Pixel position of handle i by its formula. @param {number} i */
  function position(i) {
    const frame = /** @type {import("./panel.js").Frame} */ (panel.frame);
    const [x, y] = [mark.x, mark.y].map((v) => {
      const data = read(host.graph, v);
      return typeof data === "number" || typeof data === "string" ? data : data[Math.min(i, data.length - 1)];
    });
    return [frame.x(x), frame.y(y)];
  }

  /** @param {number} i @param {(x: number, y: number) => void} drag @param {(event: KeyboardEvent) => boolean} key @param {() => Record<string, any>} told */
  function knob(i, drag, key, told) {
    const label = svg("text", { class: "handle-label" });
    const node = svg(
      "g",
      {
        class: `handle${total > 1 ? " one-of-many" : ""}`,
        tabindex: 0,
        role: "slider",
        style: `--c: ${paint(colour)}`,
      },
      svg("circle", { class: "hit", r: 22 }),
      svg("circle", { class: "ring", r: 13 }),
      svg("circle", { class: "knob", r: total > 1 ? 6.5 : 7.5 }),
      mark.label ? label : null,
    );
    panel.over.append(node);
    const options = { signal: host.signal };
    let [dx, dy] = [0, 0];
    node.addEventListener(
      "pointerdown",
      (event) => {
        if (event.button || node.hasAttribute("aria-disabled")) return;
        event.preventDefault();
        node.focus({ preventScroll: true });
        node.setPointerCapture(event.pointerId);
        node.classList.add("dragged");
        const [x, y] = position(i),
          [px, py] = placeIn(panel.plate, event);
        [dx, dy] = [px - x, py - y];
      },
      options,
    );
    node.addEventListener(
      "pointermove",
      (event) => {
        if (!node.hasPointerCapture(event.pointerId)) return;
        const [px, py] = placeIn(panel.plate, event);
        drag(px - dx, py - dy);
      },
      options,
    );
    node.addEventListener("lostpointercapture", () => node.classList.remove("dragged"), options);
    node.addEventListener(
      "keydown",
      (event) => {
        if (node.hasAttribute("aria-disabled") || event.ctrlKey || event.metaKey || event.altKey) return;
        if (key(event)) event.preventDefault();
      },
      options,
    );
    /** What may not be moved before the guess says so and is not in the way. @param {boolean} asleep */
    const sleep = (asleep) => {
      if (asleep === node.hasAttribute("aria-disabled")) return;
      node.toggleAttribute("aria-disabled", asleep);
      if (asleep) node.setAttribute("aria-disabled", "true");
      node.setAttribute("tabindex", asleep ? "-1" : "0");
    };
    return {
      update() {
        const f = /** @type {import("./panel.js").Frame} */ (panel.frame),
          [x, y] = position(i);
        const visible = Number.isFinite(x) && Number.isFinite(y) && !isHidden();
        sleep(!names.every(host.isAwake));
        node.style.display = visible ? "" : "none";
        node.style.opacity = String(strength(host.graph, mark)(i));
        if (visible)
          node.setAttribute(
            "transform",
            `translate(${clamp(x, f.left, f.right).toFixed(1)},${clamp(y, f.top, f.bottom).toFixed(1)})`,
          );
        label.setAttribute("y", String(y < f.top + 12 ? 27 : -14));
        say(label, visible ? textOf(host.graph, mark.label, typeset) : "");
        for (const [name, value] of Object.entries(told())) node.setAttribute(name, String(value));
      },
    };
  }

  function parameterHandle() {
    const owned = names.map((name) => /** @type {Parameter} */ (host.parameters.get(name)));
    const now = (/** @type {Parameter} */ p) => /** @type {number} */ (host.graph.values[p.name]);
    const axisOf = (/** @type {string} */ name) =>
      host.graph.nodes[mark.x.$]?.[3]?.name === name
        ? "x"
        : host.graph.nodes[mark.y.$]?.[3]?.name === name
          ? "y"
          : null;
    const says = textOf(host.graph, mark.label) || owned.map((p) => p.label).join(", ");
    return knob(
      0,
      (x, y) => host.change(solve(x, y, owned, axisOf)),
      (event) => {
        const direction = /** @type {Record<string, [number, number]>} */ ({
          ArrowRight: [0, 1],
          ArrowLeft: [0, -1],
          ArrowUp: [1, 1],
          ArrowDown: [1, -1],
          PageUp: [1, 10],
          PageDown: [1, -10],
        })[event.key];
        if (event.key === "Home" || event.key === "End") {
          host.change({ [owned[0].name]: event.key === "Home" ? owned[0].min : owned[0].max });
          return true;
        }
        if (!direction) return false;
        const name = Array.isArray(mark.moves) ? (moves[direction[0]] ?? names[0]) : names[0];
        const p = /** @type {Parameter} */ (host.parameters.get(name)),
          by = direction[1] * (event.shiftKey ? 10 : 1);
        host.change({ [name]: snap(p, p.log && !p.integer ? now(p) * 10 ** (by * p.step) : now(p) + by * p.step) });
        return true;
      },
      () => ({
        "aria-label": says,
        "aria-valuemin": owned[0].min,
        "aria-valuemax": owned[0].max,
        "aria-valuenow": now(owned[0]),
        "aria-valuetext": owned.map((p) => `${p.label} ${showValue(p, now(p))}`).join(", "),
      }),
    );
  }

  /** The parameter values that bring the handle closest to a pixel.
   * @param {number} px @param {number} py @param {Parameter[]} owned @param {(name: string) => string | null} axisOf */
  function solve(px, py, owned, axisOf) {
    const frame = /** @type {import("./panel.js").Frame} */ (panel.frame);
    const x = clamp(px, frame.left, frame.right),
      y = clamp(py, frame.top, frame.bottom);
    const before = { ...host.graph.values };
    /** @type {Record<string, number>} */
    const found = {};
    const free = owned.filter((p) => {
      const axis = axisOf(p.name);
      if (!axis) return true;
      found[p.name] = snap(p, axis === "x" ? frame.invertX(x) : frame.invertY(y));
      host.graph.set(p.name, found[p.name]);
      return false;
    });
    const tuple = Array.isArray(mark.moves),
      [wx, wy] = tuple ? [moves[0] ? 1 : 0, moves[1] ? 1 : 0] : [1, 1];
    const distance = () => {
      const [a, b] = position(0),
        d = wx * (a - x) ** 2 + wy * (b - y) ** 2;
      return d === d ? d : Infinity;
    };
    const attempt = (/** @type {Parameter} */ p, /** @type {number} */ t) => {
      found[p.name] = snap(p, fromShare(p, t));
      host.graph.set(p.name, found[p.name]);
      return distance();
    };
    // A single parameter of a handle that moves along its own axis is done; others are searched, one after the other.
    if (free.length && !(free.length < owned.length && !tuple))
      for (let round = 0; round < (free.length > 1 ? 4 : 1); round++)
        for (const p of free) search((t) => attempt(p, t), share(p, Number(found[p.name] ?? before[p.name])));
    for (const name of Object.keys(found)) host.graph.set(name, before[name]);
    return found;
  }

  /** @param {number} i */
  function pointHandle(i) {
    const p = /** @type {Parameter} */ (host.parameters.get(names[0]));
    const at = () => /** @type {number[][]} */ (host.graph.values[p.name])[i];
    const put = (/** @type {number} */ x, /** @type {number} */ y) => {
      const data = /** @type {number[][]} */ (host.graph.values[p.name]).map((point) => [...point]);
      const f = /** @type {import("./panel.js").Frame} */ (panel.frame);
      const within = (/** @type {number} */ v, /** @type {number[] | null} */ stated, /** @type {number[]} */ seen) =>
        clamp(v, .../** @type {[number, number]} */ ([...(stated ?? seen)].sort((a, b) => a - b)));
      if (p.moves !== "y") data[i][0] = within(x, p.xdomain, [f.invertX(f.left), f.invertX(f.right)]);
      if (p.moves !== "x") data[i][1] = within(y, p.ydomain, [f.invertY(f.bottom), f.invertY(f.top)]);
      host.change({ [p.name]: data });
    };
    const round = (/** @type {number} */ v, /** @type {number} */ unit) =>
      Number((Math.round(v / unit) * unit).toPrecision(12));
    const unit = (/** @type {number} */ perPixel) => 10 ** Math.floor(Math.log10(Math.abs(perPixel) || 1));
    return knob(
      i,
      (x, y) => {
        const f = /** @type {import("./panel.js").Frame} */ (panel.frame);
        put(
          round(f.invertX(x), unit(f.invertX(f.left + 1) - f.invertX(f.left))),
          round(f.invertY(y), unit(f.invertY(f.top + 1) - f.invertY(f.top))),
        );
      },
      (event) => {
        const direction = /** @type {Record<string, number[]>} */ ({
          ArrowRight: [1, 0],
          ArrowLeft: [-1, 0],
          ArrowUp: [0, 1],
          ArrowDown: [0, -1],
        })[event.key];
        if (!direction) return false;
        const f = /** @type {import("./panel.js").Frame} */ (panel.frame),
          far = event.shiftKey ? 0.1 : 0.01,
          [x, y] = at();
        put(
          x + direction[0] * far * (f.invertX(f.right) - f.invertX(f.left)),
          y + direction[1] * far * (f.invertY(f.top) - f.invertY(f.bottom)),
        );
        return true;
      },
      () => {
        const f = /** @type {import("./panel.js").Frame} */ (panel.frame),
          along = p.moves === "y" ? 1 : 0;
        const [low, high] = along
          ? (p.ydomain ?? [f.invertY(f.bottom), f.invertY(f.top)])
          : (p.xdomain ?? [f.invertX(f.left), f.invertX(f.right)]);
        return {
          "aria-label": `${p.label} ${i + 1}`,
          "aria-valuenow": at()[along],
          "aria-valuetext": at()
            .map((v) => typeset(String(Number(v.toPrecision(4)))))
            .join(", "),
          "aria-valuemin": low,
          "aria-valuemax": high,
        };
      },
    );
  }
}

/** @param {number} v @param {number} low @param {number} high */
const clamp = (v, low, high) => Math.min(Math.max(v, low), high);

/** @param {Parameter} p @param {number} v */
const share = (p, v) => (p.log ? Math.log(v / p.min) / Math.log(p.max / p.min) : (v - p.min) / (p.max - p.min));

/** @param {Parameter} p @param {number} t */
const fromShare = (p, t) => (p.log ? p.min * (p.max / p.min) ** t : p.min + t * (p.max - p.min));

/** Least f over [0, 1]: a coarse grid that prefers to stay near `start`, then ever finer around the best.
 * @param {(t: number) => number} f @param {number} start */
function search(f, start) {
  let best = start,
    least = f(start);
  const attempt = (/** @type {number} */ t) => {
    const value = f(t);
    if (value < least) {
      least = value;
      best = t;
    }
  };
  for (let k = 0; k <= 24; k++) attempt(k / 24);
  for (let width = 1 / 24; width > 1e-5; width /= 4) {
    const centre = best;
    for (let k = -4; k <= 4; k++) if (k) attempt(clamp(centre + (k * width) / 4, 0, 1));
  }
  f(best);
}

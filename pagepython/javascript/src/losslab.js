// @ts-check
// The loss lab: a log-density or a loss in the editor; density, loss, pull and the line that it fits beside it.
const boot = /** @type {{pagePython: import("./page.d.ts").PagePython}} */ (/** @type {unknown} */ (globalThis))
  .pagePython;
/** What the study of a loss says; a line where the ringed point was moved; or why there is none.
 * @typedef {{words: string[], r: number[], density?: (number | null)[], loss: (number | null)[], pull: (number | null)[], line: [number, number], stop?: undefined} | {stop: string}} Study */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
function draw(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

const W = 300,
  H = 190,
  PAD = 26;

/** @param {string} title @param {[number, number]} x @param {[number, number]} y */
function panel(title, [x0, x1], [y0, y1]) {
  const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, class: "lab-panel", role: "img", "aria-label": title });
  const sx = (/** @type {number} */ v) => PAD + ((v - x0) / (x1 - x0)) * (W - PAD - 8),
    sy = (/** @type {number} */ v) => H - PAD - ((v - y0) / (y1 - y0 || 1)) * (H - PAD - 24);
  svg.append(
    draw("text", { x: 4, y: 14, class: "lab-title" }, title),
    draw("line", {
      x1: PAD,
      x2: W - 8,
      y1: sy(Math.max(y0, Math.min(0, y1))),
      y2: sy(Math.max(y0, Math.min(0, y1))),
      class: "lab-axis",
    }),
  );
  for (const v of [x0, 0, x1])
    svg.append(draw("text", { x: sx(v), y: H - 8, class: "lab-tick", "text-anchor": "middle" }, String(v)));
  for (const v of [y0, y1])
    svg.append(
      draw(
        "text",
        { x: PAD - 3, y: sy(v) + 4, class: "lab-tick", "text-anchor": "end" },
        String(Number(v.toPrecision(2))),
      ),
    );
  const curve = (/** @type {number[]} */ xs, /** @type {(number | null)[]} */ ys, /** @type {string} */ name) => {
    const points = xs
      .map((v, i) => [v, ys[i]])
      .filter(([, v]) => v !== null && v >= y0 - (y1 - y0) && v <= y1 + (y1 - y0));
    svg.append(
      draw("polyline", {
        points: points.map(([u, v]) => `${sx(/** @type {number} */ (u))},${sy(/** @type {number} */ (v))}`).join(" "),
        class: `lab-line lab-${name}`,
      }),
    );
  };
  return {
    svg,
    sx,
    sy,
    curve,
    back: (/** @type {number} */ px, /** @type {number} */ py) => [
      x0 + ((px - PAD) / (W - PAD - 8)) * (x1 - x0),
      y0 + ((H - PAD - py) / (H - PAD - 24)) * (y1 - y0),
    ],
  };
}

/** @param {(number | null)[]} values */
const top = (values) => Math.max(...values.filter((v) => v !== null).map(Number));

/** @param {HTMLElement} section @param {import("./page.d.ts").Given & {x: number[], y: number[], starter: string}} given */
export function open(section, given) {
  const x = given.x.slice(),
    y = given.y.slice(),
    last = x.length - 1;
  const picture = boot.element("div", { class: "lab-picture" }),
    words = boot.element("p", { class: "lab-words", role: "status", "aria-live": "polite" });
  let source = given.starter,
    waiting = false,
    wanted = false;

  const names = () => (/^def\s+loss\b/m.test(source) ? ["loss", "True"] : ["log_density", "False"]);
  const call = (/** @type {string} */ what) => {
    const [f, isLoss] = names();
    return `import _losslab\n_losslab.${what}(${f}, ${isLoss}, ${JSON.stringify(x)}, ${JSON.stringify(y)})`;
  };

  /** @param {string} code */
  async function answer(code) {
    const key = "loss lab",
      { output, error } = await boot.run(code, key, given.lead ?? "import numpy as np");
    if (error) return { stop: error };
    return JSON.parse(output.trim().split("\n").pop() || "{}");
  }

  /** @param {Study} made */
  function show(made) {
    if (made.stop !== undefined) {
      words.textContent = made.stop;
      words.dataset.status = "wrong";
      picture.replaceChildren();
      return;
    }
    words.textContent = made.words.join(" ");
    words.dataset.status = "";
    const shown = [];
    if (made.density) {
      const d = panel("density of the noise", [-6, 6], [0, top(made.density) * 1.05]);
      d.curve(made.r, made.density, "density");
      shown.push(d.svg);
    }
    const steep = Math.max(1, Math.min(8, top(made.loss))),
      l = panel("loss (orange) and its pull (blue)", [-6, 6], [-Math.min(steep, 4), steep]);
    l.curve(made.r, made.loss, "loss");
    l.curve(made.r, made.pull, "pull");
    picture.replaceChildren(...shown, l.svg, scatter(made.line));
  }

  /** @param {[number, number]} at */
  function scatter(at) {
    const p = panel("twelve penguins, the fitted line: drag the ringed one", [-3, 3], [-4, 4]);
    x.forEach((v, i) => {
      if (i !== last) p.svg.append(draw("circle", { cx: p.sx(v), cy: p.sy(y[i]), r: 3.5, class: "lab-dot" }));
    });
    const path = draw("line", { class: "lab-line lab-density" }),
      knob = draw("g", { class: "lab-knob" }),
      grip = draw("circle", { r: 20, class: "lab-grip" }), // as wide as a finger
      handle = draw("circle", {
        r: 8,
        class: "lab-handle",
        tabindex: 0,
        role: "slider",
        "aria-label": "mass of the ringed penguin",
        "aria-valuemin": -4,
        "aria-valuemax": 4,
      });
    const put = () => {
      for (const circle of [grip, handle]) {
        circle.setAttribute("cx", String(p.sx(x[last])));
        circle.setAttribute("cy", String(p.sy(y[last])));
      }
    };
    const place = (/** @type {[number, number]} */ [a, b]) => {
      for (const [k, u] of /** @type {[string, number][]} */ ([
        ["1", -3],
        ["2", 3],
      ])) {
        path.setAttribute(`x${k}`, String(p.sx(u)));
        path.setAttribute(`y${k}`, String(p.sy(a + b * u)));
      }
      put();
      handle.setAttribute("aria-valuenow", y[last].toFixed(1));
      handle.setAttribute("aria-valuetext", `${y[last].toFixed(1)}; line ${a.toFixed(2)} + ${b.toFixed(2)} x`);
    };
    async function move(/** @type {number} */ u, /** @type {number} */ v) {
      x[last] = Math.max(-3, Math.min(3, u));
      y[last] = Math.max(-4, Math.min(4, v));
      put();
      if (waiting) {
        wanted = true;
        return;
      }
      do {
        wanted = false;
        waiting = true;
        const made = await answer(call("line"));
        waiting = false;
        if (made.line) place(made.line);
      } while (wanted);
    }
    handle.addEventListener("keydown", (event) => {
      const key = /** @type {KeyboardEvent} */ (event).key,
        step = /** @type {Record<string, [number, number]>} */ ({
          ArrowUp: [0, 0.2],
          ArrowDown: [0, -0.2],
          ArrowLeft: [-0.2, 0],
          ArrowRight: [0.2, 0],
        })[key];
      if (!step) return;
      event.preventDefault();
      void move(x[last] + step[0], y[last] + step[1]);
    });
    // or the page scrolls along: Chromium reads no touch-action in an SVG
    knob.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    knob.addEventListener("pointerdown", (event) => {
      const { pointerId } = /** @type {PointerEvent} */ (event),
        done = new AbortController();
      knob.setPointerCapture(pointerId);
      const follow = (/** @type {Event} */ e) => {
        const { clientX, clientY } = /** @type {PointerEvent} */ (e),
          box = p.svg.getBoundingClientRect(),
          [u, v] = p.back(((clientX - box.left) / box.width) * W, ((clientY - box.top) / box.height) * H);
        void move(u, v);
      };
      knob.addEventListener("pointermove", follow, { signal: done.signal });
      for (const end of ["pointerup", "pointercancel"])
        knob.addEventListener(end, () => done.abort(), { signal: done.signal });
    });
    knob.append(grip, handle);
    p.svg.append(path, knob);
    p.svg.setAttribute("role", "group");
    place(at);
    return p.svg;
  }

  const pad = boot.createPad(section, {
    name: "Your log-density or loss, Python",
    starter: given.starter,
    stop: () => boot.python().stop(),
    run: async (/** @type {string} */ text) => {
      source = text;
      const { output, error } = await boot.run(text, "loss lab", given.lead ?? "import numpy as np");
      if (!error) show(await answer(call("study")));
      return { output, error };
    },
  });
  section.append(words, picture);
  /** @type {import("./page.d.ts").Section} */ (section).pad = pad;
  pad.focus();
  void pad.run();
  return pad;
}

boot.lab = open;

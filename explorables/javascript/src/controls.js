// @ts-check
// The reader's side: sliders, choices, switches, play; each is a native control with a label.
import { html, say, unique } from "./dom.js";
import { showValue, snap } from "./values.js";

/** @typedef {import("./figure.js").Parameter} Parameter */
/** @typedef {import("./figure.js").NumberParameter} NumberParameter */
/** @typedef {import("./payload.d.ts").ChoiceParameter} ChoiceParameter */
/** @typedef {import("./payload.d.ts").SwitchParameter} SwitchParameter */
/** @typedef {import("./figure.js").Values} Values */
/** @typedef {{value: (name: string) => Values[string], change: (values: Values) => void, signal: AbortSignal}} Host */
/** @typedef {{element: HTMLElement, update: () => void, stop?: () => void}} Control */

/** @param {Parameter} p @param {Host} host @returns {Control | null} */
export function createControl(p, host) {
  if (p.kind === "number") return slider(p, host);
  if (p.kind === "choice")
    return p.options.length <= 5 && p.options.join("").length <= 48 ? segments(p, host) : menu(p, host);
  return p.kind === "switch" ? checkbox(p, host) : null;
}

/** @param {NumberParameter} p @param {Host} host @returns {Control} */
function slider(p, host) {
  const value = () => /** @type {number} */ (host.value(p.name));
  const id = unique("explorable-control"),
    decades = Math.log10(p.max / p.min);
  const unit = p.log && p.integer ? 0.01 : p.step,
    count = p.log ? Math.ceil(decades / unit - 1e-9) : (p.max - p.min) / p.step;
  const position = (/** @type {number} */ v) => (p.log ? Math.log10(v / p.min) / unit : (v - p.min) / p.step);
  const input = html("input", {
    type: "range",
    id,
    ...(p.log ? { min: 0, max: count, step: 1 } : { min: p.min, max: p.max, step: p.step }),
  });
  const output = html("output", { for: id, "aria-live": "off" });
  const player = p.play ? createPlayer(p, p.play, host) : null;
  const element = html(
    "div",
    { class: `control number${p.play ? " play" : ""}` },
    html("label", { for: id }, p.label),
    input,
    output,
    player?.element,
  );
  input.addEventListener(
    "input",
    () => {
      player?.stop();
      const now = value(),
        to = snap(p, p.log ? p.min * 10 ** (Number(input.value) * unit) : Number(input.value));
      // One press of a key on a log slider of whole numbers is less than one of them.
      const by = to === now ? Number(input.value) - Math.round(position(now)) : 0;
      host.change({ [p.name]: p.log && Math.abs(by) === 1 ? snap(p, now + by * p.step) : to });
      if (p.log) input.value = String(Math.round(position(value()))); // the next key starts from here
    },
    { signal: host.signal },
  );
  return {
    element,
    stop: player?.stop,
    update() {
      const v = value(),
        shown = showValue(p, v),
        at = String(p.log ? Math.round(position(v)) : v);
      if (input.value !== at) input.value = at;
      input.style.setProperty("--share", String(position(v) / count));
      input.setAttribute("aria-valuetext", shown);
      say(output, shown);
      player?.update();
    },
  };
}

/** @param {NumberParameter} p @param {{interval: number, loop: boolean}} pace @param {Host} host */
function createPlayer(p, pace, host) {
  const value = () => /** @type {number} */ (host.value(p.name));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const button = (/** @type {string} */ name, /** @type {string} */ sign) =>
    html("button", {
      type: "button",
      class: "icon",
      "aria-label": `${name} ${p.label}`,
      title: name,
      "data-sign": sign,
    });
  const back = button("Step back", "back"),
    play = button("Play", "play"),
    forward = button("Step", "forward");
  /** @type {number | null} */
  let timer = null;
  const move = (/** @type {number} */ by) => host.change({ [p.name]: snap(p, value() + by * p.step) });
  const atEnd = () => value() + p.step > p.max + 1e-9 * p.step;
  function stop() {
    if (timer !== null) clearInterval(timer);
    timer = null;
    update();
  }
  function tick() {
    if (!atEnd()) move(1);
    else if (pace.loop) host.change({ [p.name]: p.min });
    if (atEnd() && !pace.loop) stop();
  }
  function update() {
    play.dataset.sign = timer === null ? "play" : "pause";
    play.title = timer === null ? "Play" : "Pause";
    play.setAttribute("aria-label", `${play.title} ${p.label}`);
    back.setAttribute("aria-disabled", String(value() <= p.min));
    forward.setAttribute("aria-disabled", String(atEnd()));
  }
  play.addEventListener(
    "click",
    () => {
      if (timer !== null) return stop();
      if (atEnd()) host.change({ [p.name]: p.min });
      else tick();
      timer = window.setInterval(tick, calm.matches ? Math.max(1000, pace.interval) : pace.interval);
      update();
    },
    { signal: host.signal },
  );
  back.addEventListener(
    "click",
    () => {
      stop();
      move(-1);
    },
    { signal: host.signal },
  );
  forward.addEventListener(
    "click",
    () => {
      stop();
      move(1);
    },
    { signal: host.signal },
  );
  host.signal.addEventListener("abort", stop);
  return {
    element: html("div", { class: "player", role: "group", "aria-label": p.label }, back, play, forward),
    update,
    stop,
  };
}

/** @param {ChoiceParameter} p @param {Host} host @returns {Control} */
function segments(p, host) {
  const group = unique("explorable-choice");
  const inputs = p.options.map((option) => html("input", { type: "radio", name: group, value: option }));
  const long = p.label.length + p.options.join("").length + 4 * p.options.length > 40;
  const element = html(
    "div",
    { class: `control choice${long ? " long" : ""}`, role: "radiogroup", "aria-label": p.label },
    html("span", { class: "name", "aria-hidden": "true" }, p.label),
    html(
      "div",
      { class: "segments" },
      ...inputs.map((input, i) => html("label", {}, input, html("span", {}, p.options[i]))),
    ),
  );
  element.addEventListener(
    "change",
    (event) => host.change({ [p.name]: /** @type {HTMLInputElement} */ (event.target).value }),
    { signal: host.signal },
  );
  return {
    element,
    update: () => inputs.forEach((input) => (input.checked = input.value === host.value(p.name))),
  };
}

/** @param {ChoiceParameter} p @param {Host} host @returns {Control} */
function menu(p, host) {
  const id = unique("explorable-control");
  const select = html("select", { id }, ...p.options.map((option) => html("option", { value: option }, option)));
  select.addEventListener("change", () => host.change({ [p.name]: select.value }), { signal: host.signal });
  return {
    element: html("div", { class: "control menu" }, html("label", { for: id }, p.label), select),
    update: () => {
      select.value = String(host.value(p.name));
    },
  };
}

/** @param {SwitchParameter} p @param {Host} host @returns {Control} */
function checkbox(p, host) {
  const input = html("input", { type: "checkbox", role: "switch" });
  input.addEventListener("change", () => host.change({ [p.name]: input.checked }), { signal: host.signal });
  return {
    element: html("label", { class: "control switch" }, input, html("span", {}, p.label)),
    update: () => {
      input.checked = host.value(p.name) === true;
    },
  };
}

// @ts-check
// All that weighs on a page before Python is asked for: buttons, and how to fetch the rest.
(() => {
  /** @typedef {import("./page.d.ts").Section} Section */
  const here = /** @type {HTMLScriptElement} */ (document.currentScript),
    base = here.src.replace(/start\.js.*$/, ""),
    version = here.src.split("?")[1] ?? "";
  /** @type {Map<string, Promise<void>>} */
  const coming = new Map();
  const boot = /** @type {import("./page.d.ts").PagePython} */ ({}); // page.js adds the rest
  Object.assign(globalThis, { pagePython: boot });
  boot.base = base;

  /** A classic script, once: from a disk nothing else can be fetched. @param {string} name */
  boot.load = (name) => {
    const known = coming.get(name);
    if (known) return known;
    /** @type {Promise<void>} */
    const comes = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}${name}${version && `?${version}`}`;
      script.onload = () => resolve();
      script.onerror = () => {
        coming.delete(name);
        script.remove();
        reject(new Error(`${name} could not be loaded`));
      };
      document.head.append(script);
    });
    coming.set(name, comes);
    return comes;
  };
  /** The engine goes first: Python starts beside the page's part. */
  const page = () => Promise.all([boot.load("engine.js"), boot.load("page.js")]).then(() => boot);

  /** @param {HTMLElement} section @returns {import("./page.d.ts").Given} */
  const given = (section) => JSON.parse(section.querySelector("script[type='application/json']")?.textContent ?? "{}");

  /** @param {Section} section @param {HTMLButtonElement} button */
  async function open(section, button) {
    const words = button.textContent,
      status = section.querySelector(".py-wait");
    button.setAttribute("aria-disabled", "true");
    if (status) status.textContent = "Loading Python …";
    try {
      await page();
      if (status) status.textContent = "";
      const what = given(section);
      if (what.kind === "setting") {
        if (status) status.textContent = "Looking at the figure …";
        const verdict = await section.exercise.check();
        await boot.told(section, verdict);
        if (status) {
          status.textContent = `${{ right: "✓", wrong: "✗", empty: "○" }[verdict.status]} ${verdict.message}`;
          /** @type {HTMLElement} */
          (status).dataset.status = verdict.status;
        }
        button.removeAttribute("aria-disabled");
        return;
      }
      if (what.kind === "lab") await boot.load("losslab.js");
      (what.kind === "lab" ? boot.lab : boot.open)(section, what);
      button.hidden = true;
    } catch (error) {
      if (status)
        status.textContent = `${error instanceof Error ? error.message : error}. Press once more to try again.`;
      button.removeAttribute("aria-disabled");
      button.textContent = words;
    }
  }

  function mount() {
    for (const section of /** @type {NodeListOf<Section>} */ (
      document.querySelectorAll("section.exercise, section.py-cell, section.py-scratch, section.loss-lab")
    )) {
      if (section.exercise) continue;
      const face = () =>
        page().then(() =>
          section.dataset.exercise ? boot.exercise(section, given(section)) : boot.cell(section, given(section)),
        );
      section.exercise = {
        check: (source) => page().then(() => boot.exercise(section, given(section)).check(source)),
        run: (source, onOutput) => face().then((f) => f.run(source, onOutput)),
      };
      section.exercise.restore = (kept) => {
        section.kept = kept;
        const status = /** @type {HTMLElement | null} */ (section.querySelector(".py-wait"));
        if (!status || section.pad) return;
        status.dataset.status = kept.status;
        status.textContent = kept.status === "right" ? "✓ It was right when you checked it." : "✗ Not right yet.";
      };
      const button = /** @type {HTMLButtonElement | null} */ (section.querySelector("button.try"));
      if (!button) continue;
      button.hidden = false;
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true") void open(section, button);
      });
    }
  }

  document.addEventListener("keydown", (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("section.py-scratch button.try"));
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyP" || !button) return;
    event.preventDefault();
    const section = /** @type {Section} */ (button.closest("section"));
    section.scrollIntoView({ block: "nearest" });
    if (section.pad) section.pad.focus();
    else button.click();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
  mount();
})();

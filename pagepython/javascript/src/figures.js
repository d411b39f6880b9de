// @ts-check
// Figures that a reader's cell makes: they live below it, drawn by the runtime of the book's own figures.

/** @typedef {{number: number, name: string, displayed: boolean, payload: any, macros: Record<string, string>}} Shown */
/** @typedef {{shown: Shown[], epoch: number}} Made */
/** @typedef {{made: Made, again: () => Promise<Made>}} Cell what a cell shows, and how to run it again where its Python is gone */

/** @type {any} */
const scope = globalThis;
const boot = scope.pagePython;

/** A style sheet of the book that this page may lack. @param {string} name */
function style(name) {
  if ([...document.styleSheets].some((sheet) => sheet.href?.includes(name))) return;
  document.head.append(
    boot.element("link", { rel: "stylesheet", href: new URL(`../explore/${name}`, boot.base).href }),
  );
}

/** @param {any} figure as the worker describes it */
const formulas = (figure) => figure.items.filter((/** @type {any} */ item) => item.type === "formula");

/** TeX becomes HTML here, since there is no Python that could do it when the book is built. @param {any} computed @param {Record<string, string>} macros */
async function typeset(computed, macros) {
  for (const item of formulas(computed.figure)) {
    if (!scope.katex) {
      style("katex/katex.min.css");
      await boot.load("../explore/katex/katex.min.js");
    }
    const tex = computed.slots[item.tex.template[0].$];
    item.html = { $: computed.slots.length };
    computed.slots.push(
      scope.katex.renderToString(tex, { displayMode: true, macros: { ...macros }, output: "htmlAndMathml" }),
    );
  }
  return computed;
}

/** @param {any} answer of the worker */
function failure(answer) {
  if (answer.stopped === "time") return `Stopped: at this setting the function takes more than ${answer.after} s.`;
  if (answer.stopped) return "Stopped.";
  return answer.failed ? `Python ended (${answer.failed}).` : (answer.result?.error ?? "");
}

/** One figure of a cell. @param {HTMLElement} place @param {Cell} cell @param {number} k */
async function one(place, cell, k) {
  const words = boot.element("p", { class: "py-figure-words", role: "status", "aria-live": "polite" });
  const stage = boot.element("div"),
    box = boot.element("div", { class: "py-figure" }, stage, words);
  const { payload, macros } = cell.made.shown[k];
  place.append(box);

  /** @param {Record<string, any>} values */
  const ask = async (values) => boot.python().ask({ task: "figure", number: cell.made.shown[k]?.number, values });

  /** @param {Record<string, any>} values */
  async function compute(values) {
    const slow = setTimeout(() => {
      words.textContent = "Computing …";
      words.dataset.status = "";
    }, 400);
    box.setAttribute("data-computing", "");
    try {
      if (cell.made.epoch !== boot.python().epoch) cell.made = await cell.again();
      const answer = await ask(values),
        said = failure(answer);
      words.textContent = said && `${said.trim()}\nThe picture is of the last setting that worked.`;
      words.dataset.status = said ? "wrong" : "";
      return said ? null : await typeset(answer.result, macros);
    } catch (error) {
      words.textContent = `${error instanceof Error ? error.message : error}`;
      words.dataset.status = "wrong";
      return null;
    } finally {
      clearTimeout(slow);
      box.removeAttribute("data-computing");
    }
  }

  const first = await compute(Object.fromEntries(payload.parameters.map((/** @type {any} */ p) => [p.name, p.value])));
  return first ? scope.explorables.live(payload, first, compute, stage) : { end() {} };
}

/** The figures of a cell below its editor, in place of those before. @param {HTMLElement & {end?: () => void}} place @param {Cell} cell */
boot.figures = async (place, cell) => {
  style("explore.css");
  if (!scope.explorables) await boot.load("../explore/explore.js");
  boot.clear(place);
  /** @type {{end(): void}[]} */
  const living = [];
  for (const k of cell.made.shown.keys()) living.push(await one(place, cell, k));
  place.end = () => living.forEach((figure) => figure.end());
};

// @ts-check
// What a press on "Try it here" brings after the engine: editor, and the properties that tests hold on to.
import { gradeWith } from "./checking.js";
import { inflate } from "./inflate.js";
import { clear, createPad, element, ran } from "./pad.js";
import { about, translate } from "./translate.js";

/** @type {any} */
const scope = globalThis;
/** @type {Map<string, string>} */
const records = new Map();

const boot = scope.pagePython ?? {};

/** The page's one Python, which engine.js has brought. @returns {import("./client.js").Python} */
const python = () => boot.python();

/** The recorded check of an exercise. @param {string} name */
async function recordOf(name) {
  if (!records.has(name)) await boot.load(`checks/${name}.js`);
  const text = records.get(name);
  if (text === undefined) throw new Error(`the check of ${name} did not come`);
  return JSON.parse(new TextDecoder().decode(await inflate(text)));
}

/** The book's packages come when a source asks for them. @param {string} source @param {string} [before] what runs before it */
async function needed(source, before = "") {
  const all = `${before}\n${source}`;
  if (/^\s*(from|import)\s+glm_core\b(?!\.(exercises|explore)\b)/m.test(all)) await boot.load("glm.js");
  if (drawsFigures(all) || new RegExp(`^\\s*(from|import)\\s+${ENGINE}`, "m").test(source) || takesFrom(all))
    await boot.load("figures.js");
}

/** Is a name in use that is imported from the figures' engine? @param {string} source */
function takesFrom(source) {
  const statements = new RegExp(`^from\\s+${ENGINE}\\s+import\\s+(\\([^)]*\\)|.*)`, "gm"),
    rest = source.replace(statements, "");
  return [...source.matchAll(statements)].some(([, , list]) =>
    (list.match(/\w+/g) ?? []).some((name) => new RegExp(`(?<![\\w.])${name}\\s*\\(`).test(rest)),
  );
}

const ENGINE = "(explorables|glm_core\\.explore)\\b";

/** Does a source make a figure? A page's cells may import marks and make none. @param {string} source */
const drawsFigures = (source) => /\bexplore\s*\(/.test(source);

/** The page's imports that a source mentions. @param {[string, string][]} imports @param {string} source */
const lead = (imports = [], source) =>
  imports
    .filter(([, statement]) => drawsFigures(source) || !new RegExp(`^(from|import) ${ENGINE}`).test(statement))
    .filter(([name]) => new RegExp(`(?<![\\w.])${name}\\b`).test(source))
    .map(([, statement]) => statement)
    .join("\n");

const EARLIER = 20; // seconds for earlier cells: the book's own, which do end

/** In which worker the earlier cells of an editor have run, in silence. @type {Map<string, number>} */
const prepared = new Map();

/** What the page reads off the functions of a source, for the worker. @param {string} source */
const functionsOf = (source) => JSON.stringify(about(source).signatures);

/** @param {string} source @param {string} key @param {string} before what must have run @param {(text: string) => void} [onOutput] @returns {Promise<import("./pad.js").Ran>} */
async function run(source, key, before, onOutput = () => {}) {
  let output = "",
    code,
    earlier;
  try {
    code = translate(source, { show: true });
    earlier = translate(before, { lenient: true });
    await needed(source, before);
  } catch (error) {
    return { output, error: `${error instanceof Error ? error.message : error}` };
  }
  if (earlier && prepared.get(`${key}\n${before}`) !== python().epoch) {
    const answer = await python().ask({ task: "run", source: earlier, key, about: functionsOf(before) }, EARLIER);
    if (answer.stopped || answer.failed || answer.result) return ran(answer, "");
    prepared.set(`${key}\n${before}`, python().epoch);
  }
  const answer = await python().ask(
    { task: "run", source: code, key, about: functionsOf(source) },
    undefined,
    (text) => {
      output += text;
      onOutput(text);
    },
  );
  const done = ran(answer, output),
    made = done.error ? null : await figuresOf(key);
  if (!made?.shown.length) return done;
  const again = async () => {
    const { error } = await run(source, key, before);
    if (error) throw new Error(error);
    return figuresOf(key);
  };
  return { ...done, figures: (place) => boot.figures(place, { made, again }) };
}

/** What the cell that ran last shows. @param {string} key @returns {Promise<import("./figures.js").Made>} */
async function figuresOf(key) {
  const { result = [] } = await python().ask({ task: "figures", key });
  return { shown: result, epoch: python().epoch };
}

/** A new seed for each reader and check; the sets were drawn when the book was built. */
let turn = Math.floor(Math.random() * 1000);

/** @param {HTMLElement} section @param {any} given what the page says of it */
function exercise(section, given) {
  const name = section.dataset.exercise ?? "";
  const ask = (/** @type {any} */ task, /** @type {number} */ seconds) => python().ask(task, seconds);
  return {
    /** @param {string} [source] @returns {Promise<{status: string, message: string}>} */
    async check(source = "") {
      const record = await recordOf(name);
      if (record.kind === "setting") {
        const figure = /** @type {any} */ (
          document.querySelector(`figure.explorable[data-explorable="${given.figure}"]`)
        );
        if (!figure?.explorable) return { status: "empty", message: "the figure is not on this page." };
        return gradeWith(ask, record, JSON.stringify(figure.explorable.params), 0);
      }
      const before = lead(given.imports, source);
      await needed(source, before);
      return gradeWith(
        ask,
        { ...record, answer: given.answer, lead: translate(before, { lenient: true }) },
        source,
        turn++,
      );
    },
    /** @param {string} source @param {(text: string) => void} [onOutput] */
    run: (source, onOutput) => run(source, `run ${name}`, lead(given.imports, source), onOutput),
  };
}

/** A cell of the chapter, or the scratch pad: code that runs after what it needs of the page. @param {HTMLElement} section @param {any} given */
function cell(_section, given) {
  const earlier = (given.needs ?? [])
    .map((/** @type {string} */ id) => document.querySelector(`#${id} .cell_input pre`)?.textContent ?? "")
    .join("\n");
  return {
    run: (/** @type {string} */ source, /** @type {(text: string) => void} */ onOutput) =>
      run(source, `${given.kind} ${given.id ?? ""}`, earlier || lead(given.imports, source), onOutput),
  };
}

/** What a reader's check came to, for the book's memory; a mistake by its words, if the exercise knows it. @param {HTMLElement} section @param {import("./checking.js").Verdict} verdict @param {string} [source] */
async function told(section, { status, message }, source) {
  const name = section.dataset.exercise ?? "";
  if (status === "empty" || !name) return;
  const words = JSON.stringify(message),
    known = status === "wrong" && JSON.stringify(await recordOf(name)).includes(words);
  const detail = { name, source, status, slip: known ? message : "" };
  section.dispatchEvent(new CustomEvent("exercise-verdict", { bubbles: true, detail }));
}

/** Opens the editor of a section. @param {HTMLElement} section @param {any} given */
function open(section, given) {
  const old = section.querySelector(".py-pad");
  if (old) return;
  const face = /** @type {any} */ (section).exercise;
  const starter = `${(given.starter ?? "").trimEnd()}\n`;
  const checked = async (/** @type {string} */ source) => {
    const verdict = await face.check(source);
    await told(section, verdict, source);
    return verdict;
  };
  const pad = createPad(section, {
    name: given.label ?? "Python",
    starter,
    stop: () => python().stop(),
    check: given.kind === "cell" || given.kind === "pad" ? undefined : checked,
    run: (source, onOutput) => face.run(source, onOutput),
    note: given.note,
    close: given.close,
  });
  const { kept } = /** @type {import("./page.d.ts").Section} */ (section);
  if (kept?.source) pad.source = kept.source;
  /** @type {any} */ (section).pad = pad;
  pad.focus();
  return pad;
}

Object.assign(boot, {
  translate,
  about,
  gradeWith,
  exercise,
  cell,
  told,
  open,
  element,
  createPad,
  clear,
  run,
  record: (/** @type {string} */ name, /** @type {string} */ text) => records.set(name, text),
  files: (/** @type {Record<string, string>} */ more) => void python().add(more),
});
scope.pagePython = boot;

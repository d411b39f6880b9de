// @ts-check
// What a press on "Try it here" brings: editor, engine, and the properties that tests hold on to.
import { gradeWith } from "./checking.js";
import { inflate, Python } from "./client.js";
import { createPad, element, ran } from "./pad.js";
import { about, translate } from "./translate.js";

/** @type {any} */
const scope = globalThis;
/** @type {Map<string, string>} */
const records = new Map();
/** @type {import("./client.js").Engine | null} */
let delivered = null;
/** @type {Python | null} */
let shared = null;

const boot = scope.pagePython ?? {};

/** The page's one Python: exercises, cells and pad share the worker, each with names of its own. */
function python() {
  shared ??= new Python(async () => {
    if (!delivered) await boot.load("engine.js");
    if (!delivered) throw new Error("the engine did not come");
    return delivered;
  });
  return shared;
}

/** The recorded check of an exercise. @param {string} name */
async function recordOf(name) {
  if (!records.has(name)) await boot.load(`checks/${name}.js`);
  const text = records.get(name);
  if (text === undefined) throw new Error(`the check of ${name} did not come`);
  return JSON.parse(new TextDecoder().decode(await inflate(text)));
}

/** The book's own package comes when a source asks for it. @param {string} source */
async function needed(source) {
  if (/^\s*(from|import)\s+glm_core\b(?!\.exercises)/m.test(source)) await boot.load("glm.js");
}

/** The page's imports that a source mentions. @param {[string, string][]} imports @param {string} source */
const lead = (imports = [], source) =>
  imports
    .filter(([name]) => new RegExp(`(?<![\\w.])${name}\\b`).test(source))
    .map(([, statement]) => statement)
    .join("\n");

/** Names of one editor are gone when it is opened anew; earlier cells run first, in silence. @type {Set<string>} */
const prepared = new Set();

/** @param {string} source @param {string} key @param {string} before what must have run @param {(text: string) => void} [onOutput] */
async function run(source, key, before, onOutput = () => {}) {
  let output = "",
    code,
    earlier;
  try {
    code = translate(source, { show: true });
    earlier = translate(before, { lenient: true });
    await needed(`${before}\n${source}`);
  } catch (error) {
    return { output, error: `${error instanceof Error ? error.message : error}` };
  }
  if (earlier && !prepared.has(`${key}\n${before}`)) {
    const answer = await python().ask({ task: "run", source: earlier, key });
    if (answer.stopped || answer.failed || answer.result) return ran(answer, "");
    prepared.add(`${key}\n${before}`);
  }
  const answer = await python().ask({ task: "run", source: code, key }, undefined, (text) => {
    output += text;
    onOutput(text);
  });
  if (answer.stopped || answer.failed) prepared.clear();
  return ran(answer, output);
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
      await needed(`${before}\n${source}`);
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
function cell(section, given) {
  const earlier = (given.needs ?? [])
    .map((/** @type {string} */ id) => document.querySelector(`#${id} .cell_input pre`)?.textContent ?? "")
    .join("\n");
  return {
    run: (/** @type {string} */ source, /** @type {(text: string) => void} */ onOutput) =>
      run(source, `${given.kind} ${given.id ?? ""}`, earlier || lead(given.imports, source), onOutput),
  };
}

/** Opens the editor of a section. @param {HTMLElement} section @param {any} given */
function open(section, given) {
  const old = section.querySelector(".py-pad");
  if (old) return;
  const face = /** @type {any} */ (section).exercise;
  const starter = (given.starter ?? "").trimEnd() + "\n";
  const pad = createPad(section, {
    name: given.label ?? "Python",
    starter,
    stop: () => python().stop(),
    check: given.kind === "cell" || given.kind === "pad" ? undefined : (source) => face.check(source),
    run: (source, onOutput) => face.run(source, onOutput),
    note: given.note,
    close: given.close,
  });
  /** @type {any} */ (section).pad = pad;
  pad.focus();
  void python()
    .ready()
    .catch(() => undefined);
  return pad;
}

Object.assign(boot, {
  translate,
  about,
  gradeWith,
  exercise,
  cell,
  open,
  element,
  createPad,
  run,
  python,
  engine: (/** @type {import("./client.js").Engine} */ given) => {
    delivered = given;
  },
  record: (/** @type {string} */ name, /** @type {string} */ text) => records.set(name, text),
  files: (/** @type {Record<string, string>} */ more) => void python().add(more),
});
scope.pagePython = boot;

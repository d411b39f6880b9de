// @ts-check
// MicroPython with a NumPy: in the page's worker, and in Node for the tests.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { flat } from "./numpy/array.js";
import { nd } from "./numpy/module.js";
import { setOptions } from "./numpy/printing.js";

export const CAP = 20000; // characters of one run that are shown

/**
 * @param {{wasm: Uint8Array, files: Record<string, string>, write: (text: string) => void}} given
 * `files` are Python sources by path, such as "numpy/__init__.py"
 */
export async function createPython({ wasm, files, write }) {
  const mp = await loadMicroPython({
    wasmBinary: wasm,
    url: "",
    heapsize: 48 * 2 ** 20,
    pystack: 2 ** 17,
    stdout: write,
    stderr: write,
    linebuffer: true,
  });
  const usual = setOptions({});
  let left = CAP,
    muted = false;
  /** @type {(string | {shape: number[], data: Float64Array})[]} what a figure's function gave */
  let slots = [];
  mp.registerJsModule("_nd", {
    ...nd,
    write: (/** @type {string} */ text) => {
      if (left <= 0 || muted) return;
      left -= text.length;
      write(left > 0 ? text : `${text.slice(0, text.length + left)}\n… (the rest is not shown)\n`);
    },
    mute: (/** @type {boolean} */ on) => {
      muted = on;
    },
    supply: (/** @type {any} */ x) => {
      slots.push(typeof x === "string" ? x : { shape: [...x.shape], data: Float64Array.from(flat(x)) });
    },
    matches: (/** @type {string} */ pattern, /** @type {string} */ flags, /** @type {string} */ text) => {
      try {
        return JSON.stringify(
          [...text.matchAll(new RegExp(pattern, `gu${flags}`))].map((m) => [[...text.slice(0, m.index)].length, ...m]),
        );
      } catch {
        return null;
      }
    },
  });

  /** @param {Record<string, string>} more */
  function add(more) {
    const bytes = new TextEncoder(); // of its own the file system takes a text letter by letter
    for (const [path, source] of Object.entries(more)) {
      const parts = path.split("/").slice(0, -1);
      parts.forEach((_, k) => {
        try {
          mp.FS.mkdir(`/lib/${parts.slice(0, k + 1).join("/")}`);
        } catch {
          /* it is there */
        }
      });
      mp.FS.writeFile(`/lib/${path}`, bytes.encode(source));
    }
  }
  mp.FS.mkdir("/lib");
  add(files);
  mp.runPython("import sys\nsys.path[:] = ['', '/lib', '.frozen']\nimport _page\n_page.install()");
  const page = mp.pyimport("_page");

  return {
    add,
    /** What a cell raised, as text, or "". @param {string} source translated @param {string} key of its names @param {string} [about] JSON */
    run(source, key, about = "") {
      left = CAP;
      return page.run(source, key, about);
    },
    /** The figures that the last cell shows. @param {string} key of its names @returns {{number: number, name: string, displayed: boolean, payload: any, macros: Record<string, string>}[]} */
    figures: (key) => JSON.parse(page.shown_figures(key)),
    /** A figure at a setting, or what went wrong. @param {number} number @param {Record<string, any>} values */
    figure(number, values) {
      left = CAP;
      slots = [];
      const answer = JSON.parse(page.figure_at(number, JSON.stringify(values)));
      return answer.figure ? { ...answer, slots } : answer;
    },
    /** What ran under a key, and how numbers are printed since. @param {string} key */
    forget(key) {
      page.forget(key);
      setOptions(usual);
    },
    /** {status, message}. @param {string} name @param {string} record JSON @param {string} source translated, or a figure's values @param {string} about JSON @param {number} pick which of the recorded sets */
    grade(name, record, source, about, pick) {
      left = CAP;
      return JSON.parse(mp.pyimport("_grading").grade(name, record, source, about, pick));
    },
  };
}

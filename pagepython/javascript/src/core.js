// @ts-check
// MicroPython with a NumPy: in the page's worker, and in Node for the tests.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { nd } from "./numpy/module.js";

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
  let left = CAP,
    muted = false;
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
  });

  /** @param {Record<string, string>} more */
  function add(more) {
    for (const [path, source] of Object.entries(more)) {
      const parts = path.split("/").slice(0, -1);
      parts.forEach((_, k) => {
        try {
          mp.FS.mkdir(`/lib/${parts.slice(0, k + 1).join("/")}`);
        } catch {
          /* it is there */
        }
      });
      mp.FS.writeFile(`/lib/${path}`, source);
    }
  }
  mp.FS.mkdir("/lib");
  add(files);
  mp.runPython("import sys\nsys.path[:] = ['', '/lib', '.frozen']\nimport _page\n_page.install()");
  const page = mp.pyimport("_page");

  return {
    add,
    /** What a cell raised, as text, or "". @param {string} source translated @param {string} key of its names */
    run(source, key) {
      left = CAP;
      return page.run(source, key);
    },
    /** @param {string} key */
    forget(key) {
      page.forget(key);
    },
    /** {status, message}. @param {string} name @param {string} record JSON @param {string} source translated, or a figure's values @param {string} about JSON @param {number} pick which of the recorded sets */
    grade(name, record, source, about, pick) {
      left = CAP;
      return JSON.parse(mp.pyimport("_grading").grade(name, record, source, about, pick));
    },
  };
}

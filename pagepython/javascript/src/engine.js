// @ts-check
// The first thing that a press brings: Python starts in its worker while the editor is still on its way.
import { Python } from "./client.js";

/** @type {any} */
const boot = /** @type {any} */ (globalThis).pagePython;

/** The page's one Python: exercises, cells and pad share the worker, each with names of its own. */
boot.engine ??= (/** @type {import("./client.js").Engine} */ given) => {
  const python = new Python(given);
  boot.python = () => python;
  void python.ready().catch(() => undefined); // who asks next starts it anew, and is told
};

// The committed bundles in Node: a task a line in, a result a line out, both JSON.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { runInThisContext } from "node:vm";

const folder = new URL("./static/", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), "utf8");
runInThisContext(read("page.js"), { filename: "page.js" });
let engine;
globalThis.pagePython.engine = (given) => { engine = given; };
runInThisContext(read("engine.js"), { filename: "engine.js" });
const more = {};
globalThis.pagePython.files = (given) => { Object.assign(more, given); };
for (const name of ["glm.js", "figures.js"]) runInThisContext(read(name), { filename: name });

const shim = `const { parentPort } = require("node:worker_threads");
globalThis.process = undefined; globalThis.WorkerGlobalScope = class {}; globalThis.self = globalThis; globalThis.postMessage = (m) => parentPort.postMessage(m);
parentPort.on("message", (data) => globalThis.onmessage({ data }));\n`;
let worker, waiting, output;

function start() {
  worker = new Worker(shim + engine.worker, { eval: true });
  worker.on("message", (m) => {
    if (m.output) output += m.output;
    if (m.done) waiting(m);
  });
  return ask({ task: "start", wasm: engine.wasm, files: { ...engine.files, ...more } });
}

function ask(message, seconds = 60) {
  output = "";
  return new Promise((resolve) => {
    const clock = setTimeout(async () => { await worker.terminate(); await start(); resolve({ stopped: "time", after: seconds }); }, seconds * 1000);
    waiting = (m) => { clearTimeout(clock); resolve(m); };
    worker.postMessage({ id: 1, ...message });
  });
}

/** @type {Record<string, (given: any) => Promise<any>>} */
const tasks = {
  async run({ source, key = "test", fresh = true, seconds = 20, lenient = false }) {
    if (fresh) await ask({ task: "forget", key });
    let source2;
    try { source2 = pagePython.translate(source, { show: !lenient, lenient }); } catch (error) { return { output: "", error: `SyntaxError: ${error.message}` }; }
    const m = await ask({ task: "run", source: source2, key, about: JSON.stringify(pagePython.about(source).signatures) }, seconds);
    return { output, error: m.stopped ? "Stopped: too slow" : m.failed ? `crash: ${m.failed}` : m.result };
  },
  async grade({ record, source, pick = 0 }) { return pagePython.gradeWith(ask, record, source, pick); },
  /** What the last cell shows: payloads, each under its number. */
  async figures({ key = "test" }) { const m = await ask({ task: "figures", key }); return m.result ?? { error: m.failed ?? "too slow" }; },
  /** A figure at a setting: what the page's runtime draws, arrays as lists. */
  async figure({ number, values }) {
    const m = await ask({ task: "figure", number, values });
    const plain = (slot) => (typeof slot === "string" ? slot : { shape: slot.shape, data: Array.from(slot.data, (x) => (Number.isFinite(x) ? x : String(x))) });
    return m.result?.slots ? { ...m.result, slots: m.result.slots.map(plain) } : m.result ?? m;
  },
  translate: async ({ source, show }) => ({ source: pagePython.translate(source, { show }) }),
};

const started = await start();
console.log(JSON.stringify({ ready: !started.failed, failed: started.failed }));
for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line);
  console.log(JSON.stringify(await tasks[given.task](given)));
}
process.exit(0);

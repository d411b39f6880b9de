// @ts-check
// Python in a worker: messages in, messages out, and nothing else of the outside is within reach.
import { createPython } from "./core.js";
import { inflate } from "./inflate.js";

const scope = /** @type {any} */ (globalThis),
  post = scope.postMessage.bind(scope);
const inside = {
  Function,
  WebAssembly,
  TextDecoder,
  TextEncoder,
  setTimeout,
  clearTimeout,
  performance,
  crypto,
  atob,
  console,
};
void inside;

/** What could reach beyond the worker is taken away before any of the reader's code runs. */
function close() {
  for (const name of [
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "WebSocketStream",
    "WebTransport",
    "EventSource",
    "importScripts",
    "indexedDB",
    "caches",
    "BroadcastChannel",
    "Worker",
    "SharedWorker",
    "navigator",
    "Notification",
    "FileReaderSync",
    "eval",
    "postMessage",
    "Request",
    "URL",
    "RTCPeerConnection",
    "webkitRequestFileSystem",
    "location",
  ])
    try {
      Object.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
    } catch {
      try {
        scope[name] = undefined;
      } catch {
        /* not ours to change */
      }
    }
}

/** @type {Awaited<ReturnType<typeof createPython>> | undefined} */
let python;
let current = 0,
  held = "",
  sent = 0,
  writes = 0;
const EAGER = 200; // writes of a task that are sent at once: the next line may be a loop without an end

/** @param {string} text */
function write(text) {
  held += text;
  if (writes++ < EAGER || performance.now() - sent > 60) flush();
}

function flush() {
  if (held) post({ id: current, output: held });
  held = "";
  sent = performance.now();
}

/** @type {Record<string, (given: any) => any>} */
const tasks = {
  async start({ wasm, files }) {
    python = await createPython({ wasm: new Uint8Array(await inflate(wasm)), files, write });
    close();
  },
  add: ({ files }) => python?.add(files),
  run: ({ source, key, about }) => python?.run(source, key, about),
  figures: ({ key }) => python?.figures(key),
  figure: ({ number, values }) => python?.figure(number, values),
  forget: ({ key }) => python?.forget(key),
  grade: ({ name, record, source, about, pick }) => python?.grade(name, record, source, about, pick),
};

scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
  current = data.id;
  writes = 0;
  try {
    const result = await tasks[data.task](data);
    flush();
    post({ id: data.id, done: true, result });
  } catch (error) {
    flush();
    post({ id: data.id, done: true, failed: `${error instanceof Error ? error.message : error}` });
  }
};

// @ts-check
// The worker with Python in it: started when it is asked for, ended when it does not come back, started anew.

/** @typedef {{wasm: string, worker: string, files: Record<string, string>}} Engine */
/** @typedef {{result?: any, failed?: string, stopped?: "time" | "reader", after?: number}} Answer `after` so many seconds */

const LIMIT = 5; // seconds, on a machine on which Python starts in no more than START
const START = 0.5;

export class Python {
  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Promise<void> | null} */
    this.starting = null;
    /** @type {Promise<any>} */
    this.queue = Promise.resolve();
    this.count = 0;
    this.epoch = 0; // of the worker: what was made in one before is gone
    this.slowness = 1; // of this machine, as the last start of Python showed it
    /** @type {Record<string, string>} modules that came later, for a worker that comes after */
    this.more = {};
    /** @type {((reason: "time" | "reader") => void) | null} */
    this.interrupt = null;
  }

  /** A worker that is ready; the one that is there, or a new one. */
  ready() {
    this.starting ??= this.start().catch((error) => {
      this.end();
      throw error;
    });
    return this.starting;
  }

  async start() {
    const { wasm, worker, files } = this.engine;
    const url = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
    const began = performance.now();
    this.worker = new Worker(url);
    URL.revokeObjectURL(url);
    const answer = await this.send({ task: "start", wasm, files: { ...files, ...this.more } }, 60);
    if (answer.failed || answer.stopped) throw new Error(answer.failed ?? "Python did not start");
    this.slowness = Math.max(1, (performance.now() - began) / 1000 / START);
  }

  /** @param {any} message @param {number} seconds @param {(text: string) => void} [onOutput] @returns {Promise<Answer>} */
  send(message, seconds, onOutput) {
    const worker = /** @type {Worker} */ (this.worker),
      id = ++this.count;
    return new Promise((resolve) => {
      const finish = (/** @type {Answer} */ answer) => {
        clearTimeout(clock);
        this.interrupt = null;
        worker.onmessage = worker.onerror = null;
        resolve(answer);
      };
      this.interrupt = (reason) => {
        this.end();
        finish({ stopped: reason, after: seconds });
      };
      const clock = setTimeout(() => this.interrupt?.("time"), seconds * 1000);
      worker.onmessage = ({ data }) => {
        if (data.id !== id) return;
        if (data.output) onOutput?.(data.output);
        if (data.done) finish(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        this.end();
        finish({ failed: event.message || "it ended" });
      };
      worker.postMessage({ ...message, id });
    });
  }

  /** One task after the other. @param {any} message @param {number} [seconds] of a quick machine @param {(text: string) => void} [onOutput] @returns {Promise<Answer>} */
  ask(message, seconds = LIMIT, onOutput) {
    const turn = this.queue.then(async () => {
      try {
        await this.ready();
      } catch (error) {
        return { failed: `${error instanceof Error ? error.message : error}` };
      }
      return this.send(message, Number((seconds * this.slowness).toPrecision(2)), onOutput);
    });
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Modules that are needed now. @param {Record<string, string>} files */
  add(files) {
    Object.assign(this.more, files);
    return this.worker ? this.ask({ task: "add", files }) : Promise.resolve({});
  }

  stop() {
    this.interrupt?.("reader");
  }

  end() {
    this.epoch++;
    this.worker?.terminate();
    this.worker = this.starting = null;
  }
}

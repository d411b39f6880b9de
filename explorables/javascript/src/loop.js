// @ts-check
// scan: a loop of equal steps. Its body is made ready once and run for each step.

/** @typedef {import("./operations.js").Arr} Arr */
/** Where a step's input comes from: an array as it is, its row of this step, or a result of the body, so many steps back.
 * @typedef {["same" | "row", number] | ["step", number, number, number[]?]} Ref */
/** @typedef {[string, Ref[], number[], import("./operations.js").Attr?]} Step */
/** @typedef {(op: string, inputs: Arr[], shape: number[], attr?: import("./operations.js").Attr) => Arr & {run: () => void}} Compile */

/** @param {Compile} compile @returns {import("./operations.js").Maker} */
export const scan =
  (compile) =>
  (inputs, _shape, { body = [], steps = 0, outputs = [] }, out) => {
    /** @type {((t: number) => void)[]} */
    const prepare = [];
    /** @type {(Arr & {run: () => void})[]} */
    const made = [];
    /** Past results by slot: [0] is the step before. @type {Map<number, Float64Array[]>} */
    const past = new Map();

    /** What one reference of the body stands for, as an array that `prepare` keeps up to date. @param {Ref} ref @returns {Arr} */
    function source([kind, k, back = 0, first = []]) {
      if (kind === "same") return inputs[k];
      if (kind === "row") {
        const { shape, data } = inputs[k];
        const row = { shape: shape.slice(1), data: new Float64Array(data.length / shape[0]) };
        prepare.push((t) => row.data.set(data.subarray(t * row.data.length, (t + 1) * row.data.length)));
        return row;
      }
      if (!back) return made[k];
      const shape = body[k][2];
      const before = {
        shape,
        data: new Float64Array(shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1)),
      };
      const kept = past.get(k) ?? [];
      while (kept.length < back) kept.push(new Float64Array(before.data.length));
      past.set(k, kept);
      prepare.push((t) => before.data.set(t >= back ? kept[back - 1] : inputs[first[t]].data));
      return before;
    }

    for (const [op, refs, shape, attr] of body) made.push(compile(op, refs.map(source), shape, attr));
    return () => {
      let at = 0;
      for (let t = 0; t < steps; t++) {
        for (const ready of prepare) ready(t);
        for (const step of made) step.run();
        for (const [k, kept] of past) {
          for (let i = kept.length - 1; i > 0; i--) kept[i].set(kept[i - 1]);
          kept[0].set(made[k].data);
        }
        for (const k of outputs) {
          out.set(made[k].data, at);
          at += made[k].data.length;
        }
      }
    };
  };

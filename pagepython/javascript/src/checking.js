// @ts-check
// A recorded check and an answer: what is sent to the worker, and what its silence means.
import { about, translate } from "./translate.js";

/** @typedef {{status: "right" | "wrong" | "empty", message: string}} Verdict */

/** A recorded check: its rules are for the worker. @typedef {{name: string, kind: string, seconds: number, [rule: string]: unknown}} CheckRecord */

/** The rules of a record as MicroPython takes them. @param {CheckRecord} record */
function ready(record) {
  return JSON.parse(JSON.stringify(record), (_key, value) =>
    value?.source && value.name && !value.ready ? { ...value, source: translate(value.source), ready: true } : value,
  );
}

/**
 * @param {(task: Record<string, unknown>, seconds: number) => Promise<import("./client.js").Answer>} ask the worker, which is ended after so many seconds
 * @param {CheckRecord} record @param {string} source the answer, or a figure's values as JSON @param {number} pick
 * @returns {Promise<Verdict>}
 */
export async function gradeWith(ask, record, source, pick) {
  const setting = record.kind === "setting";
  let code = source,
    said;
  try {
    code = setting ? source : translate(source);
    said = setting ? { names: [], empty: [], signatures: {} } : about(source);
  } catch (error) {
    return { status: "wrong", message: `Your code cannot be read. ${error instanceof Error ? error.message : error}` };
  }
  const task = {
    task: "grade",
    name: record.name,
    record: JSON.stringify(ready(record)),
    source: code,
    about: JSON.stringify(said),
    pick,
  };
  const answer = await ask(task, record.seconds);
  if (answer.stopped)
    return {
      status: "wrong",
      message: `It takes more than ${answer.after} s. Is there a loop without an end?`,
    };
  if (answer.failed) return { status: "wrong", message: `Python stopped: ${answer.failed}. Press Check once more.` };
  return answer.result;
}

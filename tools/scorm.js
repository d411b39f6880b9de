// @ts-check
"use strict";

/** Tells an LMS of SCORM 1.2 or 2004 how far the reader is: the score is the share of right quizzes.
 *
 * Completed is a chapter when every quiz was answered, right or wrong; without quizzes, when its end was seen. */
(() => {
  /** The LMS's object, in a window around this one or in the one that opened it. @param {string} name @returns {any} */
  function find(name) {
    for (const start of [window, window.opener]) {
      let at = /** @type {any} */ (start);
      for (let k = 0; at && k < 20; k++) {
        try {
          if (at[name]) return at[name];
        } catch {
          break; // a window of another host
        }
        if (at.parent === at) break;
        at = at.parent;
      }
    }
    return null;
  }

  const modern = find("API_1484_11");
  const api = modern ?? find("API");
  if (!api) return;
  const call = (/** @type {string} */ verb, /** @type {string[]} */ ...values) => api[modern ? verb : `LMS${verb}`](...values);
  const WORDS = modern
    ? { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit", score: "cmi.score.", status: "cmi.completion_status", exit: "cmi.exit" }
    : { begin: "Initialize", end: "Finish", get: "GetValue", set: "SetValue", commit: "Commit", score: "cmi.core.score.", status: "cmi.core.lesson_status", exit: "cmi.core.exit" };
  if (String(call(WORDS.begin, "")) !== "true") return;
  const set = (/** @type {string} */ name, /** @type {string} */ value) => call(WORDS.set, name, value);

  /** What was answered, as far as the LMS keeps it: name -> right. @type {Record<string, boolean>} */
  let answers = {};
  try {
    const kept = JSON.parse(call(WORDS.get, "cmi.suspend_data") || "{}");
    if (typeof kept === "object" && kept) answers = kept;
  } catch {
    answers = {}; // another page's, or none
  }
  let seen = call(WORDS.get, WORDS.status) === "completed"; // what an earlier session has seen to its end
  let ended = false;

  function report() {
    if (ended) return;
    const names = [...document.querySelectorAll("form.quiz")].map((form) => form.id);
    const right = names.filter((name) => answers[name]).length;
    if (names.length) {
      set(`${WORDS.score}min`, "0");
      set(`${WORDS.score}max`, "100");
      set(`${WORDS.score}raw`, String(Math.round((100 * right) / names.length)));
      if (modern) set("cmi.score.scaled", String(Math.round((100 * right) / names.length) / 100));
    }
    const complete = names.length ? names.every((name) => name in answers) : seen;
    set(WORDS.status, complete ? "completed" : "incomplete");
    set("cmi.suspend_data", JSON.stringify(answers));
    set(WORDS.exit, "suspend"); // else the LMS begins its next session with nothing
    call(WORDS.commit, "");
  }

  document.addEventListener("quiz-verdict", (event) => {
    const form = /** @type {HTMLElement} */ (event.target);
    answers[form.id] = /** @type {CustomEvent} */ (event).detail.kind === "right" || Boolean(answers[form.id]);
    report();
  });
  document.addEventListener("DOMContentLoaded", () => {
    report();
    const end = document.querySelector("footer");
    if (end) new IntersectionObserver(([entry], observer) => {
      if (!entry.isIntersecting) return;
      seen = true;
      observer.disconnect();
      report();
    }).observe(end);
  });
  addEventListener("pagehide", () => {
    if (ended) return;
    report();
    ended = true;
    call(WORDS.end, "");
  });
})();

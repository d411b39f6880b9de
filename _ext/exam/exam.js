// @ts-check
"use strict";

/** A test drawn from recorded questions: new numbers each time, a score by topic, what to read again. */
(() => {
  const { bookMemory: memory } = globalThis;
  const { html } = bookPlaces;
  const SIZE = { part: 6, book: 12 };
  const root = /** @type {HTMLElement} */ (document.querySelector(".exam"));
  const $ = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
  const top = document.documentElement.dataset.content_root ?? "./";
  const choice = /** @type {HTMLSelectElement} */ ($("select"));
  const [draw, form, result, status] = [".exam-acts button", "form", ".exam-result", ".exam-status"].map($);

  /** @typedef {BookDrawn} Question */
  /** @type {{question: Question, numbers: number[], answer: number, wrong: number[], box: HTMLElement}[]} */
  let asked = [];

  const below = (/** @type {number} */ n) => crypto.getRandomValues(new Uint32Array(1))[0] % n;

  /** @template T @param {T[]} list */
  function shuffled(list) {
    const all = [...list];
    for (let i = all.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [all[i], all[j]] = [all[j], all[i]];
    }
    return all;
  }

  /** Questions of a part, of each chapter as evenly as may be. @param {string} title */
  function pick(title) {
    const part = bookExam.parts.find((one) => one.title === title);
    const pool = shuffled(bookExam.questions.filter((q) => !part || part.pages.includes(q.page)));
    const seen = /** @type {Record<string, number>} */ ({});
    const turn = new Map(pool.map((q) => [q, (seen[q.page] = (seen[q.page] ?? 0) + 1)]));
    return pool.sort((a, b) => (turn.get(a) ?? 0) - (turn.get(b) ?? 0)).slice(0, part ? SIZE.part : SIZE.book);
  }

  const shown = (/** @type {number} */ n) => String(n).replace("-", "−");

  /** @param {Question} question @param {number} i */
  function pose(question, i) {
    const [numbers, answer, wrong] = question.variants[below(question.variants.length)];
    const words = html("p");
    words.innerHTML = question.html.replace(/«(\w+)»/g, (_, name) => shown(numbers[question.names.indexOf(name)])); // the build's own markup
    const places = question.digits === 1 ? "1 digit" : `${question.digits} digits`;
    const field = html("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
    const box = html("fieldset", {}, html("legend", {}, `Question ${i + 1}`), words, html("label", {}, `Your answer, ${places} after the point `, field), html("p", { class: "exam-said" }));
    return { question, numbers, answer, wrong, box };
  }

  async function begin() {
    try {
      await Promise.all(["quiz/numbers.js", "exam/questions.js"].map(bookLoad));
    } catch (error) {
      status.textContent = `No test can be drawn: ${/** @type {Error} */ (error).message}.`;
      return;
    }
    asked = pick(choice.value).map(pose);
    form.replaceChildren(...asked.map((one) => one.box), html("button", { type: "submit" }, "Mark it"));
    form.hidden = false;
    result.hidden = true;
    status.textContent = `${asked.length} questions. Paper and a calculator are allowed; leave empty what you do not know.`;
    form.querySelector("input")?.focus();
  }

  /** Half a unit of the last digit, and a little for the way it is rounded. @param {number} given @param {number} wanted @param {number} digits */
  const near = (given, wanted, digits) => Math.abs(given - wanted) <= 0.51 * 10 ** -digits;

  /** What is said to an answer, and whether it is right. @param {string} text @param {Question} question @param {number} answer @param {number[]} wrong */
  function judge(text, question, answer, wrong) {
    const { digits, unit, slips } = question;
    const { numbers, places, foreign } = bookNumbers.parse(text, unit);
    const is = (/** @type {number} */ wanted, n = digits) => numbers.some((given) => near(given, wanted, n));
    if (is(answer)) return { right: true, said: "Right." };
    if (!text.trim()) return { right: false, said: "Left empty." };
    if (foreign) return { right: false, said: `The answer is asked in ${unit}.` };
    if (!numbers.length) return { right: false, said: "This is no number." };
    const slip = wrong.findIndex((one) => is(one));
    if (slip >= 0) return { right: false, said: slips[slip] };
    const missing = digits - places;
    if (missing > 0 && missing <= 2 && is(answer, places)) return { right: false, said: missing === 1 ? "Right so far: one more digit was asked." : `Right so far: ${missing} more digits were asked.` };
    return { right: false, said: "Not right." };
  }

  function mark() {
    const marks = asked.map(({ question, answer, wrong, box }) => {
      const field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
      const { right, said } = judge(field.value, question, answer, wrong);
      const first = right ? said : `${said} The answer is ${shown(Number(answer.toFixed(question.digits)))}.`;
      box.querySelector(".exam-said")?.replaceChildren(first);
      field.readOnly = true;
      field.toggleAttribute("aria-invalid", false);
      if (!right) field.setAttribute("aria-invalid", "true");
      return { question, right };
    });
    form.querySelector("button[type=submit]")?.remove();
    report(marks);
  }

  /** @param {{question: Question, right: boolean}[]} marks */
  function report(marks) {
    const score = marks.filter((one) => one.right).length;
    const rows = [...new Set(marks.map((one) => one.question.page))].map((page) => {
      const mine = marks.filter((one) => one.question.page === page);
      const again = mine.filter((one) => !one.right).map(({ question: q }) => html("li", {}, html("a", { href: `${top}${q.page}.html#${q.section}` }, q.heading)));
      const right = mine.filter((one) => one.right).length;
      return { page, right, of: mine.length, row: html("tr", {}, html("th", { scope: "row" }, mine[0].question.topic), html("td", {}, `${right} of ${mine.length}`), html("td", {}, again.length ? html("ul", {}, ...again) : "–")) };
    });
    const head = html("thead", {}, html("tr", {}, ...["Topic", "Right", "Read again"].map((words) => html("th", { scope: "col" }, words))));
    const words = `${score} of ${marks.length} right`;
    const name = choice.value || "the whole book";
    result.replaceChildren(html("h2", {}, words), html("div", { class: "table-scroll" }, html("table", {}, head, html("tbody", {}, ...rows.map((one) => one.row)))));
    result.hidden = false;
    status.textContent = `${words}.`;
    result.focus();
    memory?.update((record) => {
      const before = record.exams[name] ?? { times: 0, best: 0 };
      const topics = Object.fromEntries(rows.map(({ page, right, of }) => [page, [right, of]]));
      record.exams = { ...record.exams, [name]: { times: before.times + 1, best: Math.max(before.best, score / marks.length), score, of: marks.length, topics, time: Date.now() } };
    });
    last();
  }

  function last() {
    const kept = memory?.read().exams[choice.value || "the whole book"];
    if (kept && form.hidden) status.textContent = `Last time: ${kept.score} of ${kept.of}; best so far ${Math.round(100 * kept.best)} %.`;
  }

  draw.addEventListener("click", begin);
  choice.addEventListener("change", last);
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    mark();
  });
  last();
})();

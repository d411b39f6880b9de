// @ts-check
"use strict";

/** The page *Review*: a few cards for today; when one comes again is FSRS's to say (fsrs.js). */
(() => {
  const { bookMemory: memory } = globalThis;
  /** @type {Card[]} */
  const all = Object.entries(globalThis.bookCards ?? {}).flatMap(([page, { chapter, ids }]) => ids.map((id) => ({ id, page, chapter, kind: id.startsWith("quiz-") ? "quiz" : "result" })));
  const MOST = 20; // cards of one sitting
  const NEW = 8; // of them never seen before
  const top = document.documentElement.dataset.content_root ?? "./";
  const status = document.querySelector(".review-status");
  const place = /** @type {HTMLElement} */ (document.querySelector(".review-card"));
  const acts = document.querySelector(".review-acts");
  const GRADES = /** @type {const} */ (["Again", "Hard", "Good", "Easy"]);
  /** FSRS, which is read with the first card. @type {ReturnType<typeof bookFsrs.fsrs>} */
  let scheduler;

  /** @typedef {{id: string, page: string, kind: string, chapter: string}} Card */
  /** What a card is called, asks and answers. @typedef {{name: string, front: string, back: string}} Sides */

  const quizOf = (/** @type {Card} */ card) => card.id.replace(/^quiz-/, "");
  const codeOf = (/** @type {Card} */ card) => card.id.replace(/^exercise-/, "");
  const today = () => new Date().setHours(0, 0, 0, 0);

  /** Why a card is asked today: 0 a slip, 1 due, 2 new; −1: not today. @param {Card} card @param {BookRecord} record */
  function reason(card, record) {
    const kept = record.cards[card.id];
    if (kept) return new Date(kept.due).getTime() <= Date.now() ? 1 : -1;
    const tried = card.kind === "quiz" ? record.quizzes[quizOf(card)] : card.kind === "code" ? record.code[codeOf(card)] : null;
    if (tried && tried.status !== "right") return 0;
    return record.pages[card.page] ? 2 : -1;
  }

  /** A card for each exercise in code with a slip. @param {BookRecord} record @returns {Card[]} */
  function slipped(record) {
    const found = Object.entries(record.code).filter(([, one]) => Object.keys(one.slips).length);
    return found.map(([name, { page }]) => ({ id: `exercise-${name}`, page, kind: "code", chapter: record.pages[page]?.title ?? page }));
  }

  /** The cards of today: missed ones, those that are due, a few new ones from pages that were opened. @returns {Card[]} */
  function queue() {
    const record = memory.read();
    const begun = Object.values(record.cards).filter((c) => c.begun >= today()).length;
    const groups = /** @type {Card[][]} */ ([[], [], []]);
    for (const card of [...slipped(record), ...all]) groups[reason(card, record)]?.push(card);
    groups[1].sort((a, b) => new Date(record.cards[a.id].due).getTime() - new Date(record.cards[b.id].due).getTime());
    return [...groups[0], ...groups[1], ...groups[2].slice(0, Math.max(0, NEW - begun))].slice(0, MOST);
  }

  /** @type {Card[]} */
  let waiting = queue();
  let done = 0;

  /** @param {string} id */
  const stateOf = (id) => memory.read().cards[id] ?? { ...bookFsrs.createEmptyCard(), begun: Date.now() };

  /** @param {Card} card @param {number} grade */
  function rate(card, grade) {
    const before = stateOf(card.id);
    const { card: after } = scheduler.next(before, new Date(), grade);
    memory.update((record) => {
      record.cards[card.id] = { ...after, begun: before.begun, time: Date.now() };
    });
    waiting.shift();
    if (grade === bookFsrs.Rating.Again) waiting.push(card);
    else done += 1;
    show();
  }

  /** @param {string} words @param {() => void} act @param {string} [note] */
  function button(words, act, note = "") {
    const node = Object.assign(document.createElement("button"), { type: "button" });
    node.append(words);
    if (note) node.append(Object.assign(document.createElement("small"), { textContent: ` ${note}` }));
    node.addEventListener("click", act);
    return node;
  }

  /** How long until then, in short. @param {Date} due */
  function until(due) {
    const minutes = Math.max(1, Math.round((new Date(due).getTime() - Date.now()) / 60000));
    if (minutes < 60) return `${minutes} min`;
    return minutes < 1440 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
  }

  /** @param {Card} card */
  function grades(card) {
    const next = scheduler.repeat(stateOf(card.id), new Date());
    acts?.replaceChildren(...GRADES.map((words) => {
      const grade = bookFsrs.Rating[words];
      return button(words, () => rate(card, grade), until(next[grade].card.due));
    }));
  }

  /** Markup of the book's own build. @param {string} markup */
  function parsed(markup) {
    const box = document.createElement("div");
    box.innerHTML = markup;
    return box;
  }

  /** @param {Card} card @param {Sides} sides */
  function where(card, { name }) {
    const line = document.createElement("p");
    line.className = "review-where";
    line.append(Object.assign(document.createElement("a"), { href: `${top}${card.page}.html#${card.id}`, textContent: `${name}, ${card.chapter}` }));
    return line;
  }

  /** @type {Record<string, Record<string, Sides>>} */
  const said = {};

  /** Read with the other cards of its chapter. @param {Card} card @returns {Promise<Sides>} */
  async function sides(card) {
    if (!scheduler) {
      await bookLoad("memory/fsrs.js");
      scheduler = bookFsrs.fsrs({ enable_fuzz: false, enable_short_term: false });
    }
    if (card.kind === "code") return { name: codeOf(card).replaceAll("-", " "), front: "", back: "" };
    if (card.kind === "quiz") {
      if (!document.querySelector("link[href$='quiz/quiz.css']")) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${top}_static/quiz/quiz.css` }));
      await bookLoad("quiz/numbers.js");
      await bookLoad("quiz/quiz.js");
    }
    if (!said[card.page]) {
      await bookLoad(`memory/cards/${card.page.replace(/^.*\//, "")}.js`);
      Object.assign(said, globalThis.bookCardSides);
    }
    return said[card.page][card.id];
  }

  /** @param {Card} card @param {Sides} sides */
  function reveal(card, sides) {
    if (sides.back) place.append(parsed(sides.back));
    place.append(where(card, sides));
    grades(card);
    /** @type {HTMLElement | null | undefined} */ (acts?.querySelector("button:nth-child(3)"))?.focus();
  }

  /** @param {Card} card @param {Sides} sides */
  function ask(card, sides) {
    const front = parsed(sides.front);
    const form = /** @type {HTMLElement | null} */ (front.querySelector("form.quiz"));
    const lead = Object.assign(document.createElement("p"), { className: "review-lead" });
    const record = memory.read();
    const slip = Object.keys((card.kind === "code" ? record.code[codeOf(card)] : record.quizzes[quizOf(card)])?.slips ?? {}).pop();
    if (card.kind === "code") lead.textContent = `In the exercise “${sides.name}” you once slipped: ${slip ?? ""} What had you done, and what is right?`;
    else if (form) lead.textContent = slip ? `You once slipped here: ${slip}` : "Answer on paper, then check.";
    else lead.textContent = `${sides.name}: say it, with its conditions, before you look.`;
    place.replaceChildren(lead, front);
    acts?.replaceChildren(button(form || card.kind === "code" ? "Show where this is explained" : "Show", () => reveal(card, sides)));
    if (!form) return;
    form.dataset.page = card.page; // where the answer belongs, for the record
    bookQuiz.wake(form);
    form.addEventListener("quiz-verdict", (event) => {
      if (/** @type {CustomEvent} */ (event).detail.kind === "right") reveal(card, sides);
    });
  }

  function rest() {
    const dates = Object.values(memory.read().cards).map((c) => new Date(c.due).getTime());
    const next = dates.length ? Math.min(...dates) : 0;
    if (!dates.length && !done) return "No cards yet: they come from the chapters that you have opened and from answers that went wrong.";
    return `Nothing more for today. ${next ? `The next card comes in ${until(new Date(Math.max(next, Date.now() + 60000)))}.` : ""}`;
  }

  async function show() {
    const [card] = waiting;
    place.hidden = !card;
    if (status) status.textContent = card ? `${done} done, ${waiting.length} to go.` : rest();
    if (!card) {
      const fresh = all.some((/** @type {Card} */ c) => reason(c, memory.read()) === 2);
      acts?.replaceChildren(...(fresh ? [button("A few more new ones", more)] : []));
      return;
    }
    place.replaceChildren();
    acts?.replaceChildren();
    const read = await sides(card).catch(() => null);
    if (card !== waiting[0]) return;
    if (!read) {
      if (status) status.textContent = `The cards of ${card.chapter} (memory/cards) cannot be read.`;
      return;
    }
    ask(card, read);
    if (done) place.focus();
  }

  function more() {
    const record = memory.read();
    waiting = all.filter((/** @type {Card} */ c) => reason(c, record) === 2).slice(0, NEW);
    show();
  }

  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("input, textarea, select, button, a, summary") && !/^[1-4]$/.test(event.key)) return;
    if (target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = /** @type {NodeListOf<HTMLElement>} */ (acts?.querySelectorAll("button"));
    const chosen = event.key === " " && buttons.length === 1 ? buttons[0] : buttons.length === 4 ? buttons[Number(event.key) - 1] : null;
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
  });
  show();
})();

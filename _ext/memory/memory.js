// @ts-check
"use strict";

/** What the reader has done, kept in this browser alone: one versioned record under one key.
 *
 * `bookMemory.read()` is the record, `bookMemory.update(change)` changes and keeps it. Nothing is sent anywhere. */
(() => {
  const KEY = "book:record";
  const VERSION = 1;
  const FORMAT = "where-loss-functions-come-from/record";
  const root = document.documentElement;
  const page = root.dataset.page ?? "";
  const SECTIONS = "main section[id]:not(.proof-content, [id^=proof-content])";

  /** @type {(one: unknown) => boolean} */
  const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);

  /** @typedef {BookPage} Page */
  /** @typedef {BookRecord} Book */
  /** Parts of a record that hold deeds by name. @typedef {"guesses" | "quizzes" | "code" | "figures" | "cards" | "exams"} Part */
  /** @type {Part[]} */
  const PARTS = ["guesses", "quizzes", "code", "figures", "cards", "exams"];

  /** @returns {Book} */
  const empty = () => ({
    format: FORMAT, version: VERSION, edition: root.dataset.edition ?? "", last: null,
    pages: {}, guesses: {}, quizzes: {}, code: {}, figures: {}, cards: {}, exams: {},
  });

  /** A record of any age as one of today; what is unknown stays in it, an entry that is none goes. @param {unknown} found @returns {Book} */
  function modern(found) {
    const fresh = empty();
    if (!isObject(found)) return fresh;
    const old = /** @type {Partial<Book>} */ (found);
    const record = { ...fresh, ...old, format: FORMAT, version: Math.max(VERSION, Number(old.version) || 0), edition: fresh.edition };
    for (const name of /** @type {const} */ (["pages", ...PARTS])) {
      const entries = Object.entries(isObject(record[name]) ? record[name] : {}).filter(([, one]) => isObject(one));
      for (const [, one] of entries) {
        if (name === "pages" && !isObject(one.sections)) one.sections = {};
        if ((name === "quizzes" || name === "code") && !isObject(one.slips)) one.slips = {};
      }
      record[name] = Object.fromEntries(entries);
    }
    if (!isObject(record.last) || !/^[\w/-]+$/.test(String(record.last?.page)) || !record.last?.title) record.last = null;
    return record;
  }

  /** Why nothing can be kept, in words; empty while all is well. */
  let trouble = "";
  /** The record where the browser keeps nothing. @type {Book | null} */
  let here = null;

  /** Says why nothing is kept, at the foot of the page (trouble.js), or that it is again. @param {string} words */
  function tell(words) {
    if (words === trouble) return;
    trouble = words;
    if (words) bookLoad("memory/trouble.js").catch(() => {});
    document.dispatchEvent(new CustomEvent("memory-trouble"));
  }

  /** @param {unknown} error */
  function explain(error) {
    const full = error instanceof Error && /quota/i.test(error.name);
    tell(full
      ? "This browser's storage is full: what you do now is forgotten when you leave the page. Save it to a file, or free some space."
      : "This browser keeps nothing for this page (its storage is closed): what you do now is forgotten when you leave. You can save it to a file.");
  }

  /** @returns {Book} */
  function stored() {
    try {
      const text = localStorage.getItem(KEY);
      if (!text) return empty();
      try {
        return modern(JSON.parse(text));
      } catch {
        localStorage.setItem(`${KEY}:unreadable`, text); // nothing is thrown away
        return empty();
      }
    } catch (error) {
      explain(error);
      here ??= empty();
      return empty();
    }
  }

  /** What is stored, with what could not be. @returns {Book} */
  function read() {
    const record = stored();
    return here ? merged(record, here) : record;
  }

  /** Reads anew before it writes, so that two tabs keep each other's. @param {(record: Book) => void} change */
  function update(change) {
    const record = read();
    change(record);
    try {
      localStorage.setItem(KEY, JSON.stringify(record));
      here = null;
      tell("");
    } catch (error) {
      here = record;
      explain(error);
    }
    document.dispatchEvent(new CustomEvent("memory-change"));
  }

  /** Is there room for what a page may bring? */
  function probe() {
    try {
      localStorage.setItem(`${KEY}:room`, " ".repeat(5000));
      localStorage.removeItem(`${KEY}:room`);
    } catch (error) {
      explain(error);
    }
  }

  /** Two records as one: of each entry the later. @param {unknown} mine @param {unknown} theirs @returns {Book} */
  function merged(mine, theirs) {
    const [a, b] = [modern(mine), modern(theirs)];
    /** @type {<T extends {time?: number, seen?: number}>(x: T, y: T) => T} */
    const later = (x, y) => ((y?.time ?? y?.seen ?? 0) > (x?.time ?? x?.seen ?? 0) ? y : x);
    for (const name of PARTS) {
      const [into, from] = /** @type {Record<string, {time: number}>[]} */ ([a[name], b[name]]);
      for (const [key, value] of Object.entries(from)) into[key] = key in into ? later(into[key], value) : value;
    }
    for (const [key, value] of Object.entries(b.pages)) {
      const sections = { ...value.sections, ...a.pages[key]?.sections };
      a.pages[key] = { ...later(a.pages[key] ?? value, value), sections };
    }
    if (b.last && b.last.time > (a.last?.time ?? 0)) a.last = b.last;
    return a;
  }

  function forget() {
    here = null;
    try {
      localStorage.removeItem(KEY);
      localStorage.removeItem(`${KEY}:unreadable`);
    } catch (error) {
      explain(error);
    }
    document.dispatchEvent(new CustomEvent("memory-change"));
  }

  const memory = {
    read, update, merged, forget,
    get trouble() { return trouble; },
  };
  Object.defineProperty(globalThis, "bookMemory", { value: memory });

  addEventListener("storage", (event) => {
    if (event.key === KEY) document.dispatchEvent(new CustomEvent("memory-change"));
  });

  // ---- this page: what was read, and where the reader was

  /** @param {Element} section */
  const headingOf = (section) => section.querySelector(":scope > h1, :scope > h2, :scope > h3");
  /** Without the chapter's number and the link to itself. @param {Element | null} heading */
  const wordsOf = (heading) => [...(heading?.childNodes ?? [])].filter((node) => !(node instanceof Element && node.matches(".section-number, .headerlink"))).map((node) => node.textContent).join("").trim();
  const title = () => wordsOf(document.querySelector("main h1"));

  /** @param {Book} record @returns {Page} */
  function mine(record) {
    record.pages[page] ??= { title: title(), sections: {}, seen: 0 };
    Object.assign(record.pages[page], { title: title(), seen: Date.now() });
    return record.pages[page];
  }

  /** A section counts as read when its end has stood on the screen for a while. */
  function watchSections() {
    const timers = new Map();
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(timers.get(target));
        if (isIntersecting) timers.set(target, setTimeout(() => done(target), 1500));
      }
    });
    /** @param {Element} mark */
    function done(mark) {
      const section = mark.closest("section");
      if (!section?.id) return;
      observer.unobserve(mark);
      update((record) => {
        mine(record).sections[section.id] ??= Date.now();
      });
    }
    for (const section of document.querySelectorAll(SECTIONS)) {
      const parts = [...section.children].filter((child) => child.localName !== "section");
      const last = parts[parts.length - 1];
      if (last) observer.observe(last);
    }
  }

  function watchPlace() {
    let timer = 0;
    const keep = () => {
      const passed = [...document.querySelectorAll(SECTIONS)].filter((s) => s.getBoundingClientRect().top < innerHeight / 2);
      const section = passed[passed.length - 1];
      update((record) => {
        mine(record);
        record.last = { page, title: title(), section: section?.id ?? "", words: section ? wordsOf(headingOf(section)) : "", time: Date.now() };
      });
    };
    addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = window.setTimeout(keep, 1000);
    }, { passive: true });
    keep();
  }

  // ---- what the reader did: guesses, quizzes, code, settings

  let restoring = false;

  function watchDeeds() {
    document.addEventListener("explorable-guess", (event) => {
      const { slug, ...guess } = /** @type {CustomEvent} */ (event).detail;
      update((record) => {
        record.guesses[slug] = { ...guess, page, time: (restoring && record.guesses[slug]?.time) || Date.now() };
      });
    });
    document.addEventListener("explorable-settle", (event) => {
      const { slug, values } = /** @type {CustomEvent} */ (event).detail;
      update((record) => {
        if (values) record.figures[slug] = { values, page, time: Date.now() };
        else delete record.figures[slug];
      });
    });
    document.addEventListener("quiz-verdict", (event) => {
      const { name, kind, given, slip } = /** @type {CustomEvent} */ (event).detail;
      update((record) => {
        const before = record.quizzes[name] ?? { tries: 0, slips: {} };
        const slips = { ...before.slips, ...(slip ? { [slip]: (before.slips?.[slip] ?? 0) + 1 } : {}) };
        const from = /** @type {HTMLElement} */ (event.target).dataset.page ?? page; // a card's form names its chapter
        record.quizzes[name] = { tries: before.tries + 1, status: kind, given, slips, page: from, time: Date.now() };
      });
    });
    document.addEventListener("exercise-verdict", (event) => {
      const { name, source, status, slip } = /** @type {CustomEvent} */ (event).detail;
      update((record) => {
        const before = record.code[name] ?? { tries: 0, slips: {} };
        const slips = slip ? { ...before.slips, [slip]: (before.slips?.[slip] ?? 0) + 1 } : before.slips;
        record.code[name] = { tries: before.tries + 1, status, source, slips, page, time: Date.now() };
      });
    });
  }

  /** Elements that can be put back as they were. @typedef {Element & {explorable?: {set: (values: Record<string, unknown>) => void, predict?: {restore: (kept: BookGuess) => void}}}} Living */
  /** @typedef {HTMLElement & {quiz?: Kept, exercise?: Partial<Kept>}} Asking */
  /** @typedef {{restore: (kept: BookAnswer) => void}} Kept */

  /** Puts back what was there: guesses, settings, answers. */
  function restore() {
    const record = read();
    for (const figure of document.querySelectorAll("figure.explorable[data-ready]")) {
      const slug = /** @type {HTMLElement} */ (figure).dataset.explorable ?? "";
      const face = /** @type {Living} */ (figure).explorable;
      if (!face || figure.hasAttribute("data-restored")) continue;
      figure.setAttribute("data-restored", "");
      const guess = record.guesses[slug];
      restoring = true; // the figure tells of its guess anew: that is no later one
      if (guess && face.predict) face.predict.restore(guess);
      restoring = false;
      const values = record.figures[slug]?.values;
      if (!values || location.hash.startsWith(`#${slug}:`)) continue;
      try {
        face.set(values);
      } catch {
        // a setting of an older edition: the figure opens as the author wants it
      }
    }
    for (const form of /** @type {NodeListOf<Asking>} */ (document.querySelectorAll("form.quiz"))) {
      const kept = record.quizzes[form.id.replace(/^quiz-/, "")];
      if (!kept || !form.quiz || form.hasAttribute("data-restored")) continue;
      form.setAttribute("data-restored", "");
      form.quiz.restore(kept);
    }
    for (const section of /** @type {NodeListOf<Asking>} */ (document.querySelectorAll("section.exercise[data-exercise]"))) {
      const kept = record.code[section.dataset.exercise ?? ""];
      if (!kept || !section.exercise?.restore || section.hasAttribute("data-restored")) continue;
      section.setAttribute("data-restored", "");
      section.exercise.restore(kept);
    }
  }

  // ---- what the reader sees of it

  const DONE = "book-done", PART = "book-part";

  /** @param {Element} link @param {string} kind @param {string} words @param {string} [count] */
  function tick(link, kind, words, count = "") {
    if (kind) link.classList.add(kind);
    const span = (/** @type {string} */ className, /** @type {string} */ textContent) => Object.assign(document.createElement("span"), { className, textContent });
    const said = link.appendChild(span("book-said", ""));
    said.append(...(count ? [` ${count}`] : []), span("visually-hidden", count ? ` ${words}` : ` (${words})`));
  }

  function showTicks() {
    const record = read();
    const top = root.dataset.content_root ?? "./";
    const isRight = (/** @type {BookAnswer | undefined} */ one) => one?.status === "right";
    const solved = (/** @type {string} */ name) =>
      [record.quizzes, record.code].flatMap((all) => Object.values(all)).filter((one) => one.page === name && isRight(one)).length;
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".contents a[href]"))) {
      link.classList.remove(DONE, PART);
      link.querySelector(".book-said")?.remove();
      const [address, hash] = (link.getAttribute("href") ?? "").split("#");
      const name = address === "" ? page : new URL(address, location.href).pathname.replace(new URL(top, location.href).pathname, "").replace(/\.html$/, "");
      const known = record.pages[name];
      if (hash && name === page) {
        const section = document.getElementById(decodeURIComponent(hash));
        const tasks = /** @type {HTMLElement[]} */ ([...(section?.querySelectorAll("form.quiz, section[data-exercise]") ?? [])]);
        const right = tasks.filter((one) => isRight(one.dataset.exercise ? record.code[one.dataset.exercise] : record.quizzes[one.id.replace(/^quiz-/, "")])).length;
        if (right) tick(link, right === tasks.length ? DONE : "", "solved", `${right} of ${tasks.length}`);
        else if (!tasks.length && section && known?.sections[section.id]) tick(link, DONE, "read");
      } else if (known && !hash) {
        const n = Object.keys(known.sections).length, total = Number(link.dataset.sections) || Infinity, right = solved(name);
        const words = `${n >= total ? "all" : n}${total < Infinity && n < total ? ` of ${total}` : ""} sections read${right ? `, ${right} exercises solved` : ""}`;
        if (n > 1 || n >= total) tick(link, n >= total ? DONE : PART, words);
      }
    }
    for (const form of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("form.quiz")))
      form.classList.toggle(DONE, isRight(record.quizzes[form.id.replace(/^quiz-/, "")]));
  }

  function showContinue() {
    const { last } = read();
    const place = document.querySelector("article.page-root");
    if (!place || !last || last.page === page || document.querySelector(".book-continue")) return;
    const link = document.createElement("a");
    link.href = `${root.dataset.content_root ?? "./"}${last.page}.html${last.section ? `#${encodeURIComponent(last.section)}` : ""}`;
    link.textContent = last.words && last.words !== last.title ? `${last.title}: ${last.words}` : last.title;
    const line = document.createElement("p");
    line.className = "book-continue";
    line.append("Continue where you were: ", link);
    place.querySelector("h1")?.after(line);
  }

  /** `?present=slug` shows one figure to a room: nothing is remembered of it. */
  function present() {
    const files = `${root.dataset.content_root ?? "./"}_static`;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${files}/classes/present.css` }));
    for (const name of ["places/places", "classes/present"])
      document.head.append(Object.assign(document.createElement("script"), { src: `${files}/${name}.js`, async: false }));
  }

  function start() {
    if (new URLSearchParams(location.search).has("present")) {
      present();
      return;
    }
    watchDeeds();
    showContinue();
    showTicks();
    restore();
    addEventListener("load", restore); // quizzes and exercises wake after this script
    new MutationObserver(restore).observe(document.querySelector("main") ?? document.body, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });
    document.addEventListener("memory-change", showTicks);
    if (!document.querySelector("article.page-root, [data-no-memory]")) {
      watchPlace();
      watchSections();
    } else probe();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

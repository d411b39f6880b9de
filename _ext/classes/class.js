// @ts-check
"use strict";

/** The teacher's page: reads what was handed in, counts, and shows tables; nothing leaves the browser. */
(() => {
  const KEY = "book:class";
  const NOT_KEPT = " This browser cannot keep them (its storage is full or closed): they are gone when you leave this page, and their files can be read again.";
  const { html, save } = bookPlaces;
  const root = /** @type {HTMLElement} */ (document.querySelector(".class"));
  /** @type {<T extends Element = HTMLElement>(selector: string) => T} */
  const $ = (selector) => /** @type {never} */ (root.querySelector(selector));
  const choice = /** @type {HTMLSelectElement} */ ($("select"));
  /** Who handed in, with the check sums of the files. @typedef {BookPacket & {files: string[]}} Person */
  /** @type {Map<string, Person>} */
  const people = new Map();
  /** @type {string[]} */
  let skipped = [];
  /** Who has handed in more than one file, of those that were read last. @type {Set<string>} */
  const twice = new Set();

  /** @param {string} caption @param {string[]} head @param {(Node | string)[][]} rows */
  function table(caption, head, rows) {
    const cells = (/** @type {(Node | string)[]} */ row) => row.map((cell, i) => html(i ? "td" : "th", i ? {} : { scope: "row" }, cell));
    const whole = html("table", {},
      html("caption", {}, caption),
      html("thead", {}, html("tr", {}, ...head.map((words) => html("th", { scope: "col" }, words)))),
      html("tbody", {}, ...rows.map((row) => html("tr", {}, ...cells(row)))));
    return html("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption }, whole);
  }

  /** The questions of the book, and what reads an answer to them: wanted with the first file. */
  async function open() {
    if (globalThis.bookPacket) return;
    await bookLoad("classes/questions.js");
    await bookLoad("classes/packet.js");
    for (const { page, title } of bookPacket.chapters) choice.append(new Option(title, page));
  }

  // ---- reading

  /** @param {string} text @param {string} from */
  async function take(text, from) {
    const { packet, fault } = await bookPacket.parse(text);
    if (!packet) {
      skipped.push(`${from}: ${fault}`);
      return 0;
    }
    const who = packet.who.trim();
    const before = people.get(who);
    const files = [...new Set([...(before?.files ?? []), packet.sum])];
    const [older, newer] = before && before.time > packet.time ? [packet, before] : [before, packet];
    const both = (/** @type {"guesses" | "quizzes" | "code"} */ part) => ({ ...older?.[part], ...newer[part] });
    people.set(who, { ...newer, who, files, guesses: both("guesses"), quizzes: both("quizzes"), code: both("code") });
    if (files.length > 1) twice.add(who);
    return 1;
  }

  /** @param {{from: string, text: () => Promise<string> | string}[]} sources */
  async function readAll(sources) {
    try {
      await open();
    } catch (error) {
      $(".class-status").textContent = `Nothing can be opened: ${/** @type {Error} */ (error).message}.`;
      return;
    }
    skipped = [];
    twice.clear();
    let count = 0;
    for (const { from, text } of sources) {
      try {
        count += await take(await text(), from);
      } catch {
        skipped.push(`${from}: it cannot be opened`);
      }
    }
    const kept = keep();
    draw();
    const left = skipped.length ? `, ${skipped.length} skipped` : "";
    $(".class-status").textContent = `${count} read${left}; ${people.size} people in all.${kept ? "" : NOT_KEPT}`;
    const same = [...twice].map((who) => `${who}: ${people.get(who)?.files.length} files under one name, put together, of each answer the newer; two people need two names`);
    $(".class-skipped").replaceChildren(...[...skipped, ...same].map((words) => html("li", {}, words)));
  }

  const files = (/** @type {Iterable<File>} */ list) => readAll([...list].map((file) => ({ from: file.name, text: () => file.text() })));

  /** @param {string} pasted */
  const lines = (pasted) => readAll(pasted.split(/\n/).filter((line) => line.trim()).map((line, i) => ({ from: `line ${i + 1}`, text: () => line })));

  /** False where the browser has no room for the class, or keeps nothing. */
  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify([...people]));
      return true;
    } catch {
      return false; // the tables stand all the same
    }
  }

  function recall() {
    try {
      for (const [who, packet] of JSON.parse(localStorage.getItem(KEY) ?? "[]")) people.set(who, packet);
    } catch {
      // nothing was kept
    }
  }

  // ---- counting

  const chosen = () => (globalThis.bookPacket?.chapters ?? []).filter((one) => !choice.value || one.page === choice.value);

  /** @param {string} slug @param {BookQuestion} question */
  function histogram(slug, { question, options, answer }) {
    const made = [...people.values()].map((p) => p.guesses[slug]).filter((i) => i !== undefined);
    if (!made.length) return null;
    const count = (/** @type {number} */ i) => made.filter((one) => one === i).length;
    const most = Math.max(1, ...options.map((_, i) => count(i)));
    /** @type {(Node | string)[][]} */
    const rows = options.map((words, i) => {
      const bar = html("span", { class: "class-bar", "aria-hidden": "true" });
      bar.style.inlineSize = `${(100 * count(i)) / most}%`;
      return [i === answer ? `${words} (right)` : words, String(count(i)), bar];
    });
    const passed = count(-1);
    if (passed) rows.push(["skipped the question", String(passed), ""]);
    return table(`${question} (${made.length} guesses)`, ["Option", "Guesses", "Histogram"], rows);
  }

  /** @param {"quizzes" | "code"} part @param {string} name */
  function summary(part, name) {
    const all = [...people.values()].map((p) => p[part][name]).filter(Boolean);
    /** @type {Record<string, number>} */
    const slips = {};
    for (const one of all) for (const words of Object.keys(one.slips)) slips[words] = (slips[words] ?? 0) + 1;
    const sorted = Object.entries(slips).sort((a, b) => b[1] - a[1]);
    const list = sorted.length ? html("ol", {}, ...sorted.map(([words, n]) => html("li", {}, `${n} × ${words}`))) : "";
    const tries = all.reduce((n, one) => n + one.tries, 0);
    return { all, row: [name.replaceAll("-", " "), String(all.length), String(all.filter((one) => one.status === "right").length), all.length ? (tries / all.length).toFixed(1) : "", list] };
  }

  /** @param {BookChapter[]} chapters */
  function answers(chapters) {
    const rows = chapters.flatMap((one) => [...one.quizzes.map((n) => summary("quizzes", n)), ...one.code.map((n) => summary("code", n))]);
    const found = rows.filter((one) => one.all.length).map((one) => one.row);
    return found.length ? table("Answers", ["Question", "Tried by", "Right", "Tries each", "Slips, by how many people"], found) : null;
  }

  /** @param {BookPacket} person @param {BookChapter[]} chapters */
  function counts(person, chapters) {
    const right = (/** @type {"quizzes" | "code"} */ part, /** @type {BookChapter} */ one) => one[part].filter((n) => person[part][n]?.status === "right").length;
    return chapters.map((one) => {
      const asked = Object.keys(one.guesses);
      const made = asked.filter((slug) => slug in person.guesses).length;
      return { guesses: made, quizzes: right("quizzes", one), code: right("code", one), of: [asked.length, one.quizzes.length, one.code.length] };
    });
  }

  const byName = () => [...people.values()].sort((a, b) => a.who.localeCompare(b.who, undefined, { numeric: true }));

  /** @param {BookChapter[]} chapters */
  function who(chapters) {
    const rows = byName().map((person) => {
      const all = counts(person, chapters);
      const total = (/** @type {"guesses" | "quizzes" | "code"} */ part, /** @type {number} */ i) => `${all.reduce((n, c) => n + c[part], 0)} of ${all.reduce((n, c) => n + c.of[i], 0)}`;
      return [person.who, total("guesses", 0), total("quizzes", 1), total("code", 2), new Date(person.time).toLocaleDateString()];
    });
    return rows.length ? table("Who has what", ["Name", "Guesses made", "Quizzes right", "Code right", "Handed in"], rows) : null;
  }

  function draw() {
    const chapters = chosen();
    const show = (/** @type {string} */ where, /** @type {string} */ title, /** @type {(Node | null)[]} */ parts) => {
      const found = /** @type {Node[]} */ (parts.filter(Boolean));
      $(where).replaceChildren(...(found.length ? [html("h2", {}, title), ...found] : []));
    };
    show(".class-guesses", "Guesses", chapters.flatMap((one) => Object.entries(one.guesses).map(([slug, question]) => histogram(slug, question))));
    show(".class-answers", "Answers and slips", [answers(chapters)]);
    show(".class-people", "People", [who(chapters)]);
  }

  // ---- a table to keep

  /** A cell that no spreadsheet takes for a formula. @param {string | number | undefined} value */
  function cell(value) {
    const text = String(value ?? "");
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function csv() {
    const chapters = chosen();
    const keys = chapters.flatMap((one) => [
      ...Object.keys(one.guesses).map((name) => ["guess", name]), ...one.quizzes.map((name) => ["quiz", name]), ...one.code.map((name) => ["code", name]),
    ]);
    /** @type {Record<string, BookQuestion>} */
    const questions = Object.assign({}, ...chapters.map((one) => one.guesses));
    const value = (/** @type {BookPacket} */ person, /** @type {string[]} */ [kind, name]) => {
      if (kind === "guess") return person.guesses[name] === -1 ? "skipped" : questions[name].options[person.guesses[name]];
      const one = person[kind === "quiz" ? "quizzes" : "code"][name];
      return one ? `${one.status} (${one.tries})` : "";
    };
    const head = ["name", "handed in", ...keys.map(([kind, name]) => `${kind} ${name}`)];
    const rows = byName().map((person) => [person.who, new Date(person.time).toISOString(), ...keys.map((key) => value(person, key))]);
    const text = [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
    save("class.csv", `\ufeff${text}\r\n`, "text/csv");
  }

  function forget() {
    if (!confirm("Forget what this class has handed in? Their files are not touched.")) return;
    people.clear();
    try {
      localStorage.removeItem(KEY);
    } catch {
      // nothing was kept
    }
    draw();
    $(".class-status").textContent = "The class is forgotten.";
    $(".class-skipped").replaceChildren();
  }

  // ---- what the teacher does

  const drop = $(".class-drop");
  drop.addEventListener("dragover", (/** @type {DragEvent} */ event) => event.preventDefault());
  drop.addEventListener("drop", (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    files(event.dataTransfer?.files ?? []);
  });
  $("input[type=file]").addEventListener("change", async (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    await files([...(field.files ?? [])]);
    field.value = "";
  });
  $("[data-class=read]").addEventListener("click", () => {
    const pasted = /** @type {HTMLTextAreaElement} */ ($("textarea")).value;
    if (pasted.trim()) lines(pasted);
  });
  $("[data-class=csv]").addEventListener("click", csv);
  $("[data-class=print]").addEventListener("click", () => print());
  $("[data-class=forget]").addEventListener("click", forget);
  choice.addEventListener("change", draw);
  recall();
  if (location.hash.startsWith("#hand-in=")) {
    readAll([{ from: "the link", text: () => location.hash }]).then(() => history.replaceState(null, "", location.pathname));
  } else {
    $(".class-status").textContent = people.size ? `${people.size} people from before.` : "Nobody yet.";
    if (people.size) open().then(draw, (error) => {
      $(".class-status").textContent = `${error.message}.`;
    });
  }
})();

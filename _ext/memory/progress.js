// @ts-check
"use strict";

/** The page *Your progress*: what this browser remembers, to see, keep in a file, print or forget. */
(() => {
  const { html, save } = bookPlaces;
  const memory = bookMemory;
  const map = globalThis.bookMap ?? [];
  const place = document.querySelector(".progress-table");
  const status = document.querySelector(".progress-status");
  const slips = document.querySelector(".progress-slips");

  /** @param {number} time */
  function ago(time) {
    if (!time) return "";
    const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
    const minutes = (time - Date.now()) / 60000;
    if (minutes > -60) return words.format(Math.round(minutes), "minute");
    if (minutes > -1440) return words.format(Math.round(minutes / 60), "hour");
    return words.format(Math.round(minutes / 1440), "day");
  }

  /** Of the past only as many as there are today: what an older edition had is kept, and not counted twice. @param {number} all @param {unknown[]} done */
  const share = (all, done) => (all ? `${Math.min(all, done.length)} of ${all}` : "–");
  /** @type {<T extends {page: string}>(part: Record<string, T>, page: string, counts: (one: T) => boolean) => T[]} */
  const of = (part, page, counts) => Object.values(part).filter((one) => one.page === page && counts(one));

  let news = "";

  function draw() {
    const record = memory.read();
    const top = document.documentElement.dataset.content_root ?? "./";
    const head = ["Chapter", "Sections read", "Quizzes right", "Code right", "Guesses made", "Last seen"];
    const rows = map.map((one) => {
      const known = record.pages[one.page];
      return html("tr", {},
        html("th", { scope: "row" }, html("a", { href: `${top}${one.page}.html` }, one.title)),
        html("td", {}, share(one.sections, Object.keys(known?.sections ?? {}))),
        html("td", {}, share(one.quizzes, of(record.quizzes, one.page, (q) => q.status === "right"))),
        html("td", {}, share(one.code, of(record.code, one.page, (c) => c.status === "right"))),
        html("td", {}, share(one.figures, of(record.guesses, one.page, (g) => g.choice >= 0))),
        html("td", {}, ago(known?.seen)));
    });
    place?.replaceChildren(html("table", {}, html("thead", {}, html("tr", {}, ...head.map((h) => html("th", { scope: "col" }, h)))), html("tbody", {}, ...rows)));
    const said = /** @type {const} */ ([["quiz", record.quizzes], ["exercise", record.code]]).flatMap(([kind, all]) => Object.entries(all).flatMap(([name, one]) =>
      Object.entries(one.slips ?? {}).map(([words, n]) => ({ name, words, n, at: `${one.page}.html#${kind}-${name}`, solved: one.status === "right" }))));
    slips?.replaceChildren(...(said.length
      ? said.map(({ name, words, n, at, solved }) => html("li", {},
          html("a", { href: `${top}${at}` }, name.replaceAll("-", " ")), `: ${words} (${n === 1 ? "once" : `${n} times`}${solved ? ", solved since" : ""})`))
      : [html("li", {}, "None yet.")]));
    const older = Object.keys(record.pages).filter((name) => map.length && !map.some((one) => one.page === name));
    say(news || [memory.trouble ? "" : where(), older.length ? `Kept from another edition: ${older.join(", ")}.` : ""].filter(Boolean).join(" "));
  }

  function where() {
    const words = "All of this stays in this browser; nothing is sent anywhere.";
    if (location.protocol !== "file:") return words;
    return `${words} You read from a folder: some browsers keep a record for each page there. If the table stays empty although you have read, export and import carry it over.`;
  }

  /** @param {string} words */
  function say(words) {
    if (status && status.textContent !== words) status.textContent = words;
  }

  /** What was just done; a change in another tab draws the table anew and must not wipe it away. @param {string} words */
  function tell(words) {
    news = words;
    say(words);
  }

  /** Is this what *Export* writes? It has said so in `format` only since the record names one. @param {any} found */
  function isRecord(found) {
    const isObject = (/** @type {unknown} */ one) => typeof one === "object" && one !== null && !Array.isArray(one);
    if (!isObject(found) || !Number.isInteger(found.version)) return false;
    const mine = memory.read();
    if ("format" in found) return found.format === mine.format;
    return typeof found.edition === "string" && [found.pages, found.guesses, found.quizzes, found.code, found.figures].every(isObject);
  }

  /** @param {File} file */
  async function load(file) {
    let found;
    try {
      found = JSON.parse(await file.text());
    } catch {
      found = null;
    }
    if (!isRecord(found)) {
      tell(`${file.name} is not a record of this book: it was not read, and nothing has changed.`);
      return;
    }
    memory.update((record) => Object.assign(record, memory.merged(record, found)));
    draw();
    tell(`${file.name} has been added to what was here; of each entry the later one was kept.`);
  }

  const on = (/** @type {string} */ name, /** @type {string} */ event, /** @type {(e: Event) => void} */ act) =>
    document.querySelector(`[data-progress="${name}"]`)?.addEventListener(event, act);
  on("export", "click", () => save("my-progress.json", JSON.stringify(memory.read(), null, 1)));
  on("import", "change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const [file] = field.files ?? [];
    if (file) load(file);
    field.value = "";
  });
  on("print", "click", () => print());
  on("forget", "click", () => {
    const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("#forget-dialog"));
    dialog.returnValue = "";
    dialog.showModal();
  });
  document.querySelector("#forget-dialog")?.addEventListener("close", (event) => {
    if (/** @type {HTMLDialogElement} */ (event.target).returnValue !== "forget") return;
    memory.forget();
    draw();
    tell("Everything is forgotten.");
  });
  document.addEventListener("memory-change", draw);
  draw();
})();

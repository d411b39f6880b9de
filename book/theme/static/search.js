// @ts-check
"use strict";
// Ranks the sections of the book: every word must occur (as the beginning of a word); titles weigh more.
(() => {
  const fold = (/** @type {string} */ text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const field = /** @type {HTMLInputElement} */ (document.querySelector("#search-again"));
  const status = /** @type {HTMLElement} */ (document.querySelector("#search-status"));
  const list = /** @type {HTMLElement} */ (document.querySelector("#search-results"));

  /** @typedef {{href: string, page: string, title: string, text: string, foldedTitle: string, foldedText: string}} Section */
  /** @type {Section[] | undefined} */
  let known;

  /** The book's text, read when the first word is typed. @returns {Promise<Section[]>} */
  async function book() {
    await bookLoad("search-data.js");
    known ??= bookText.flatMap(([page, found]) => found.map(([anchor, title, text]) => ({
      href: document.documentElement.dataset.content_root + page + anchor,
      page: found[0][1], title, text, foldedTitle: fold(title), foldedText: fold(text),
    })));
    return known;
  }

  const pattern = (/** @type {string} */ word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "gu");
  const count = (/** @type {string} */ text, /** @type {string} */ word) => text.match(pattern(word))?.length ?? 0;

  const score = (/** @type {Section} */ section, /** @type {string[]} */ words) => {
    let total = 0;
    for (const word of words) {
      const title = count(section.foldedTitle, word), text = count(section.foldedText, word);
      if (!title && !text) return 0;
      total += 12 * title + (6 * text) / (4 + text) + (text ? Math.min(2, 400 / section.text.length) : 0);
    }
    return total;
  };

  // The folded text is as long as the text wherever folding keeps lengths; only then are places shared.
  const snippet = (/** @type {Section} */ section, /** @type {string[]} */ words) => {
    const same = section.foldedText.length === section.text.length;
    const first = Math.max(0, section.foldedText.search(pattern(words[0])));
    const start = same ? Math.max(0, section.text.lastIndexOf(" ", Math.max(0, first - 60)) + 1) : 0;
    const part = section.text.slice(start, start + 220);
    const paragraph = document.createElement("p");
    if (start > 0) paragraph.append("… ");
    const marks = same ? words.flatMap((w) => [...fold(part).matchAll(pattern(w))].map((m) => [m.index, m.index + w.length])) : [];
    marks.sort((a, b) => a[0] - b[0]);
    let end = 0;
    for (const [from, to] of marks) {
      if (from < end) continue;
      const mark = document.createElement("mark");
      mark.textContent = part.slice(from, to);
      paragraph.append(part.slice(end, from), mark);
      end = to;
    }
    paragraph.append(part.slice(end), start + 220 < section.text.length ? " …" : "");
    return paragraph;
  };

  const show = async (/** @type {string} */ query) => {
    const words = fold(query).split(/[\s,;]+/).filter(Boolean);
    if (words.length && !known) status.textContent = "Reading the book …";
    const sections = words.length ? await book().catch(() => null) : [];
    if (query !== field.value) return; // more was typed meanwhile
    if (!sections) {
      status.textContent = "The book's text (search-data.js) cannot be read.";
      return;
    }
    const hits = sections
      .map((section) => ({ section, value: score(section, words) }))
      .filter((hit) => hit.value > 0)
      .sort((a, b) => b.value - a.value);
    list.replaceChildren(...hits.slice(0, 40).map(({ section }) => {
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: section.href, textContent: section.title });
      item.append(link);
      if (section.page !== section.title) item.append(Object.assign(document.createElement("small"), { textContent: section.page }));
      item.append(snippet(section, words));
      return item;
    }));
    const places = hits.length === 1 ? "1 place" : `${hits.length} places`;
    status.textContent = words.length === 0 ? "" : hits.length === 0 ? `Nothing in the book matches “${query}”.` : `${places} for “${query}”${hits.length > 40 ? ", the best 40 shown" : ""}.`;
  };

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  show(field.value);
  field.addEventListener("input", () => show(field.value));
  field.form?.addEventListener("submit", (event) => event.preventDefault());
  field.focus();
})();

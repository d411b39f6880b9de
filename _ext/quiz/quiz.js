// @ts-check
"use strict";

/** Checks the answers of `<form class="quiz">` against their salted hashes (see _ext/quiz.py). */
(() => {
  const encoder = new TextEncoder();

  /** @param {string} hex */
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

  /** @param {Uint8Array} array */
  const hex = (array) => Array.from(array, (byte) => byte.toString(16).padStart(2, "0")).join("");

  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  /** @type {Promise<any> | undefined} */
  let fetched;

  /** PBKDF2 in JavaScript, fetched where the browser keeps its own from a page. @returns {Promise<any>} */
  function pbkdf2() {
    fetched ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: new URL("pbkdf2.js", here).href });
      // @ts-ignore: what pbkdf2.js defines
      script.onload = () => resolve(globalThis.quizPbkdf2);
      script.onerror = () => reject(new Error("pbkdf2.js is not beside quiz.js"));
      document.head.append(script);
    });
    return fetched;
  }

  /**
   * PBKDF2-HMAC-SHA-256, 16 bytes. Pages from http:// have no crypto.subtle.
   * @param {string} text @param {string} salt @param {number} iterations
   */
  async function digest(text, salt, iterations) {
    const password = encoder.encode(text);
    const subtle = globalThis.crypto?.subtle;
    if (!subtle) return hex(await (await pbkdf2())(password, bytes(salt), iterations, 16));
    const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const method = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations };
    return hex(new Uint8Array(await subtle.deriveBits(method, key, 128)));
  }

  const { parse, units } = bookNumbers;

  /** @typedef {{kind: string, digits: number, tolerance: number, iterations: number, salt: string, hash: string, unit?: string}} Key */
  /** What the reader has given: the forms that count as this answer, or a sentence to say; `coarse` are those that
   * would be right with more digits. @typedef {{say?: string, texts?: string[], coarse?: string[], raw: any}} Given */

  /** @param {HTMLFormElement} form @param {Key} key @returns {Given} */
  function given(form, key) {
    if (key.kind === "number") {
      const raw = /** @type {HTMLInputElement} */ (form.querySelector(".quiz-answer input")).value;
      const { numbers, places, foreign } = parse(raw, key.unit ?? "");
      if (foreign) return { say: `The answer is asked in ${key.unit}, and you give ${foreign}.`, raw };
      if (!numbers.length) return { say: "Enter a number, such as 0.5, 1/3 or 25 %.", raw };
      const near = [0];
      for (let k = 1; k <= key.tolerance; k++) near.push(-k, k);
      const counts = numbers.map((number) => units(number, key.digits));
      const missing = key.digits - places;
      const half = missing > 0 && missing <= 2 ? 10 ** missing / 2 : 0;
      const coarse = counts.flatMap((n) => Array.from({ length: 2 * half + 1 }, (_, k) => n - half + k));
      return { texts: counts.flatMap((n) => near.map((k) => String(n + k))), coarse: half ? coarse.map(String) : [], raw };
    }
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".quiz-option input:checked"));
    const ticked = Array.from(boxes, (box) => box.value);
    if (ticked.length === 0) return { say: "Choose an answer first.", raw: ticked };
    return { texts: [ticked.sort((a, b) => Number(a) - Number(b)).join(",")], raw: ticked };
  }

  /** The verdict on what was given. @param {HTMLFormElement} form @param {Key} key
   * @returns {Promise<{kind: string, node: Node, raw: any, slip?: string}>} */
  async function judge(form, key) {
    const { say, texts, coarse = [], raw } = given(form, key);
    if (!texts) return { kind: "empty", node: new Text(say), raw };
    const hashes = [];
    for (const text of texts) hashes.push(await digest(text, key.salt, key.iterations));
    if (hashes.includes(key.hash)) return { kind: "right", node: new Text("Right."), raw };
    for (const hash of hashes) {
      const slip = /** @type {HTMLTemplateElement | null} */ (form.querySelector(`template[data-hash="${hash}"]`));
      if (slip) return { kind: "wrong", node: slip.content.cloneNode(true), raw, slip: (slip.content.textContent ?? "").trim() };
    }
    for (const text of coarse)
      if ((await digest(text, key.salt, key.iterations)) === key.hash) {
        const more = key.digits === 1 ? "Give one digit after the point." : `Right so far: give ${key.digits} digits after the point.`;
        return { kind: "wrong", node: new Text(more), raw };
      }
    return { kind: "wrong", node: new Text("Not right yet."), raw };
  }

  /** @param {HTMLFormElement} form */
  function wake(form) {
    const key = JSON.parse(form.dataset.quiz ?? "{}");
    const verdict = /** @type {HTMLElement} */ (form.querySelector(".quiz-verdict"));
    const input = /** @type {HTMLInputElement | null} */ (form.querySelector(".quiz-answer input"));
    const options = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".quiz-option input"));
    const row = form.querySelector(".quiz-answer");
    if (row instanceof HTMLElement) row.hidden = false;
    for (const option of options) option.disabled = false;

    const show = (/** @type {string} */ kind, /** @type {Node} */ node) => {
      form.dataset.verdict = kind;
      verdict.replaceChildren(node);
      if (input) input.toggleAttribute("aria-invalid", false);
      if (input && kind !== "right" && kind !== "busy") input.setAttribute("aria-invalid", "true");
    };
    let turn = 0;
    /** @param {boolean} told does it count as a try? */
    async function check(told) {
      const mine = ++turn;
      show("busy", new Text("Checking …"));
      const { kind, node, raw, slip } = await judge(form, key);
      if (mine !== turn) return;
      show(kind, node);
      const detail = { name: form.id.replace(/^quiz-/, ""), kind, given: raw, slip };
      if (told && kind !== "empty") form.dispatchEvent(new CustomEvent("quiz-verdict", { bubbles: true, detail }));
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check(true);
    });
    form.addEventListener("input", () => {
      turn++;
      delete form.dataset.verdict;
      verdict.replaceChildren();
      if (input) input.removeAttribute("aria-invalid");
    });
    /** Puts an earlier answer back, with its verdict. @param {{given: any}} before */
    const restore = (before) => {
      if (input && typeof before.given === "string" && !input.value) input.value = before.given;
      else if (Array.isArray(before.given)) for (const option of options) option.checked = before.given.includes(option.value);
      else return;
      check(false);
    };
    Object.defineProperty(form, "quiz", { value: { restore } });
  }

  /** For forms that come later, such as a card's. */
  Object.defineProperty(globalThis, "bookQuiz", { value: { wake } });
  const start = () => /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.quiz")).forEach(wake);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

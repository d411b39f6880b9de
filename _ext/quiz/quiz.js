// @ts-check
"use strict";

/** Checks the answers of `<form class="quiz">` against their salted hashes (see _ext/quiz.py). */
(() => {
  const encoder = new TextEncoder();

  /** @param {string} hex */
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

  /** @param {Uint8Array} array */
  const hex = (array) => Array.from(array, (byte) => byte.toString(16).padStart(2, "0")).join("");

  /**
   * PBKDF2-HMAC-SHA-256, 16 bytes. Pages from http:// have no crypto.subtle.
   * @param {string} text @param {string} salt @param {number} iterations
   */
  async function digest(text, salt, iterations) {
    const password = encoder.encode(text);
    const subtle = globalThis.crypto?.subtle;
    // @ts-ignore: pbkdf2.js, loaded before this file
    if (!subtle) return hex(await globalThis.quizPbkdf2(password, bytes(salt), iterations, 16));
    const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const method = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations };
    return hex(new Uint8Array(await subtle.deriveBits(method, key, 128)));
  }

  /**
   * A number as people write it: 0.5, 0,5, -2, −2, 1e-3, 1/3, ½ is not.
   * @param {string} text
   */
  function parse(text) {
    const plain = text.trim().replace(/\u2212/g, "-").replace(/,/g, ".").replace(/\s+/g, "");
    const parts = plain.split("/");
    if (parts.length > 2 || parts.some((part) => !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part)))
      return NaN;
    return parts.length === 1 ? Number(parts[0]) : Number(parts[0]) / Number(parts[1]);
  }

  /**
   * What the reader has given, in the forms that count as this answer; or a sentence to say.
   * @param {HTMLFormElement} form
   */
  function given(form, key) {
    if (key.kind === "number") {
      const number = parse(form.querySelector(".quiz-answer input").value);
      if (!Number.isFinite(number)) return { say: "Enter a number, such as 0.5 or 1/3." };
      const [digits, exponent = "0"] = String(Math.abs(number)).split("e");
      const size = Math.round(Number(`${digits}e${Number(exponent) + key.digits}`));
      const units = number < 0 ? -size : size;
      const near = [0];
      for (let k = 1; k <= key.tolerance; k++) near.push(-k, k);
      return { texts: near.map((k) => String(units + k)) };
    }
    const ticked = Array.from(form.querySelectorAll(".quiz-option input:checked"), (box) => box.value);
    if (ticked.length === 0) return { say: "Choose an answer first." };
    return { texts: [ticked.sort((a, b) => Number(a) - Number(b)).join(",")] };
  }

  /** The verdict on what was given: [kind, node]. */
  async function judge(form, key) {
    const { say, texts } = given(form, key);
    if (!texts) return ["empty", new Text(say)];
    for (const [i, text] of texts.entries()) {
      const hash = await digest(text, key.salt, key.iterations);
      if (hash === key.hash) return ["right", new Text("Right.")];
      const slip = i === 0 && form.querySelector(`template[data-hash="${hash}"]`);
      if (slip) return ["wrong", slip.content.cloneNode(true)];
    }
    return ["wrong", new Text("Not right yet.")];
  }

  /** @param {HTMLFormElement} form */
  function wake(form) {
    const key = JSON.parse(form.dataset.quiz ?? "{}");
    const verdict = form.querySelector(".quiz-verdict");
    const input = form.querySelector(".quiz-answer input");
    form.querySelector(".quiz-answer").hidden = false;
    for (const option of form.querySelectorAll(".quiz-option input")) option.disabled = false;

    const show = (kind, node) => {
      form.dataset.verdict = kind;
      verdict.replaceChildren(node);
      if (input) input.toggleAttribute("aria-invalid", false);
      if (input && kind !== "right" && kind !== "busy") input.setAttribute("aria-invalid", "true");
    };
    let turn = 0;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const mine = ++turn;
      show("busy", new Text("Checking …"));
      const result = await judge(form, key);
      if (mine === turn) show(...result);
    });
    form.addEventListener("input", () => {
      turn++;
      delete form.dataset.verdict;
      verdict.replaceChildren();
      if (input) input.removeAttribute("aria-invalid");
    });
  }

  const start = () => document.querySelectorAll("form.quiz").forEach(wake);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

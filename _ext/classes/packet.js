// @ts-check
"use strict";

/** What a student hands in: made, packed into a link, unpacked, and looked at before it is believed. */
(() => {
  const FORMAT = "where-loss-functions-come-from/hand-in";
  const VERSION = 1;
  const LARGEST = 200_000; // characters of a file
  const STATUS = ["right", "wrong", "error"];
  const chapters = globalThis.bookQuestions ?? [];
  /** @type {Record<string, BookQuestion>} */
  const guesses = Object.assign({}, ...chapters.map((one) => one.guesses));
  const names = { quizzes: new Set(chapters.flatMap((one) => one.quizzes)), code: new Set(chapters.flatMap((one) => one.code)) };

  /** FNV-1a of a text: finds what was damaged or edited by hand, and nobody who means it. @param {string} text */
  function sum(text) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  }

  /** @param {object} packet */
  const sumOf = (packet) => sum(JSON.stringify({ ...packet, sum: undefined }));

  /** @param {BookRecord} record @param {string} who @param {string} page only this chapter, if it is not empty */
  function make(record, who, page) {
    const chosen = chapters.filter((one) => !page || one.page === page);
    /** @type {<T, U>(keys: string[], from: Record<string, T>, of: (one: T) => U) => Record<string, U>} */
    const pick = (keys, from, of) =>
      Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, of(from[key])]));
    /** Where the option stands today that was chosen; a guess at one that is gone is left out. @param {string} slug @param {BookGuess | undefined} guess */
    const placeOf = (slug, guess) => {
      const { options } = guesses[slug];
      const at = guess?.choice === -1 || guess?.option === undefined ? guess?.choice : options.indexOf(guess.option);
      return guess?.choice === -1 || options[at ?? -1] !== undefined ? at : undefined;
    };
    const answer = (/** @type {BookAnswer} */ one) => ({ status: one.status, tries: one.tries, slips: one.slips ?? {} });
    const packet = {
      format: FORMAT, version: VERSION, who: who.trim(), edition: record.edition ?? "", time: Date.now(),
      guesses: Object.fromEntries(chosen.flatMap((one) => Object.keys(one.guesses)).map((slug) => [slug, placeOf(slug, record.guesses[slug])]).filter(([, at]) => at !== undefined)),
      quizzes: pick(chosen.flatMap((one) => one.quizzes), record.quizzes, answer),
      code: pick(chosen.flatMap((one) => one.code), record.code, answer),
    };
    return { ...packet, sum: sumOf(packet) };
  }

  /** @param {unknown} n @returns {n is number} */
  const isCount = (n) => typeof n === "number" && Number.isInteger(n) && n >= 0 && n < 1e6;
  /** A moment since this book could be read, and before a date would have no year of four digits. @param {unknown} n */
  const isTime = (n) => typeof n === "number" && n > 0 && n < 2.5e14;
  /** @param {unknown} one @returns {one is Record<string, unknown>} */
  const isObject = (one) => typeof one === "object" && one !== null && !Array.isArray(one);

  /** Why an answer cannot be one; empty if it can. @param {unknown} one */
  function faultOfAnswer(one) {
    if (!isObject(one) || !STATUS.includes(String(one.status))) return "an answer has no status";
    if (!isCount(one.tries) || one.tries < 1) return "an answer has no number of tries";
    const counts = isObject(one.slips) ? Object.values(one.slips) : [null];
    if (!counts.every(isCount)) return "its slips are not counted";
    return counts.reduce((a, b) => a + b, 0) > one.tries ? "it has more slips than tries" : "";
  }

  /** Why this is not something handed in from this book; empty if it is. @param {unknown} packet */
  function fault(packet) {
    if (!isObject(packet) || packet.format !== FORMAT) return "it is not from this book";
    if (packet.version !== VERSION) return `its version must be ${VERSION} (got ${packet.version})`;
    if (typeof packet.who !== "string" || !packet.who.trim() || packet.who.length > 60) return "it has no name";
    if (!isTime(packet.time) || !isObject(packet.guesses) || !isObject(packet.quizzes) || !isObject(packet.code)) return "a part of it is missing";
    if (packet.sum !== sumOf(packet)) return "its check sum is wrong: it was damaged or edited";
    for (const [slug, choice] of Object.entries(packet.guesses))
      if (guesses[slug] && !(typeof choice === "number" && Number.isInteger(choice) && choice >= -1 && choice < guesses[slug].options.length)) return `the guess at ${slug} is none of its options`;
    for (const part of [packet.quizzes, packet.code])
      for (const [name, one] of Object.entries(part)) {
        const wrong = faultOfAnswer(one);
        if (wrong) return `${name}: ${wrong}`;
      }
    const known = [...Object.keys(packet.guesses).map((slug) => slug in guesses), ...Object.keys(packet.quizzes).map((n) => names.quizzes.has(n)), ...Object.keys(packet.code).map((n) => names.code.has(n))];
    return known.length && !known.some(Boolean) ? "nothing in it is a question of this edition" : "";
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes @param {GenericTransformStream} stream */
  const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

  /** A packet as letters that an address can hold. @param {BookPacket} packet */
  async function encode(packet) {
    const bytes = await through(new TextEncoder().encode(JSON.stringify(packet)), new CompressionStream("deflate-raw"));
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  /** @param {string} letters */
  async function decode(letters) {
    const bytes = Uint8Array.from(atob(letters.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
  }

  /** A packet from the text of a file, a link, or what a link holds. @param {string} text @returns {Promise<{packet?: BookPacket, fault: string}>} */
  async function parse(text) {
    if (text.length > LARGEST) return { fault: "it is too large" };
    try {
      const plain = text.trim();
      if (!plain) return { fault: "it is empty" };
      const json = plain.startsWith("{") ? plain : await decode(plain.replace(/^.*#hand-in=/, ""));
      const packet = json.length > LARGEST ? null : JSON.parse(json);
      const wrong = fault(packet);
      return wrong ? { fault: wrong } : { packet, fault: "" };
    } catch {
      return { fault: "it cannot be read" };
    }
  }

  globalThis.bookPacket = { make, encode, parse, chapters };
})();

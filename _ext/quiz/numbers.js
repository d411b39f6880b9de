// @ts-check
"use strict";

/** Numbers as people write them, for the quizzes and the tests: 0,5 · 50,500 · 1/3 · 9:1 · 25 % · 0.69 nats. */
(() => {
  const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
  /** A number or two in a ratio, and what follows. */
  const WHOLE = /^([-+]?[\d.,]+(?:e[-+]?\d+)?(?:[/:][-+]?[\d.,]+(?:e[-+]?\d+)?)?)(\/?[\p{L}°%][\p{L}°%/-]*)?$/iu;

  /** Full-width digits, dashes and fractions are read as what they mean. @param {string} text */
  const plainly = (text) => text.normalize("NFKC").trim().replace(/[\u2010-\u2015\u2212]/g, "-").replace(/\u2044/g, "/");
  /** @param {string} text */
  const joined = (text) => text.replace(/[\s'_\u2019]/g, "");

  /** What one number with commas and points may mean: 0,5 · 50,500 · 1.234,5. @param {string} text @returns {number[]} */
  function readings(text) {
    const found = new Set();
    const add = (/** @type {string} */ t) => { if (NUMBER.test(t)) found.add(Number(t)); };
    if (!text.includes(",")) add(text);
    else {
      if (/^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text)) add(text.replace(/,/g, "")); // thousands
      if (!text.includes(".") && text.split(",").length === 2) add(text.replace(",", ".")); // a decimal comma
    }
    if (/^[-+]?\d{1,3}(\.\d{3})+,\d+$/.test(text)) add(text.replace(/\./g, "").replace(",", "."));
    if (/^[-+]?\d{1,3}(\.\d{3}){2,}$/.test(text)) add(text.replace(/\./g, ""));
    return [...found];
  }

  /** The numbers that a text may mean, how many digits it gives after the point, and a unit in it that is not the one asked for.
   * @param {string} text @param {string} unit @returns {{numbers: number[], places: number, foreign?: string}} */
  function parse(text, unit) {
    const none = { numbers: [], places: 0 };
    let plain = plainly(text);
    const asked = joined(plainly(unit)).toLowerCase().replace(/^1(?=\/)/, ""); // of 1/hour: /hour
    if (asked.startsWith("/")) plain = plain.replace(/\s1(?=\/[\p{L}°])/u, " ").replace(/(?<=[\d.]\s*)per\s/i, "/"); // 10 1/hour, 10 per hour
    const [, number = "", tail = ""] = joined(plain).match(WHOLE) ?? [];
    const percent = /^(%|percent)$/i.test(tail);
    if (!number || /^e$/i.test(tail)) return none;
    if (asked && !percent && !asked.startsWith(tail.toLowerCase())) return { ...none, foreign: tail };
    const parts = number.split(/[/:]/);
    const all = parts.map(readings);
    if (all.some((one) => !one.length)) return none;
    const numbers = parts.length === 1 ? all[0] : all[0].flatMap((a) => all[1].map((b) => a / b));
    const exact = parts.length > 1 || /e/i.test(number);
    const places = exact ? Infinity : (number.split(/[.,]/)[1] ?? "").length + (percent ? 2 : 0);
    return { numbers: numbers.map((v) => (percent ? v / 100 : v)).filter(Number.isFinite), places };
  }

  /** A number as a count of units of its last digit. @param {number} number @param {number} digits */
  function units(number, digits) {
    const [mantissa, exponent = "0"] = String(Math.abs(number)).split("e");
    const size = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
    return number < 0 ? -size : size;
  }

  Object.defineProperty(globalThis, "bookNumbers", { value: { parse, units } });
})();

// @ts-check
"use strict";

/** *Hand in*: a file, a link or a QR code of guesses, tries and slips, made here and sent by nobody. */
(() => {
  const { bookMemory: memory } = globalThis;
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form.handin"));
  const what = /** @type {HTMLSelectElement} */ (form.querySelector("select"));
  const status = form.querySelector(".handin-status");
  const place = form.querySelector(".handin-code");
  for (const { page, title } of globalThis.bookMap ?? []) what.append(new Option(title, page));

  /** @param {string} words */
  const tell = (words) => {
    if (status) status.textContent = words;
  };
  const address = (/** @type {string} */ letters) => `${new URL("class.html", location.href).href}#hand-in=${letters}`;

  /** @param {BookPacket} packet */
  function file(packet) {
    const name = `hand-in-${packet.who.replace(/[^\p{L}\p{N}]+/gu, "-")}.json`;
    bookPlaces.save(name, JSON.stringify(packet));
    tell(`${name} is in your downloads: give it to your teacher.`);
  }

  /** @param {string} link */
  async function copy(link) {
    const field = Object.assign(document.createElement("input"), { type: "text", readOnly: true, value: link });
    field.setAttribute("aria-label", "The link to hand in");
    place?.replaceChildren(field);
    field.select();
    await navigator.clipboard?.writeText(link).catch(() => {});
    tell("The link stands below, and is copied where the browser allows it: send it to your teacher.");
  }

  /** @param {string} link */
  function code(link) {
    const qr = bookQrcode(0, "L");
    try {
      qr.addData(link);
      qr.make();
    } catch {
      tell("This is too much for a QR code: choose one chapter, or make a file.");
      return;
    }
    const image = Object.assign(document.createElement("img"), { src: qr.createDataURL(4, 16), alt: "QR code of what you hand in" });
    place?.replaceChildren(image);
    tell("Let your teacher's camera read this code.");
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const kind = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value ?? "file";
    const who = /** @type {HTMLInputElement} */ (form.elements.namedItem("who")).value;
    if (!who.trim()) return tell("A name or a number is needed, so that your teacher can tell you apart.");
    place?.replaceChildren();
    try {
      await bookLoad("classes/questions.js");
      await bookLoad("classes/packet.js");
      if (kind === "code") await bookLoad("classes/qrcode.js");
    } catch (error) {
      return tell(`Nothing can be handed in: ${/** @type {Error} */ (error).message}.`);
    }
    const packet = bookPacket.make(memory.read(), who, what.value);
    if (kind === "file") return file(packet);
    const link = address(await bookPacket.encode(packet));
    if (kind === "link") copy(link);
    else code(link);
  });
})();

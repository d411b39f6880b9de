// @ts-check
"use strict";

/** A line at the foot of the screen that says why nothing is kept, for as long as it is so; read when that happens. */
(() => {
  const href = new URL("trouble.css", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  const line = Object.assign(document.createElement("section"), { className: "book-trouble", ariaLabel: "What is not kept" });
  const words = Object.assign(document.createElement("p"), { role: "status" });
  line.append(words, button("Save to a file", save), button("Close", () => line.remove()));

  /** @param {string} name @param {() => void} act */
  function button(name, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    made.addEventListener("click", act);
    return made;
  }

  async function save() {
    await bookLoad("places/places.js");
    bookPlaces.save("my-progress.json", JSON.stringify(bookMemory.read(), null, 1));
  }

  function show() {
    const { trouble } = bookMemory;
    if (!trouble) return line.remove();
    if (!line.isConnected) document.body.append(line);
    words.textContent = trouble; // once it is there, so that it is read out
  }

  document.addEventListener("memory-trouble", show);
  show();
})();

/*! reveal.js - MIT License, (c) 2011-2026 Hakim El Hattab and contributors: LICENSE-reveal.js */
// The global `Reveal` has reveal.js's class: a page makes its deck with `new Reveal.Deck(element, options)`.
export { default as Deck } from "reveal.js";

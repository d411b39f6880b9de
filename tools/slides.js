// @ts-check
// Shows the slides, each as large as it fits, and leaves to a figure the keys that are meant for it.
(() => {
  const [WIDE, HIGH] = [1280, 720];
  const ROOM = WIDE - 80; // between the paddings of a slide
  const [LARGEST, SMALLEST, STEP] = [1.6, 0.45, 0.05];
  const WIDTHS = [1100, 940, 780, 640]; // of a figure, in its own pixels
  const reveal = /** @type {HTMLElement} */ (document.querySelector(".reveal"));

  const deck = new globalThis.Reveal.Deck(reveal, {
    width: WIDE, height: HIGH, margin: 0, center: false, hash: true, transition: "none", slideNumber: "c/t", touch: false,
    keyboardCondition: (/** @type {KeyboardEvent} */ event) => !inFigure(event.target),
    keyboard: { 68: turnColours }, // D
  });

  /** @param {EventTarget | null} target */
  const inFigure = (target) => target instanceof Element && target.closest("figure.explorable, button, summary, a") !== null;

  /** @param {HTMLElement} slide @param {HTMLElement} sheet */
  function isOver(slide, sheet) {
    const scrolls = [...sheet.querySelectorAll(".math-scroll, .table-scroll, pre")];
    return slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth
      || scrolls.some((box) => box.scrollWidth > box.clientWidth + 1);
  }

  /** Figures are drawn in the frame after their width has changed. */
  const laidOut = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const sheetOf = (/** @type {HTMLElement} */ slide) => /** @type {HTMLElement | null} */ (slide.querySelector(":scope > .sheet-of-slide"));

  /** Between the paddings, how high? @param {HTMLElement} slide */
  function roomIn(slide) {
    const { paddingTop, paddingBottom } = getComputedStyle(slide);
    return slide.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  }

  /** The largest type with which nothing is cut off, as wide as the slide, a little above its middle. @param {HTMLElement} slide @param {HTMLElement} sheet */
  function fitText(slide, sheet) {
    sheet.style.paddingTop = "0";
    let zoom = LARGEST;
    for (; ; zoom -= STEP) {
      sheet.style.setProperty("zoom", zoom.toFixed(3));
      sheet.style.width = `${ROOM / zoom}px`;
      if (zoom - STEP < SMALLEST || !isOver(slide, sheet)) break;
    }
    const left = roomIn(slide) - sheet.offsetHeight * zoom;
    sheet.style.paddingTop = `${Math.max(0, 0.4 * left) / zoom}px`;
  }

  /** How large a figure of this width can be shown. @param {HTMLElement} slide @param {HTMLElement} sheet @param {number} width */
  function largest(slide, sheet, width) {
    sheet.style.setProperty("zoom", "1");
    return Math.max(SMALLEST, Math.min(LARGEST, ROOM / width, (roomIn(slide) - 2) / sheet.offsetHeight));
  }

  /** A figure is laid out anew in each width; in one of them it is shown largest. @param {HTMLElement} slide @param {HTMLElement} sheet */
  async function fitFigure(slide, sheet) {
    sheet.style.visibility = "hidden";
    let [best, chosen] = [0, WIDTHS[0]];
    for (const width of WIDTHS) {
      sheet.style.width = `${width}px`;
      await laidOut();
      const zoom = largest(slide, sheet, width);
      if (zoom > best) [best, chosen] = [zoom, width];
    }
    sheet.style.width = `${chosen}px`;
    sheet.style.setProperty("zoom", best.toFixed(3));
    sheet.dataset.width = String(chosen);
    await laidOut();
    sheet.style.visibility = "";
  }

  /** What the guess shows takes room. @param {HTMLElement} slide @param {HTMLElement} sheet */
  async function refit(slide, sheet) {
    await laidOut();
    sheet.style.setProperty("zoom", largest(slide, sheet, Number(sheet.dataset.width)).toFixed(3));
  }

  /** @param {HTMLElement} slide */
  async function fit(slide) {
    const sheet = sheetOf(slide);
    if (!sheet) return;
    if (!slide.classList.contains("figure")) fitText(slide, sheet);
    else if (sheet.dataset.width) await refit(slide, sheet);
    else await fitFigure(slide, sheet);
    slide.dataset.fitted = "";
  }

  const now = () => /** @type {HTMLElement} */ (deck.getCurrentSlide());

  function turnColours() {
    const { bookColours } = globalThis;
    bookColours.mode = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  }
  document.querySelector(".colours")?.addEventListener("click", turnColours);

  // A presenter's remote sends Page Up and Page Down: they turn slides wherever the focus is. Escape leaves a figure.
  document.addEventListener("keydown", (event) => {
    if (!inFigure(document.activeElement)) return;
    if (!["PageUp", "PageDown", "Escape"].includes(event.key)) return;
    /** @type {HTMLElement} */ (document.activeElement).blur();
    event.stopPropagation();
    event.preventDefault();
    if (event.key === "PageDown") deck.next();
    if (event.key === "PageUp") deck.prev();
  }, true);

  deck.on("slidechanged", (/** @type {any} */ event) => fit(event.currentSlide));
  document.addEventListener("explorable-guess", () => fit(now()), true);
  deck.initialize().then(() => document.fonts.ready).then(() => fit(now())).then(() => {
    document.documentElement.dataset.deck = "ready";
  });
})();

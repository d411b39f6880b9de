// What a reader loses when the window is narrow, a line each: text that is cut, lies outside or over
// other text; controls that are small, lie over each other, or cannot be reached.
() => {
  const HIDDEN = ".visually-hidden, .sr-only, .katex-mathml, .preview, .symbols, .skip, template, script, style";
  const SCROLLING = ".math-scroll, .table-scroll, pre, .explorable .formula";
  const CONTROLS = "button, input, select, summary, [role=slider], .term[tabindex], nav.turn a, .brand";
  const found = new Set(), pieces = [];
  const words = (text) => text.trim().replace(/\s+/g, " ").slice(0, 40);
  const name = (e) => `${e.tagName.toLowerCase()} ${words(e.getAttribute("aria-label") ?? (e.labels?.[0] ?? e).textContent)}`;
  const clipped = (e) => e.matches(HIDDEN) || getComputedStyle(e).clipPath.startsWith("inset(50%");
  const page = document.documentElement;
  page.style.scrollBehavior = "auto";

  if (page.scrollWidth > innerWidth) found.add(`the page scrolls sideways: ${page.scrollWidth}`);

  // Pieces of text: lines of a paragraph, parts of a formula, words in a chart. Controls that stick to
  // the window's foot stay where they belong meanwhile.
  const collect = (node) => {
    if (node.nodeType === 3 && node.data.trim()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 0.5) pieces.push({ e: node.parentElement, box, text: words(node.data) });
    } else if (node.nodeType === 1 && node.checkVisibility({ visibilityProperty: true }) && !clipped(node)) {
      if (node.matches(".katex")) {
        for (const base of node.querySelectorAll(".base")) pieces.push({ e: node, box: base.getBoundingClientRect(), text: words(base.textContent) });
      } else if (node.matches("svg text") && node.textContent.trim()) {
        pieces.push({ e: node, box: node.getBoundingClientRect(), text: words(node.textContent) });
      } else node.childNodes.forEach(collect);
    }
  };
  const unstick = document.head.appendChild(document.createElement("style"));
  unstick.textContent = ".explorable .controls { position: static !important }";
  scrollTo(0, 0);
  collect(document.body);

  for (const { e, box, text } of pieces) {
    let [left, right] = [box.left, box.right];
    for (let a = e; a !== page; a = a.parentElement) {
      const style = getComputedStyle(a), frame = a.getBoundingClientRect();
      if (style.overflowX === "visible" || (a instanceof SVGElement && a.tagName !== "svg")) continue;
      if (/auto|scroll/.test(style.overflowX)) {
        if (!a.matches(SCROLLING) && a.scrollWidth > a.clientWidth + 1) found.add(`scrolls sideways: ${a.className}: ${text}`);
        // struts around a formula's ink stick out by up to 4 px
        if (style.overflowY === "hidden" && a.scrollHeight > a.clientHeight + 6) found.add(`cut below: ${text}`);
        [left, right] = [frame.left, frame.right];
      } else if (left < frame.left - 1 || right > frame.right + 1 || box.bottom > frame.bottom + 3) found.add(`cut: ${text}`);
    }
    if (left < -0.5 || right > innerWidth + 0.5) found.add(`outside: ${text}`);
  }

  // The middle of a line of text shares no place with another's.
  const lines = pieces.filter(({ e }) => !e.closest(SCROLLING) && !e.closest(".bar")).map((piece) => {
    const { left, right, top, height } = piece.box;
    const trim = piece.e.closest("svg") ? 0.2 : 0.3; // a chart's labels have less air
    return { ...piece, left: left + 1, right: right - 1, top: top + trim * height, bottom: top + (1 - trim) * height };
  }).sort((p, q) => p.top - q.top);
  lines.forEach((p, i) => {
    for (const q of lines.slice(i + 1)) {
      if (q.top > p.bottom - 1) break;
      if (Math.min(p.right, q.right) - Math.max(p.left, q.left) < 1 || (p.e === q.e && p.text === q.text)) continue;
      const figure = p.e.closest("figure.explorable")?.dataset.explorable;
      found.add(`over each other: ${p.text} | ${q.text}${figure ? ` in ${figure}` : ""}`);
    }
  });
  unstick.remove();

  const target = (e) => (e.querySelector?.(".hit") ?? (e.matches("[type=radio], [type=checkbox]") ? e.closest("label") : e)).getBoundingClientRect();
  const controls = [...document.querySelectorAll(CONTROLS)].filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(HIDDEN));
  controls.forEach((e, i) => {
    const box = target(e);
    if (box.width < 23.9 || box.height < 23.9) found.add(`small: ${name(e)}: ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`);
    if (box.left < -0.5 || box.right > innerWidth + 0.5) found.add(`outside: ${name(e)}`);
    if (e.matches("[role=slider]")) return; // handles may meet
    for (const other of controls.slice(i + 1, i + 12)) {
      const b = target(other), home = e.closest(".controls, .tools, .predict, .quiz, .bar, nav");
      if (other.matches("[role=slider]") || !home || !home.contains(other)) continue;
      if (Math.min(box.right, b.right) - Math.max(box.left, b.left) > 1 && Math.min(box.bottom, b.bottom) - Math.max(box.top, b.top) > 1)
        found.add(`over each other: ${name(e)} | ${name(other)}`);
    }
  });

  // Scrolled to, nothing lies over it; focused at the window's foot, it is not hidden.
  const hit = (e, box) => {
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return at && [e, e.closest("label"), e.matches("[role=slider]") && e.closest("svg")].some((part) => part && part.contains(at));
  };
  for (const e of controls) {
    e.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    if (!hit(e, target(e))) found.add(`covered: ${name(e)}`);
    e.scrollIntoView({ block: "end", inline: "nearest", behavior: "instant" });
    e.focus();
    if (document.activeElement !== e) found.add(`takes no focus: ${name(e)}`);
    else if (!hit(e, (e.querySelector(".hit") ?? e).getBoundingClientRect())) found.add(`covered when focused: ${name(e)}`);
  }
  return [...found];
}

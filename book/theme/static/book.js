// @ts-check
"use strict";
// Contents drawer, colour switch, keyboard access to wide formulas, copy buttons, place on the page.
(() => {
  /** The element that the layout has there. @param {string} selector @param {ParentNode} [root] @returns {any} */
  const one = (selector, root = document) => root.querySelector(selector);
  /** @param {string} selector @param {ParentNode} [root] @returns {HTMLElement[]} */
  const all = (selector, root = document) => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];

  const icon = (/** @type {string} */ name) => `<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-${name}"></use></svg>`;

  const MODES = { auto: "as the system", light: "light", dark: "dark" };
  const themeButton = one("#theme-button");
  const nameTheme = () => {
    const mode = bookColours.mode;
    one("use", themeButton).setAttribute("href", `#icon-${mode}`);
    one("span", themeButton).textContent = `Colours: ${MODES[mode]}`;
    themeButton.title = `Colours: ${MODES[mode]}`;
  };
  themeButton.addEventListener("click", () => {
    const names = /** @type {(keyof typeof MODES)[]} */ (Object.keys(MODES));
    bookColours.mode = names[(names.indexOf(bookColours.mode) + 1) % names.length];
    nameTheme();
  });
  nameTheme();

  const menu = one("#menu-button");
  const contents = one("#contents");
  const open = (/** @type {boolean} */ state) => {
    menu?.setAttribute("aria-expanded", String(state)); // a page in an LMS has neither menu nor contents
    document.documentElement.classList.toggle("contents-open", state);
    one("use", menu).setAttribute("href", state ? "#icon-close" : "#icon-menu");
  };
  menu?.addEventListener("click", () => {
    const state = menu.getAttribute("aria-expanded") !== "true";
    open(state);
    if (state) one("[aria-current], a", contents).focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu?.getAttribute("aria-expanded") === "true") { open(false); menu.focus(); }
    if (event.key === "k" && (event.ctrlKey || event.metaKey) && one("#search-field")) { event.preventDefault(); one("#search-field").focus(); }
  });
  contents?.addEventListener("click", (/** @type {Event} */ event) => { if (/** @type {Element} */ (event.target).closest("a")) open(false); });
  const current = contents && one("li.current > a", contents);
  if (current) {
    current.setAttribute("aria-current", "page");
    contents.scrollTop = current.offsetTop - contents.clientHeight / 3;
  }

  // Whatever scrolls sideways can be reached by keyboard.
  const SCROLLING = ".math-scroll, .table-scroll, .highlight pre, .output pre";
  const reach = () => {
    const boxes = all(SCROLLING), wide = boxes.map((box) => box.scrollWidth > box.clientWidth + 1); // all read, then all written: one layout
    boxes.forEach((box, k) => {
      if (wide[k] === box.hasAttribute("tabindex")) return;
      if (wide[k]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  };
  reach();
  document.fonts?.ready.then(reach);
  addEventListener("resize", reach);
  all("details").forEach((box) => box.addEventListener("toggle", reach));

  all(".cell_input .highlight, div.highlight-python > .highlight").forEach((block) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.innerHTML = `${icon("copy")}<span class="visually-hidden">Copy this code</span>`;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(one("pre", block).textContent);
      one("use", button).setAttribute("href", "#icon-done");
      setTimeout(() => one("use", button).setAttribute("href", "#icon-copy"), 1500);
    });
    block.append(button);
  });

  // A link to a term, formula, result or source shows it on hover and on focus; Escape puts it away.
  const card = document.createElement("div");
  card.className = "preview";
  card.hidden = true;
  document.body.append(card);
  const prepared = new Map(all("template[data-preview]").map((t) => [t.dataset.preview, /** @type {HTMLTemplateElement} */ (t).content]));
  const shown = (/** @type {Element} */ link) => {
    const href = link.getAttribute("href") ?? "";
    if (prepared.has(href)) return prepared.get(href)?.cloneNode(true) ?? null;
    if (!href.startsWith("#") || href.length < 2) return null;
    const target = document.getElementById(decodeURIComponent(href.slice(1)));
    const source = target?.matches("dt") ? target.nextElementSibling : target?.closest("div.math, div.proof, .citation");
    if (!source || source.contains(link)) return null;
    const copy = /** @type {HTMLElement} */ (source.cloneNode(true));
    all(".headerlink, .margin-note", copy).forEach((e) => e.remove());
    [copy, ...all("[id]", copy)].forEach((e) => e.removeAttribute("id"));
    return copy;
  };
  let timer = 0;
  const hide = () => { clearTimeout(timer); card.hidden = true; };
  const later = (/** @type {() => void} */ action, /** @type {number} */ wait) => { clearTimeout(timer); timer = window.setTimeout(action, wait); };
  const show = (/** @type {Element} */ link) => {
    const content = shown(link);
    if (!content) return;
    card.replaceChildren(content);
    card.hidden = false;
    const box = link.getClientRects()[0], width = card.offsetWidth, height = card.offsetHeight;
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    card.style.top = `${box.bottom + height + 12 > innerHeight && box.top > height + 12 ? box.top - height - 6 : box.bottom + 6}px`;
  };
  /** @param {Event} event @returns {Element | null | undefined} */
  const linkOf = (event) => /** @type {Element} */ (event.target).closest?.("main a[href]:not(.headerlink)");
  document.addEventListener("mouseover", (event) => {
    if (card.contains(/** @type {Node} */ (event.target))) { clearTimeout(timer); return; }
    const link = linkOf(event);
    if (link) later(() => show(link), 250);
    else if (!card.hidden) later(hide, 200);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => { const link = linkOf(event); if (link?.matches(":focus-visible")) show(link); });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true });

  const links = new Map(all(".contents .sections a").map((a) => [decodeURIComponent(/** @type {HTMLAnchorElement} */ (a).hash.slice(1)), a]));
  const sections = [...links.keys()].flatMap((id) => document.getElementById(id) ?? []);
  if (sections.length) {
    const mark = () => {
      const passed = sections.filter((s) => s.getBoundingClientRect().top < innerHeight * 0.3);
      const here = passed[passed.length - 1];
      links.forEach((a, id) => a.toggleAttribute("data-here", here !== undefined && id === here.id));
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
})();

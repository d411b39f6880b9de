// The single page's chapters as XHTML. What only a browser can use goes; a question keeps its words
// and its choices.
() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const article = document.querySelector("article");
  all("script, template, .headerlink, .katex-html, .launch, .quiz-answer, .quiz-verdict, " +
      "details.hide, article button", article).forEach((e) => e.remove());
  const rename = (e, tag, kept = ["class", "id"]) => {
    const other = document.createElement(tag);
    kept.forEach((name) => e.hasAttribute(name) && other.setAttribute(name, e.getAttribute(name)));
    other.append(...e.childNodes);
    e.replaceWith(other);
    return other;
  };
  all(".katex-display, .katex, .katex-mathml", article)
    .forEach((e) => e.replaceWith(...e.childNodes));
  // An operator with its limits inside a token: a row, as the standard wants it.
  const tokens = ["mi", "mo", "mn", "mtext"];
  const rebuilt = (e) => {
    const name = tokens.includes(e.localName) && e.children.length ? "mrow" : e.localName;
    const other = document.createElementNS("http://www.w3.org/1998/Math/MathML", name);
    for (const { name, value } of e.attributes) other.setAttribute(name, value);
    other.append(...[...e.childNodes].map((c) => (c.nodeType === 1 ? rebuilt(c) : c)));
    return other;
  };
  for (const e of all("math", article)) {
    e.removeAttribute("aria-label");
    if (e.querySelector(tokens.map((name) => `${name} > *`).join())) e.replaceWith(rebuilt(e));
  }
  // log p, not logp: TeX's thin spaces around the name of a function
  const thin = () => {
    const space = document.createElementNS("http://www.w3.org/1998/Math/MathML", "mspace");
    space.setAttribute("width", "0.1667em");
    return space;
  };
  for (const sign of all("math mo", article).filter((e) => e.textContent === "\u2061")) {
    const next = sign.nextElementSibling, named = sign.previousElementSibling;
    const before = named?.previousElementSibling;
    if (next && next.localName !== "mspace" && !/^[([{|∣]/.test(next.textContent)) sign.after(thin());
    if (before && !["mo", "mspace"].includes(before.localName)) named.before(thin());
  }
  // No reader breaks a formula in a line of text: a long one goes on in a second after a relation.
  for (const e of all("math:not([display])", article)) {
    const row = e.children.length === 1 && e.firstElementChild.localName === "mrow"
      ? e.firstElementChild : e;
    if (e.textContent.length < 24) continue;
    const signs = [...row.children].filter((c) => c.localName === "mo" && c.nextElementSibling &&
      /^[=≤≥<>≈∼∝→⟶∈+−⋅×]$/.test(c.textContent) && c.previousElementSibling);
    for (const sign of signs.reverse()) {
      const rest = e.cloneNode(false), inner = row === e ? rest : row.cloneNode(false);
      if (inner !== rest) rest.append(inner);
      while (sign.nextSibling) inner.append(sign.nextSibling);
      sign.setAttribute("form", "infix");
      e.after(document.createElement("wbr"), rest);
    }
  }
  all("label.quiz-option", article).forEach((e) => {
    e.querySelector("input").replaceWith("○ ");
    rename(e, "p");
  });
  all("legend", article).forEach((e) => { e.className = "legend"; rename(e, "p"); });
  all("form, fieldset", article).forEach((e) => rename(e, "div"));
  all("input", article).forEach((e) => e.remove());
  for (const e of all("*", article))
    for (const { name } of [...e.attributes])
      if (/^(data-|on|aria-live|style$|loading$|tabindex$)/.test(name)) e.removeAttribute(name);
  all("a[href]:not([href^='#'], [href*='://'])", article)
    .forEach((e) => e.replaceWith(...e.childNodes));

  const places = all("span[id^='document-']", article);
  const parts = places.map((place) => {
    const part = place.nextElementSibling;
    part.prepend(place);
    return { name: place.id.replace(/^document-/, "").split("/").slice(1).join("-"), part };
  });
  const front = { name: "start", part: article.querySelector("section") };
  // The last first: pages below a page are taken out of it.
  [...parts].reverse().forEach(({ part }) => part.remove());
  all(".toctree-wrapper", front.part).forEach((e) => e.remove());
  const chapters = [front, ...parts].filter(({ part }) => part);
  const home = new Map(chapters.flatMap(({ name, part }) => all("[id]", part).concat(part)
    .map((e) => [e.id, name])));
  for (const { name, part } of chapters)
    for (const link of all("a[href^='#']", part)) {
      const id = decodeURIComponent(link.hash.slice(1));
      if (!home.has(id)) link.replaceWith(...link.childNodes);
      else if (home.get(id) !== name) link.setAttribute("href", `${home.get(id)}.xhtml#${id}`);
    }
  return chapters.map(({ name, part }) => {
    const top = Number(part.querySelector("h1, h2, h3").tagName[1]);
    all("h1, h2, h3, h4, h5, h6", part).forEach((e) => rename(e, `h${e.tagName[1] - top + 1}`));
    const title = (e) => e.textContent.trim().replace(/\s+/g, " ");
    const text = new XMLSerializer().serializeToString(part);
    return {
      name, text, title: title(part.querySelector("h1")),
      images: all("img", part).map((e) => decodeURI(e.getAttribute("src"))),
      math: part.querySelector("math") !== null, svg: part.querySelector("svg") !== null,
      sections: all(":scope > section", part).filter((e) => e.id && e.querySelector("h2"))
        .map((e) => ({ id: e.id, title: title(e.querySelector("h2")) })),
    };
  });
}

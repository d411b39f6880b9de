// @ts-check
"use strict";

/** One figure for a room, at `page.html?present=slug`: the question, the hands, the figure, the answer. */
(() => {
  const { html } = bookPlaces;
  const slug = new URLSearchParams(location.search).get("present") ?? "";
  const root = document.documentElement;

  /** Hides what is not the figure. @param {HTMLElement} figure */
  function alone(figure) {
    root.classList.add("presenting");
    for (let part = /** @type {HTMLElement} */ (figure); part.parentElement && part !== document.body; part = part.parentElement)
      for (const other of part.parentElement.children) if (other !== part && !other.matches("script, .symbols")) other.classList.add("present-away");
    dispatchEvent(new Event("resize"));
  }

  const leave = () => {
    location.href = `${location.pathname}#${slug}`;
  };

  /** @param {any} figure */
  function present(figure) {
    const { predict, payload } = figure.explorable;
    const bar = html("p", { class: "present-bar" });
    const away = html("button", { type: "button" }, "Back to the page");
    away.addEventListener("click", leave);
    figure.prepend(bar);
    alone(figure);
    if (!predict) {
      bar.append(away);
      return;
    }
    figure.classList.add("present-asking");
    const votes = payload.predict.options.map((/** @type {string} */ words) => {
      const field = /** @type {HTMLInputElement} */ (html("input", { type: "number", min: "0", max: "999", inputmode: "numeric", "aria-label": `Hands for: ${words}` }));
      const fill = html("span", { class: "present-bar-fill", "aria-hidden": "true" });
      return { words, field, fill };
    });
    const count = (/** @type {{field: HTMLInputElement}} */ vote) => Math.max(0, Math.floor(Number(vote.field.value)) || 0);
    /** The bars grow with the hands. */
    function draw() {
      const most = Math.max(1, ...votes.map(count));
      for (const vote of votes) vote.fill.style.inlineSize = `${(100 * count(vote)) / most}%`;
    }
    for (const button of figure.querySelectorAll(".predict .option")) {
      const vote = votes.find((/** @type {any} */ one) => one.words === button.querySelector("span")?.textContent);
      const row = html("div", { class: "present-vote" });
      button.before(row);
      row.append(button, vote.field, html("span", { class: "present-track" }, vote.fill));
      vote.field.addEventListener("input", draw);
    }
    const go = html("button", { type: "button", class: "present-go" }, "Show the figure");
    go.addEventListener("click", () => {
      const hands = votes.map(count);
      const most = Math.max(...hands);
      if (!predict.guess) predict.choose(most > 0 ? hands.indexOf(most) : -1);
    });
    figure.addEventListener("explorable-guess", () => {
      figure.classList.remove("present-asking");
      go.remove();
    });
    bar.append(go, away);
    /** @type {HTMLElement} */ (votes[0].field).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });

  function look() {
    const figure = /** @type {any} */ (document.querySelector(`figure.explorable[data-explorable="${CSS.escape(slug)}"]`));
    if (figure?.hasAttribute("data-ready") && figure.explorable) {
      observer.disconnect();
      present(figure);
    }
  }
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });
  const there = document.querySelector(`[data-explorable="${CSS.escape(slug)}"]`);
  if (there) there.scrollIntoView(); // figures wake near the screen
  else document.querySelector("main h1")?.after(html("p", { role: "status", class: "present-missing" }, `This page has no figure "${slug}" to present.`));
  look();
})();

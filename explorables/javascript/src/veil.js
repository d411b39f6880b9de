// @ts-check
// What a guess must not see. A veil is empty once the reader has guessed or skipped.

/** Positions in one figure. @typedef {import("./payload.d.ts").Veil} Veil */
/** What one panel keeps to itself. @typedef {{whole: boolean, title: boolean, marks: Set<number>}} Cover */

export const bare = () => ({ whole: false, title: false, marks: new Set() });

/** The covers of a figure's panels. @param {Veil | undefined} veil @param {number} count @returns {Cover[]} */
export const covers = (veil, count) =>
  Array.from({ length: count }, (_, i) =>
    veil
      ? {
          whole: veil.panels.includes(i),
          title: veil.titles.includes(i),
          marks: new Set(veil.marks.filter(([panel]) => panel === i).map(([, mark]) => mark)),
        }
      : bare(),
  );

/** Lets what was hidden come in; the style sheet says how. @param {Element | null | undefined} node */
export function comeIn(node) {
  if (!node) return;
  node.classList.add("revealed");
  node.addEventListener("animationend", () => node.classList.remove("revealed"), { once: true });
}

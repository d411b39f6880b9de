// @ts-check
// An order of options of the reader's own: another for each reader, the same after a reload.

const KEY = "explorables:reader";
let here = "";

/** A text that stays with this reader, where the browser keeps anything. */
function reader() {
  if (here) return here;
  const fresh = String(Math.random()).slice(2);
  try {
    here = localStorage.getItem(KEY) ?? fresh;
    localStorage.setItem(KEY, here);
  } catch {
    here = fresh; // forbidden or full: this page's own order
  }
  return here;
}

/** Numbers from 0 to 1 that follow from a text: FNV-1a for the seed, then xorshift. @param {string} text */
function draws(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return () => {
    h ^= h << 13;
    h ^= h >>> 17;
    h ^= h << 5;
    return (h >>> 0) / 2 ** 32;
  };
}

/** A permutation of 0 … n − 1 (Fisher and Yates). @param {string} name @param {number} n @param {string} [who] */
export function order(name, n, who = reader()) {
  const draw = draws(`${who}/${name}`);
  for (let k = 0; k < 8; k++) draw(); // near seeds part only after some steps
  const at = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [at[i], at[j]] = [at[j], at[i]];
  }
  return at;
}

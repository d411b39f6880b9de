// @ts-check
// Runs before the first paint: chosen colours, and the mark that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  /** @type {"auto" | "light" | "dark"} */
  let mode = "auto";
  try { mode = /** @type {typeof mode} */ (localStorage.getItem("mode")) || "auto"; } catch { /* storage may be closed on file:// */ }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
  };
  dark.addEventListener("change", show);
  globalThis.bookColours = {
    get mode() { return mode; },
    set mode(value) {
      mode = value;
      try { localStorage.setItem("mode", value); } catch { /* then it holds for this page only */ }
      show();
    },
  };
  show();
  const here = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  /** @type {Map<string, Promise<void>>} */
  const loaded = new Map();
  globalThis.bookLoad = (name) => {
    const known = loaded.get(name) ?? new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: new URL(name, here).href });
      script.onload = () => resolve();
      script.onerror = () => { loaded.delete(name); reject(new Error(`${name} cannot be read`)); };
      document.head.append(script);
    });
    loaded.set(name, known);
    return known;
  };
  // Over HTTP the fonts of the first screen come with the style sheet (file:// allows no preload of fonts).
  if (location.protocol.startsWith("http")) {
    const fonts = ["fonts/source-serif-4-latin-400-normal", "fonts/source-serif-4-latin-600-normal"];
    if ("formulas" in root.dataset) fonts.push("explore/katex/fonts/KaTeX_Main-Regular", "explore/katex/fonts/KaTeX_Math-Italic");
    for (const name of fonts) {
      const link = Object.assign(document.createElement("link"), { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
      link.href = new URL(`${name}.woff2`, here).href;
      document.head.append(link);
    }
  }
  // The text is shown in its own fonts or, where they are slow, after a second and a half in others:
  // a reader who has begun to read does not see lines break anew.
  root.classList.add("fonts-pending");
  const reveal = () => root.classList.remove("fonts-pending");
  setTimeout(reveal, 1500);
  const whenFontsAreThere = () => {
    document.body.getBoundingClientRect(); // the layout asks for the fonts
    const asked = [...document.fonts].filter((font) => font.status === "loading"); // those further down may come later
    Promise.allSettled(asked.map((font) => font.loaded)).then(reveal);
  };
  document.addEventListener("DOMContentLoaded", whenFontsAreThere);
  // The first screen need not wait until a long page has been read to its end; a place further down must.
  const look = () => {
    if (document.readyState !== "loading") return;
    if ((document.querySelector("main")?.getBoundingClientRect().bottom ?? 0) > innerHeight) whenFontsAreThere();
    else requestAnimationFrame(look);
  };
  if (!location.hash) requestAnimationFrame(look);
})();

// Builds ../static/{page,engine}.js; with --check, fails unless the committed files are what the sources build.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const python = fileURLToPath(new URL("../python/", import.meta.url));
const target = fileURLToPath(new URL("../static/", import.meta.url));
const MICROPYTHON = new URL("node_modules/@micropython/micropython-webassembly-pyscript/", import.meta.url);

// The engine's own elementary functions take the place of @stdlib's portable ones, as in the figures' runtime.
const native = Object.fromEntries(
  "abs ceil cos exp expm1 floor log1p max min pow sin sqrt trunc tan asin round"
    .split(" ")
    .map((f) => [f, `Math.${f}`])
    .concat([["ln", "Math.log"]]),
);
const features = {
  "assert-has-generator-support": "() => true",
  "array-uint32": "Uint32Array",
  "array-uint16": "Uint16Array",
  "array-uint8": "Uint8Array",
  "array-float64": "Float64Array",
  "string-format": "String",
};

const plugins = [
  {
    name: "lighter",
    setup(b) {
      b.onResolve({ filter: /^@stdlib\// }, ({ path }) => {
        const special = /^@stdlib\/math-base-special-(\w+)$/.exec(path)?.[1],
          feature = features[path.slice("@stdlib/".length)];
        if (special && native[special]) return { path: native[special], namespace: "native" };
        return feature ? { path: feature, namespace: "native" } : undefined;
      });
      // @stdlib writes polynomials out as text and compiles them; Horner's rule stays a loop, so that no text is compiled.
      b.onLoad({ filter: /math-base-tools-eval(poly|rational).lib.factory\.js$/ }, () => ({
        contents: `const main = require("./main.js"); module.exports = (...c) => (x) => main(...c, x);`,
      }));
      b.onLoad({ filter: /.*/, namespace: "native" }, ({ path }) => ({ contents: `module.exports = ${path};` }));
      // Styles of the editor are adopted, so that a page may refuse inline styles.
      b.onLoad({ filter: /style-mod\.js$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8"),
          only = "!root.head && root.adoptedStyleSheets";
        if (text.split(only).length !== 2) throw new Error("style-mod has changed: it must adopt style sheets");
        return { contents: text.replace(only, "root.adoptedStyleSheets") };
      });
      // The binary is handed over, so nothing is fetched; there is no command line, and no text is compiled.
      b.onLoad({ filter: /micropython\.mjs$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8"),
          own = "let Module={locateFile:";
        if (text.split(own).length !== 2)
          throw new Error("micropython.mjs has changed: its loader must take wasmBinary");
        return {
          contents: text
            .replace(own, "let Module={wasmBinary:options.wasmBinary,locateFile:")
            .replace(/import\.meta\.url/g, '""'),
        };
      });
    },
  },
];

const bundle = async (entry, format, extra = {}) =>
  (
    await build({
      absWorkingDir: here,
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format,
      target: "es2022",
      charset: "utf8",
      plugins,
      write: false,
      platform: "browser",
      nodePaths: [`${here}node_modules`],
      define: { process: "undefined" },
      external: ["path", "url", "fs", "crypto", "module", "node:*"],
      legalComments: "none",
      logLevel: "error",
      ...extra,
    })
  ).outputFiles[0].text;

/** Python sources by path, without comments and docstrings. @param {string} folder @param {string} under @param {(s: string) => string} make */
async function sources(folder, under, make) {
  const found = {};
  for (const entry of (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".py")).sort())
    found[under + entry.replaceAll("\\", "/")] = make(await readFile(`${folder}/${entry}`, "utf8"));
  return found;
}

const tools = `data:text/javascript;base64,${Buffer.from(await bundle("src/translate.js", "esm")).toString("base64")}`;
const { slim, translate } = await import(tools);
const ours = {
  ...(await sources(`${python}numpy`, "numpy/", slim)),
  ...(await sources(`${python}scipy`, "scipy/", (s) => slim(translate(s)))),
  ...(await sources(`${python}stdlib`, "", slim)),
};
ours["_losslab.py"] = slim(translate(await readFile(`${python}stdlib/_losslab.py`, "utf8")));
Object.assign(ours, await sources(`${python}glm_core`, "glm_core/", slim));
const graders = fileURLToPath(new URL("../../glm_core/exercises/", import.meta.url));
for (const name of ["_compare", "_functions", "_grade", "_show", "_values", "_verdict"])
  ours[`glm_core/exercises/${name}.py`] = slim(translate(await readFile(`${graders}${name}.py`, "utf8")));

// glm_core's own sources, which come when a reader's code asks for them; data sets as columns.
const core = fileURLToPath(new URL("../../glm_core/", import.meta.url));
const glm = Object.fromEntries(
  Object.entries(await sources(core, "glm_core/", (s) => s))
    .filter(([path]) => !/exercises|explore|notebook|datasets|threads|_version/.test(path))
    .map(([path, text]) => [path, slim(translate(text))]),
);
Object.assign(
  glm,
  Object.fromEntries(Object.entries(await sources(`${python}standin`, "glm_core/", (s) => slim(translate(s))))),
);
glm["glm_core/_tables.py"] = await tables(`${core}data`);
glm["glm_core/_version.py"] = '__version__ = "the page\'s"\n';

// The figures' own sources, which come when a reader's code makes one; what traces and what shows them is replaced.
const engine = fileURLToPath(new URL("../../explorables/src/explorables/", import.meta.url));
const OWN = /^explorables\/(_version|configuration|decorator|explorable|figure\/\w+)\.py$/;
const figures = Object.fromEntries(
  Object.entries(await sources(engine, "explorables/", (s) => s))
    .filter(([path]) => OWN.test(path))
    .map(([path, text]) => [path, slim(translate(text))]),
);
for (const [path, text] of Object.entries(
  await sources(`${python}figures/explorables`, "explorables/", (s) => slim(translate(s))),
))
  figures[path] = text;
Object.assign(figures, await sources(`${python}figures/modules`, "", slim));
figures["glm_core/explore/__init__.py"] = slim(translate(await readFile(`${core}explore/__init__.py`, "utf8")));

/** CSV files as Python text: columns in order, cells as JSON, null where none. @param {string} folder */
async function tables(folder) {
  const order = {},
    data = {},
    words = new Set(["species", "island", "sex", "flight", "date", "weather"]);
  for (const file of (await readdir(folder)).sort()) {
    const [head, ...rows] = (await readFile(`${folder}/${file}`, "utf8"))
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(",")),
      name = file.replace(".csv", "");
    order[name] = head;
    data[name] = JSON.stringify(
      Object.fromEntries(
        head.map((column, k) => [
          column,
          rows.map((row) =>
            words.has(column)
              ? row[k] === "NA"
                ? ""
                : row[k]
              : row[k] === "" || row[k] === "NA"
                ? null
                : Number(row[k]),
          ),
        ]),
      ),
    );
  }
  return `ORDER = ${JSON.stringify(order)}\nDATA = {${Object.entries(data)
    .map(([name, text]) => `${JSON.stringify(name)}: ${JSON.stringify(text)}`)
    .join(", ")}}\n`;
}

// Zopfli takes two seconds for what any inflate reads, and saves 12 kB of zlib's 194.
const binary = await readFile(new URL("micropython.wasm", MICROPYTHON));
const wasm = Buffer.from(await zopfli.deflateAsync(binary, { numiterations: 5 }));
const worker = await bundle("src/worker.js", "iife");
const outputs = {
  "page.js": await bundle("src/page.js", "iife"),
  "engine.js": `${await bundle("src/engine.js", "iife")}pagePython.engine(${JSON.stringify({ wasm: wasm.toString("base64"), worker, files: ours })});\n`,
  "glm.js": `pagePython.files(${JSON.stringify(glm)});\n`,
  "figures.js": `${await bundle("src/figures.js", "iife")}pagePython.files(${JSON.stringify(figures)});\n`,
  "losslab.js": await bundle("src/losslab.js", "iife"),
  "start.js": await bundle("src/start.js", "iife"),
  "pagepython.css": await readFile(`${here}src/pagepython.css`, "utf8"),
};
let stale = 0,
  all = 0;
for (const [name, text] of Object.entries(outputs)) {
  const old = await readFile(target + name, "utf8").catch(() => "");
  const weight = gzipSync(text, { level: 9 }).length;
  all += weight;
  console.log(`${name}: ${text.length} characters, ${weight} bytes gzipped`);
  if (process.argv.includes("--check")) {
    if (old === text) continue;
    console.error(`${name} is not what the sources build: npm run build`);
    stale++;
  } else await writeFile(target + name, text);
}
const rest = ["glm.js", "figures.js"].map((name) => gzipSync(outputs[name], { level: 9 }).length);
console.log(
  `all but glm.js and figures.js, which come when a program imports them: ${all - rest[0] - rest[1]} bytes gzipped; Python ${gzipSync(JSON.stringify(ours)).length}, worker ${gzipSync(worker).length}`,
);
process.exitCode = stale ? 1 : 0;

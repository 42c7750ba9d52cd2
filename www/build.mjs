// Writes the part of the site that is not WebAssembly: page, boot script, editor bundle, one style sheet, icons.
//
//   node www/build.mjs --out DIR [--release]

import { build } from "esbuild";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CORE } from "./service-data/core.mjs";
import { read, service } from "./service-data/service.mjs";

const www = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({ options: { out: { type: "string" }, release: { type: "boolean", default: false } } });
if (!options.out) {
  console.error("say where to write: node www/build.mjs --out DIR [--release]");
  process.exit(2);
}

const common = {
  bundle: true,
  minify: options.release,
  sourcemap: false,
  charset: "utf8",
  logLevel: "warning",
  target: ["chrome123", "firefox121", "safari17.5"],
  legalComments: "none",
};

await mkdir(options.out, { recursive: true });
await Promise.all([
  // In two parts beside what they share: what the editor needs at once, and help.js for when it is used.
  build({
    ...common,
    entryPoints: { editor: join(www, "editor/element.js") },
    format: "esm",
    splitting: true,
    chunkNames: "editor-[name]",
    outdir: options.out,
    plugins: [{ name: "desk", setup: ({ onResolve }) => onResolve({ filter: /\/desk\.js$/ }, () => ({ path: "./desk.js", external: true })) }],
  }),
  build({ ...common, bundle: false, entryPoints: ["boot", "memory", "link", "clipboard", "desk", "answer", "worker"].map((name) => join(www, `${name}.js`)), format: "esm", outdir: options.out }),
  build({ ...common, bundle: false, entryPoints: [join(www, "theme.js")], outfile: join(options.out, "theme.js") }),
  build({ ...common, entryPoints: [join(www, "styles/index.css")], outfile: join(options.out, "styles.css") }),
  copy(join(www, "..", "index.html"), join(options.out, "index.html")),
  cp(join(www, "icons"), join(options.out, "icons"), { recursive: true }),
  services(join(options.out, "services")),
]);

// The services that are not built into the worker's module, each for itself: answer.js fetches them when first needed.
async function services(folder) {
  await mkdir(folder, { recursive: true });
  const others = read("services.json").filter((prefix) => !CORE.includes(prefix));
  await Promise.all(others.map((prefix) => writeFile(join(folder, `${prefix}.txt`), `${service(prefix).join("\n")}\n`)));
}

async function copy(from, to) {
  await writeFile(to, await readFile(from));
}

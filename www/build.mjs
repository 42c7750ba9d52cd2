// Writes the part of the site that is not WebAssembly: page, boot script, editor bundle, one style sheet, icons.
//
//   node www/build.mjs --out DIR [--release]

import { build } from "esbuild";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
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

const glue = resolve(options.out, "playground.js");

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
  // The page's script with the module's glue, which is there already and which nothing else needs: what the page opens with.
  build({
    ...common,
    entryPoints: [join(www, "boot.js")],
    format: "esm",
    outdir: options.out,
    // Whether the module comes in two parts.
    define: { SPLIT: String(options.release) },
    // The glue names a script once for each function that it calls in it.
    logOverride: { "duplicate-object-key": "silent" },
    plugins: [
      beside(/\/(desk|editor)\.js$/),
      { name: "glue", setup: ({ onResolve }) => onResolve({ filter: /\/playground\.js$/ }, () => ({ path: glue })) },
      { name: "scripts", setup: ({ onResolve }) => onResolve({ filter: /^\.\// }, ({ path, importer }) => (importer === glue ? { path: join(www, path) } : undefined)) },
    ],
  }).then(() => rm(glue)),
  // In two parts beside what they share: what the editor needs at once, and help.js for when it is used.
  build({
    ...common,
    entryPoints: { editor: join(www, "editor/element.js") },
    format: "esm",
    splitting: true,
    chunkNames: "editor-[name]",
    outdir: options.out,
    plugins: [beside(/\/desk\.js$/)],
  }),
  build({ ...common, bundle: false, entryPoints: ["desk", "answer", "worker"].map((name) => join(www, `${name}.js`)), format: "esm", outdir: options.out }),
  build({ ...common, bundle: false, entryPoints: [join(www, "theme.js")], outfile: join(options.out, "theme.js") }),
  build({ ...common, entryPoints: [join(www, "styles/index.css")], outfile: join(options.out, "styles.css") }),
  copy(join(www, "..", "index.html"), join(options.out, "index.html")),
  cp(join(www, "icons"), join(options.out, "icons"), { recursive: true }),
  services(join(options.out, "services")),
]);

// Leaves a script where it lies: a file of its own on the site, however it is named from here.
function beside(filter) {
  return { name: "beside", setup: ({ onResolve }) => onResolve({ filter }, ({ path }) => ({ path: `./${basename(path)}`, external: true })) };
}

// The services that are not built into the worker's module, each for itself: answer.js fetches them when first needed.
async function services(folder) {
  await mkdir(folder, { recursive: true });
  const others = read("services.json").filter((prefix) => !CORE.includes(prefix));
  await Promise.all(others.map((prefix) => writeFile(join(folder, `${prefix}.txt`), `${service(prefix).join("\n")}\n`)));
}

async function copy(from, to) {
  await writeFile(to, await readFile(from));
}

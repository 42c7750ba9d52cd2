// The built package, imported as its users import it: by name, through its `exports`, from a project of their own.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** The folder of the built package; `cargo xtask test` says where it is. */
export const folder = process.env.IAM_PLAYGROUND_NPM ?? join(root, "dist/npm");

/** An empty project that has the package installed. */
export function project() {
  const path = mkdtempSync(join(tmpdir(), "iam-playground-"));
  mkdirSync(join(path, "node_modules"));
  symlinkSync(folder, join(path, "node_modules/iam-playground"), "dir");
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Imports the package anew: the first import of a process decides which engine it runs. */
export async function load() {
  const require = createRequire(join(project(), "index.js"));
  return import(pathToFileURL(require.resolve("iam-playground")).href);
}

// The scenarios of the gallery.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./package.mjs";

const gallery = join(root, "www/gallery");

export const names = readdirSync(gallery).filter((name) => name.endsWith(".json")).sort();

/** A fresh copy, to be changed at will. */
export const scenario = (name) => JSON.parse(readFileSync(join(gallery, name), "utf8"));

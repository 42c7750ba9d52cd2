// The entry point in Node: ready as soon as it is imported. The second part is read when it is first needed.

import { readFileSync } from "node:fs";
import { fillRules } from "./api.js";
import { start } from "./engine-instance.js";
import { provide } from "./parts.js";

const compile = (url) => new WebAssembly.Module(readFileSync(url));

// Bundlers look for `new URL(…, import.meta.url)`, word for word.
provide(() => compile(new URL("./engine-more.wasm", import.meta.url)));
start(compile(new URL("./engine.wasm", import.meta.url)));
fillRules();

/** Nothing is left to do; here so that code for browsers runs in Node too. */
export async function init() {}

export { authorize, checkPolicy, checkScenario, InputError, rules, runScenario, totp, version, whatIf, withExpectations } from "./api.js";

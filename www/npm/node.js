// The entry point in Node: ready as soon as it is imported. The second part is read when it is first needed.

import { readFileSync } from "node:fs";
import { fillRules } from "./api.js";
import { start } from "./engine-instance.js";
import { provide } from "./parts.js";

const compile = (file) => new WebAssembly.Module(readFileSync(new URL(file, import.meta.url)));

provide(() => compile("./engine-more.wasm"));
start(compile("./engine.wasm"));
fillRules();

/** Nothing is left to do; here so that code for browsers runs in Node too. */
export async function init() {}

export { authorize, checkPolicy, checkScenario, InputError, rules, runScenario, totp, version, whatIf, withExpectations } from "./api.js";

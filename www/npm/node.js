// The entry point in Node: ready as soon as it is imported.

import { readFileSync } from "node:fs";
import { fillRules } from "./api.js";
import { start } from "./engine-instance.js";

start(new WebAssembly.Module(readFileSync(new URL("./engine.wasm", import.meta.url))));
fillRules();

/** Nothing is left to do; here so that code for browsers runs in Node too. */
export async function init() {}

export { authorize, checkPolicy, checkScenario, InputError, rules, runScenario, totp, version, whatIf, withExpectations } from "./api.js";

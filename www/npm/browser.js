// The entry point in browsers and bundlers: ready after `await init()`.

import { fillRules } from "./api.js";
import { isReady, start } from "./engine-instance.js";

let starting;

/**
 * Fetches and starts the engine. Calls after the first wait for the same start; after a failure the next call tries again.
 * @param {string | URL | Response | BufferSource | WebAssembly.Module} [wasm] where `engine.wasm` is, or its content
 */
export async function init(wasm) {
  if (isReady()) return;
  starting ??= load(wasm).finally(() => (starting = undefined));
  await starting;
}

async function load(wasm = new URL("./engine.wasm", import.meta.url)) {
  const module = await compile(wasm);
  start(module);
  fillRules();
}

async function compile(wasm) {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (typeof wasm === "string" || wasm instanceof URL) return compileResponse(await fetch(wasm));
  if (wasm instanceof Response) return compileResponse(wasm);
  return WebAssembly.compile(wasm);
}

async function compileResponse(response) {
  if (!response.ok) throw new Error(`iam-playground could not fetch ${response.url}: ${response.status} ${response.statusText}`);
  // Compiling while it loads needs the right content type, which not every server sends.
  if (response.headers.get("Content-Type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

export { authorize, checkPolicy, checkScenario, InputError, rules, runScenario, totp, version, whatIf, withExpectations } from "./api.js";

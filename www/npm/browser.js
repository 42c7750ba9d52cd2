// The entry point in browsers and bundlers: ready after `await init()`.

import { fillRules } from "./api.js";
import { isReady, provideProven, start } from "./engine-instance.js";
import { isProvided } from "./parts.js";

let starting = Promise.resolve();

/**
 * Fetches and starts the engine. A call waits for the ones before it, and does what they left: after a failure it tries
 * again, and what one was told to leave out the next one loads.
 * @param {string | URL | Response | BufferSource | WebAssembly.Module} [wasm] where `engine.wasm` is, or its content
 * @param {string | URL | Response | BufferSource | WebAssembly.Module | false} [more] the same for `engine-more.wasm`, which
 *   is beside `engine.wasm` unless told; `false` leaves it out
 */
export function init(wasm, more) {
  starting = starting.catch(() => {}).then(() => load(wasm, more));
  return starting;
}

async function load(wasm, more = beside(wasm)) {
  const [first, second] = await Promise.all([
    isReady() ? undefined : compile(wasm ?? new URL("./engine.wasm", import.meta.url)),
    isProvided() || more === false ? undefined : compile(more),
  ]);
  if (first) {
    start(first);
    fillRules();
  }
  if (second) provideProven(second);
}

// Bundlers look for `new URL(…, import.meta.url)`, word for word.
function beside(wasm) {
  if (wasm === undefined) return new URL("./engine-more.wasm", import.meta.url);
  const base = globalThis.document?.baseURI ?? import.meta.url;
  if (typeof wasm === "string" || wasm instanceof URL) return new URL("engine-more.wasm", new URL(wasm, base));
  // What comes as content has no place that something could be beside.
  return wasm instanceof Response && wasm.url ? new URL("engine-more.wasm", wasm.url) : false;
}

async function compile(wasm) {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (typeof wasm === "string" || wasm instanceof URL) return compileResponse(await fetch(wasm));
  if (wasm instanceof Response) return compileResponse(wasm);
  return WebAssembly.compile(wasm);
}

async function compileResponse(response) {
  if (!response.ok) throw new Error(`iam-playground could not fetch ${response.url}: ${response.status} ${response.statusText}`);
  // Compiling while it loads needs exactly this content type, which not every server sends; Node takes no other spelling.
  if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

export { authorize, checkPolicy, checkScenario, InputError, rules, runScenario, totp, version, whatIf, withExpectations } from "./api.js";

// The running WebAssembly instance, and a fresh one whenever a call has left it in doubt.

import * as engine from "./engine.js";
import * as exchange from "./exchange.js";
import { isProvided, join, part, provide } from "./parts.js";
import { forget } from "./recognise.js";

// Memory only grows. A call with a huge input must not cost that much for ever.
const KEEP_AT_MOST = 128 * 1024 * 1024;

/** What the engine's first part answers alone, beside `authorize`. */
const FIRST = new Set(["totp", "rules"]);

let ready = false;
let doubtful = false;

/** @param {WebAssembly.Module} module */
export function start(module) {
  // Another module would stay in the glue for good.
  const isEngine = WebAssembly.Module.exports(module).some(({ name }) => name === "authorize");
  if (!isEngine) throw new Error("this is not the engine.wasm of iam-playground");
  engine.initSync({ module });
  ready = true;
}

export function isReady() {
  return ready;
}

/**
 * Provides the second part, if it does what it is for.
 * @param {WebAssembly.Module} module
 */
export function provideProven(module) {
  provide(module);
  let cause;
  try {
    if (JSON.parse(call("checkPolicy", '"{}"', '{"type":"identity"}')).ok) return;
  } catch (error) {
    cause = error;
  }
  provide(undefined);
  // It may have written over the memory that it shared.
  doubtful = true;
  throw new Error("this is not the engine-more.wasm that belongs to the engine.wasm of iam-playground", { cause });
}

/**
 * Calls the engine with JSON texts and returns the JSON text of its answer.
 * @param {string} name
 * @param {string} first
 * @param {string} second "" when absent
 */
export function call(name, first, second) {
  const alone = FIRST.has(name);
  return attempt(name, alone, () => {
    if (!alone) join();
    return engine.call(name, first, second);
  });
}

/** Asks `authorize`; see exchange.js. */
export function authorize(input, policies, number) {
  return attempt("authorize", true, () => exchange.authorize(input, policies, number));
}

function attempt(name, alone, work) {
  if (!ready) throw new Error("iam-playground is not ready: call `await init()` once before anything else");
  if (!alone && !isProvided()) throw new Error(`\`${name}\` needs engine-more.wasm, which \`init\` was told to leave out: call \`await init()\` first`);
  if (doubtful) renew();
  try {
    const answer = work();
    if (engine.initSync().memory.buffer.byteLength > KEEP_AT_MOST) doubtful = true;
    return answer;
  } catch (cause) {
    // A trap, a stack overflow, memory that could not grow: whatever it was, the instance was left in the middle of its work.
    doubtful = true;
    throw new Error(`iam-playground failed inside \`${name}\` and starts afresh with the next call; please report this with the input`, { cause });
  }
}

function renew() {
  engine.__wbg_reset_state();
  part();
  exchange.startOver();
  forget();
  doubtful = false;
}

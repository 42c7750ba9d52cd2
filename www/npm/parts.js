// The engine's second part: all but `authorize`, `totp` and `rules`. It shares the memory of the instance it belongs to.

import { initSync } from "./engine.js";

/** The second part, or a way to come by it. @type {WebAssembly.Module | (() => WebAssembly.Module) | undefined} */
let more;
/** Whether the running instance has it. */
let there = false;

/** @param {WebAssembly.Module | (() => WebAssembly.Module) | undefined} module */
export function provide(module) {
  more = module;
}

export function isProvided() {
  return more !== undefined;
}

/** Gives the running instance its second part. */
export function join() {
  if (there) return;
  if (typeof more === "function") more = more();
  new WebAssembly.Instance(more, { __wasm_split: initSync() });
  there = true;
}

/** A fresh instance runs, and has none yet. */
export function part() {
  there = false;
}

/** The engine asks for its second part; only calls that came after {@link join} make it ask. */
export function __wasm_split_load_more(callback, data) {
  initSync().__indirect_function_table.get(callback)(data, there);
}

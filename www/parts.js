// The second part of the page's module: all that the page does not need as it opens (src/app/parts.rs). It shares the
// memory of the first one. SPLIT says whether the build cut the module; if not, everything is there.

import { initSync } from "./playground.js";

let coming;
let there = false;

/** Fetches the part, if it is not there; where that fails, the next call tries again. */
export function second() {
  coming ??= fetchSecond().catch((error) => {
    coming = undefined;
    throw error;
  });
  return coming;
}

async function fetchSecond() {
  if (!SPLIT) return;
  const url = new URL("./playground_more.wasm", import.meta.url);
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new Error(`${url.pathname} could not be fetched${response ? ` (${response.status})` : ""}.`);
  // Compiling while it comes needs the right content type, which not every server sends.
  const streams = response.headers.get("Content-Type")?.trim().toLowerCase() === "application/wasm";
  const part = streams ? await WebAssembly.compileStreaming(response) : await WebAssembly.compile(await response.arrayBuffer());
  await WebAssembly.instantiate(part, { __wasm_split: initSync() });
  there = true;
}

/** The module asks for its second part where it needs it; it needs it only when it is there. */
export function __wasm_split_load_more(callback, data) {
  if (there) initSync().__indirect_function_table.get(callback)(data, true);
}

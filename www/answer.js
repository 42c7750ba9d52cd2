// The engine with everything that the first view does without: checks, service data, what-if. Used by worker.js, and by
// the page itself where there is no worker.

import init, { __wbg_reset_state as startOver, call } from "./assistant.js";

await init({ module_or_path: new URL("./assistant_bg.wasm", import.meta.url) });

const START = '{"ok":';

export function answer({ number, name, first, second }) {
  let text;
  try {
    text = call(name, first, second);
  } catch (cause) {
    // A trap left the module in the middle of its work: a fresh one takes its place.
    startOver();
    throw cause;
  }
  if (text.startsWith(START)) return { number, text: text.slice(START.length, -1) };
  return { number, error: JSON.parse(text).error };
}

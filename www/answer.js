// The engine with everything that the first view does without: checks, service data, what-if, help for the editor. Used
// by worker.js, and by the page itself where there is no worker.

import init, { __wbg_reset_state as startOver, call } from "./assistant.js";

await init({ module_or_path: new URL("./assistant_bg.wasm", import.meta.url) });

const START = '{"ok":';

/** Questions whose answer is better with the data of the services that a policy names. */
const NEED_SERVICES = new Set(["checkPolicy", "complete", "hover", "remarks"]);

/** By service: when its data has arrived, or has turned out not to. */
const services = new Map();

export async function answer({ number, name, first, second }) {
  if (NEED_SERVICES.has(name)) await fetchServices(first);
  const text = safely(name, first, second);
  if (text.startsWith(START)) return { number, text: text.slice(START.length, -1) };
  return { number, error: JSON.parse(text).error };
}

function safely(name, first, second) {
  try {
    return call(name, first, second);
  } catch (cause) {
    // A trap left the module in the middle of its work: a fresh one takes its place.
    startOver();
    services.clear();
    throw cause;
  }
}

// Without the data of a service there is an answer all the same.
async function fetchServices(text) {
  const wanted = JSON.parse(safely("wantedServices", text, "")).ok;
  await Promise.all(
    wanted.map((prefix) => {
      if (!services.has(prefix)) services.set(prefix, fetchService(prefix));
      return services.get(prefix);
    }),
  );
}

async function fetchService(prefix) {
  try {
    const response = await fetch(new URL(`./services/${prefix}.txt`, import.meta.url));
    if (response.ok) safely("loadServiceData", JSON.stringify(await response.text()), "");
  } catch {
    // Offline, or a host that has only some of the files: asked again another time.
    services.delete(prefix);
  }
}

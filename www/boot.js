// Starts the page. When something fails, says what, in plain words.

import init, { showPage } from "./playground.js";
import { beginAnew, opened, prepare } from "./memory.js";
import { second } from "./parts.js";

const prepared = prepare();

window.addEventListener("playground:failed", (event) => fail(event.detail?.message, event.detail?.scenario));

try {
  await start();
  performance.mark("playground:ready");
  document.documentElement.dataset.ready = "";
  window.dispatchEvent(new Event("playground:ready"));
} catch (error) {
  console.error(error);
  // Work from before is in the browser's storage or in the link; whoever cannot wait takes it along.
  await prepared.catch(() => {});
  fail(String(error?.message ?? error), opened().scenario);
}

async function start() {
  await Promise.all([init({ module_or_path: new URL("./playground_bg.wasm", import.meta.url) }), prepared]);
  // Work from before may be open anywhere in the page.
  if (opened().scenario) await second();
  showPage();
}

// theme.js has the words: it is there when nothing else is.
function fail(message, scenario) {
  // Where the work itself is what the page stumbles over, loading it again would not help.
  window.showFailure(message, scenario ? [{ scenario }] : [], () => {
    beginAnew();
    location.replace(location.pathname + location.search);
  });
}

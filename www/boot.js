// Starts the page. When something fails, says what, in plain words.

import init, { showPage } from "./playground.js";
import { beginAnew, opened, prepare } from "./memory.js";
import { second } from "./parts.js";

const frame = document.getElementById("app");
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

function fail(message, scenario) {
  const page = document.createElement("main");
  page.className = "failure";
  const add = (tag, text, parent = page) => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  add("h1", "The playground stopped working");
  add("p", typeof WebAssembly === "undefined" ? "This browser has no WebAssembly, or it is switched off. The playground needs it." : "Nothing you typed has left this browser.");
  if (message) add("pre", message);
  if (scenario) {
    const link = add("a", "Download your scenario");
    link.href = URL.createObjectURL(new Blob([scenario], { type: "application/json" }));
    link.download = "scenario.json";
    link.className = "button primary";
  }
  const again = add("button", "Reload the page");
  again.className = "button";
  again.addEventListener("click", () => location.reload());
  // Where the work itself is what the page stumbles over, loading it again would not help.
  const anew = add("button", "Start over");
  anew.className = "button";
  anew.addEventListener("click", () => {
    beginAnew();
    location.replace(location.pathname + location.search);
  });
  frame.replaceChildren(page);
  page.tabIndex = -1;
  page.focus();
}

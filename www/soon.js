// What the first view does without, and what follows it: the editor as soon as the page has been shown; the second part of
// the page's module when somebody is there; the worker when there is something to ask.

export { second } from "./parts.js";

/** How long nobody need touch the page until what is used next is fetched all the same, milliseconds. */
const MOMENT = 4_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "focusin", "dragenter"];

let here;
let editing;

/** Comes true at the first sign of somebody, or after a moment. */
export function somebody() {
  here ??= new Promise((resolve) => {
    for (const sign of SIGNS) window.addEventListener(sign, resolve, { once: true, capture: true, passive: true });
    setTimeout(resolve, MOMENT);
  });
  return here;
}

/** Fetches the editor, if it is not there; where that fails, the next call tries again. */
export function editor() {
  editing ??= shown().then(() => import("./editor.js")).catch((error) => {
    editing = undefined;
    throw error;
  });
  return editing;
}

/** Whether the editor is there. */
export function hasEditor() {
  return customElements.get("policy-editor") !== undefined;
}

/** Has a question answered beside the page, as JSON text: see desk.js. */
export async function ask(name, first, second) {
  const { askText } = await import("./desk.js");
  return askText(name, first, second);
}

function shown() {
  const soon = (resolve) => setTimeout(resolve);
  if ("ready" in document.documentElement.dataset) return new Promise(soon);
  return new Promise((resolve) => window.addEventListener("playground:ready", () => soon(resolve), { once: true }));
}

// What the editor has to say about something that it did: a line below the text, until the next change.

import { StateEffect, StateField } from "@codemirror/state";
import { showPanel } from "@codemirror/view";
import { line } from "./prose.js";

const setSaying = StateEffect.define();

export const sayings = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setSaying)) return effect.value;
    return transaction.docChanged ? null : value;
  },
  provide: (field) => showPanel.from(field, (saying) => saying && (() => panel(saying))),
});

/** Says something; a problem looks like one. */
export function say(view, text, problem = false) {
  view.dispatch({ effects: setSaying.of({ text, problem }) });
}

function panel({ text, problem }) {
  const dom = document.createElement("div");
  dom.className = problem ? "saying problem" : "saying";
  dom.setAttribute("role", problem ? "alert" : "status");
  const words = document.createElement("span");
  dom.append(words);
  // A screen reader speaks what comes into a region that it knows already.
  setTimeout(() => words.append(line(text)));
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "✕";
  close.setAttribute("aria-label", "Close the message");
  dom.append(close);
  return {
    dom,
    mount: () => {},
    update: () => {},
    top: false,
  };
}

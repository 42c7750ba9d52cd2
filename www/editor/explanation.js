// What a word of the policy means: under the pointer, or, by the keyboard, at the caret.

import { StateEffect, StateField } from "@codemirror/state";
import { hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { ask } from "../desk.js";
import { prose } from "./prose.js";
import { say } from "./sayings.js";

const setExplanation = StateEffect.define();

/** The explanation that was asked for by the keyboard; it goes when the caret moves on. */
const atCaret = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setExplanation)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

export function explanations(host) {
  return [
    atCaret,
    hoverTooltip((view, position) => tooltip(host, position), { hoverTime: 350, hideOnChange: true }),
    keymap.of([
      {
        key: "Escape",
        run(view) {
          if (!view.state.field(atCaret)) return false;
          view.dispatch({ effects: setExplanation.of(null) });
          return true;
        },
      },
    ]),
  ];
}

/** Explains the word at the caret. */
export async function explain(view, host) {
  const found = await tooltip(host, view.state.selection.main.head, true);
  if (found) view.dispatch({ effects: setExplanation.of(found) });
  else say(view, "Put the caret into an element, an operator, a condition key or an action to have it explained.");
}

async function tooltip(host, position, asked = false) {
  const found = await ask("hover", host.value, host.question(position)).catch(() => null);
  if (!found) return null;
  return {
    pos: host.within(found.from),
    end: host.within(found.to),
    above: true,
    arrow: false,
    create: () => ({ dom: card(found, asked) }),
  };
}

function card({ title, paragraphs, link }, asked) {
  const dom = document.createElement("div");
  dom.className = "explanation";
  dom.setAttribute("role", asked ? "status" : "tooltip");
  const name = document.createElement("strong");
  name.textContent = title;
  dom.append(name, prose(paragraphs));
  if (link) {
    const a = document.createElement("a");
    a.href = link;
    a.target = "_blank";
    a.rel = "noreferrer";
    a.textContent = "AWS documentation";
    dom.append(a);
  }
  return dom;
}

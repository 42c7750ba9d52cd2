// The words of the policy that an explanation points at.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** Replaces all marks: [{ from, to, kind }]. */
export const setMarks = StateEffect.define();

const looks = {
  deciding: Decoration.mark({ class: "mark-deciding" }),
  context: Decoration.line({ class: "mark-context" }),
};

/** The marks; they move with the text, and go when the text under them is gone. */
export const highlight = StateField.define({
  create: (state) => build(state.doc, []),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return build(transaction.newDoc, effect.value);
    if (!transaction.docChanged || value.ranges.length === 0) return value;
    const moved = value.ranges.map(({ from, to, kind }) => ({ from: transaction.changes.mapPos(from, 1), to: transaction.changes.mapPos(to, -1), kind }));
    return build(transaction.newDoc, moved.filter(({ from, to }) => from < to));
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.decorations),
});

// The words themselves are marked as words, what surrounds them as whole lines.
function build(doc, ranges) {
  const decorations = ranges.flatMap(({ from, to, kind }) => (kind === "deciding" ? looks.deciding.range(from, to) : lines(doc, from, to)));
  return { ranges, decorations: Decoration.set(decorations, true) };
}

function lines(doc, from, to) {
  const found = [];
  for (let number = doc.lineAt(from).number; number <= doc.lineAt(Math.min(to, doc.length)).number; number += 1) {
    found.push(looks.context.range(doc.line(number).from));
  }
  return found;
}

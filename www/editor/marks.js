// The words of the policy that an explanation points at.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** Replaces all marks: [{ from, to, kind }]. */
export const setMarks = StateEffect.define();

const looks = {
  deciding: Decoration.mark({ class: "mark-deciding" }),
  context: Decoration.mark({ class: "mark-context" }),
};

/** The marks; they move with the text, and go when the text under them is gone. */
export const highlight = StateField.define({
  create: () => build([]),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return build(effect.value);
    if (!transaction.docChanged || value.ranges.length === 0) return value;
    const moved = value.ranges.map(({ from, to, kind }) => ({ from: transaction.changes.mapPos(from, 1), to: transaction.changes.mapPos(to, -1), kind }));
    return build(moved.filter(({ from, to }) => from < to));
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.decorations),
});

function build(ranges) {
  const decorations = Decoration.set(ranges.map(({ from, to, kind }) => (looks[kind] ?? looks.context).range(from, to)), true);
  return { ranges, decorations };
}

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

// The words themselves are marked as words, without the indentation before them; what surrounds them as whole lines.
function build(doc, ranges) {
  const decorations = ranges.flatMap(({ from, to, kind }) =>
    lines(doc, from, to).flatMap((line) => {
      if (kind !== "deciding") return looks.context.range(line.from);
      const start = Math.max(from, line.from + line.text.search(/\S|$/));
      const end = Math.min(to, line.to);
      return start < end ? looks.deciding.range(start, end) : [];
    }),
  );
  return { ranges, decorations: Decoration.set(decorations, true) };
}

function lines(doc, from, to) {
  const found = [doc.lineAt(from)];
  while (found.at(-1).to < Math.min(to, doc.length)) found.push(doc.lineAt(found.at(-1).to + 1));
  return found;
}

// Long lines wrap to their own indentation, so that a narrow editor still shows the shape of the document.

import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";

const deepest = 24;
const looks = Array.from({ length: deepest + 1 }, (_, depth) => Decoration.line({ class: `hang-${depth}` }));

/** The classes that the decorations name. */
export const hangRules = Object.fromEntries(
  looks.map((_, depth) => [`.cm-line.hang-${depth}`, { paddingLeft: `calc(4px + ${depth + 2}ch)`, textIndent: `-${depth + 2}ch` }]),
);

export const hang = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = decorate(view);
    }

    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view) {
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const [indent] = /^ */.exec(line.text);
      builder.add(line.from, line.from, looks[Math.min(indent.length, deepest)]);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

// Where the reader is in the document: the word under the pointer, or the caret. Said once a word, not once a pixel.

import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";

/**
 * Calls `report([position, from, to], caret)`, from and to of the property when the position is in its name; with null
 * when the pointer has left.
 */
export function pointing(report) {
  let last = null;
  const say = (view, position, caret) => {
    const node = position === null ? null : syntaxTree(view.state).resolveInner(position, 1);
    const word = node && `${node.from} ${node.to}`;
    if (word === last && !caret) return;
    last = word;
    const property = node?.name === "PropertyName" ? node.parent : null;
    report(node && [position, property?.from ?? position, property?.to ?? position], caret);
  };
  return [
    EditorView.domEventHandlers({
      mousemove(event, view) {
        if (event.buttons === 0) say(view, view.posAtCoords({ x: event.clientX, y: event.clientY }), false);
      },
      mouseleave(event, view) {
        say(view, null, false);
      },
    }),
    EditorView.updateListener.of((update) => {
      if (update.selectionSet && !update.docChanged && update.view.hasFocus) say(update.view, update.state.selection.main.head, true);
    }),
  ];
}

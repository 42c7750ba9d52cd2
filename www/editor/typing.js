// Typed text goes into the state, not first into the page.
//
// Left to itself, the browser types into coloured text by copying its colour into a style attribute. CodeMirror would
// remove that at once, but the page's content security policy has already complained. Compositions stay with the
// browser, and so do touch keyboards, which need to see their own text.

import { EditorSelection, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const touch = /Android|iPhone|iPad/.test(navigator.userAgent);

export const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.isComposing || view.composing || typeof event.data !== "string" || view.state.readOnly) return false;
    const { main } = view.state.selection;
    if (touch && main.empty) return false;
    event.preventDefault();
    const insert = () => view.state.changeByRange((range) => replace(range, event.data));
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, () => view.state.update(insert())))) {
      view.dispatch(insert(), { userEvent: "input.type", scrollIntoView: true });
    }
    return true;
  },
});

function replace({ from, to }, data) {
  const text = Text.of(data.split(/\r\n?|\n/));
  return { changes: { from, to, insert: text }, range: EditorSelection.cursor(from + text.length) };
}

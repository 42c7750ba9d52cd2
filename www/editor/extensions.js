// What the editor can do at once: JSON, folding, undo; help.js has the rest. Tab moves the focus on, as everywhere on the page.
// Brackets are not closed by themselves: what is typed is what stands there.

import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { json } from "@codemirror/lang-json";
import { hang } from "./hang.js";
import { highlight } from "./marks.js";
import { colours, theme } from "./theme.js";
import { typing } from "./typing.js";

export const extensions = [
  lineNumbers(),
  foldGutter({ markerDOM: foldMarker }),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of("  "),
  bracketMatching(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  json(),
  syntaxHighlighting(colours),
  highlight,
  theme,
  EditorView.lineWrapping,
  hang,
  typing,
  keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap]),
];

function foldMarker(open) {
  const marker = document.createElement("span");
  marker.className = open ? "fold open" : "fold";
  marker.textContent = open ? "▾" : "▸";
  return marker;
}

// What the editor can do: JSON, folding, finding, brackets, undo. Tab moves the focus on, as everywhere on the page.

import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { json } from "@codemirror/lang-json";
import { lintKeymap } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { hang } from "./hang.js";
import { highlight } from "./marks.js";
import { colours, theme } from "./theme.js";

export const extensions = [
  lineNumbers(),
  foldGutter({ markerDOM: foldMarker }),
  history(),
  drawSelection(),
  indentOnInput(),
  indentUnit.of("  "),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  search({ top: true }),
  json(),
  syntaxHighlighting(colours),
  highlight,
  theme,
  EditorView.lineWrapping,
  hang,
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
];

function foldMarker(open) {
  const marker = document.createElement("span");
  marker.className = open ? "fold open" : "fold";
  marker.textContent = open ? "▾" : "▸";
  return marker;
}

// The editor's looks. All colours are the page's custom properties, so light and dark need no second theme.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { hangRules } from "./hang.js";

export const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-literal)" },
  { tag: [tags.separator, tags.bracket, tags.squareBracket, tags.brace, tags.punctuation], color: "var(--code-punctuation)" },
  { tag: tags.invalid, color: "var(--deny)" },
]);

export const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--surface)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "none" },
  // Above the line numbers, which would hide an outline.
  "&.cm-focused::after": { content: '""', position: "absolute", inset: "0", border: "2px solid var(--accent)", pointerEvents: "none", zIndex: "300" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 16px 0 4px" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--quiet)", border: "none", paddingLeft: "4px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.2ch", padding: "0 4px" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection)" },
  ".cm-matchingBracket": { backgroundColor: "transparent" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--hover)", outline: "1px solid var(--line-strong)" },
  // In a very narrow pane a long key starts on its own line number, even if it has to be broken.
  ".cm-lineWrapping": { wordBreak: "var(--code-break, break-word)" },
  ".cm-foldPlaceholder": { background: "var(--hover)", border: "none", color: "var(--muted)", padding: "0 4px", borderRadius: "3px" },
  ".fold": { color: "var(--quiet)", cursor: "pointer", padding: "0 2px" },
  ".mark-deciding": { backgroundColor: "var(--mark)", boxShadow: "inset 0 -2px 0 var(--mark-line)", borderRadius: "2px" },
  ".cm-line.mark-context": { backgroundColor: "var(--mark-soft)", boxShadow: "inset 2px 0 0 var(--mark-line)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", fontSize: "var(--small)", padding: "4px 8px", maxWidth: "min(30rem, 92vw)", whiteSpace: "normal", overflowWrap: "anywhere" },
  ".prose code": { fontFamily: "var(--mono)", fontSize: "0.94em", overflowWrap: "anywhere" },
  ".cm-diagnosticAction": { padding: "2px 8px", margin: "4px 8px 2px 0", border: "1px solid var(--line-strong)", borderRadius: "4px", backgroundColor: "var(--surface)", color: "var(--accent)", font: "var(--small) / 1.4 var(--sans)", cursor: "pointer" },
  ".cm-diagnosticAction:hover": { backgroundColor: "var(--hover)" },
  ".cm-diagnosticText": { display: "block" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--deny)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--implicit)" },
  ".cm-diagnostic-info": { borderLeft: "3px solid var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--deny) 1px", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--implicit) 1px", textUnderlineOffset: "3px" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--accent) 1px", textUnderlineOffset: "3px" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--text)", border: "1px solid var(--line-strong)", borderRadius: "6px" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)", borderBottom: "1px solid var(--line)" },
  ".cm-textfield": { backgroundColor: "var(--surface)", color: "var(--text)", border: "1px solid var(--line-strong)", borderRadius: "4px", fontSize: "var(--small)" },
  ".cm-button": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--line-strong)", borderRadius: "4px", fontSize: "var(--small)" },
  "@media (forced-colors: active)": {
    ".mark-deciding": { borderBottom: "3px solid Highlight" },
    ".cm-line.mark-context": { position: "relative" },
    ".cm-line.mark-context::before": { content: '""', position: "absolute", left: "0", top: "0", bottom: "0", borderLeft: "3px solid Highlight" },
  },
  ...hangRules,
});

// The looks of what help.js brings.

import { EditorView } from "@codemirror/view";

const shadow = "0 8px 28px rgb(0 0 0 / 0.25)";
const scroll = { maxHeight: "min(20rem, 45vh)", overflow: "auto" };

export const helpTheme = EditorView.theme({
  ".cm-tooltip.cm-tooltip-autocomplete": { padding: "4px", boxShadow: shadow },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "var(--code-size)", maxHeight: "min(17rem, 40vh)", maxWidth: "min(30rem, 92vw)", minWidth: "0" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", gap: "16px", alignItems: "baseline", padding: "3px 8px", borderRadius: "4px", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent-soft)", color: "var(--text)" },
  "@media (forced-colors: active)": { ".cm-tooltip-autocomplete ul li[aria-selected]": { outline: "2px solid Highlight", outlineOffset: "-2px" } },
  ".cm-completionLabel": { flex: "1", overflowWrap: "anywhere" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontSize: "var(--tiny)", fontStyle: "normal", color: "var(--muted)", margin: "0", textAlign: "right" },
  ".kind-snippet .cm-completionLabel": { fontFamily: "var(--sans)" },
  ".cm-tooltip.cm-completionInfo": { ...scroll, padding: "8px 12px", maxWidth: "min(22rem, 92vw)", fontFamily: "var(--sans)", fontSize: "var(--small)", boxShadow: shadow },
  ".explanation": { ...scroll, padding: "8px 12px", maxWidth: "min(28rem, 92vw)", fontFamily: "var(--sans)", fontSize: "var(--small)", lineHeight: "1.45" },
  ".explanation strong": { display: "block", fontFamily: "var(--mono)", fontSize: "var(--code-size)", overflowWrap: "anywhere", marginBottom: "4px" },
  ".explanation a": { color: "var(--accent)" },
  ".prose p": { margin: "0 0 6px" },
  ".prose p:last-child": { marginBottom: "0" },
  ".explanation .prose p:last-child": { marginBottom: "6px" },
  ".cm-tooltip-hover": { boxShadow: shadow },
  ".saying": { display: "flex", gap: "8px", alignItems: "center", padding: "4px 8px 4px 12px", fontFamily: "var(--sans)", fontSize: "var(--small)", borderLeft: "3px solid var(--accent)", backgroundColor: "var(--raised)" },
  ".saying.problem": { borderLeftColor: "var(--deny)" },
  ".saying > span": { flex: "1" },
  ".saying button, .cm-panel.cm-search button[name=close]": { width: "24px", height: "24px", border: "0", borderRadius: "4px", background: "none", color: "var(--muted)", cursor: "pointer", font: "inherit" },
  ".saying button:hover": { background: "var(--hover)" },
  "button:focus-visible, input:focus-visible, a:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)", borderBottom: "0" },
  // What was found stands out from the marks of an explanation, which are inside of it; the one to go on from most.
  ".cm-searchMatch": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)", borderRadius: "2px" },
  ".cm-searchMatch span": { backgroundColor: "transparent" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--accent)", color: "var(--on-accent)", outlineWidth: "2px" },
  ".cm-searchMatch-selected span": { color: "inherit" },
  ".cm-panels-top": { flex: "none", maxHeight: "60%", overflow: "auto" },
  ".cm-panel.cm-search": { fontFamily: "var(--sans)", display: "flex", flexWrap: "wrap", gap: "6px", alignItems: "center", padding: "8px 12px", fontSize: "var(--small)" },
  // Beside what is searched for, in a line that nothing else has room in but the button that closes.
  ".found": { flex: "1 0 calc(50% - 6px)", boxSizing: "border-box", paddingRight: "24px", color: "var(--muted)", lineHeight: "1.2" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label": { margin: "0", fontSize: "var(--small)" },
  ".cm-panel.cm-search .cm-textfield": { height: "28px", padding: "0 8px", flex: "1 1 9rem", minWidth: "0", verticalAlign: "baseline" },
  ".cm-panel.cm-search [name=search]": { flexBasis: "50%", boxSizing: "border-box" },
  ".cm-panel.cm-search .cm-button": { height: "28px", padding: "0 8px", backgroundImage: "none", cursor: "pointer" },
  ".cm-panel.cm-search .cm-button:hover": { background: "var(--hover)" },
  ".cm-panel.cm-search button[name=close]": { position: "absolute", top: "10px", right: "6px" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", color: "var(--muted)" },
});

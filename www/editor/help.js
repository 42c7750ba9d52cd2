// What the editor can do beyond typing: completion, explanations, search, fixes, layout, clean paste. A bundle of its
// own, loaded when the editor is first pointed at or focused.

import { autocompletion, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { isolateHistory } from "@codemirror/commands";
import { forEachDiagnostic, nextDiagnostic } from "@codemirror/lint";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { ask } from "../desk.js";
import { completions } from "./completion.js";
import { explanations } from "./explanation.js";
import { found } from "./found.js";
import { say, sayings } from "./sayings.js";
import { helpTheme } from "./help-theme.js";

const words = {
  next: "Next",
  previous: "Previous",
  all: "All",
  "match case": "Match case",
  regexp: "Regular expression",
  "by word": "Whole words",
  replace: "Replace",
  "replace all": "Replace all",
  close: "Close",
};

/** The extensions, for an editor element. */
export function help(host) {
  return [
    autocompletion({ override: [completions(host)], icons: false, optionClass: ({ type }) => `kind-${type}`, maxRenderedOptions: 120 }),
    explanations(host),
    search({ top: true }),
    found(),
    EditorState.phrases.of(words),
    sayings,
    helpTheme,
    keymap.of([
      ...completionKeymap,
      ...searchKeymap,
      { key: "F8", run: nextDiagnostic },
    ]),
  ];
}

export { cleanPaste } from "./paste.js";
export { explain } from "./explanation.js";
export { say } from "./sayings.js";

export const find = openSearchPanel;
export const complete = startCompletion;

/** Lays the text out anew; a text that is not JSON stays, and the editor says where it stops being it. */
export async function format(view, host) {
  const text = host.value;
  change(view, host, text, await ask("format", text), "Laid out: two spaces a level.");
}

/** Makes the statement at the caret require MFA, or MFA within so many seconds. */
export async function requireMfa(view, host, seconds) {
  const text = host.value;
  const options = { offset: host.outside(view.state.selection.main.head) };
  change(view, host, text, await ask("requireMfa", text, seconds ? { ...options, seconds } : options));
}

/** Makes edits of the text as one thing to undo. */
export function edit(view, host, edits, said) {
  const changes = edits.map(({ start, end, text }) => ({ from: host.within(start), to: host.within(end), insert: text }));
  // To what is written first, which may be far from the caret.
  const [first] = changes.toSorted((a, b) => a.from - b.from);
  const written = first && EditorSelection.range(first.from + first.insert.length, first.from);
  view.dispatch({ changes, annotations: isolateHistory.of("full"), userEvent: "input.help", effects: written ? EditorView.scrollIntoView(written, { y: "nearest", yMargin: 48 }) : [] });
  if (said) say(view, said);
}

// An answer about a text that has changed meanwhile is of no use.
function change(view, host, text, { edits, said, problem }, done = said) {
  if (text !== host.value || view.state.readOnly) return;
  if (problem) say(view, problem, true);
  else if (edits.length) edit(view, host, edits, done);
  else say(view, said ?? "Nothing to change.");
}

/** Makes the only fix at the caret; where there are several, the list of findings offers them. */
export function fix(view, host) {
  const found = findingsHere(view).filter(([{ actions }]) => actions.length);
  if (found.length === 0) {
    say(view, "There is nothing on this line that could be fixed.");
  } else if (found.length === 1 && found[0][0].actions.length === 1) {
    const [{ actions }, from, to] = found[0];
    actions[0].apply(view, from, to);
  } else {
    host.toFinding(found[0][0].index);
  }
}

/** To the list of findings, and there to the one at the caret. */
export function findings(view, host) {
  const [here] = findingsHere(view);
  if (here || host.findings) host.toFinding(here?.[0].index ?? 0);
  else say(view, "There are no findings.");
}

function findingsHere(view) {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const found = [];
  forEachDiagnostic(view.state, (diagnostic, from, to) => {
    if (from <= line.to && to >= line.from) found.push([diagnostic, from, to]);
  });
  return found;
}

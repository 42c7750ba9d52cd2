// Clean paste: what was pasted stands there first, as it is; when a policy can be made of it, that takes its place, as a
// step of its own to undo.

import { isolateHistory } from "@codemirror/commands";
import { ask } from "../desk.js";
import { say } from "./sayings.js";

/** Shorter texts are words, not policies. */
const SHORTEST = 12;

/** Looks at what a paste has put into the text. */
export async function cleanPaste(view, transaction) {
  const pasted = [];
  transaction.changes.iterChanges((fromBefore, toBefore, from, to) => pasted.push({ from, to }));
  if (pasted.length !== 1 || pasted[0].to - pasted[0].from < SHORTEST) return;
  const [{ from, to }] = pasted;
  const doc = transaction.newDoc;
  const { text: better, said } = await ask("tidyPaste", doc.sliceString(from, to));
  // Whoever types on wants the text as it is.
  if (!said || view.state.doc !== doc) return;
  view.dispatch({
    changes: { from, to, insert: better },
    selection: { anchor: from },
    annotations: isolateHistory.of("full"),
    userEvent: "input.help",
    scrollIntoView: true,
  });
  say(view, `${said} Undo brings it back as it was.`);
}

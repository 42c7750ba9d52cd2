// Completion: the engine beside the page says what could stand at the caret.

import { pickedCompletion, startCompletion } from "@codemirror/autocomplete";
import { ask } from "../desk.js";
import { prose } from "./prose.js";

export function completions(host) {
  return async (context) => {
    const { state, pos, explicit } = context;
    // While somebody types: only in a word or right behind its quote.
    if (!explicit && !/["\w:*/.$-]$/.test(state.sliceDoc(Math.max(0, pos - 1), pos))) return null;
    const found = await ask("complete", host.value, host.question(pos)).catch(() => null);
    if (!found || context.aborted) return null;
    // What stands behind the caret goes as well, but nobody typed it to find something.
    const rest = state.sliceDoc(pos, host.within(found.to));
    return { from: host.within(found.from), options: found.options.map((option) => choice(host, option, found.also, rest)) };
  };
}

function choice(host, { label, kind, detail, apply, caret, about, rank }, also, rest) {
  return {
    label,
    type: kind,
    detail,
    boost: rank,
    info: about ? () => prose([about]) : undefined,
    apply(view, completion, from, to) {
      const before = also.map(({ start, end, text }) => ({ from: host.within(start), to: host.within(end), insert: text }));
      const end = view.state.sliceDoc(to, to + rest.length) === rest ? to + rest.length : to;
      const grown = before.reduce((sum, change) => sum + change.insert.length - (change.to - change.from), 0);
      const inserted = lines(apply.slice(0, caret ?? apply.length));
      view.dispatch({
        changes: [...before, { from, to: end, insert: apply }],
        selection: { anchor: from + grown + inserted },
        annotations: pickedCompletion.of(completion),
        userEvent: "input.complete",
        scrollIntoView: true,
      });
      if (caret !== undefined) setTimeout(() => startCompletion(view));
    },
  };
}

// Inside CodeMirror every line break counts as one.
const lines = (text) => text.replace(/\r\n/g, "\n").length;

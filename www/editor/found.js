// How many matches a search has, and which of them is selected: said in the search panel.

import { getSearchQuery, searchPanelOpen } from "@codemirror/search";
import { EditorView } from "@codemirror/view";

/** Nobody goes through more; counting on would only take time. */
const MOST = 1000;
/** Counted, and read out, when somebody stops typing; in milliseconds. */
const PAUSE = 150;

export function found() {
  let waiting;
  return EditorView.updateListener.of(({ view, state, startState, docChanged, selectionSet }) => {
    if (!searchPanelOpen(state)) return;
    if (searchPanelOpen(startState) && getSearchQuery(startState) === getSearchQuery(state) && !docChanged && !selectionSet) return;
    const place = placeIn(view.dom.querySelector(".cm-search"));
    clearTimeout(waiting);
    waiting = setTimeout(() => (place.textContent = count(view.state)), PAUSE);
  });
}

// A screen reader speaks what comes into a region that it knows already.
function placeIn(panel) {
  const known = panel.querySelector(".found");
  if (known) return known;
  const place = document.createElement("span");
  place.className = "found";
  place.setAttribute("role", "status");
  panel.firstChild.after(place);
  return place;
}

function count(state) {
  const query = getSearchQuery(state);
  if (!query.search) return "";
  if (!query.valid) return "Not a regular expression";
  const { main } = state.selection;
  let all = 0;
  let selected = 0;
  for (const { from, to } of query.getCursor(state)) {
    if (all === MOST) return said(selected, all, "+");
    all += 1;
    if (from === main.from && to === main.to) selected = all;
  }
  return all ? said(selected, all) : "No matches";
}

function said(selected, all, more = "") {
  const number = all.toLocaleString("en") + more;
  return selected ? `${selected.toLocaleString("en")} of ${number}` : `${number} ${all === 1 ? "match" : "matches"}`;
}

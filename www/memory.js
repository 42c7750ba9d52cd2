// Work in progress, in the browser's own storage: each tab keeps its own, so that two tabs never write over each other,
// and a reload finds it again. Nothing of it leaves the browser.

import { unpack } from "./link.js";

const WORK = "iam-playground.work.";
const TAB = "iam-playground.tab";
const MOST = 12; // pieces of work that are kept

let tab;
let opening = { recents: [] };

/** Reads what the page opens with; called once, before the page starts. */
export async function prepare() {
  const before = session(TAB);
  const mine = before && (await claim(before));
  tab = mine ? before : crypto.randomUUID();
  if (!mine) await claim(tab);
  session(TAB, tab);
  // A tab that was duplicated goes on from the same work, under a name of its own.
  const kept = before && read(before);
  const recents = list().filter(({ id }) => id !== tab);
  const link = location.hash;
  if (kept && (kept.link ?? "") === link) {
    opening = { scenario: kept.scenario, choices: kept.choices, recents };
    return;
  }
  try {
    opening = { ...(await unpack(link)), recents };
  } catch (error) {
    opening = { problem: error.message, recents };
  }
}

/** { scenario, choices } or { problem } or neither, and `recents`: [{ id, title, when }], the latest first. */
export function opened() {
  return opening;
}

/** Keeps the work of this tab; answers why it could not, or nothing. */
export function keep(title, scenario, choices) {
  const link = location.hash;
  const known = read(tab);
  if (known?.scenario === scenario && known.choices === choices && known.link === link) return undefined;
  const record = JSON.stringify({ title, scenario, choices, link, saved: Date.now() });
  try {
    localStorage.setItem(WORK + tab, record);
    for (const { id } of list().slice(MOST)) localStorage.removeItem(WORK + id);
    return undefined;
  } catch (error) {
    if (makeRoom(record)) return undefined;
    return error?.name === "QuotaExceededError" ? "The browser's storage is full." : "The browser does not let this page store anything.";
  }
}

/** The next load of this tab begins anew; what was kept stays among the earlier work. */
export function beginAnew() {
  try {
    sessionStorage.removeItem(TAB);
  } catch {
    // Then there is nothing to forget.
  }
}

/** Earlier work by its id. */
export function recent(id) {
  return read(id);
}

// The oldest work of other tabs gives way; says whether that was enough.
function makeRoom(record) {
  const others = list().filter(({ id }) => id !== tab);
  while (others.length) {
    localStorage.removeItem(WORK + others.pop().id);
    try {
      localStorage.setItem(WORK + tab, record);
      return true;
    } catch {
      // Still too little.
    }
  }
  return false;
}

function read(id) {
  try {
    const record = JSON.parse(localStorage.getItem(WORK + id));
    return typeof record?.scenario === "string" ? { choices: "", ...record } : undefined;
  } catch {
    return undefined;
  }
}

function list() {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index)).filter((key) => key?.startsWith(WORK));
    const records = keys.map((key) => ({ id: key.slice(WORK.length), ...read(key.slice(WORK.length)) })).filter(({ scenario }) => scenario);
    records.sort((a, b) => b.saved - a.saved);
    return records.map(({ id, title, saved }) => ({ id, title: String(title), when: new Date(saved).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) }));
  } catch {
    return [];
  }
}

// A tab that is duplicated brings the name of the first one; only one of them can hold the lock on it.
function claim(name) {
  if (!navigator.locks) return Promise.resolve(false);
  return new Promise((resolve) => {
    navigator.locks
      .request(`${TAB}.${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {}); // held as long as the page lives
      })
      .catch(() => resolve(false));
  });
}

function session(name, value) {
  try {
    if (value === undefined) return sessionStorage.getItem(name);
    sessionStorage.setItem(name, value);
  } catch {
    // Without storage every visit begins anew.
  }
  return null;
}

/** Puts a text into the clipboard. */
export async function copy(text) {
  await navigator.clipboard.writeText(text);
}

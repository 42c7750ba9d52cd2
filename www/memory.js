// Work in progress, in the browser's own storage: each tab keeps its own, so that two tabs never write over each other,
// and a reload finds it again. Nothing of it leaves the browser.

import { unpack } from "./link.js";

const WORK = "iam-playground.work.";
const TAB = "iam-playground.tab";
const MOST = 12; // pieces of work that are kept
const VERSION = 1; // of what is kept

let tab;
let opening = { recents: [] };
// The name of each scenario that was opened in this tab: opening another one writes over nothing.
const names = new Map();

/** Reads what the page opens with; called once, before the page starts. */
export async function prepare() {
  const before = session(TAB);
  const mine = before && (await claim(before));
  tab = mine ? before : newName();
  if (!mine) await claim(tab);
  session(TAB, tab);
  // A tab that was duplicated goes on from the same work, under a name of its own.
  const kept = before && read(before);
  const recents = others();
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

/**
 * Keeps the work of this tab, the scenario that was opened as the `number`th; fails with a sentence where it cannot. Answers
 * the earlier work. What is `untouched` is found again after a reload, and is nobody's work. Up to its first wait it runs
 * at once, so that a page that goes still keeps its work.
 */
export async function keep(number, title, scenario, choices, untouched) {
  turnTo(number);
  const link = location.hash;
  const known = read(tab);
  if (known?.scenario === scenario && known.choices === choices && known.link === link) return others();
  const record = JSON.stringify({ v: VERSION, title, scenario, choices, link, untouched, saved: Date.now() });
  try {
    localStorage.setItem(WORK + tab, record);
  } catch (error) {
    if (await makeRoom(record)) return others();
    throw new Error(error?.name === "QuotaExceededError" ? "The browser's storage is full." : "The browser does not let this page store anything.");
  }
  if (all().length > MOST) for (const id of (await abandoned()).slice(0, all().length - MOST)) localStorage.removeItem(WORK + id);
  return others();
}

function turnTo(number) {
  if (!names.has(number)) {
    names.set(number, names.size ? newName() : tab);
    claim(names.get(number));
  }
  if (names.get(number) === tab) return;
  tab = names.get(number);
  session(TAB, tab);
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

// The oldest work that no tab has open gives way; says whether that was enough. If not, it is as it was.
async function makeRoom(record) {
  const gone = new Map();
  for (const id of await abandoned()) {
    gone.set(WORK + id, localStorage.getItem(WORK + id));
    localStorage.removeItem(WORK + id);
    try {
      localStorage.setItem(WORK + tab, record);
      return true;
    } catch {
      // Still too little.
    }
  }
  try {
    for (const [key, kept] of gone) localStorage.setItem(key, kept);
  } catch {
    // Another tab took the place meanwhile.
  }
  return false;
}

// The work that no tab has open, the oldest first. Where that cannot be known, none.
async function abandoned() {
  if (!navigator.locks) return [];
  const { held } = await navigator.locks.query();
  const open = new Set(held.map(({ name }) => name));
  return all().map(({ id }) => id).filter((id) => id !== tab && !open.has(`${TAB}.${id}`)).reverse();
}

function read(id) {
  try {
    const record = JSON.parse(localStorage.getItem(WORK + id));
    return typeof record?.scenario === "string" && (record.v ?? VERSION) === VERSION ? { choices: "", ...record } : undefined;
  } catch {
    return undefined;
  }
}

// All that is kept, the latest first.
function all() {
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index)).filter((key) => key?.startsWith(WORK));
  const records = keys.map((key) => ({ id: key.slice(WORK.length), ...read(key.slice(WORK.length)) })).filter(({ scenario }) => scenario);
  return records.sort((a, b) => b.saved - a.saved);
}

// The work that is not open here, for the list of scenarios. What was opened once more is named once.
function others() {
  try {
    const seen = new Set([read(tab)?.scenario]);
    const records = all().filter(({ id, untouched, scenario }) => {
      const shown = id !== tab && !untouched && !seen.has(scenario);
      seen.add(scenario);
      return shown;
    });
    const when = (saved, timeStyle) => new Date(saved).toLocaleString(undefined, { dateStyle: "medium", timeStyle });
    const label = ({ title, saved }) => `${title} ${when(saved, "short")}`;
    // Two of one title and one minute are told apart by their seconds.
    const alike = (record) => records.filter((other) => label(other) === label(record)).length > 1;
    return records.map((record) => ({ id: record.id, title: String(record.title), when: when(record.saved, alike(record) ? "medium" : "short") }));
  } catch {
    return [];
  }
}

// Not crypto.randomUUID(): a page that is served over plain http has none.
function newName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
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

// Makes objects of an answer that came as numbers and one text (src/wire/packed.rs): the same, member by member, as the
// JSON of the answer would give, in a fraction of the time.

/** @type {Int32Array} */
let words;
let at = 0;
let text = "";
let place = 0;
let policy = "";

/** Names that the engine has told: kinds, results, rules, names of facts. @type {string[]} */
let names = [];

/** How many names are known. */
export function known() {
  return names.length;
}

/** A fresh engine tells its names anew. */
export function forgetNames() {
  names = [];
}

/** Learns the names that an answer brings. */
export function learn(allWords, wordsFrom, allText, textFrom, count) {
  begin(allWords, wordsFrom, allText, textFrom);
  for (let more = 0; more < count; more += 1) names.push(string());
}

/**
 * @param {Int32Array} allWords
 * @param {number} from where the answer begins
 * @param {string} allText
 * @param {string} traceText
 */
export function evaluation(allWords, from, allText, traceText) {
  begin(allWords, from, allText, 0);
  const decision = string();
  const incomplete = words[at++] === 1;
  const decidedBy = listOf(decider);
  const full = words[at++] === 1;
  const answer = full ? { decision, reason: string(), decidedBy } : { decision, decidedBy };
  if (incomplete) answer.incomplete = true;
  if (full) {
    const missingContext = listOf(string);
    begin(allWords, at, traceText, 0);
    answer.trace = listOf(node);
    answer.missingContext = missingContext;
  }
  return answer;
}

/** What is wrong with the input: a JSON pointer and a message. */
export function refusal(allWords, from, allText) {
  begin(allWords, from, allText, 0);
  return [string(), string()];
}

function begin(allWords, wordsFrom, allText, textFrom) {
  words = allWords;
  at = wordsFrom;
  text = allText;
  place = textFrom;
  policy = "";
}

function string() {
  const word = words[at++];
  if (word < 0) return names[~word];
  const from = place;
  place += word;
  return text.slice(from, place);
}

function listOf(one) {
  const count = words[at++];
  const list = [];
  for (let index = 0; index < count; index += 1) list.push(one());
  return list;
}

function decider() {
  const result = { layer: string() };
  const has = words[at++];
  if (has & 1) result.policy = string();
  if (has & 2) result.policyName = string();
  if (has & 4) result.statement = words[at++];
  if (has & 8) result.sid = string();
  if (has & 16) result.source = span();
  return result;
}

function node() {
  const head = words[at++];
  const id = string();
  const kind = names[(head >> 5) & 31];
  const title = string();
  const result = names[(head >> 10) & 31];
  const role = names[(head >> 15) & 31];
  let made;
  // The common ones at one stroke: an object that grows member by member costs twice as much.
  switch (head & 31) {
    case 2:
      return { id, kind, title, result, role, source: span() };
    case 3:
      return { id, kind, title, detail: string(), result, role, source: span() };
    case 10:
      return { id, kind, title, result, role, source: span(), rule: string() };
    case 15:
      return { id, kind, title, detail: string(), result, role, source: span(), facts: facts(), rule: string() };
    case 27:
      return { id, kind, title, detail: string(), result, role, source: span(), rule: string(), children: listOf(node) };
    case 31:
      return { id, kind, title, detail: string(), result, role, source: span(), facts: facts(), rule: string(), children: listOf(node) };
    default:
      made = head & 1 ? { id, kind, title, detail: string(), result, role } : { id, kind, title, result, role };
  }
  if (head & 2) made.source = span();
  if (head & 4) made.facts = facts();
  if (head & 8) made.rule = string();
  if (head & 16) made.children = listOf(node);
  return made;
}

function span() {
  const from = at;
  at += 4;
  const length = words[at++];
  if (length > 0) {
    policy = text.slice(place, place + length - 1);
    place += length - 1;
  }
  return { policy, start: words[from], end: words[from + 1], line: words[from + 2], column: words[from + 3] };
}

function facts() {
  const made = {};
  for (let more = words[at++]; more > 0; more -= 1) {
    const name = string();
    const type = words[at++];
    made[name] = type === 0 ? string() : type === 1 ? listOf(string) : type === 3;
  }
  return made;
}

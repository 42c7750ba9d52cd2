// Policies that come again. Whoever asks a thousand questions passes the same policies a thousand times; to compare them
// with what they were is several times faster than to write them as JSON. They are compared member by member, so that a
// change anywhere in them is seen.

const MOST = 4;
const LARGEST = 1024 * 1024;

/** An object of the policies as it was: its names in order, and what they held. */
class Members {
  constructor(object) {
    this.names = Object.keys(object);
    this.values = this.names.map((name) => remembered(object[name]));
  }
}

/** The one that was used last comes first. @type {{ number: number, text: string, value: unknown }[]} */
let kept = [];

/**
 * Keeps policies that the engine knows by a number.
 * @param {number} number
 * @param {string} text their JSON
 */
export function keep(number, text) {
  if (text.length > LARGEST || kept.some((one) => one.number === number)) return;
  kept.unshift({ number, text, value: remembered(JSON.parse(text)) });
  if (kept.length > MOST) kept.pop();
}

export function forget(number) {
  kept = number === undefined ? [] : kept.filter((one) => one.number !== number);
}

/**
 * What was kept of policies, if just the same were. To compare them may run code of the caller's, which may ask the engine
 * in its turn: before the number is used, {@link isKept} says whether it still stands.
 */
export function recognise(policies) {
  for (let index = 0; index < kept.length; index += 1) {
    const one = kept[index];
    if (!isSame(policies, one.value)) continue;
    const now = kept.indexOf(one);
    if (now > 0) {
      kept.splice(now, 1);
      kept.unshift(one);
    }
    return one;
  }
  return undefined;
}

/** A fresh engine gives the same numbers to other policies; what was kept before it is not kept any more. */
export function isKept(one) {
  return kept.includes(one);
}

function remembered(value) {
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? value.map(remembered) : new Members(value);
}

function isSame(value, known) {
  try {
    return same(value, known);
  } catch {
    // A getter or a proxy of the caller's threw; whoever reads the value says where.
    return false;
  }
}

// It goes no deeper than what is known, so that a cycle ends. What is not quite plain is never the same: classes, toJSON.
function same(value, known) {
  if (typeof known !== "object" || known === null) return value === known;
  if (typeof value !== "object" || value === null || typeof value.toJSON === "function") return false;
  if (!(known instanceof Members)) {
    if (!Array.isArray(value) || value.length !== known.length) return false;
    for (let index = 0; index < known.length; index += 1) {
      if (!same(value[index], known[index])) return false;
    }
    return true;
  }
  const prototype = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || Array.isArray(value)) return false;
  const { names, values } = known;
  let index = 0;
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    if (name !== names[index] || !same(member, values[index])) return false;
    index += 1;
  }
  return index === names.length;
}

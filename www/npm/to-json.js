// Writes a value as JSON text, within bounds. `JSON.stringify` alone would recurse without end, write `null` for NaN, drop
// functions, and turn a Map into `{}`; here each of these is an error that says where it is. Nothing recurses, and
// each property is read once, so a value cannot change between a check and its use.

import { InputError } from "./errors.js";

const DEEPEST = 512;
const LARGEST = 16 * 1024 * 1024;
const TOO_LARGE = `larger than ${LARGEST / 1024 / 1024} MiB as JSON`;

// Quotes, backslashes, control characters, and surrogates, of which a lone one must be escaped.
const SHORT = 64;
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** What is refused here. Code of the caller's never holds one, and to look for its mark runs no code of a thrown proxy's. */
class Refusal {
  #path;
  #message;

  constructor(path, message) {
    this.#path = path;
    this.#message = message;
  }

  static asInputError(thrown) {
    return Object(thrown) === thrown && #path in thrown ? new InputError(thrown.#path, thrown.#message) : undefined;
  }
}

/**
 * @param {unknown} root the value
 * @param {string} start the JSON pointer of the value itself: "" for a first argument
 * @returns {string} JSON text
 */
export function toJson(root, start) {
  return toJsonMarked(root, start, undefined);
}

/**
 * The same for an object with a large member, in two texts: the object with `{}` in the member's place, and the member.
 * @param {unknown} root
 * @param {string} name of the member
 * @param {(member: unknown) => { text: string } | undefined} recognise whether somebody knows the member's text already
 * @returns {{ text: string, apart: string, recognised?: { text: string } }} `apart` is empty where the member is not an
 *   object, or not there, or recognised
 */
export function toJsonApart(root, name, recognise) {
  const mark = { name, recognise, recognised: undefined, from: undefined, to: undefined };
  const text = toJsonMarked(root, "", mark);
  const { recognised, from, to } = mark;
  if (recognised !== undefined) {
    if (isLarge(text.length + recognised.text.length, () => text + recognised.text)) throw new InputError("", TOO_LARGE);
    return { text, apart: "", recognised };
  }
  if (to === undefined || text[from] !== "{") return { text, apart: "" };
  return { text: `${text.slice(0, from)}{}${text.slice(to)}`, apart: text.slice(from, to) };
}

function toJsonMarked(root, start, mark) {
  // The objects and arrays around the current place, outermost first: { object, keys, count, index, key, empty }.
  const stack = [];
  try {
    const text = write(root, start, stack, mark);
    if (isLarge(text.length, () => text)) refuseSize(start, []);
    return text;
  } catch (error) {
    const refused = Refusal.asInputError(error);
    if (refused !== undefined) throw refused;
    // A getter, a proxy or a toJSON of the caller's threw: anything, even an InputError of some other call.
    throw new InputError(pointer(start, stack), `reading it failed: ${describe(error)}`, { cause: error });
  }
}

/** `mark` is asked about the member of its name, and told where it stands in the text. */
function write(root, start, stack, mark) {
  let out = "";
  let value = root;
  for (;;) {
    if (typeof value === "object" && value !== null) value = plain(value, start, stack);
    switch (typeof value) {
      case "string":
        // Not even quoted when it is too large already.
        if (out.length + value.length > LARGEST) refuseSize(start, stack);
        out += quote(value);
        break;
      case "number":
        if (!Number.isFinite(value)) throw new Refusal(pointer(start, stack), `${value} is not a number that JSON can hold`);
        out += String(value);
        break;
      case "boolean":
        out += value ? "true" : "false";
        break;
      case "object":
        if (value === null) {
          out += "null";
          break;
        }
        if (stack.length === DEEPEST) {
          refuseCycle(start, stack, value);
          throw new Refusal(pointer(start, stack), `nested more than ${DEEPEST} deep`);
        }
        out += open(stack, value);
        break;
      case "undefined":
        // Members that are undefined never get here.
        throw new Refusal(pointer(start, stack), stack.length === 0 ? "missing" : "undefined in a list");
      default:
        throw new Refusal(pointer(start, stack), `a ${typeof value} where data is expected`);
    }
    if (out.length > LARGEST) refuseSize(start, stack);

    // On to the next member that is there, closing what is complete.
    for (;;) {
      if (stack.length === 0) return out;
      const frame = stack[stack.length - 1];
      if (mark?.from !== undefined && mark.to === undefined && stack.length === 1) mark.to = out.length;
      if (frame.index === frame.count) {
        out += frame.keys ? "}" : "]";
        stack.pop();
        continue;
      }
      const key = frame.keys ? frame.keys[frame.index] : frame.index;
      frame.index += 1;
      frame.key = key;
      value = frame.object[key];
      if (value === undefined && frame.keys) continue;
      if (!frame.empty) out += ",";
      frame.empty = false;
      if (frame.keys) out += `${quote(key)}:`;
      if (mark !== undefined && stack.length === 1 && key === mark.name) {
        mark.recognised = mark.recognise(value);
        if (mark.recognised !== undefined) {
          out += "{}";
          continue;
        }
        mark.from = out.length;
      }
      break;
    }
  }
}

function open(stack, object) {
  const keys = Array.isArray(object) ? undefined : Object.keys(object);
  const count = keys ? keys.length : object.length;
  stack.push({ object, keys, count, index: 0, key: undefined, empty: true });
  return keys ? "{" : "[";
}

/** What stands for an object in JSON: what its toJSON answers, the content of a wrapped primitive, else itself. */
function plain(object, start, stack) {
  if (typeof object.toJSON === "function") return object.toJSON(String(stack.at(-1)?.key ?? ""));
  if (Array.isArray(object)) return object;
  const prototype = Object.getPrototypeOf(object);
  if (prototype === Object.prototype || prototype === null) return object;
  if (object instanceof String || object instanceof Number || object instanceof Boolean) return object.valueOf();
  const kind = Object.prototype.toString.call(object).slice(8, -1);
  // Instances of classes and objects of another realm are read like plain ones; what has no readable members is a mistake.
  if (kind === "Object" || Object.keys(object).length > 0) return object;
  throw new Refusal(pointer(start, stack), `a ${kind} where data is expected`);
}

function quote(text) {
  return needsEscape(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Most texts are so short that a loop is done before a search has begun. */
function needsEscape(text) {
  if (text.length > SHORT) return NEEDS_ESCAPE.test(text);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit < 0xe000)) return true;
  }
  return false;
}

/** Every UTF-16 unit is at most three bytes. */
function isLarge(units, text) {
  return units * 3 > LARGEST && new TextEncoder().encode(text()).length > LARGEST;
}

function refuseSize(start, stack) {
  refuseCycle(start, stack);
  throw new Refusal(start, TOO_LARGE);
}

/** A cycle shows as a depth or a size without end. */
function refuseCycle(start, stack, value) {
  const around = new Set();
  for (const [depth, { object }] of stack.entries()) {
    if (around.has(object)) throw cycle(pointer(start, stack.slice(0, depth)));
    around.add(object);
  }
  if (around.has(value)) throw cycle(pointer(start, stack));
}

function cycle(path) {
  return new Refusal(path, "refers back to an object around it");
}

function pointer(start, stack) {
  const keys = stack.filter(({ key }) => key !== undefined).map(({ key }) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return [start, ...keys].join("/");
}

function describe(error) {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return "an error that cannot be read";
  }
}

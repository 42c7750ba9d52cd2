// Texts into the engine's memory, and answers out of it.

import * as engine from "./engine.js";
import { evaluation, forgetNames, known, learn, refusal } from "./unpack.js";

const encoder = new TextEncoder();
// A text may well begin with U+FEFF.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The words before the answer itself. */
const HEAD = 9;

/** Shorter texts are written character by character. */
const SHORT = 64;

/** The engine's memory, as bytes and as numbers. */
let bytes = new Uint8Array();
let words = new Int32Array();

/** A fresh instance runs. */
export function startOver() {
  bytes = new Uint8Array();
  forgetNames();
}

/**
 * Asks `authorize`.
 * @param {string} input JSON; where the policies are apart, with an empty object in their place
 * @param {string} policies JSON, or ""
 * @param {number} number of policies that the engine keeps, or 0
 * @returns {{ answer?: object, error?: string[], number: number, again: boolean } | undefined} nothing where it no longer
 *   keeps them; `number` stands for the policies from now on, and `again` says that the engine had read them before
 */
export function authorize(input, policies, number) {
  const written = writeBoth(input, policies, 1) ?? writeBoth(input, policies, 3);
  const head = engine.authorize(written[0], written[1], number, known()) / 4;
  look();
  const start = words[head + 1];
  const text = read(start, words[head + 8]);
  const rest = read(start + words[head + 8], words[head + 2] - words[head + 8]);
  if (words[head + 7] > 0) learn(words, head + words[head + 5], rest, words[head + 6], words[head + 7]);
  switch (words[head]) {
    case 0:
      return { answer: evaluation(words, head + HEAD, text, rest), number: words[head + 3], again: words[head + 4] === 1 };
    case 1:
      return { error: refusal(words, head + HEAD, text), number: 0, again: false };
    default:
      return undefined;
  }
}

/** Writes two texts, one after the other, and answers their bytes; nothing where a UTF-16 unit takes more than `most`. */
function writeBoth(first, second, most) {
  const at = engine.room((first.length + second.length) * most);
  look();
  const length = write(first, at, most);
  if (length === undefined) return undefined;
  const more = write(second, at + length, most);
  return more === undefined ? undefined : [length, more];
}

function write(text, at, most) {
  let index = 0;
  if (text.length < SHORT) {
    for (; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) break;
      bytes[at + index] = code;
    }
  }
  if (index === text.length) return index;
  const { read, written } = encoder.encodeInto(text, bytes.subarray(at, at + text.length * most));
  return read < text.length ? undefined : written;
}

function read(at, length) {
  return length === 0 ? "" : decoder.decode(bytes.subarray(at, at + length));
}

/** The views go stale when the memory grows. */
function look() {
  if (bytes.length > 0) return;
  const { buffer } = engine.initSync().memory;
  bytes = new Uint8Array(buffer);
  words = new Int32Array(buffer);
}

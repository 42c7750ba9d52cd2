// The functions of the package: encode, call, decode.

import * as engine from "./engine-instance.js";
import { InputError } from "./errors.js";
import { forget, isKept, keep, recognise } from "./recognise.js";
import { toJson, toJsonApart } from "./to-json.js";

export { InputError } from "./errors.js";
export { version } from "./version.js";

export function authorize(input) {
  const { text, apart, recognised } = toJsonApart(input, "policies", recognise);
  // A getter in the input may have asked, too, and had the engine renewed since it was recognised.
  const number = recognised !== undefined && isKept(recognised) ? recognised.number : 0;
  let came = engine.authorize(text, number === 0 && recognised !== undefined ? recognised.text : apart, number);
  if (came === undefined) {
    forget(recognised.number);
    came = engine.authorize(text, recognised.text, 0);
  } else if (came.again && !recognised && apart !== "") {
    keep(came.number, apart);
  }
  if (came.error) throw new InputError(...came.error);
  return came.answer;
}

export function runScenario(scenario, options) {
  return answer("runScenario", toJson(scenario, ""), options === undefined ? "" : toJson(options, "/options"));
}

export function withExpectations(scenario, steps) {
  return answer("withExpectations", toJson(scenario, ""), steps === undefined ? "" : toJson(steps, "/steps"));
}

export function checkPolicy(document, options) {
  const text = toJson(document, "");
  const others = toJson(options, "/options");
  if (!HALF.test(text)) return answer("checkPolicy", text, others);
  // The text of an object has it as an escape, which is a finding.
  if (typeof document !== "string") return answer("checkPolicy", JSON.stringify(JSON.stringify(JSON.parse(text), null, 2)), others);
  const whole = document.replace(LONE, "\ufffd");
  const checked = answer("checkPolicy", JSON.stringify(whole), others);
  if (whole !== document) checked.findings.unshift(loneSurrogate(document, document.search(LONE)));
  return checked;
}

/** Half of a surrogate pair as JSON escapes it, or what looks like it. */
const HALF = /\\ud[89a-f]/;
const LONE = /\p{Surrogate}/gu;

function loneSurrogate(text, start) {
  const lines = text.slice(0, start).split("\n");
  const span = { policy: "", start, end: start + 1, line: lines.length, column: lines.at(-1).length + 1 };
  const findingDetails = "this is not JSON: half of a surrogate pair stands alone, which no UTF-8 text can hold";
  return { findingType: "ERROR", issueCode: "JSON_SYNTAX_ERROR", findingDetails, rule: "B1", locations: [{ path: "", span }] };
}

export function checkScenario(scenario, options) {
  return answer("checkScenario", toJson(scenario, ""), options === undefined ? "" : toJson(options, "/options"));
}

export function whatIf(scenario, question) {
  return answer("whatIf", toJson(scenario, ""), toJson(question, "/question"));
}

export function totp(input) {
  const text = toJson(input, "");
  const given = JSON.parse(text);
  // What a clock says, such as `Date.now() / 1000`, has fractions.
  if (typeof given?.at !== "number" || Number.isInteger(given.at)) return answer("totp", text);
  return answer("totp", JSON.stringify({ ...given, at: Math.floor(given.at) }));
}

/** Empty until the engine runs; then filled, once, and frozen. */
export const rules = {};

/** For the entry points, once the engine runs. */
export function fillRules() {
  if (Object.isFrozen(rules)) return;
  for (const [number, rule] of Object.entries(answer("rules", ""))) rules[number] = Object.freeze(rule);
  Object.freeze(rules);
}

function answer(name, first, second = "") {
  const { ok, error } = JSON.parse(engine.call(name, first, second));
  if (error !== undefined) throw new InputError(error.path, error.message);
  return ok;
}

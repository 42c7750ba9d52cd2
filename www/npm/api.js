// The functions of the package: encode, call, decode.

import * as engine from "./engine-instance.js";
import { InputError } from "./errors.js";
import { forget, keep, recognise } from "./recognise.js";
import { toJson, toJsonApart } from "./to-json.js";

export { InputError } from "./errors.js";
export { version } from "./version.js";

export function authorize(input) {
  const { text, apart, recognised } = toJsonApart(input, "policies", recognise);
  let came = engine.authorize(text, apart, recognised?.number ?? 0);
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
  return answer("checkPolicy", toJson(document, ""), toJson(options, "/options"));
}

export function checkScenario(scenario, options) {
  return answer("checkScenario", toJson(scenario, ""), options === undefined ? "" : toJson(options, "/options"));
}

export function whatIf(scenario, question) {
  return answer("whatIf", toJson(scenario, ""), toJson(question, "/question"));
}

export function totp(input) {
  return answer("totp", toJson(input, ""));
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

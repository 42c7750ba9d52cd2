// Input that is not of the documented shape: an InputError that points at the place.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./package.mjs";
import { scenario } from "./scenarios.mjs";

const { authorize, checkPolicy, InputError, runScenario, totp, whatIf } = await load();

const user = { type: "user", arn: "arn:aws:iam::111122223333:user/Sofia" };
const request = (changes) => ({ principal: user, action: "s3:GetObject", resource: "*", policies: {}, ...changes });
const story = (change) => {
  const changed = scenario("current-account-api.json");
  change(changed);
  return changed;
};

const cases = [
  ["nothing at all", () => authorize(undefined), ""],
  ["null", () => authorize(null), ""],
  ["a list where an object is expected", () => runScenario([]), ""],
  ["text where a scenario is expected", () => runScenario("{}"), ""],
  ["an unknown field", () => authorize(request({ acton: "x" })), "/acton"],
  ["an unknown kind of principal", () => authorize(request({ principal: { type: "robot" } })), "/principal/type"],
  ["a wrong type", () => authorize(request({ action: 1 })), "/action"],
  ["no levels of service control policies", () => authorize(request({ policies: { serviceControl: [] } })), "/policies/serviceControl"],
  ["an unknown detail", () => authorize(request({ detail: "some" })), "/detail"],
  ["keys that differ only in case", () => authorize(request({ context: { "aws:username": "a", "AWS:UserName": "b" } })), "/context/AWS:UserName"],
  ["an unknown format", () => runScenario(story((it) => (it.format = "iam-playground/0"))), "/format"],
  ["an unknown field of a user", () => runScenario(story((it) => (it.accounts["111122223333"].users.Sofia.colour = "red"))), "/accounts/111122223333/users/Sofia/colour"],
  ["a wrong type deep inside", () => runScenario(story((it) => (it.accounts["111122223333"].users.Sofia.groups = "Developers"))), "/accounts/111122223333/users/Sofia/groups"],
  ["a step that no earlier step has", () => runScenario(story((it) => (it.script[1].as = "nobody"))), "/script/1/as"],
  ["a clock that runs backwards", () => runScenario(story((it) => (it.script[1].at = "2026-03-02T08:59:59Z"))), "/script/1/at"],
  ["an id that is there twice", () => runScenario(story((it) => (it.script[3].id = "keys"))), "/script/3/id"],
  ["a key with the pointer's own signs", () => runScenario(story((it) => (it.script[0]["a/b~c"] = 1))), "/script/0/a~1b~0c"],
  ["the key __proto__", () => runScenario(JSON.parse(JSON.stringify(story(() => {})).replace(`"script":`, `"__proto__":{"x":1},"script":`))), "/__proto__"],
  ["unknown options", () => runScenario(story(() => {}), { detial: "full" }), "/options/detial"],
  ["options of the wrong type", () => runScenario(story(() => {}), null), "/options"],
  ["no options for checkPolicy", () => checkPolicy("{}"), "/options"],
  ["an unknown type of policy", () => checkPolicy("{}", { type: "custom" }), "/options/type"],
  ["a policy that is a number", () => checkPolicy(1, { type: "identity" }), ""],
  ["no question", () => whatIf(story(() => {})), "/question"],
  ["an unknown question", () => whatIf(story(() => {}), { ask: "weather" }), "/question/ask"],
  ["a question about a step that is not there", () => whatIf(story(() => {}), { ask: "mfaAge", step: "nobody" }), "/question/step"],
  ["a secret that is not base32", () => totp({ secret: "1!", at: 0 }), "/secret"],
  ["a time that is none", () => totp({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at: "noon" }), "/at"],
];

for (const [what, call, path] of cases) {
  test(`${what} is refused at ${path === "" ? "the top" : path}`, () => {
    assert.throws(call, (error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.equal(error.path, path, error.message);
      assert.ok(error.message.length > path.length);
      return true;
    });
  });
}

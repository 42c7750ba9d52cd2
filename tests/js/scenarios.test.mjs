// Every scenario of the gallery through `runScenario`: all that it expects comes true.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./package.mjs";
import { names, scenario } from "./scenarios.mjs";

const { runScenario } = await load();

test("the gallery has the three scenarios of AWS's page on MFA-protected API access", () => {
  for (const name of ["cross-account-delegation.json", "current-account-api.json", "resource-based-policy.json"]) {
    assert.ok(names.includes(name), name);
  }
});

for (const name of names) {
  test(`${name} does what it expects`, () => {
    const input = scenario(name);
    const report = runScenario(input);
    assert.equal(report.format, "iam-playground/report-1");
    assert.equal(report.steps.length, input.script.length);
    for (const step of report.steps) {
      const { expect } = input.script[step.index];
      assert.deepEqual(step.expected, expect, `step ${step.index}`);
      if (expect !== undefined) assert.equal(step.met, true, `step ${step.index}: ${step.outcome} ${step.error?.code ?? ""}`);
    }
    assert.equal(report.unmet, 0);
  });

  test(`${name} is read whatever it was made of`, () => {
    const text = JSON.stringify(scenario(name));
    const withoutPrototypes = JSON.parse(text, (_, value) =>
      value !== null && typeof value === "object" && !Array.isArray(value) ? Object.assign(Object.create(null), value) : value,
    );
    const frozen = JSON.parse(text, (_, value) => Object.freeze(value));
    const expected = runScenario(JSON.parse(text));
    assert.deepEqual(runScenario(withoutPrototypes), expected);
    assert.deepEqual(runScenario(frozen), expected);
  });
}

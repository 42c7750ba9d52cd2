// Every scenario of tests/scenarios through the package: what they expect natively they expect here too.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { load } from "./package.mjs";

const { runScenario } = await load();
const folder = new URL("../scenarios/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.endsWith(".expected.json"));

test(`the ${names.length} scenarios of the rules do what they expect`, () => {
  assert.ok(names.length > 100);
  let checked = 0;
  for (const name of names) {
    const report = runScenario(JSON.parse(readFileSync(new URL(name, folder), "utf8")));
    checked += report.steps.filter((step) => step.expected !== undefined).length;
    const unmet = report.steps.filter((step) => step.met === false).map((step) => `step ${step.index}: ${step.outcome}`);
    assert.deepEqual(unmet, [], name);
  }
  assert.ok(checked > 1000);
});

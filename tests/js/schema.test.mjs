// The published schema of scenarios agrees with the reader: what one takes the other takes.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import Ajv from "ajv/dist/2020.js";

const here = (path) => new URL(`../../${path}`, import.meta.url);
const read = (path) => JSON.parse(readFileSync(here(path), "utf8"));
const validate = new Ajv({ strict: true, allErrors: false, allowUnionTypes: true, strictTypes: false }).compile(read("www/schema/iam-playground-1.json"));

test("every scenario is valid", () => {
  for (const folder of ["www/gallery", "tests/scenarios"]) {
    for (const name of readdirSync(here(folder)).filter((name) => name.endsWith(".json") && !name.endsWith(".expected.json"))) {
      assert.ok(validate(read(`${folder}/${name}`)), `${name}: ${JSON.stringify(validate.errors?.[0])}`);
    }
  }
});

test("what the reader refuses for its shape the schema refuses too", () => {
  // References between steps and to the world, whose a policy or a device is, the order of times, and a day that does not exist are beyond a schema.
  const beyond = /^(as (names|keeps)|the same id twice|clock (going backwards|on a day)|two (context|tag) keys|sign in as|joining a group|a (managed policy|boundary) of another|attached to a|one MFA device)/;
  let refused = 0;
  const accepted = [];
  for (const line of readFileSync(here("tests/cases/input-errors.jsonl"), "utf8").split("\n").filter(Boolean)) {
    const bad = JSON.parse(line);
    if (bad.scenario === undefined) continue;
    if (validate(bad.scenario)) {
      if (!beyond.test(bad.note)) accepted.push(`${bad.id}: ${bad.note}`);
    } else {
      refused += 1;
    }
  }
  assert.deepEqual(accepted, []);
  assert.ok(refused > 130, `only ${refused} were refused`);
});

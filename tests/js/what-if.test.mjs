// What-if through the package: each answer held against plain runs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./package.mjs";
import { scenario } from "./scenarios.mjs";

const { InputError, runScenario, whatIf, withExpectations } = await load();

const seed = () => scenario("current-account-api.json");
const user = "arn:aws:iam::111122223333:user/Sofia";
const role = "arn:aws:iam::111122223333:role/Operator";
const policy = "/accounts/111122223333/groups/EC2-Admins/policies/StopAndTerminateWithMfa";
const stop = 7;

/** The seed with MFA required within an hour. */
function within() {
  const changed = seed();
  const { Statement } = changed.accounts["111122223333"].groups["EC2-Admins"].policies.StopAndTerminateWithMfa;
  Statement[0].Condition.NumericLessThan = { "aws:MultiFactorAuthAge": "3600" };
  return changed;
}

test("mfaAge gives the exact second", () => {
  const { intervals } = whatIf(within(), { ask: "mfaAge", step: stop });
  assert.deepEqual(
    intervals.map(({ from, to, outcome }) => [from, to, outcome]),
    [[0, 3599, "allowed"], [3600, null, "implicitDeny"]],
  );
});

test("sessions shows the columns asked for, and the readings where they differ", () => {
  const kinds = ["sessionTokenMfaThenRole", "accessKey"];
  const answer = whatIf(seed(), { ask: "sessions", user, role, requests: [stop], kinds });
  assert.deepEqual(answer.kinds, kinds);
  const [{ cells, readings }] = answer.rows;
  assert.deepEqual(cells.map((cell) => cell.outcome), ["implicitDeny", "implicitDeny"]);
  assert.deepEqual(readings, [{ kind: kinds[0], absent: "implicitDeny", documented: "implicitDeny", propagated: "allowed" }]);
});

test("compare names what changes, at which ages, and who decided before and after", () => {
  const policies = { [policy]: within().accounts["111122223333"].groups["EC2-Admins"].policies.StopAndTerminateWithMfa };
  const { changes } = whatIf(seed(), { ask: "compare", policies, requests: [stop] });
  assert.deepEqual(changes.map(({ kind, before, after, from, to }) => [kind, before, after, from, to]), [
    ["sessionTokenMfa", "allowed", "implicitDeny", 3600, null],
    ["consoleMfa", "allowed", "implicitDeny", 3600, null],
  ]);
  const { decidedBy, reason } = changes[0];
  assert.equal(decidedBy.before[0].policy, policy);
  assert.equal(decidedBy.before[0].source.policy, policy);
  assert.equal(decidedBy.after[0].layer, "identity");
  assert.match(reason.after, /not authorized to perform: ec2:StopInstances/);
});

test("a sweep of two keys comes in parts, with its progress", () => {
  const over = [
    { key: "aws:MultiFactorAuthPresent", values: ["true", "false"] },
    { key: "aws:MultiFactorAuthAge", values: { from: 3000, count: 1000 } },
  ];
  const counts = {};
  let offset = 0;
  do {
    const part = whatIf(within(), { ask: "sweep", step: stop, over, offset, limit: 300 });
    assert.equal(part.total, 2000);
    assert.equal(part.done, Math.min(offset + 300, 2000));
    for (const [outcome, count] of Object.entries(part.counts)) counts[outcome] = (counts[outcome] ?? 0) + count;
    offset = part.done;
  } while (offset < 2000);
  assert.deepEqual(counts, { allowed: 600, implicitDeny: 1400 });
});

test("random requests come from their seed alone, and run to what is said of them", () => {
  const question = { ask: "sweep", step: stop, random: { seed: 2026, count: 5000 } };
  const answer = whatIf(within(), question);
  assert.deepEqual(whatIf(within(), question), answer);
  assert.notDeepEqual(whatIf(within(), { ...question, random: { seed: 1, count: 5000 } }).counts, answer.counts);
  assert.equal(Object.values(answer.counts).reduce((sum, count) => sum + count), 5000);
  assert.ok(answer.examples.length >= 2);
  for (const { outcome, action, resource, context } of answer.examples) {
    const replayed = within();
    Object.assign(replayed.script[stop], { action, resource, context, expect: outcome });
    replayed.script.length = stop + 1;
    const report = runScenario(replayed).steps[stop];
    assert.ok(report.met, report.unmetReason);
  }
});

test("questions that make no sense are InputErrors that name the place", () => {
  const refused = (question, path) =>
    assert.throws(() => whatIf(seed(), question), (error) => error instanceof InputError && error.path === path);
  refused({ ask: "sweep", step: stop, random: { seed: 1.5, count: 1 } }, "/question/random/seed");
  refused({ ask: "sweep", step: stop, random: { seed: 1, count: 1 }, over: [{ key: "a", values: ["b"] }], from: 1 }, "/question/from");
  refused({ ask: "sweep", step: stop }, "/question");
  refused({ ask: "sessions", user, kinds: ["assumeRole"] }, "/question/kinds/0");
  refused({ ask: "mfaAge", step: "keys" }, "/question/step");
  refused({ ask: "compare", policies: { "/nowhere": {} } }, "/question/policies/~1nowhere");
  refused({ ask: "flip", step: "mfa", to: "allow" }, "/question/to");
  refused(undefined, "/question");
  refused([], "/question");
});

test("outcomes become expectations, and an unmet one says why", () => {
  const bare = seed();
  for (const step of bare.script) delete step.expect;
  const tested = withExpectations(bare);
  assert.equal(runScenario(tested).unmet, 0);
  assert.deepEqual(tested.script[5].expect, { error: "InvalidClientTokenId" });
  assert.deepEqual(withExpectations(bare, ["mfa"]).script.filter((step) => step.expect).map((step) => step.id), ["mfa"]);
  const { Statement } = tested.accounts["111122223333"].groups["EC2-Admins"].policies.StopAndTerminateWithMfa;
  Statement[0].Effect = "Deny";
  const { unmet, steps } = runScenario(tested, { detail: "decision" });
  assert.equal(unmet, 1);
  assert.match(steps[stop].unmetReason, /^expected `allowed`, but it came to `explicitDeny`: .* with an explicit deny/);
  assert.throws(() => withExpectations(bare, ["nobody"]), { name: "InputError", path: "/steps/0" });
});

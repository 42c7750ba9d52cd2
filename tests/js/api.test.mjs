// The functions and values of the package, each with its plainest use.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, load, project } from "./package.mjs";
import { names, scenario } from "./scenarios.mjs";

const api = await load();
const { authorize, checkPolicy, InputError, runScenario, totp, whatIf } = api;

const stop = (policies, context) =>
  authorize({
    principal: { type: "user", arn: "arn:aws:iam::111122223333:user/Sofia" },
    action: "ec2:StopInstances",
    resource: "arn:aws:ec2:us-east-1:111122223333:instance/i-0abc1234def567890",
    context,
    policies,
  });

const withinAnHour = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "Stop", Effect: "Allow", Action: "ec2:*", Resource: "*", Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } } },
  ],
};

test("the exports are those of the contract", () => {
  assert.deepEqual(
    Object.keys(api).sort(),
    ["InputError", "authorize", "checkPolicy", "checkScenario", "init", "rules", "runScenario", "totp", "version", "whatIf", "withExpectations"],
  );
});

test("checkScenario speaks of every policy and of what only the whole shows", () => {
  const seed = scenario("current-account-api.json");
  const role = "/accounts/111122223333/roles/Operator/policies/StopAndTerminateWithMfa";
  const { findings } = api.checkScenario(seed, { documents: false });
  assert.deepEqual(findings.map((found) => [found.issueCode, found.pointer]), [["MFA_IN_ROLE_PERMISSION_POLICY", role]]);
  assert.equal(findings[0].locations[0].span.policy, role);
  assert.ok(findings[0].credentials.includes("assumeRoleMfa"));
  const group = seed.accounts["111122223333"].groups.Developers;
  group.policies.LookAtInstances = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}}}';
  const about = (code) => api.checkScenario(seed).findings.filter((found) => found.issueCode === code);
  const [wider] = about("MFA_ALLOW_LETS_ACCESS_KEYS_IN");
  assert.equal(wider.pointer, "/accounts/111122223333/groups/Developers/policies/LookAtInstances");
  const { start, end } = wider.locations[0].span;
  assert.equal(group.policies.LookAtInstances.slice(start, end), '"aws:MultiFactorAuthPresent"');
  const [{ edits }] = wider.fixes;
  for (const edit of [...edits].reverse()) {
    const text = group.policies.LookAtInstances;
    group.policies.LookAtInstances = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  assert.deepEqual(about("MFA_ALLOW_LETS_ACCESS_KEYS_IN"), []);
  assert.throws(() => api.checkScenario(seed, { document: false }), { name: "InputError", path: "/options/document" });
  assert.throws(() => api.checkScenario({ ...seed, clock: "now" }), { name: "InputError", path: "/clock" });
});

test("the version is the package's", () => {
  assert.equal(api.version, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version);
});

test("init may be called in Node, and does nothing", async () => {
  assert.equal(await api.init(), undefined);
});

test("rules say what traces refer to, and cannot be changed", () => {
  const entries = Object.entries(api.rules);
  assert.ok(entries.length > 20);
  for (const [number, { title, doc }] of entries) {
    assert.match(number, /^[A-Z]\d+$/);
    assert.ok(title.length > 0);
    assert.equal(typeof doc, "string");
  }
  assert.ok(Object.isFrozen(api.rules));
  assert.ok(entries.every(([, rule]) => Object.isFrozen(rule)));
});

test("authorize decides, and says which words of the policy did it", () => {
  const answer = stop({ identity: [withinAnHour] }, { "aws:MultiFactorAuthAge": "3599" });
  assert.equal(answer.decision, "allowed");
  assert.equal(typeof answer.reason, "string");
  const [by] = answer.decidedBy;
  assert.equal(by.layer, "identity");
  assert.equal(by.policy, "/policies/identity/0");
  assert.equal(by.statement, 0);
  assert.equal(by.sid, "Stop");
  const text = JSON.stringify(withinAnHour, null, 2);
  assert.equal(by.source.policy, "/policies/identity/0");
  assert.deepEqual(JSON.parse(text.slice(by.source.start, by.source.end)), withinAnHour.Statement[0]);
});

test("authorize knows the border to the second, and a missing key", () => {
  const at = (age) => stop({ identity: [withinAnHour] }, { "aws:MultiFactorAuthAge": age }).decision;
  assert.equal(at("3599"), "allowed");
  assert.equal(at("3600"), "implicitDeny");
  const missing = stop({ identity: [withinAnHour] });
  assert.equal(missing.decision, "implicitDeny");
  assert.deepEqual(missing.missingContext, ["aws:MultiFactorAuthAge"]);
});

test("a trace goes down to the condition's value, and its rules exist", () => {
  const kinds = new Set();
  const left = [...stop({ identity: [withinAnHour] }, { "aws:MultiFactorAuthAge": "5" }).trace];
  while (left.length > 0) {
    const node = left.pop();
    kinds.add(node.kind);
    if (node.rule !== undefined) assert.ok(node.rule in api.rules, node.rule);
    left.push(...(node.children ?? []));
  }
  for (const kind of ["policy", "statement", "action", "resource", "operator", "key", "value"]) assert.ok(kinds.has(kind), kind);
});

test("offsets count UTF-16 units in a policy given as text", () => {
  const text = `{"Version":"2012-10-17","Id":"😀é","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`;
  const answer = stop({ identity: [{ name: "No", document: text }] });
  assert.equal(answer.decision, "explicitDeny");
  const [{ policy, policyName, source }] = answer.decidedBy;
  assert.equal(policy, "/policies/identity/0/document");
  assert.equal(policyName, "No");
  assert.equal(text.slice(source.start, source.end), `{"Effect":"Deny","Action":"*","Resource":"*"}`);
});

test("detail decision leaves the trace out", () => {
  const report = runScenario(scenario(names[0]), { detail: "decision" });
  assert.equal(report.unmet, 0);
  const evaluations = report.steps.flatMap((step) => step.evaluations ?? []);
  assert.ok(evaluations.length > 0);
  assert.ok(evaluations.every(({ trace }) => trace === undefined || trace.length === 0));
});

test("a broken policy is an answer, not an exception", () => {
  const answer = stop({ identity: ["{ broken"] });
  assert.equal(answer.decision, "implicitDeny");
  assert.equal(answer.incomplete, true);
});

test("checkPolicy finds what is wrong, with its place", () => {
  const text = `{"Version":"2012-10-17","Statement":[{"Effect":"Alow","Action":"s3:GetObject","Resource":"*"}]}`;
  const { findings } = checkPolicy(text, { type: "identity" });
  const error = findings.find(({ findingType }) => findingType === "ERROR");
  assert.equal(error.issueCode, "INVALID_EFFECT");
  const [{ path, span }] = error.locations;
  assert.equal(path, "/Statement/0/Effect");
  assert.match(text.slice(span.start, span.end), /Alow/);
});

test("an inline policy may be as long as its holder's may be", () => {
  const document = (length) => ({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::b/${"x".repeat(length)}` }] });
  const limit = (length, inlineOf) => {
    const { findings } = checkPolicy(document(length), { type: "identity", ...(inlineOf && { inlineOf }) });
    return findings.find(({ issueCode }) => issueCode === "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")?.findingDetails.match(/limit is (\d+)/)[1];
  };
  assert.deepEqual(["user", "group", "role", undefined].map((holder) => limit(3_000, holder)), ["2048", undefined, undefined, undefined]);
  assert.deepEqual(["user", "group", "role", undefined].map((holder) => limit(6_000, holder)), ["2048", "5120", undefined, undefined]);
  assert.deepEqual(["user", "group", "role", undefined].map((holder) => limit(11_000, holder)), ["2048", "5120", "10240", "10240"]);
  assert.throws(() => checkPolicy({}, { type: "identity", inlineOf: "bucket" }), { name: "InputError", path: "/options/inlineOf" });
});

test("all inline policies of somebody have one limit together", () => {
  const document = (length) => ({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::b/${"x".repeat(length)}` }] });
  const found = (...lengths) => {
    const policies = Object.fromEntries(lengths.map((length, index) => [`P${index}`, document(length)]));
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }] };
    const accounts = { 111122223333: { users: { U: { policies } }, groups: { G: { policies } }, roles: { R: { trust, policies } } } };
    const { findings } = api.checkScenario({ format: "iam-playground/1", title: "T", clock: "2026-03-02T09:00:00Z", accounts, script: [] }, { documents: false });
    return findings.filter(({ issueCode }) => issueCode === "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA").map(({ pointer }) => pointer.split("/")[3]);
  };
  assert.deepEqual(found(500, 500), []);
  assert.deepEqual(found(1_000, 1_000), ["users"]);
  assert.deepEqual(found(1_900, 1_900, 1_900), ["users", "groups"]);
  assert.deepEqual(found(...Array(6).fill(1_900)), ["users", "groups", "roles"]);
});

test("a good policy has no errors, and syntax errors are findings", () => {
  const errors = (document) => checkPolicy(document, { type: "identity" }).findings.filter((found) => found.findingType === "ERROR");
  assert.deepEqual(errors(withinAnHour), []);
  assert.equal(errors("{")[0].issueCode, "JSON_SYNTAX_ERROR");
});

test("half of a surrogate pair in a policy is a finding with its place", () => {
  const check = (document) => checkPolicy(document, { type: "identity" }).findings;
  const text = (sid, more = "") => `{"Version":"2012-10-17",\n"Statement":[{"Sid":"${sid}","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${more}*"}]}`;
  assert.deepEqual(check(text("A", "😀")).filter(({ issueCode }) => issueCode === "JSON_SYNTAX_ERROR"), []);
  for (const half of ["\ud800", "\udc00"]) {
    for (const document of [text("A", half), text(half), `{${half}`, half]) {
      const finding = check(document).find(({ issueCode }) => issueCode === "JSON_SYNTAX_ERROR");
      assert.equal(finding.findingType, "ERROR");
      const [{ path, span }] = finding.locations;
      assert.equal(path, "");
      assert.equal(document.slice(span.start, span.end), half);
      const before = document.slice(0, span.start).split("\n");
      assert.deepEqual([span.line, span.column], [before.length, before.at(-1).length + 1]);
    }
    // In the text of an object it is an escape.
    const object = JSON.parse(text("A", half));
    const [finding] = check(object);
    assert.equal(finding.issueCode, "JSON_SYNTAX_ERROR");
    assert.match(JSON.stringify(object, null, 2).slice(finding.locations[0].span.start - 20, finding.locations[0].span.end), /\\ud[8c]/);
    assert.equal(check(text(JSON.stringify(half).slice(1, -1)))[0].issueCode, "JSON_SYNTAX_ERROR");
  }
  // Places behind it are where they were.
  const behind = text("\ud800").replace("Allow", "Alow");
  const effect = check(behind).find(({ issueCode }) => issueCode === "INVALID_EFFECT");
  assert.equal(behind.slice(effect.locations[0].span.start, effect.locations[0].span.end), '"Alow"');
  assert.throws(() => checkPolicy("\ud800", { type: "custom" }), { name: "InputError", path: "/options/type" });
});

test("totp takes the fractions that clocks have", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  assert.deepEqual(totp({ secret, at: 59.999 }), { code: "287082", validForSeconds: 1 });
  assert.deepEqual(totp({ secret, at: 1e-7 }), totp({ secret, at: 0 }));
  assert.throws(() => totp({ secret, at: -0.5 }), { name: "InputError", path: "/at" });
  assert.throws(() => totp({ secret, at: 59.5, algorithm: "SHA1" }), { name: "InputError", path: "/algorithm" });
});

test("totp answers RFC 6238's own example, for seconds and for timestamps", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  assert.deepEqual(totp({ secret, at: 59 }), { code: "287082", validForSeconds: 1 });
  assert.deepEqual(totp({ secret, at: "1970-01-01T00:00:59Z" }), { code: "287082", validForSeconds: 1 });
});

test("whatIf answers the matrix of sessions", () => {
  const answer = whatIf(scenario("current-account-api.json"), { ask: "sessions", user: "arn:aws:iam::111122223333:user/Sofia", mfaAge: 0 });
  assert.equal(answer.ask, "sessions");
  assert.ok(answer.kinds.includes("sessionTokenMfa"));
  assert.ok(answer.rows.length > 0);
  for (const row of answer.rows) assert.equal(row.cells.length, answer.kinds.length);
});

test("whatIf finds the second at which an answer flips", () => {
  const changed = scenario("current-account-api.json");
  const policy = changed.accounts["111122223333"].groups["EC2-Admins"].policies.StopAndTerminateWithMfa;
  policy.Statement[0].Condition.NumericLessThan = { "aws:MultiFactorAuthAge": "3600" };
  const step = changed.script.findIndex(({ as, action }) => as === "mfa" && action === "ec2:StopInstances");
  const { intervals } = whatIf(changed, { ask: "mfaAge", step });
  const [first, second] = intervals.map(({ from, to, outcome }) => [from, to, outcome]);
  assert.deepEqual(first, [0, 3599, "allowed"]);
  assert.deepEqual([second[0], second[2]], [3600, "implicitDeny"]);
});

test("InputError is an Error with a path", () => {
  const error = new InputError("/a/b", "wrong");
  assert.ok(error instanceof Error);
  assert.equal(error.name, "InputError");
  assert.equal(error.path, "/a/b");
  assert.equal(error.message, "/a/b: wrong");
});

test("calls keep nothing: the same call gives the same answer", () => {
  const first = runScenario(scenario(names[0]));
  stop({ identity: ["{"] });
  assert.deepEqual(runScenario(scenario(names[0])), first);
});

test("the first example of the package's README runs", () => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(folder, "README.md"), "utf8"));
  const example = join(project(), "example.mjs");
  writeFileSync(example, code);
  assert.match(execFileSync(process.execPath, [example], { encoding: "utf8" }), /^allowed /);
});

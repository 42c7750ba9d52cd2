// The same policies again and again: `authorize` recognises them, and an answer never shows it. Its answers come as numbers
// and text; they are, member by member, what the engine's JSON says.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { folder, load, root } from "./package.mjs";

const { authorize, InputError, totp } = await load();
const { call } = await import(pathToFileURL(join(folder, "engine-instance.js")));

const sofia = { type: "user", arn: "arn:aws:iam::111122223333:user/Sofia" };
const allow = (action, more) => ({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*", ...more }] });
const ask = (policies, more) => ({ principal: sofia, action: "s3:GetObject", resource: "arn:aws:s3:::shelf/book", context: {}, policies, ...more });

/** The answer as the engine's JSON has it, written again. */
const asJson = (input) => JSON.stringify(JSON.parse(call("authorize", JSON.stringify(input), "")).ok);

function agrees(input, what) {
  for (const detail of ["full", "decision"]) {
    const asked = { ...input, detail };
    assert.equal(JSON.stringify(authorize(asked)), asJson(asked), `${what}, ${detail}`);
  }
}

/** The requests of the cases, where they are plain. */
function* cases() {
  const files = readdirSync(join(root, "tests/cases")).filter((name) => /^[CDE].*\.jsonl$/.test(name));
  for (const file of [...files.map((name) => `tests/cases/${name}`), "tests/vectors/vectors.jsonl"]) {
    for (const line of readFileSync(join(root, file), "utf8").split("\n").filter(Boolean)) {
      const { id, kind, version = "2012-10-17", condition, context, settings, principal, request, policies } = JSON.parse(line);
      if (kind === "condition" || kind === "mfa-pattern") {
        const document = { Version: version, Statement: [{ Effect: "Allow", Action: "*", Resource: "*", Condition: condition }] };
        yield [id, { principal: sofia, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", context, settings: settings ?? undefined, policies: { identity: [document] } }];
      } else if (kind === "eval" && principal.type === "user") {
        const { identity, session, resource, scp, rcp } = policies;
        const named = identity?.map((document, at) => (at % 2 ? { name: `Policy ${at}`, document } : document));
        const layers = { identity: named, session, resource, serviceControl: scp, resourceControl: rcp };
        const given = Object.fromEntries(Object.entries(layers).filter(([, value]) => value !== undefined && value !== null));
        const account = request.resourceAccount ?? undefined;
        yield [id, { principal: { type: "user", arn: principal.arn }, action: request.action, resource: request.resource, resourceAccount: account, context, policies: given }];
      }
    }
  }
}

test("every case answers as its JSON does, the first time and again", () => {
  let count = 0;
  for (const [id, input] of cases()) {
    for (const time of ["first", "second", "third"]) agrees(input, `${id}, ${time} time`);
    count += 1;
  }
  assert.ok(count > 2500, count);
});

test("text beyond ASCII keeps its places", () => {
  const document = JSON.stringify(allow("s3:*", { Sid: "Grüße 😀", Condition: { StringLike: { "aws:username": ["Zoë*", "😀?"] } } }));
  const policies = { identity: [{ name: "Übersicht 😀", document }, `\ufeff${document}`, { name: "\ufeff", document }] };
  for (const name of ["Zoë", "😀x", "\ufeff", "x".repeat(2000), "ü".repeat(2000)]) {
    for (const time of ["first", "second", "third"]) agrees(ask(policies, { context: { "aws:username": name } }), `${name.slice(0, 3)}, ${time} time`);
  }
});

test("what is changed in place is seen", () => {
  const policies = { identity: [allow(["s3:Get*"]), allow("ec2:*")], serviceControl: [[allow("*")]] };
  const decision = () => authorize(ask(policies, { detail: "decision" })).decision;
  for (let time = 0; time < 4; time += 1) assert.equal(decision(), "allowed");
  const [statement] = policies.identity[0].Statement;
  const changes = [
    [() => (statement.Action[0] = "s3:Put*"), () => (statement.Action[0] = "s3:Get*")],
    [() => statement.Action.pop(), () => statement.Action.push("s3:Get*")],
    [() => (statement.Effect = "Deny"), () => (statement.Effect = "Allow")],
    [() => (statement.Condition = { Bool: { "aws:MultiFactorAuthPresent": "true" } }), () => delete statement.Condition],
    [() => delete statement.Action, () => (statement.Action = ["s3:Get*"])],
    [() => policies.identity.shift(), () => policies.identity.unshift({ Version: "2012-10-17", Statement: [statement] })],
    [() => policies.serviceControl.push([]), () => policies.serviceControl.pop()],
    [() => Object.setPrototypeOf(statement, { toJSON: () => ({ Effect: "Deny", Action: "*", Resource: "*" }) }), () => Object.setPrototypeOf(statement, Object.prototype)],
    [() => Object.defineProperty(statement, "toJSON", { value: () => "nothing", configurable: true }), () => delete statement.toJSON],
  ];
  for (const [at, [change, undo]] of changes.entries()) {
    change();
    for (let time = 0; time < 3; time += 1) assert.notEqual(decision(), "allowed", `change ${at}`);
    undo();
    for (let time = 0; time < 3; time += 1) assert.equal(decision(), "allowed", `change ${at} undone`);
  }
});

test("another order of members is another text", () => {
  const one = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
  const other = { Statement: [{ Resource: "*", Action: "s3:*", Effect: "Allow" }], Version: "2012-10-17" };
  for (let time = 0; time < 3; time += 1) {
    agrees(ask({ identity: [one] }), "one order");
    agrees(ask({ identity: [other] }), "the other order");
  }
});

test("what is not plain is read as ever", () => {
  const policies = { identity: [allow("s3:*")] };
  for (let time = 0; time < 3; time += 1) authorize(ask(policies));
  const like = (identity) => authorize(ask({ identity }, { detail: "decision" })).decision;
  class Policy { constructor() { Object.assign(this, allow("s3:*")); } }
  assert.equal(like([new Policy()]), "allowed");
  assert.equal(like([Object.assign(Object.create(null), allow("s3:*"))]), "allowed");
  assert.equal(like([{ ...allow("s3:*"), Id: undefined }]), "allowed");
  assert.equal(like([new Proxy(allow("s3:*"), {})]), "allowed");
  assert.equal(like([{ toJSON: () => allow("s3:*") }]), "allowed");
  assert.throws(() => like([new Map(Object.entries(allow("s3:*")))]), InputError);
  assert.throws(() => like([undefined]), InputError);
  const around = { ...allow("s3:*") };
  around.Statement = [around];
  assert.throws(() => like([around]), /refers back/);
  const failing = { get Version() { throw new RangeError("not today"); }, ...{ Statement: allow("s3:*").Statement } };
  assert.throws(() => like([failing]), (error) => error instanceof InputError && error.path === "/policies/identity/0/Version");
});

test("an error in the rest of the input is told with policies that are known", () => {
  const policies = { identity: [allow("s3:*")] };
  for (let time = 0; time < 3; time += 1) authorize(ask(policies));
  assert.throws(() => authorize(ask(policies, { acton: "x" })), (error) => error instanceof InputError && error.path === "/acton");
  assert.throws(() => authorize(ask(policies, { context: { a: NaN } })), (error) => error instanceof InputError && error.path === "/context/a");
  assert.throws(() => authorize(ask({ ...policies, serviceControl: [] })), (error) => error.path === "/policies/serviceControl");
});

test("the same policies as a trust policy, under other settings, in other detail", () => {
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: sofia.arn }, Action: ["sts:AssumeRole", "s3:*"], Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }] };
  const policies = { identity: [allow("*")], resource: trust, serviceControl: [[allow("s3:*Get*", { Resource: "*" }), allow("sts:*")]] };
  for (let time = 0; time < 3; time += 1) {
    for (const [action, resource] of [["sts:AssumeRole", "arn:aws:iam::111122223333:role/Operator"], ["s3:GetObject", "arn:aws:s3:::shelf/book"]]) {
      for (const scpLanguage of ["2023", "2025"]) agrees(ask(policies, { action, resource, settings: { scpLanguage } }), `${action}, ${scpLanguage}`);
    }
  }
});

test("more policies than are kept", () => {
  const sets = Array.from({ length: 20 }, (_, at) => ({ identity: [allow(at % 3 ? "s3:*" : "ec2:*", { Sid: `Number${at}` })] }));
  for (let time = 0; time < 4; time += 1) {
    for (const [at, policies] of sets.entries()) {
      for (let again = 0; again < time; again += 1) {
        const { decision, decidedBy } = authorize(ask(policies, { detail: "decision" }));
        assert.equal(decision, at % 3 ? "allowed" : "implicitDeny");
        assert.equal(decidedBy[0].sid, at % 3 ? `Number${at}` : undefined);
      }
    }
  }
  // Known here, and given up over there: what is recognised comes again as text.
  const [first] = sets;
  for (let time = 0; time < 3; time += 1) agrees(ask(first), "the first");
  for (const policies of sets) authorize(ask(policies));
  agrees(ask(first), "the first, later");
});

test("large policies are not kept, and answered all the same", () => {
  const large = { identity: [allow("s3:*", { Sid: "x".repeat(2 * 1024 * 1024) })] };
  for (let time = 0; time < 3; time += 1) assert.equal(authorize(ask(large, { detail: "decision" })).decision, "allowed");
  assert.equal(totp({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at: 59 }).code, "287082");
});

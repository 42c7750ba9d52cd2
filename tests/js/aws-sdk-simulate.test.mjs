// What SimulateCustomPolicy answers and refuses, where the service has a way of its own.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { project } from "./package.mjs";

const require = createRequire(join(project(), "index.js"));
const { IAMClient, IAMServiceException, InvalidInputException, SimulateCustomPolicyCommand } = await import(pathToFileURL(require.resolve("iam-playground/aws-sdk")).href);

const send = (input) => new IAMClient({}).send(new SimulateCustomPolicyCommand(input));
const simulate = async (input) => (await send(input)).EvaluationResults;
const first = async (input) => (await simulate(input))[0];
const policy = (...statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action, more = {}) => ({ Effect: "Allow", Action: action, Resource: "*", ...more });
const everything = policy(allow("*"));
const sofia = "arn:aws:iam::111122223333:user/Sofia";
const other = "arn:aws:iam::444455556666:root";
const base = { PolicyInputList: [everything], ActionNames: ["s3:GetObject"], CallerArn: sofia };
const instance = "arn:aws:ec2:us-east-1:111122223333:instance/i-0abc1234def567890";

const refused = (input, words) =>
  assert.rejects(send(input), (error) => {
    assert.ok(error instanceof InvalidInputException && error instanceof IAMServiceException, String(error));
    assert.equal(error.$metadata.httpStatusCode, 400);
    if (words !== undefined) assert.match(error.message, words);
    return true;
  }, JSON.stringify(input));

test("the owner is that of resources whose ARN names no account", async () => {
  const decision = async (resource, more) => (await first({ ...base, ResourceArns: [resource], ...more })).EvalDecision;
  assert.equal(await decision(instance, { ResourceOwner: other }), "allowed");
  assert.equal(await decision("arn:aws:s3:::shelf/book", { ResourceOwner: other }), "implicitDeny");
  assert.equal(await decision("arn:aws:s3:::shelf/book", { ResourceOwner: "444455556666" }), "implicitDeny");
  assert.equal(await decision("arn:aws:s3:::shelf/book", { ResourceOwner: "arn:aws:iam::111122223333:root" }), "allowed");
  assert.equal(await decision("arn:aws:s3:::shelf/book"), "allowed");
  assert.equal(await decision(instance.replace("111122223333", "444455556666"), { ResourceOwner: "111122223333" }), "implicitDeny");
});

test("without a caller somebody of the resource's account asks", async () => {
  const { CallerArn, ...anybody } = base;
  const decision = async (more) => (await first({ ...anybody, ResourceArns: [instance, "arn:aws:s3:::shelf/book"], ...more })).EvalDecision;
  assert.equal(await decision({}), "allowed");
  assert.equal(await decision({ ResourceOwner: other }), "allowed");
  assert.equal(await decision({ ResourceOwner: other, CallerArn }), "implicitDeny");
});

test("an owner that is no account is refused", async () => {
  for (const ResourceOwner of ["me", "", "arn:aws:iam::111122223333:user/Sofia", "x:111122223333", "111122223333:root", "arn:aws:iam::1111:root", "arn:aws:iam::111122223333:root/x"]) {
    await refused({ ...base, ResourceOwner }, /ResourceOwner/);
  }
  assert.equal((await first({ ...base, ResourceOwner: "arn:aws-us-gov:iam::111122223333:root" })).EvalDecision, "allowed");
});

test("a statement begins where the service says", async () => {
  const places = async (text) => (await first({ ...base, PolicyInputList: [text] })).MatchedStatements.map(({ StartPosition: start, EndPosition: end }) => `${start.Line}:${start.Column}-${end.Line}:${end.Column}`);
  const statement = '{"Effect":"Allow","Action":"*","Resource":"*"}';
  assert.deepEqual(await places(`{"Version":"2012-10-17","Statement":[${statement}]}`), ["1:38-1:84"]);
  assert.deepEqual(await places(`{"Version":"2012-10-17","Statement":[${statement}, ${statement}]}`), ["1:38-1:84", "1:85-1:132"]);
  assert.deepEqual(await places(JSON.stringify({ Version: "2012-10-17", Statement: [allow("*")] }, null, 2)), ["3:17-8:6"]);
  assert.deepEqual(await places(`{\n  "Version":"2012-10-17",\n  "Statement":${statement}\n}`), ["3:16-3:61"]);
  assert.deepEqual(await places(`{\n  "Version":"2012-10-17",\n  "Statement": [\n${statement}\n,\n\n${statement}]}`), ["3:17-4:47", "5:2-7:47"]);
});

test("statements say what kind of policy they are of", async () => {
  const bucket = policy({ Effect: "Allow", Principal: { AWS: sofia }, Action: "s3:*", Resource: "*" });
  const across = { ...base, ResourceArns: ["arn:aws:s3:::shelf/book"], ResourceOwner: other, ResourcePolicy: bucket };
  const kinds = (result) => result.MatchedStatements.map((one) => `${one.SourcePolicyId} ${one.SourcePolicyType}`).sort();
  assert.deepEqual(kinds(await first(across)), ["PolicyInputList.1 IAM Policy", "ResourcePolicy Resource Policy"]);
  const deny = policy({ Effect: "Deny", Action: "s3:*", Resource: "*" });
  assert.deepEqual(kinds(await first({ ...base, PermissionsBoundaryPolicyInputList: [deny] })), ["PermissionsBoundaryPolicyInputList.1 Permissions Boundary Policy"]);
});

test("decision details are told across accounts only", async () => {
  const bucket = policy({ Effect: "Allow", Principal: { AWS: sofia }, Action: "s3:*", Resource: "*" });
  const within = await first({ ...base, ResourceArns: ["arn:aws:s3:::shelf/book"], ResourcePolicy: bucket });
  assert.ok(!("EvalDecisionDetails" in within) && !("EvalDecisionDetails" in within.ResourceSpecificResults[0]));
  const across = { ...base, ResourceArns: ["arn:aws:s3:::shelf/book"], ResourceOwner: other, ResourcePolicy: bucket };
  const both = { "IAM Policy": "allowed", "Resource Policy": "allowed" };
  const result = await first(across);
  assert.deepEqual([result.EvalDecisionDetails, result.ResourceSpecificResults[0].EvalDecisionDetails], [both, both]);
  const bounded = await first({ ...across, PermissionsBoundaryPolicyInputList: [policy(allow("ec2:*"))] });
  assert.deepEqual(bounded.EvalDecisionDetails, { ...both, "Permissions Boundary Policy": "implicitDeny" });
  const level = (document) => ({ OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [document] }] });
  assert.deepEqual((await first({ ...across, ...level(everything) })).EvalDecisionDetails, both);
  const ended = await first({ ...across, ...level(policy(allow("ec2:*"))) });
  assert.ok(!("EvalDecisionDetails" in ended) && !("EvalDecisionDetails" in ended.ResourceSpecificResults[0]));
});

test("keys that only service control policies read are not missing", async () => {
  const reads = (key) => policy(allow("*", { Condition: { StringEquals: { [key]: "x" } } }));
  const levels = { OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [reads("aws:RequestedRegion"), reads("aws:PrincipalOrgID")] }] };
  assert.deepEqual((await first({ ...base, ...levels })).MissingContextValues, []);
  assert.deepEqual((await first({ ...base, ...levels, PolicyInputList: [reads("aws:PrincipalOrgID")] })).MissingContextValues, ["aws:PrincipalOrgID"]);
});

test("a result for one resource has its name", async () => {
  const name = async (...ResourceArns) => (await first({ ...base, ResourceArns })).EvalResourceName;
  assert.equal(await name("arn:aws:s3:::shelf/book"), "arn:aws:s3:::shelf/book");
  assert.equal(await name("arn:aws:s3:::shelf/book", "arn:aws:s3:::shelf/page"), "*");
  assert.equal(await name("*"), "*");
  assert.equal(await name(), "*");
});

test("what is missing or no policy is refused by name", async () => {
  await refused({ ActionNames: ["s3:GetObject"] }, /1 validation error detected: Value at 'policyInputList' .*must not be null/);
  await refused({ PolicyInputList: [everything] }, /'actionNames' .*must not be null/);
  await refused(undefined, /validation error/);
  for (const text of ["5", "[]", "{}", "null", '"x"', '{"Statement":[]}', '{"Statement":5}', "[{}]"]) {
    await refused({ ...base, PolicyInputList: [everything, text] }, /^PolicyInputList\.member\.2/);
  }
  await refused({ ...base, PolicyInputList: [policy(allow("*"), allow("*", { Effect: "allow" }))] }, /^PolicyInputList\.member\.1: statement 2 .*Effect: "allow"/);
  await refused({ ...base, PermissionsBoundaryPolicyInputList: [policy({ Action: "*", Resource: "*" })] }, /^PermissionsBoundaryPolicyInputList\.member\.1: statement 1 .*missing/);
  await refused({ ...base, ResourcePolicy: "[]" }, /^ResourcePolicy/);
  await refused({ ...base, OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: ["7"] }] }, /^ServiceControlPolicyInputList\.member\.1/);
  assert.equal((await first({ ...base, PolicyInputList: [] })).EvalDecision, "implicitDeny");
});

test("a resource policy needs a caller", async () => {
  await refused({ PolicyInputList: [everything], ActionNames: ["s3:GetObject"], ResourcePolicy: policy({ ...allow("*"), Principal: "*" }) }, /CallerArn/);
});

test("a caller may be the session of a role or a federated user", async () => {
  for (const CallerArn of ["arn:aws:sts::111122223333:assumed-role/Operator/sofia", "arn:aws:sts::111122223333:federated-user/sofia", "arn:aws:iam::111122223333:role/path/Operator"]) {
    const bucket = policy({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:*", Resource: "*" });
    assert.notEqual((await first({ ...base, CallerArn, ResourcePolicy: bucket })).EvalDecision, undefined);
  }
});

test("values beyond the SDK's lists are refused", async () => {
  await refused({ ...base, ResourceHandlingOption: "EC2" }, /ResourceHandlingOption/);
  assert.equal((await first({ ...base, ResourceHandlingOption: "EC2-VPC-EBS-Subnet" })).EvalDecision, "allowed");
  for (const ContextKeyType of ["text", "__proto__", "strings", "List", 1]) await refused({ ...base, ContextEntries: [{ ContextKeyName: "k", ContextKeyType, ContextKeyValues: ["x"] }] }, /ContextKeyType/);
});

test("context keys of any name, each once", async () => {
  const asks = (key, ...names) => first({
    ...base,
    PolicyInputList: [policy(allow("*", { Condition: { StringEquals: { [key]: "x" } } }))],
    ContextEntries: names.map((ContextKeyName) => ({ ContextKeyName, ContextKeyType: "string", ContextKeyValues: ["x"] })),
  });
  assert.equal((await asks("k", "k")).EvalDecision, "allowed");
  assert.equal((await asks("__proto__", "__proto__")).EvalDecision, "allowed");
  assert.equal((await asks("constructor", "constructor", "__proto__", "toString")).EvalDecision, "allowed");
  for (const names of [["k", "k"], ["k", "K"]]) {
    const entries = names.map((ContextKeyName) => ({ ContextKeyName, ContextKeyType: "string", ContextKeyValues: ["x"] }));
    await refused({ ...base, ContextEntries: entries }, /twice/);
  }
});

test("what is wrong is said once, by the SDK's name", async () => {
  await refused({ ...base, ActionNames: ["nonsense"] }, /^ActionNames: (?!.*ActionNames)/);
  await refused({ ...base, ActionNames: ["s3:Get*"] }, /^ActionNames: /);
  await refused({ ...base, ContextEntries: [{ ContextKeyName: "k", ContextKeyValues: [{}], ContextKeyType: "string" }] }, /^ContextEntries: (?!.*\/context)/);
  await refused({ ...base, ResourceArns: [5] }, /^ResourceArns: (?!.*\/resource)/);
});

test("no value is too odd to be refused", async () => {
  const odd = [1n, Symbol("s"), Object.create(null), { toString() { throw new Error("no"); } }, () => {}, [], NaN, true];
  for (const value of odd) {
    for (const name of ["ResourcePolicy", "ResourceOwner", "CallerArn", "ResourceHandlingOption"]) await assert.rejects(send({ ...base, [name]: value }), InvalidInputException, name);
    for (const name of ["ActionNames", "PolicyInputList", "ResourceArns", "PermissionsBoundaryPolicyInputList"]) await assert.rejects(send({ ...base, [name]: [value] }), InvalidInputException, name);
    await assert.rejects(send({ ...base, ContextEntries: [{ ContextKeyName: value, ContextKeyValues: ["x"] }] }), InvalidInputException);
    await assert.rejects(send({ ...base, ContextEntries: [{ ContextKeyName: "k", ContextKeyType: value, ContextKeyValues: ["x"] }] }), InvalidInputException);
    await assert.rejects(send({ ...base, MaxItems: value }), InvalidInputException);
    await assert.rejects(send({ ...base, Marker: value }), InvalidInputException);
  }
});

test("what is null is absent, as with the SDK", async () => {
  const nothing = Object.fromEntries(["ResourcePolicy", "ResourceOwner", "ResourceHandlingOption", "ResourceArns", "ContextEntries", "MaxItems", "Marker"].map((name) => [name, null]));
  assert.deepEqual(await simulate({ ...base, ...nothing }), await simulate(base));
  await refused({ ...base, PolicyInputList: null }, /'policyInputList'/);
});

test("a page costs what it holds", async () => {
  const input = { ...base, ActionNames: Array.from({ length: 4_000 }, (_, at) => `s3:Action${at}`), MaxItems: 1 };
  const whole = { ...input, MaxItems: 1_000 };
  const timed = async (asked) => {
    const started = performance.now();
    await send(asked);
    return performance.now() - started;
  };
  await timed(whole);
  const [page, thousand] = [await timed(input), await timed(whole)];
  assert.ok(page * 5 < thousand, `${page} ms for one, ${thousand} ms for a thousand`);
  // An action that a later page would hold is refused at once.
  await refused({ ...input, ActionNames: [...input.ActionNames, "nonsense"] }, /nonsense/);
  await refused({ ...input, Marker: "4001" }, /Marker/);
  await refused({ ...input, Marker: "x" }, /Marker/);
  await refused({ ...input, MaxItems: 1_001 }, /MaxItems/);
});

test("many statements that match take a time that grows with their number", async () => {
  const many = (count) => policy(...Array.from({ length: count }, () => allow("s3:*")));
  const timed = async (count) => {
    const started = performance.now();
    const { MatchedStatements } = await first({ ...base, PolicyInputList: [many(count)] });
    assert.equal(MatchedStatements.length, count);
    return performance.now() - started;
  };
  await timed(1_000);
  assert.ok((await timed(20_000)) < 5_000);
});

test("an Effect as deep as a policy can be is refused in words", async () => {
  const deep = `{"Statement":[{"Effect":${"[".repeat(100_000)}${"]".repeat(100_000)}}]}`;
  await assert.rejects(first({ PolicyInputList: [deep], ActionNames: ["s3:GetObject"] }), { name: "InvalidInputException" });
});

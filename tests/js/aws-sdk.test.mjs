// The clients of the AWS SDK: a program written for the real ones compiles against both and runs on ours.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";

import { project, root } from "./package.mjs";

const require = createRequire(join(project(), "index.js"));
const { AccessAnalyzerClient, IAMClient, SimulateCustomPolicyCommand, ValidatePolicyCommand } = await import(
  pathToFileURL(require.resolve("iam-playground/aws-sdk")).href
);

const simulate = async (input) => (await new IAMClient({}).send(new SimulateCustomPolicyCommand(input))).EvaluationResults;
const policy = (...statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (action, resource = "*", more = {}) => ({ Effect: "Allow", Action: action, Resource: resource, ...more });
const deny = (action, resource = "*") => ({ Effect: "Deny", Action: action, Resource: resource });

const readText = (name) => readFileSync(join(root, "tests/js", name), "utf8");
const withOurs = (text) => text.replaceAll(/"@aws-sdk\/client-(iam|accessanalyzer)"/g, '"iam-playground/aws-sdk"');
const sample = readText("aws-sdk-sample.ts");
const testFile = readText("aws-sdk-test-file.ts");

function compile(text, libraries = ["es2022", "dom"]) {
  const folder = project();
  symlinkSync(join(root, "node_modules/@aws-sdk"), join(folder, "node_modules/@aws-sdk"), "dir");
  writeFileSync(join(folder, "sample.ts"), text);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const options = { strict: true, noEmit: true, skipLibCheck: true, target: "es2022", lib: libraries, module: "nodenext", moduleResolution: "nodenext", types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["sample.ts"] }));
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    assert.fail(error.stdout);
  }
}

async function run(text) {
  const folder = project();
  const { code } = await transform(withOurs(text), { loader: "ts", format: "esm" });
  writeFileSync(join(folder, "sample.mjs"), code);
  return import(pathToFileURL(join(folder, "sample.mjs")).href);
}

for (const [what, text] of [["program", sample], ["test file", testFile]]) {
  test(`a ${what} for the real SDK compiles against the real types`, () => {
    compile(text);
  });

  test(`and, with its imports changed, against ours: a ${what}`, () => {
    assert.notEqual(withOurs(text), text);
    compile(withOurs(text));
  });
}

test("our types need no others", () => {
  compile(withOurs(sample), ["es2023"]);
});

test("the test file passes", async () => {
  await (await run(testFile)).test();
});

test("the program runs", async () => {
  const program = await run(sample);
  assert.equal((await program.simulate("true")).EvalDecision, "allowed");
  assert.equal((await program.simulate("false")).EvalDecision, "implicitDeny");
  assert.deepEqual((await program.simulate()).MissingContextValues, ["aws:MultiFactorAuthPresent"]);
  const found = await program.findings('{\n"Statement": []}');
  assert.ok(found.some((line) => line.startsWith("ERROR MISSING_STATEMENT 2")), found.join());
});

test("positions are those of AWS's own example", async () => {
  const text = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}';
  const entry = { ContextKeyName: "aws:CurrentTime", ContextKeyValues: ["2019-04-25T11:00:00Z"], ContextKeyType: "date" };
  const [result] = await simulate({ PolicyInputList: [text], ActionNames: ["dynamodb:CreateBackup"], ContextEntries: [entry] });
  assert.deepEqual(result, {
    EvalActionName: "dynamodb:CreateBackup",
    EvalResourceName: "*",
    EvalDecision: "allowed",
    MatchedStatements: [{ SourcePolicyId: "PolicyInputList.1", SourcePolicyType: "IAM Policy", StartPosition: { Line: 1, Column: 38 }, EndPosition: { Line: 1, Column: 167 } }],
    MissingContextValues: [],
  });
});

test("one result an action, with one decision a resource", async () => {
  const input = {
    PolicyInputList: [policy(allow("s3:*", "arn:aws:s3:::a/*"), deny("s3:DeleteObject"))],
    ActionNames: ["s3:GetObject", "s3:DeleteObject"],
    ResourceArns: ["arn:aws:s3:::a/1", "arn:aws:s3:::b/1"],
  };
  const [get, remove] = await simulate(input);
  assert.equal(get.EvalDecision, "implicitDeny");
  assert.deepEqual(get.ResourceSpecificResults.map((one) => one.EvalResourceDecision), ["allowed", "implicitDeny"]);
  assert.equal(remove.EvalDecision, "explicitDeny");
  assert.equal(remove.MatchedStatements.length, 1);
});

test("boundary, organization and cross-account details", async () => {
  const everything = policy(allow("*"));
  const base = { PolicyInputList: [everything], ActionNames: ["s3:GetObject"], CallerArn: "arn:aws:iam::111122223333:user/u" };
  const [bounded] = await simulate({ ...base, PermissionsBoundaryPolicyInputList: [policy(allow("ec2:*"))] });
  assert.equal(bounded.EvalDecision, "implicitDeny");
  assert.deepEqual(bounded.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: false });
  const levels = [{ ServiceControlPolicyInputList: [everything] }, { ServiceControlPolicyInputList: [policy(allow("ec2:*"))] }];
  const [controlled] = await simulate({ ...base, OrderedOrganizationPolicyInputList: levels });
  assert.deepEqual(controlled.OrganizationsDecisionDetail, { AllowedByOrganizations: false });
  const bucket = policy({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:*", Resource: "*" });
  const across = { ...base, ResourceArns: ["arn:aws:s3:::b/k"], ResourceOwner: "arn:aws:iam::444455556666:root" };
  assert.equal((await simulate(across))[0].EvalDecision, "implicitDeny");
  const [both] = await simulate({ ...across, ResourcePolicy: bucket });
  assert.equal(both.EvalDecision, "allowed");
  assert.deepEqual(both.EvalDecisionDetails, { "IAM Policy": "allowed", "Resource Policy": "allowed" });
  assert.deepEqual(both.MatchedStatements.map((one) => one.SourcePolicyId), ["ResourcePolicy", "PolicyInputList.1"]);
});

test("the trust policy of sts:AssumeRole is evaluated, not ignored", async () => {
  const trust = (condition) => policy({ Effect: "Allow", Principal: { AWS: "444455556666" }, Action: "sts:AssumeRole", ...condition });
  const input = {
    PolicyInputList: [policy(allow("sts:AssumeRole"))],
    ActionNames: ["sts:AssumeRole"],
    ResourceArns: ["arn:aws:iam::111122223333:role/CrossAccountRole"],
    CallerArn: "arn:aws:iam::444455556666:user/Richard",
  };
  assert.equal((await simulate({ ...input, ResourcePolicy: trust({}) }))[0].EvalDecision, "allowed");
  const mfa = trust({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } });
  assert.equal((await simulate({ ...input, ResourcePolicy: mfa }))[0].EvalDecision, "implicitDeny");
  assert.equal((await simulate(input))[0].EvalDecision, "implicitDeny");
});

test("an empty list of organization policies is none", async () => {
  const [result] = await simulate({ PolicyInputList: [policy(allow("*"))], ActionNames: ["s3:A"], OrderedOrganizationPolicyInputList: [] });
  assert.equal(result.EvalDecision, "allowed");
  assert.equal(result.OrganizationsDecisionDetail, undefined);
});

test("pages", async () => {
  const client = new IAMClient({});
  const input = { PolicyInputList: [policy(allow("*"))], ActionNames: ["s3:A", "s3:B", "s3:C"], MaxItems: 2 };
  const first = await client.send(new SimulateCustomPolicyCommand(input));
  assert.deepEqual([first.EvaluationResults.length, first.IsTruncated, first.Marker], [2, true, "2"]);
  const second = await client.send(new SimulateCustomPolicyCommand({ ...input, Marker: first.Marker }));
  assert.deepEqual([second.EvaluationResults.length, second.IsTruncated, second.Marker], [1, false, undefined]);
  const analyzer = new AccessAnalyzerClient({});
  const broken = { policyDocument: policy(allow("a"), allow("b"), allow("c")), policyType: "IDENTITY_POLICY", maxResults: 2 };
  const some = await analyzer.send(new ValidatePolicyCommand(broken));
  assert.equal(some.findings.length, 2);
  assert.ok((await analyzer.send(new ValidatePolicyCommand({ ...broken, nextToken: some.nextToken }))).findings.length >= 1);
});

test("findings have the SDK's paths and positions", async () => {
  const policyDocument = '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "allow", "Action": "s3:*", "Resource": "*" }]\n}';
  const { findings } = await new AccessAnalyzerClient({}).send(new ValidatePolicyCommand({ policyDocument, policyType: "IDENTITY_POLICY" }));
  const finding = findings.find((one) => one.issueCode === "INVALID_EFFECT");
  assert.equal(finding.findingType, "ERROR");
  assert.match(finding.learnMoreLink, /^https:\/\/docs\.aws\.amazon\.com\//);
  const [{ path, span }] = finding.locations;
  assert.deepEqual(path, [{ value: "Statement" }, { index: 0 }, { value: "Effect" }]);
  assert.deepEqual(span.start, { line: 3, column: 28, offset: policyDocument.indexOf('"allow"') });
  assert.equal(span.end.offset - span.start.offset, 7);
});

test("mistakes are the SDK's exceptions", async () => {
  const send = (input) => new IAMClient({}).send(new SimulateCustomPolicyCommand(input));
  const bad = { name: "InvalidInputException", $fault: "client" };
  await assert.rejects(send({ PolicyInputList: ["{"], ActionNames: ["s3:A"] }), bad);
  await assert.rejects(send({ PolicyInputList: [], ActionNames: [] }), bad);
  await assert.rejects(send({ PolicyInputList: [], ActionNames: ["nonsense"] }), bad);
  await assert.rejects(send({ PolicyInputList: [], ActionNames: ["s3:A"], CallerArn: "me" }), bad);
  await assert.rejects(send({ PolicyInputList: [], ActionNames: ["s3:A"], ContextEntries: [{ ContextKeyName: "k", ContextKeyType: "string", ContextKeyValues: ["a", "b"] }] }), bad);
  const good = { PolicyInputList: [policy(allow("*"))], ActionNames: ["s3:A"] };
  for (const wrong of [
    { ActionNames: [1] }, { PolicyInputList: "{}" }, { ResourceArns: "*" }, { ContextEntries: {} }, { ContextEntries: [null] },
    { ContextEntries: [{ ContextKeyName: "k", ContextKeyValues: "a" }] }, { OrderedOrganizationPolicyInputList: {} },
    { OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: "{}" }] },
  ]) {
    await assert.rejects(send({ ...good, ...wrong }), bad, JSON.stringify(wrong));
  }
  const validate = (input) => new AccessAnalyzerClient({}).send(new ValidatePolicyCommand({ policyDocument: "{}", policyType: "IDENTITY_POLICY", ...input }));
  for (const wrong of [{ policyType: "X" }, { policyType: "constructor" }, { maxResults: 0 }, { maxResults: -1 }, { maxResults: "x" }]) {
    await assert.rejects(validate(wrong), { name: "ValidationException" }, JSON.stringify(wrong));
  }
});

// What ValidatePolicy answers and refuses, where the service has a way of its own.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { project } from "./package.mjs";

const require = createRequire(join(project(), "index.js"));
const { AccessAnalyzerClient, AccessAnalyzerServiceException, ValidatePolicyCommand, ValidationException } = await import(pathToFileURL(require.resolve("iam-playground/aws-sdk")).href);

const send = (input) => new AccessAnalyzerClient({}).send(new ValidatePolicyCommand(input));
const findings = async (policyDocument, more) => (await send({ policyDocument, policyType: "IDENTITY_POLICY", ...more })).findings;
const codes = async (...asked) => (await findings(...asked)).map((one) => one.issueCode);

test("paths lead to values, and to a name where it is about the name", async () => {
  const text = '{"Version":"2012-10-17","Statement":[{"Sid":"a b","Effect" : "Allow","Efect" :"Allow","Action":["s3:GetObject","x"],"Resource":"*","Condition":{"Boool":{"aws:MultiFactorAuthPresent":"true"}}}]}';
  const found = await findings(text);
  const path = (code) => found.find((one) => one.issueCode === code).locations[0].path;
  const statement = [{ value: "Statement" }, { index: 0 }];
  assert.deepEqual(path("UNSUPPORTED_SID"), [...statement, { value: "Sid" }]);
  assert.deepEqual(path("INVALID_POLICY_ELEMENT"), [...statement, { key: "Efect" }]);
  assert.deepEqual(path("INVALID_ACTION"), [...statement, { value: "Action" }, { index: 1 }]);
  assert.deepEqual(path("INVALID_CONDITION_OPERATOR"), [...statement, { value: "Condition" }, { key: "Boool" }]);
});

test("a resource policy about sessions alone is a trust policy", async () => {
  const document = (...statements) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
  const trust = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: ["sts:AssumeRole", "sts:TagSession"] };
  const as = async (text, more) => codes(text, { policyType: "RESOURCE_POLICY", ...more });
  const role = { validatePolicyResourceType: "AWS::IAM::AssumeRolePolicyDocument" };
  const known = await as(document(trust), role);
  for (const actions of ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", ["sts:SetSourceIdentity", "sts:SetContext", "STS:assumerole"]]) {
    const text = document({ ...trust, Action: actions });
    assert.deepEqual(await as(text), await as(text, role), String(actions));
    assert.ok(!(await as(text)).includes("MISSING_RESOURCE"));
  }
  assert.deepEqual(await as(JSON.stringify({ Version: "2012-10-17", Statement: trust })), known);
  const generic = await as(document(trust), { validatePolicyResourceType: "AWS::S3::Bucket" });
  assert.notDeepEqual(generic, known);
  assert.deepEqual(await as(document({ ...trust, Action: ["sts:AssumeRole", "s3:GetObject"] })), await as(document({ ...trust, Action: ["sts:AssumeRole", "s3:GetObject"] }), { validatePolicyResourceType: "AWS::S3::Bucket" }));
  for (const odd of ["{}", "5", "null", "[", '{"Statement":[]}', '{"Statement":[5,null]}', '{"Statement":{"Action":[[["sts:AssumeRole"]],{"toString":1}]}}']) assert.ok((await as(odd)).length > 0, odd);
});

test("values beyond the SDK's lists are refused", async () => {
  const input = { policyDocument: "{}", policyType: "RESOURCE_POLICY" };
  for (const [name, value, more] of [
    ["locale", "SV"], ["locale", "en"], ["locale", "toString"], ["policyType", "POLICY"], ["policyType", undefined],
    ["validatePolicyResourceType", "AWS::S3::Object"], ["validatePolicyResourceType", "AWS::S3::Bucket", { policyType: "IDENTITY_POLICY" }],
    ["maxResults", 0], ["maxResults", 1.5], ["nextToken", "x"], ["nextToken", "-1"], ["nextToken", "1000"], ["policyDocument", undefined], ["policyDocument", {}],
  ]) {
    await assert.rejects(send({ ...input, ...more, [name]: value }), (error) => {
      assert.ok(error instanceof ValidationException && error instanceof AccessAnalyzerServiceException, String(error));
      assert.deepEqual([error.name, error.$fault, error.reason, error.fieldList[0].name], ["ValidationException", "client", "fieldValidationFailed", name]);
      return true;
    }, `${name}: ${value}`);
  }
  await send({ ...input, locale: "PT_BR", validatePolicyResourceType: "AWS::S3::Bucket" });
});

test("half of a surrogate pair is a finding", async () => {
  assert.ok((await codes("\ud800")).includes("JSON_SYNTAX_ERROR"));
});

test("places are found in a time that grows with the document", async () => {
  const count = 8_000;
  const text = JSON.stringify({ Version: "2012-10-17", Statement: Array.from({ length: count }, () => ({ Effect: "Allow", Efect: "x", Action: "s3:GetObject", Resource: "*" })) }, null, 1);
  await findings(text, { maxResults: 1 });
  const timed = async (maxResults) => {
    const started = performance.now();
    const found = await findings(text, { maxResults });
    assert.ok(found.length === maxResults || found.length >= count);
    return [performance.now() - started, found];
  };
  const [one] = await timed(1);
  const [all, found] = await timed(1_000_000);
  assert.ok(all - one < 2_000, `${all - one} ms for the places`);
  const last = found.filter((finding) => finding.issueCode === "INVALID_POLICY_ELEMENT").at(-1).locations[0];
  assert.deepEqual(last.path, [{ value: "Statement" }, { index: count - 1 }, { key: "Efect" }]);
  for (const { offset, line, column } of [last.span.start, last.span.end]) {
    const before = text.slice(0, offset).split("\n");
    assert.deepEqual([line, column], [before.length, before.at(-1).length]);
  }
});

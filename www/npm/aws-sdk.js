// Two clients of the AWS SDK for JavaScript v3, answered in the process: policy simulation and policy validation.
// Input and output are the SDK's, field for field; nothing is sent anywhere.

import { authorize, checkPolicy } from "./api.js";

class Client {
  constructor(config = {}) {
    this.config = config;
  }

  /** Answers a command. */
  async send(command) {
    return command.answer();
  }

  destroy() {}
}

class Command {
  constructor(input) {
    this.input = input;
  }
}

/** What the service answers beside the result. */
const metadata = () => ({ httpStatusCode: 200, requestId: "00000000-0000-0000-0000-000000000000", attempts: 1, totalRetryDelay: 0 });

/** An error as the SDK throws it. */
class ServiceException extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
    this.$fault = "client";
    this.$metadata = { ...metadata(), httpStatusCode: 400 };
  }
}

const invalid = (message) => new ServiceException("InvalidInputException", message);
const validation = (message) => new ServiceException("ValidationException", message);

export class IAMClient extends Client {}
export class AccessAnalyzerClient extends Client {}

export class SimulateCustomPolicyCommand extends Command {
  answer() {
    const input = this.input ?? {};
    const actions = required(input, "ActionNames");
    for (const action of actions) if (typeof action !== "string") throw invalid("ActionNames must be strings");
    const results = actions.map((action) => simulateAction(input, action));
    const start = input.Marker === undefined ? 0 : Number(input.Marker);
    if (!Number.isInteger(start) || start < 0 || start > results.length) throw invalid(`Invalid Marker: ${input.Marker}`);
    const size = input.MaxItems ?? 100;
    if (!Number.isInteger(size) || size < 1 || size > 1000) throw invalid("MaxItems must be between 1 and 1000");
    const end = Math.min(start + size, results.length);
    const page = { $metadata: metadata(), EvaluationResults: results.slice(start, end), IsTruncated: end < results.length };
    return end < results.length ? { ...page, Marker: String(end) } : page;
  }
}

function required(input, name) {
  const list = input[name];
  if (!Array.isArray(list) || list.length === 0) throw invalid(`${name} must be a list with at least one member`);
  return list;
}

/** One action against every resource: one result, as the service answers since it aggregates. */
function simulateAction(input, action) {
  const given = list(input, "ResourceArns");
  const resources = given.length > 0 ? given : ["*"];
  const single = resources.map((resource) => simulate(input, action, resource));
  const worst = ["explicitDeny", "implicitDeny", "allowed"].find((decision) => single.some((one) => one.decision === decision));
  const result = {
    EvalActionName: action,
    EvalResourceName: "*",
    EvalDecision: worst,
    MatchedStatements: unique(single.filter((one) => one.decision === worst).flatMap((one) => one.statements)),
    MissingContextValues: [...new Set(single.flatMap((one) => one.missing))],
  };
  if (list(input, "OrderedOrganizationPolicyInputList").length > 0) {
    result.OrganizationsDecisionDetail = { AllowedByOrganizations: single.every((one) => one.layers.serviceControl === "allowed") };
  }
  if (input.PermissionsBoundaryPolicyInputList?.length) {
    result.PermissionsBoundaryDecisionDetail = { AllowedByPermissionsBoundary: single.every((one) => one.layers.boundary === "allowed") };
  }
  const everything = resources.length === 1 && resources[0] === "*";
  const details = single.map((one) => one.details);
  if (!everything || details.some((one) => Object.keys(one).length > 0)) result.EvalDecisionDetails = mostRestrictive(details);
  if (!everything) {
    result.ResourceSpecificResults = single.map((one, index) => ({
      EvalResourceName: resources[index],
      EvalResourceDecision: one.decision,
      MatchedStatements: one.statements,
      MissingContextValues: one.missing,
      EvalDecisionDetails: one.details,
      ...(input.PermissionsBoundaryPolicyInputList?.length && {
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: one.layers.boundary === "allowed" },
      }),
    }));
  }
  return result;
}

function simulate(input, action, resource) {
  const policies = { identity: documents(input, "PolicyInputList") };
  const boundary = documents(input, "PermissionsBoundaryPolicyInputList");
  if (boundary.length > 1) throw invalid("PermissionsBoundaryPolicyInputList takes one policy");
  if (boundary.length === 1) [policies.boundary] = boundary;
  if (input.ResourcePolicy !== undefined) policies.resource = text(input.ResourcePolicy, "ResourcePolicy");
  if (input.OrderedOrganizationPolicyInputList?.length) {
    policies.serviceControl = input.OrderedOrganizationPolicyInputList.map((level) => documents(level ?? {}, "ServiceControlPolicyInputList"));
  }
  const principal = caller(input);
  const owner = account(input.ResourceOwner);
  const answer = evaluate({
    principal,
    action,
    resource,
    ...(owner !== undefined && { resourceAccount: owner }),
    context: context(list(input, "ContextEntries")),
    policies,
  });
  const layers = Object.fromEntries(answer.trace.filter((node) => node.kind === "layer").map((node) => [node.facts.layer, decisionOf(node)]));
  const crossAccount = answer.trace.some((node) => node.facts?.layer === "resource" && node.facts.sameAccount === false);
  return {
    decision: answer.decision,
    statements: answer.decidedBy.filter((by) => by.source !== undefined && by.layer !== "serviceControl").map((by) => matched(by, input)),
    missing: answer.missingContext,
    layers,
    details: crossAccount ? { "IAM Policy": layers.identity, "Resource Policy": layers.resource } : {},
  };
}

function evaluate(request) {
  try {
    return authorize(request);
  } catch (error) {
    throw error?.name === "InputError" ? invalid(`${error.path}: ${error.message}`) : error;
  }
}

/** A list that may be left out. */
function list(input, name) {
  const given = input[name] ?? [];
  if (!Array.isArray(given)) throw invalid(`${name} must be a list`);
  return given;
}

/** The policies of a list; the service refuses texts that are not JSON. */
function documents(input, name) {
  return list(input, name).map((document, index) => text(document, `${name}.member.${index + 1}`));
}

function text(document, name) {
  if (typeof document !== "string") throw invalid(`${name} must be a string`);
  try {
    JSON.parse(document);
  } catch {
    throw invalid(`${name} is not a valid JSON policy`);
  }
  return document;
}

const account = (owner) => /(?:^|:)(\d{12})(?::root)?$/.exec(owner ?? "")?.[1];

/** Who asks; without a `CallerArn` some user of the resource's account. */
function caller({ CallerArn, ResourceOwner }) {
  if (CallerArn === undefined) return { type: "user", arn: `arn:aws:iam::${account(ResourceOwner) ?? "123456789012"}:user/SimulatedUser` };
  const [, partition, service, , owner, name = ""] = /^arn:([^:]+):([^:]+):([^:]*):(\d{12}):(.+)$/.exec(CallerArn) ?? [];
  const [kind, ...rest] = name.split("/");
  if (service === "iam" && kind === "user") return { type: "user", arn: CallerArn };
  if (service === "iam" && name === "root") return { type: "root", account: owner };
  if (service === "iam" && kind === "role") {
    return { type: "role-session", arn: `arn:${partition}:sts::${owner}:assumed-role/${rest.at(-1)}/simulated`, roleArn: CallerArn };
  }
  if (service === "sts" && kind === "assumed-role") {
    return { type: "role-session", arn: CallerArn, roleArn: `arn:${partition}:iam::${owner}:role/${rest[0]}` };
  }
  if (service === "sts" && kind === "federated-user") {
    return { type: "federated-user", arn: CallerArn, userArn: `arn:${partition}:iam::${owner}:user/${rest[0]}` };
  }
  throw invalid(`Invalid CallerArn: ${CallerArn}`);
}

const LISTS = new Set(["stringList", "numericList", "booleanList", "ipList", "binaryList", "dateList"]);
const SINGLES = new Set(["string", "numeric", "boolean", "ip", "binary", "date"]);

function context(entries) {
  const values = {};
  for (const entry of entries) {
    const { ContextKeyName, ContextKeyType = "string" } = entry ?? {};
    const ContextKeyValues = list(entry ?? {}, "ContextKeyValues");
    if (!ContextKeyName) throw invalid("A context entry needs a ContextKeyName");
    if (LISTS.has(ContextKeyType)) values[ContextKeyName] = ContextKeyValues;
    else if (!SINGLES.has(ContextKeyType)) throw invalid(`Invalid ContextKeyType: ${ContextKeyType}`);
    else if (ContextKeyValues.length > 1) throw invalid(`${ContextKeyName} has several values, but the type ${ContextKeyType}`);
    // A key without a value counts as absent.
    else if (ContextKeyValues.length === 1) values[ContextKeyName] = ContextKeyValues[0];
  }
  return values;
}

function decisionOf(node) {
  return { allow: "allowed", deny: "explicitDeny" }[node.result] ?? "implicitDeny";
}

function mostRestrictive(details) {
  const rank = { allowed: 0, implicitDeny: 1, explicitDeny: 2 };
  const merged = {};
  for (const one of details) {
    for (const [kind, decision] of Object.entries(one)) {
      if (merged[kind] === undefined || rank[decision] > rank[merged[kind]]) merged[kind] = decision;
    }
  }
  return merged;
}

/** A statement with its place. As the service counts, a position lies behind the brace it belongs to. */
function matched({ layer, policy, source }, input) {
  const index = Number(/\/(\d+)$/.exec(policy)?.[1] ?? 0);
  const [id, document] = {
    identity: [`PolicyInputList.${index + 1}`, input.PolicyInputList?.[index]],
    boundary: ["PermissionsBoundaryPolicyInputList.1", input.PermissionsBoundaryPolicyInputList?.[0]],
    resource: ["ResourcePolicy", input.ResourcePolicy],
  }[layer];
  const before = document.slice(0, source.end).split("\n");
  return {
    SourcePolicyId: id,
    SourcePolicyType: layer === "resource" ? "resource" : "none",
    StartPosition: { Line: source.line, Column: source.column + 1 },
    EndPosition: { Line: before.length, Column: before.at(-1).length + 1 },
  };
}

function unique(statements) {
  const seen = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return [...seen.values()];
}

const TYPES = {
  IDENTITY_POLICY: "identity",
  RESOURCE_POLICY: "resource",
  SERVICE_CONTROL_POLICY: "serviceControl",
  RESOURCE_CONTROL_POLICY: "resourceControl",
};

export class ValidatePolicyCommand extends Command {
  answer() {
    const { policyDocument, policyType, validatePolicyResourceType, maxResults = 100, nextToken } = this.input ?? {};
    if (typeof policyDocument !== "string") throw validation("policyDocument must be a string");
    let type = Object.hasOwn(TYPES, policyType) ? TYPES[policyType] : undefined;
    if (type === undefined) throw validation(`Invalid policyType: ${policyType}`);
    if (type === "resource" && validatePolicyResourceType === "AWS::IAM::AssumeRolePolicyDocument") type = "trust";
    const start = nextToken === undefined ? 0 : Number(nextToken);
    if (!Number.isInteger(start) || start < 0) throw validation("Invalid nextToken");
    if (!Number.isInteger(maxResults) || maxResults < 1) throw validation("maxResults must be at least 1");
    const all = check(policyDocument, type).findings.map((finding) => validationFinding(finding, policyDocument));
    const findings = all.slice(start, start + maxResults);
    const end = start + findings.length;
    return { $metadata: metadata(), findings, ...(end < all.length && { nextToken: String(end) }) };
  }
}

function check(document, type) {
  try {
    return checkPolicy(document, { type });
  } catch (error) {
    throw error?.name === "InputError" ? validation(`policyDocument: ${error.message}`) : error;
  }
}

const DEFAULT_LINK = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

function validationFinding({ findingDetails, findingType, issueCode, learnMoreLink = DEFAULT_LINK, locations }, document) {
  return { findingDetails, findingType, issueCode, learnMoreLink, locations: locations.map((location) => place(location, document)) };
}

/** Lines count from 1, columns and offsets from 0, as the service counts. */
function place({ path, span }, document) {
  const before = document.slice(0, span.end).split("\n");
  return {
    path: pathElements(path, document),
    span: {
      start: { line: span.line, column: span.column - 1, offset: span.start },
      end: { line: before.length, column: before.at(-1).length, offset: span.end },
    },
  };
}

function pathElements(pointer, document) {
  let value;
  try {
    value = JSON.parse(document);
  } catch {
    return [];
  }
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((name) => {
      const element = Array.isArray(value) ? { index: Number(name) } : { key: name };
      value = value?.[name];
      return element;
    });
}

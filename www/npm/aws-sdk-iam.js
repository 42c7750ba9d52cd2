// `SimulateCustomPolicyCommand` of `@aws-sdk/client-iam`, by `authorize`.

import { authorize } from "./api.js";
import { Client, Command, Lines, metadata, pageOf, paginator, ServiceException, show } from "./aws-sdk-core.js";

export const ContextKeyTypeEnum = {
  BINARY: "binary",
  BINARY_LIST: "binaryList",
  BOOLEAN: "boolean",
  BOOLEAN_LIST: "booleanList",
  DATE: "date",
  DATE_LIST: "dateList",
  IP: "ip",
  IP_LIST: "ipList",
  NUMERIC: "numeric",
  NUMERIC_LIST: "numericList",
  STRING: "string",
  STRING_LIST: "stringList",
};

export const PolicyEvaluationDecisionType = { ALLOWED: "allowed", EXPLICIT_DENY: "explicitDeny", IMPLICIT_DENY: "implicitDeny" };

export const PolicySourceType = {
  AWS_MANAGED: "aws-managed",
  GROUP: "group",
  NONE: "none",
  RESOURCE: "resource",
  ROLE: "role",
  USER: "user",
  USER_MANAGED: "user-managed",
};

export class IAMServiceException extends ServiceException {}

export class InvalidInputException extends IAMServiceException {
  constructor(options) {
    super({ ...options, name: "InvalidInputException", $fault: "client" });
  }
}

/** Never thrown here: what cannot be evaluated of a policy is part of the answer. */
export class PolicyEvaluationException extends IAMServiceException {
  constructor(options) {
    super({ ...options, name: "PolicyEvaluationException", $fault: "server" });
  }
}

const invalid = (message) => new InvalidInputException({ message, $metadata: metadata(400) });

export class IAMClient extends Client {}

export class IAM extends IAMClient {
  simulateCustomPolicy(input, optionsOrCallback, callback) {
    return this.send(new SimulateCustomPolicyCommand(input), optionsOrCallback, callback);
  }

  paginateSimulateCustomPolicy(input, config, ...options) {
    return paginateSimulateCustomPolicy({ ...config, client: this }, input, ...options);
  }
}

export class SimulateCustomPolicyCommand extends Command {
  answer(input) {
    const simulation = read(input);
    const { actions } = simulation;
    const { Marker, MaxItems } = input;
    const page = pageOf(actions.length, { token: Marker, size: MaxItems ?? 100, most: 1000 }, (what) => {
      throw invalid(what === "token" ? `Invalid Marker: ${show(Marker)}` : "MaxItems must be between 1 and 1000");
    });
    const results = actions.slice(page.start, page.end).map((action) => simulateAction(simulation, action));
    const IsTruncated = page.end < actions.length;
    return { $metadata: metadata(), EvaluationResults: results, IsTruncated, ...(IsTruncated && { Marker: String(page.end) }) };
  }
}

export const paginateSimulateCustomPolicy = paginator(IAMClient, SimulateCustomPolicyCommand, "Marker", "Marker", "MaxItems");

const HANDLING = ["EC2-VPC-InstanceStore", "EC2-VPC-InstanceStore-Subnet", "EC2-VPC-EBS", "EC2-VPC-EBS-Subnet"];

/** Reads the input, once for all actions and resources. */
function read(input) {
  const identity = documents(required(input, "PolicyInputList"), "PolicyInputList");
  const actions = required(input, "ActionNames");
  if (actions.length === 0) throw invalid("ActionNames must be a list with at least one member");
  for (const action of actions) {
    if (typeof action === "string" && /^[^\s:*?]+:[^\s:*?]+$/.test(action)) continue;
    throw invalid(`ActionNames: ${show(action)} is not an action such as s3:GetObject`);
  }
  const policies = { identity };
  const boundary = documents(list(input, "PermissionsBoundaryPolicyInputList"), "PermissionsBoundaryPolicyInputList");
  if (boundary.length > 1) throw invalid("PermissionsBoundaryPolicyInputList takes one policy");
  if (boundary.length === 1) [policies.boundary] = boundary;
  if (input.ResourcePolicy !== undefined) {
    if (input.CallerArn === undefined) throw invalid("CallerArn is required with a ResourcePolicy");
    policies.resource = policy(input.ResourcePolicy, "ResourcePolicy");
  }
  const controls = "ServiceControlPolicyInputList";
  const levels = list(input, "OrderedOrganizationPolicyInputList").map((level) => documents(list(level ?? {}, controls), controls));
  const { ResourceHandlingOption: handling } = input;
  if (handling !== undefined && !HANDLING.includes(handling)) throw invalid(`Invalid ResourceHandlingOption: ${show(handling)}`);
  return {
    actions,
    resources: strings(list(input, "ResourceArns"), "ResourceArns"),
    owner: owner(input.ResourceOwner),
    principal: input.CallerArn === undefined ? undefined : caller(input.CallerArn),
    context: context(list(input, "ContextEntries")),
    policies,
    all: levels.length > 0 ? { ...policies, serviceControl: levels } : policies,
    lines: new Map(),
  };
}

function required(input, name) {
  if (input[name] !== undefined) return list(input, name);
  const parameter = name[0].toLowerCase() + name.slice(1);
  throw invalid(`1 validation error detected: Value at '${parameter}' failed to satisfy constraint: Member must not be null`);
}

/** A list that may be left out. */
function list(input, name) {
  const given = input[name] ?? [];
  if (!Array.isArray(given)) throw invalid(`${name} must be a list`);
  return given;
}

function strings(given, name) {
  if (!given.every((one) => typeof one === "string")) throw invalid(`${name}: a list of strings`);
  return given;
}

function documents(texts, name) {
  return texts.map((text, index) => policy(text, `${name}.member.${index + 1}`));
}

/** The service refuses what it cannot take for a policy. */
function policy(text, name) {
  if (typeof text !== "string") throw invalid(`${name} must be a string`);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(`${name} is not a valid JSON policy`);
  }
  const statements = typeof value === "object" && value !== null && !Array.isArray(value) ? [value.Statement ?? []].flat() : [];
  if (statements.length === 0) throw invalid(`${name} is not a policy: it has no statements`);
  for (const [index, statement] of statements.entries()) {
    const effect = statement?.Effect;
    if (effect === "Allow" || effect === "Deny") continue;
    throw invalid(`${name}: statement ${index + 1} has no valid Effect: ${typeof effect === "object" ? show(effect) : (JSON.stringify(effect) ?? "it is missing")}`);
  }
  return text;
}

function owner(given) {
  if (given === undefined) return undefined;
  const account = typeof given === "string" ? /^(?:arn:aws[\w-]*:iam::(\d{12}):root|(\d{12}))$/.exec(given) : null;
  if (account === null) throw invalid(`Invalid ResourceOwner: ${show(given)}; an account is written arn:aws:iam::111122223333:root`);
  return account[1] ?? account[2];
}

function caller(CallerArn) {
  if (typeof CallerArn !== "string") throw invalid("CallerArn must be a string");
  const [, partition, service, , account, name = ""] = /^arn:([^:]+):([^:]+):([^:]*):(\d{12}):(.+)$/.exec(CallerArn) ?? [];
  const [kind, ...rest] = name.split("/");
  if (service === "iam" && kind === "user") return { type: "user", arn: CallerArn };
  if (service === "iam" && name === "root") return { type: "root", account };
  if (service === "iam" && kind === "role") {
    return { type: "role-session", arn: `arn:${partition}:sts::${account}:assumed-role/${rest.at(-1)}/simulated`, roleArn: CallerArn };
  }
  if (service === "sts" && kind === "assumed-role") {
    return { type: "role-session", arn: CallerArn, roleArn: `arn:${partition}:iam::${account}:role/${rest[0]}` };
  }
  if (service === "sts" && kind === "federated-user") {
    return { type: "federated-user", arn: CallerArn, userArn: `arn:${partition}:iam::${account}:user/${rest[0]}` };
  }
  throw invalid(`Invalid CallerArn: ${CallerArn}`);
}

function context(entries) {
  // A key may have any name, `__proto__` too.
  const values = Object.create(null);
  const seen = new Set();
  for (const entry of entries) {
    const { ContextKeyName } = entry ?? {};
    const ContextKeyType = entry?.ContextKeyType ?? "string";
    const given = list(entry ?? {}, "ContextKeyValues");
    if (typeof ContextKeyName !== "string" || ContextKeyName === "") throw invalid("A context entry needs a ContextKeyName");
    const name = ContextKeyName.toLowerCase();
    if (seen.has(name)) throw invalid(`ContextEntries has ${ContextKeyName} twice`);
    seen.add(name);
    if (!Object.values(ContextKeyTypeEnum).includes(ContextKeyType)) throw invalid(`Invalid ContextKeyType: ${show(ContextKeyType)}`);
    if (ContextKeyType.endsWith("List")) values[ContextKeyName] = given;
    else if (given.length > 1) throw invalid(`${ContextKeyName} has several values, but the type ${ContextKeyType}`);
    // A key without a value counts as absent.
    else if (given.length === 1) values[ContextKeyName] = given[0];
  }
  return values;
}

/** One action against every resource: one result, as the service answers since it aggregates. */
function simulateAction(simulation, action) {
  const resources = simulation.resources.length > 0 ? simulation.resources : ["*"];
  const everything = resources.length === 1 && resources[0] === "*";
  const { boundary, serviceControl } = simulation.all;
  const single = resources.map((resource) => simulate(simulation, action, resource));
  const allow = (layer, ones) => ones.every((one) => one.layers[layer] === "allowed");
  const worst = ["explicitDeny", "implicitDeny", "allowed"].find((decision) => single.some((one) => one.decision === decision));
  const result = {
    EvalActionName: action,
    EvalResourceName: resources.length === 1 ? resources[0] : "*",
    EvalDecision: worst,
    MatchedStatements: unique(single.filter((one) => one.decision === worst).flatMap((one) => one.statements)),
    MissingContextValues: [...new Set(single.flatMap((one) => one.missing))],
  };
  if (serviceControl) result.OrganizationsDecisionDetail = { AllowedByOrganizations: allow("serviceControl", single) };
  if (boundary) result.PermissionsBoundaryDecisionDetail = { AllowedByPermissionsBoundary: allow("boundary", single) };
  const details = single.map((one) => one.details).filter(Boolean);
  if (details.length > 0) result.EvalDecisionDetails = mostRestrictive(details);
  if (!everything) {
    result.ResourceSpecificResults = single.map((one, index) => ({
      EvalResourceName: resources[index],
      EvalResourceDecision: one.decision,
      MatchedStatements: one.statements,
      MissingContextValues: one.missing,
      ...(one.details && { EvalDecisionDetails: one.details }),
      ...(boundary && { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allow("boundary", [one]) } }),
    }));
  }
  return result;
}

function simulate(simulation, action, resource) {
  const { policies, all, lines } = simulation;
  const named = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
  // The owner is that of resources whose ARN does not say whose they are.
  const account = named ?? simulation.owner;
  // Without a caller some user of the resource's account asks.
  const principal = simulation.principal ?? { type: "user", arn: `arn:aws:iam::${account ?? "123456789012"}:user/SimulatedUser` };
  const request = { principal, action, resource, resourceAccount: account, context: simulation.context };
  const answer = evaluate({ ...request, policies: all });
  const ofLayers = answer.trace.filter((node) => node.kind === "layer");
  const layers = Object.fromEntries(ofLayers.map((node) => [node.facts.layer, decisionOf(node)]));
  const isControlled = all.serviceControl !== undefined;
  let missing = answer.missingContext;
  // Keys that only service control policies read are not told.
  if (isControlled && missing.length > 0) missing = evaluate({ ...request, policies }).missingContext;
  const crossAccount = answer.trace.some((node) => node.facts?.layer === "resource" && node.facts.sameAccount === false);
  const ended = isControlled && layers.serviceControl !== "allowed";
  const deciding = answer.decidedBy.filter((by) => by.source !== undefined && by.layer !== "serviceControl");
  return {
    decision: answer.decision,
    statements: deciding.map((by) => matched(by, policies, lines)),
    missing,
    layers,
    details: crossAccount && !ended ? decisionDetails(layers, policies) : undefined,
  };
}

/** Whose part of a request is wrong. */
const PARAMETERS = { action: "ActionNames", resource: "ResourceArns", context: "ContextEntries", principal: "CallerArn" };

function evaluate(request) {
  try {
    return authorize(request);
  } catch (error) {
    if (error?.name !== "InputError") throw error;
    const message = error.path === "" ? error.message : error.message.slice(error.path.length + 2);
    throw invalid(`${PARAMETERS[error.path.split("/")[1]] ?? "The input"}: ${message}`);
  }
}

function decisionOf(node) {
  return { allow: "allowed", deny: "explicitDeny" }[node.result] ?? "implicitDeny";
}

/** The names are those that the service gives. */
const NAMES = { identity: "IAM Policy", resource: "Resource Policy", boundary: "Permissions Boundary Policy" };

function decisionDetails(layers, { boundary }) {
  return {
    [NAMES.identity]: layers.identity,
    [NAMES.resource]: layers.resource,
    ...(boundary !== undefined && { [NAMES.boundary]: layers.boundary }),
  };
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

/** A statement with its place. */
function matched({ layer, policy: pointer, source }, policies, lines) {
  const index = Number(/\/(\d+)$/.exec(pointer)?.[1] ?? 0);
  const [id, document] = {
    identity: [`PolicyInputList.${index + 1}`, policies.identity[index]],
    boundary: ["PermissionsBoundaryPolicyInputList.1", policies.boundary],
    resource: ["ResourcePolicy", policies.resource],
  }[layer];
  if (!lines.has(document)) lines.set(document, new Lines(document));
  const position = (offset) => {
    const { line, column } = lines.get(document).place(offset);
    return { Line: line, Column: column + 1 };
  };
  return {
    SourcePolicyId: id,
    SourcePolicyType: NAMES[layer],
    StartPosition: position(beginning(document, source.start)),
    EndPosition: position(source.end),
  };
}

/** As the service counts: behind the bracket or comma before a statement of a list, behind the brace of one by itself. */
function beginning(document, brace) {
  let before = brace - 1;
  while (" \t\r\n".includes(document[before])) before -= 1;
  return document[before] === "[" || document[before] === "," ? before + 1 : brace + 1;
}

function unique(statements) {
  const seen = new Map(statements.map((statement) => [JSON.stringify(statement), statement]));
  return [...seen.values()];
}

// `ValidatePolicyCommand` of `@aws-sdk/client-accessanalyzer`, by `checkPolicy`.

import { checkPolicy } from "./api.js";
import { Client, Command, Lines, metadata, pageOf, paginator, ServiceException, show } from "./aws-sdk-core.js";

/** Values that are named as they are written. */
const named = (...names) => Object.fromEntries(names.map((name) => [name, name]));

export const Locale = named("DE", "EN", "ES", "FR", "IT", "JA", "KO", "PT_BR", "ZH_CN", "ZH_TW");

export const PolicyType = named("IDENTITY_POLICY", "RESOURCE_CONTROL_POLICY", "RESOURCE_POLICY", "SERVICE_CONTROL_POLICY");

export const ValidatePolicyFindingType = named("ERROR", "SECURITY_WARNING", "SUGGESTION", "WARNING");

export const ValidatePolicyResourceType = {
  DYNAMODB_TABLE: "AWS::DynamoDB::Table",
  ROLE_TRUST: "AWS::IAM::AssumeRolePolicyDocument",
  S3_ACCESS_POINT: "AWS::S3::AccessPoint",
  S3_BUCKET: "AWS::S3::Bucket",
  S3_MULTI_REGION_ACCESS_POINT: "AWS::S3::MultiRegionAccessPoint",
  S3_OBJECT_LAMBDA_ACCESS_POINT: "AWS::S3ObjectLambda::AccessPoint",
};

export class AccessAnalyzerServiceException extends ServiceException {}

export class ValidationException extends AccessAnalyzerServiceException {
  constructor(options) {
    super({ ...options, name: "ValidationException", $fault: "client" });
    this.reason = options.reason;
    this.fieldList = options.fieldList;
  }
}

function refuse(name, message) {
  const details = { reason: "fieldValidationFailed", fieldList: [{ name, message }] };
  throw new ValidationException({ message: `${name}: ${message}`, $metadata: metadata(400), ...details });
}

export class AccessAnalyzerClient extends Client {}

export class AccessAnalyzer extends AccessAnalyzerClient {
  validatePolicy(input, optionsOrCallback, callback) {
    return this.send(new ValidatePolicyCommand(input), optionsOrCallback, callback);
  }

  paginateValidatePolicy(input, config, ...options) {
    return paginateValidatePolicy({ ...config, client: this }, input, ...options);
  }
}

const TYPES = {
  IDENTITY_POLICY: "identity",
  RESOURCE_POLICY: "resource",
  SERVICE_CONTROL_POLICY: "serviceControl",
  RESOURCE_CONTROL_POLICY: "resourceControl",
};

export class ValidatePolicyCommand extends Command {
  answer({ locale, policyDocument, policyType, validatePolicyResourceType, maxResults, nextToken }) {
    if (typeof policyDocument !== "string") refuse("policyDocument", "must be a string");
    oneOf(PolicyType, policyType, "policyType");
    if (locale !== undefined) oneOf(Locale, locale, "locale");
    if (validatePolicyResourceType !== undefined) {
      oneOf(ValidatePolicyResourceType, validatePolicyResourceType, "validatePolicyResourceType");
      if (policyType !== "RESOURCE_POLICY") refuse("validatePolicyResourceType", "may be given with the policyType RESOURCE_POLICY only");
    }
    const value = parse(policyDocument);
    const ofRole = validatePolicyResourceType ? validatePolicyResourceType === ValidatePolicyResourceType.ROLE_TRUST : isTrust(value);
    const all = check(policyDocument, policyType === "RESOURCE_POLICY" && ofRole ? "trust" : TYPES[policyType]);
    const page = pageOf(all.length, { token: nextToken, size: maxResults ?? 100, most: Infinity }, (what) => {
      if (what === "token") refuse("nextToken", "is not one that was given");
      refuse("maxResults", "must be at least 1");
    });
    const lines = new Lines(policyDocument);
    const findings = all.slice(page.start, page.end).map((finding) => validationFinding(finding, policyDocument, value, lines));
    return { $metadata: metadata(), findings, ...(page.end < all.length && { nextToken: String(page.end) }) };
  }
}

export const paginateValidatePolicy = paginator(AccessAnalyzerClient, ValidatePolicyCommand, "nextToken", "nextToken", "maxResults");

function oneOf(known, given, name) {
  if (!Object.values(known).includes(given)) refuse(name, `${show(given)} is none of ${Object.values(known).join(", ")}`);
}

function parse(document) {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

const TRUSTING = /^sts:(?:AssumeRole\w*|TagSession|SetSourceIdentity|SetContext)$/i;

/** A resource policy that speaks of sessions of a role, and of no resource, is the role's trust policy. */
function isTrust(policy) {
  const statements = [policy?.Statement ?? []].flat();
  return statements.length > 0 && statements.every((statement) => {
    const { Action, Resource, NotResource } = statement ?? {};
    const actions = [Action ?? []].flat();
    const isTrusting = actions.length > 0 && actions.every((action) => typeof action === "string" && TRUSTING.test(action));
    return isTrusting && Resource === undefined && NotResource === undefined;
  });
}

function check(document, type) {
  try {
    return checkPolicy(document, { type }).findings;
  } catch (error) {
    if (error?.name === "InputError") refuse("policyDocument", error.message);
    throw error;
  }
}

const DEFAULT_LINK = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

function validationFinding({ findingDetails, findingType, issueCode, learnMoreLink = DEFAULT_LINK, locations }, document, value, lines) {
  const places = locations.map(({ path, span: { start, end } }) => ({
    path: pathElements(path, value, isKey(document, start, end)),
    span: { start: { ...lines.place(start), offset: start }, end: { ...lines.place(end), offset: end } },
  }));
  return { findingDetails, findingType, issueCode, learnMoreLink, locations: places };
}

const COLON = /\s*:/y;

/** Whether this is the name of a member, and not a value. */
function isKey(document, start, end) {
  COLON.lastIndex = end;
  return document[start] === '"' && document[end - 1] === '"' && COLON.test(document);
}

/** As the service has it: `value` for what a name holds, `key` for the name itself. */
function pathElements(pointer, root, aboutKey) {
  if (root === undefined) return [];
  let value = root;
  const names = pointer.split("/").slice(1);
  return names.map((part, depth) => {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const isIndex = Array.isArray(value);
    value = value?.[name];
    if (isIndex) return { index: Number(name) };
    return aboutKey && depth === names.length - 1 ? { key: name } : { value: name };
  });
}

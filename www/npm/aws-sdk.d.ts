/**
 * Two clients of the AWS SDK for JavaScript v3, answered in the process. Types and fields are the SDK's, so that code
 * written for `@aws-sdk/client-iam` and `@aws-sdk/client-accessanalyzer` runs when only its import changes.
 *
 * In browsers call `init()` of `iam-playground` first.
 */

export interface ResponseMetadata {
  httpStatusCode?: number;
  requestId?: string;
  extendedRequestId?: string;
  cfId?: string;
  attempts?: number;
  totalRetryDelay?: number;
}

export interface MetadataBearer {
  $metadata: ResponseMetadata;
}

export type ContextKeyTypeEnum =
  | "binary" | "binaryList" | "boolean" | "booleanList" | "date" | "dateList" | "ip" | "ipList" | "numeric" | "numericList" | "string" | "stringList";
export type PolicyEvaluationDecisionType = "allowed" | "explicitDeny" | "implicitDeny";
export type PolicySourceType = "aws-managed" | "group" | "none" | "resource" | "role" | "user" | "user-managed";

export interface ContextEntry {
  ContextKeyName?: string | undefined;
  /** The values; a type that is no list takes one. */
  ContextKeyValues?: string[] | undefined;
  ContextKeyType?: ContextKeyTypeEnum | undefined;
}

export interface OrderedOrganizationPolicyType {
  /** The service control policies of one level. */
  ServiceControlPolicyInputList?: string[] | undefined;
}

export interface SimulateCustomPolicyCommandInput {
  PolicyInputList: string[] | undefined;
  PermissionsBoundaryPolicyInputList?: string[] | undefined;
  OrderedOrganizationPolicyInputList?: OrderedOrganizationPolicyType[] | undefined;
  ActionNames: string[] | undefined;
  ResourceArns?: string[] | undefined;
  /** For `sts:AssumeRole*` this is the role's trust policy, and it is evaluated. */
  ResourcePolicy?: string | undefined;
  ResourceOwner?: string | undefined;
  CallerArn?: string | undefined;
  ContextEntries?: ContextEntry[] | undefined;
  ResourceHandlingOption?: string | undefined;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

export interface Position {
  Line?: number | undefined;
  Column?: number | undefined;
}

export interface Statement {
  SourcePolicyId?: string | undefined;
  SourcePolicyType?: PolicySourceType | undefined;
  StartPosition?: Position | undefined;
  EndPosition?: Position | undefined;
}

export interface OrganizationsDecisionDetail {
  AllowedByOrganizations?: boolean | undefined;
}

export interface PermissionsBoundaryDecisionDetail {
  AllowedByPermissionsBoundary?: boolean | undefined;
}

export interface ResourceSpecificResult {
  EvalResourceName: string | undefined;
  EvalResourceDecision: PolicyEvaluationDecisionType | undefined;
  MatchedStatements?: Statement[] | undefined;
  MissingContextValues?: string[] | undefined;
  EvalDecisionDetails?: Record<string, PolicyEvaluationDecisionType> | undefined;
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
}

export interface EvaluationResult {
  EvalActionName: string | undefined;
  EvalResourceName?: string | undefined;
  EvalDecision: PolicyEvaluationDecisionType | undefined;
  MatchedStatements?: Statement[] | undefined;
  MissingContextValues?: string[] | undefined;
  OrganizationsDecisionDetail?: OrganizationsDecisionDetail | undefined;
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail | undefined;
  EvalDecisionDetails?: Record<string, PolicyEvaluationDecisionType> | undefined;
  ResourceSpecificResults?: ResourceSpecificResult[] | undefined;
}

export interface SimulateCustomPolicyCommandOutput extends MetadataBearer {
  EvaluationResults?: EvaluationResult[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export declare class SimulateCustomPolicyCommand {
  readonly input: SimulateCustomPolicyCommandInput;
  constructor(input: SimulateCustomPolicyCommandInput);
}

/** The client of `@aws-sdk/client-iam`; its configuration is taken and not needed. */
export declare class IAMClient {
  readonly config: Record<string, unknown>;
  constructor(config?: Record<string, unknown>);
  send(command: SimulateCustomPolicyCommand, options?: object): Promise<SimulateCustomPolicyCommandOutput>;
  destroy(): void;
}

export type PolicyType = "IDENTITY_POLICY" | "RESOURCE_CONTROL_POLICY" | "RESOURCE_POLICY" | "SERVICE_CONTROL_POLICY";
export type ValidatePolicyFindingType = "ERROR" | "SECURITY_WARNING" | "SUGGESTION" | "WARNING";
export type ValidatePolicyResourceType =
  | "AWS::DynamoDB::Table" | "AWS::IAM::AssumeRolePolicyDocument" | "AWS::S3::AccessPoint" | "AWS::S3::Bucket"
  | "AWS::S3::MultiRegionAccessPoint" | "AWS::S3ObjectLambda::AccessPoint";

export interface ValidatePolicyCommandInput {
  locale?: "DE" | "EN" | "ES" | "FR" | "IT" | "JA" | "KO" | "PT_BR" | "ZH_CN" | "ZH_TW" | undefined;
  maxResults?: number | undefined;
  nextToken?: string | undefined;
  policyDocument: string | undefined;
  policyType: PolicyType | undefined;
  validatePolicyResourceType?: ValidatePolicyResourceType | undefined;
}

export type PathElement = { index: number } | { key: string };

export interface AnalyzerPosition {
  line: number | undefined;
  column: number | undefined;
  offset: number | undefined;
}

export interface Location {
  path: PathElement[] | undefined;
  span: { start: AnalyzerPosition | undefined; end: AnalyzerPosition | undefined } | undefined;
}

export interface ValidatePolicyFinding {
  findingDetails: string | undefined;
  findingType: ValidatePolicyFindingType | undefined;
  issueCode: string | undefined;
  learnMoreLink: string | undefined;
  locations: Location[] | undefined;
}

export interface ValidatePolicyCommandOutput extends MetadataBearer {
  findings: ValidatePolicyFinding[] | undefined;
  nextToken?: string | undefined;
}

export declare class ValidatePolicyCommand {
  readonly input: ValidatePolicyCommandInput;
  constructor(input: ValidatePolicyCommandInput);
}

/** The client of `@aws-sdk/client-accessanalyzer`; its configuration is taken and not needed. */
export declare class AccessAnalyzerClient {
  readonly config: Record<string, unknown>;
  constructor(config?: Record<string, unknown>);
  send(command: ValidatePolicyCommand, options?: object): Promise<ValidatePolicyCommandOutput>;
  destroy(): void;
}

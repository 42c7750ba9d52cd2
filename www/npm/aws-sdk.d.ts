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

/** What is taken beside a command. */
export interface HttpHandlerOptions {
  abortSignal?: { readonly aborted: boolean; readonly reason?: any } | undefined;
  requestTimeout?: number | undefined;
}

export type Middleware = (next: (given: any) => any, context: any) => (given: any) => any;

/** What is added is kept and never run: no request is made that it could change. */
export interface MiddlewareStack {
  add(middleware: Middleware, options?: object): void;
  addRelativeTo(middleware: Middleware, options: object): void;
  use(plugin: { applyToStack: (stack: any) => void }): void;
  applyToStack(stack: any): void;
  clone(): MiddlewareStack;
  concat(from: MiddlewareStack): MiddlewareStack;
  /** By its function or its name. */
  remove(toRemove: Middleware | string): boolean;
  removeByTag(toRemove: string): boolean;
  identify(): string[];
  identifyOnResolve(toggle?: boolean): boolean;
  resolve(handler: any, context?: any): any;
}

export type Paginator<T> = AsyncGenerator<T, undefined, unknown>;

/** How a page comes after the other. */
export interface PaginationConfiguration {
  pageSize?: number;
  startingToken?: any;
  /** Ends where the token for the next page is the one of this page. */
  stopOnSameToken?: boolean;
}

/** The configuration of a client is taken and not needed. */
export interface ClientConfig {
  region?: string | (() => Promise<string>) | undefined;
  [option: string]: unknown;
}

export interface ResolvedConfig {
  region: () => Promise<string>;
  [option: string]: any;
}

type Callback<Output> = (error: any, output?: Output) => void;

declare class Client<Input, Output> {
  readonly config: ResolvedConfig;
  middlewareStack: MiddlewareStack;
  constructor(config?: ClientConfig);
  send(command: Command<Input, Output>, options?: HttpHandlerOptions): Promise<Output>;
  send(command: Command<Input, Output>, callback: Callback<Output>): void;
  send(command: Command<Input, Output>, options: HttpHandlerOptions, callback: Callback<Output>): void;
  destroy(): void;
}

declare class Command<Input, Output> {
  readonly input: Input;
  readonly middlewareStack: MiddlewareStack;
  constructor(input: Input);
  /** Only for the types: what the answer is. */
  protected readonly output?: Output;
}

interface ExceptionOptions extends MetadataBearer {
  message?: string;
}

declare class ServiceException extends Error implements MetadataBearer {
  readonly $fault: "client" | "server";
  $metadata: ResponseMetadata;
  $response?: any;
  $retryable?: { readonly throttling?: boolean };
  constructor(options: ExceptionOptions & { name: string; $fault: "client" | "server" });
}

// ---------------------------------------------------------------------------------------------------------------------
// @aws-sdk/client-iam
// ---------------------------------------------------------------------------------------------------------------------

export declare class IAMServiceException extends ServiceException {}

export declare class InvalidInputException extends IAMServiceException {
  readonly name: "InvalidInputException";
  readonly $fault: "client";
  constructor(options: ExceptionOptions);
}

/** Never thrown here: what cannot be evaluated of a policy is part of the answer. */
export declare class PolicyEvaluationException extends IAMServiceException {
  readonly name: "PolicyEvaluationException";
  readonly $fault: "server";
  constructor(options: ExceptionOptions);
}

export declare const ContextKeyTypeEnum: {
  readonly BINARY: "binary";
  readonly BINARY_LIST: "binaryList";
  readonly BOOLEAN: "boolean";
  readonly BOOLEAN_LIST: "booleanList";
  readonly DATE: "date";
  readonly DATE_LIST: "dateList";
  readonly IP: "ip";
  readonly IP_LIST: "ipList";
  readonly NUMERIC: "numeric";
  readonly NUMERIC_LIST: "numericList";
  readonly STRING: "string";
  readonly STRING_LIST: "stringList";
};
export type ContextKeyTypeEnum = (typeof ContextKeyTypeEnum)[keyof typeof ContextKeyTypeEnum];

export declare const PolicyEvaluationDecisionType: {
  readonly ALLOWED: "allowed";
  readonly EXPLICIT_DENY: "explicitDeny";
  readonly IMPLICIT_DENY: "implicitDeny";
};
export type PolicyEvaluationDecisionType = (typeof PolicyEvaluationDecisionType)[keyof typeof PolicyEvaluationDecisionType];

export declare const PolicySourceType: {
  readonly AWS_MANAGED: "aws-managed";
  readonly GROUP: "group";
  readonly NONE: "none";
  readonly RESOURCE: "resource";
  readonly ROLE: "role";
  readonly USER: "user";
  readonly USER_MANAGED: "user-managed";
};
/** The last three are what the service answers for policies given as input, and here too; the SDK's enumeration lacks them. */
export type PolicySourceType =
  | (typeof PolicySourceType)[keyof typeof PolicySourceType]
  | "IAM Policy"
  | "Resource Policy"
  | "Permissions Boundary Policy";

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

export interface SimulateCustomPolicyRequest {
  PolicyInputList: string[] | undefined;
  PermissionsBoundaryPolicyInputList?: string[] | undefined;
  OrderedOrganizationPolicyInputList?: OrderedOrganizationPolicyType[] | undefined;
  ActionNames: string[] | undefined;
  ResourceArns?: string[] | undefined;
  /** For `sts:AssumeRole*` this is the role's trust policy, and it is evaluated. */
  ResourcePolicy?: string | undefined;
  /** The account of resources whose ARN names none, as `arn:aws:iam::111122223333:root`. */
  ResourceOwner?: string | undefined;
  /** Required with a `ResourcePolicy`. Other than AWS's simulator takes, it can be the ARN of an assumed role or a federated user. */
  CallerArn?: string | undefined;
  ContextEntries?: ContextEntry[] | undefined;
  ResourceHandlingOption?: string | undefined;
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

/**
 * The two packages of the SDK have one name for two types. `Line` and `Column`, from 1, are those of simulations; `line`,
 * from 1, `column` and `offset`, from 0, those of findings.
 */
export interface Position {
  Line?: number | undefined;
  Column?: number | undefined;
  line?: number | undefined;
  column?: number | undefined;
  offset?: number | undefined;
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
  /** As in {@link EvaluationResult}. */
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
  /** Only across accounts: what `IAM Policy`, `Resource Policy` and `Permissions Boundary Policy` say. */
  EvalDecisionDetails?: Record<string, PolicyEvaluationDecisionType> | undefined;
  ResourceSpecificResults?: ResourceSpecificResult[] | undefined;
}

export interface SimulatePolicyResponse {
  EvaluationResults?: EvaluationResult[] | undefined;
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}

export interface SimulateCustomPolicyCommandInput extends SimulateCustomPolicyRequest {}
export interface SimulateCustomPolicyCommandOutput extends SimulatePolicyResponse, MetadataBearer {}

export declare class SimulateCustomPolicyCommand extends Command<SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput> {}

export interface IAMClientConfig extends ClientConfig {}

export declare class IAMClient extends Client<SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput> {}

export declare class IAM extends IAMClient {
  simulateCustomPolicy(input: SimulateCustomPolicyCommandInput, options?: HttpHandlerOptions): Promise<SimulateCustomPolicyCommandOutput>;
  simulateCustomPolicy(input: SimulateCustomPolicyCommandInput, callback: Callback<SimulateCustomPolicyCommandOutput>): void;
  simulateCustomPolicy(input: SimulateCustomPolicyCommandInput, options: HttpHandlerOptions, callback: Callback<SimulateCustomPolicyCommandOutput>): void;
  paginateSimulateCustomPolicy(input: SimulateCustomPolicyCommandInput, config?: PaginationConfiguration): Paginator<SimulateCustomPolicyCommandOutput>;
}

export interface IAMPaginationConfiguration extends PaginationConfiguration {
  client: IAMClient;
}

export declare const paginateSimulateCustomPolicy: (
  config: IAMPaginationConfiguration,
  input: SimulateCustomPolicyCommandInput,
  options?: HttpHandlerOptions,
) => Paginator<SimulateCustomPolicyCommandOutput>;

// ---------------------------------------------------------------------------------------------------------------------
// @aws-sdk/client-accessanalyzer
// ---------------------------------------------------------------------------------------------------------------------

export declare class AccessAnalyzerServiceException extends ServiceException {}

export type ValidationExceptionReason = "cannotParse" | "fieldValidationFailed" | "notSupported" | "other" | "unknownOperation";

export interface ValidationExceptionField {
  name: string | undefined;
  message: string | undefined;
}

export declare class ValidationException extends AccessAnalyzerServiceException {
  readonly name: "ValidationException";
  readonly $fault: "client";
  reason: ValidationExceptionReason | undefined;
  fieldList?: ValidationExceptionField[] | undefined;
  constructor(options: ExceptionOptions & { reason: ValidationExceptionReason | undefined; fieldList?: ValidationExceptionField[] | undefined });
}

export declare const Locale: {
  readonly DE: "DE";
  readonly EN: "EN";
  readonly ES: "ES";
  readonly FR: "FR";
  readonly IT: "IT";
  readonly JA: "JA";
  readonly KO: "KO";
  readonly PT_BR: "PT_BR";
  readonly ZH_CN: "ZH_CN";
  readonly ZH_TW: "ZH_TW";
};
export type Locale = (typeof Locale)[keyof typeof Locale];

export declare const PolicyType: {
  readonly IDENTITY_POLICY: "IDENTITY_POLICY";
  readonly RESOURCE_CONTROL_POLICY: "RESOURCE_CONTROL_POLICY";
  readonly RESOURCE_POLICY: "RESOURCE_POLICY";
  readonly SERVICE_CONTROL_POLICY: "SERVICE_CONTROL_POLICY";
};
export type PolicyType = (typeof PolicyType)[keyof typeof PolicyType];

export declare const ValidatePolicyFindingType: {
  readonly ERROR: "ERROR";
  readonly SECURITY_WARNING: "SECURITY_WARNING";
  readonly SUGGESTION: "SUGGESTION";
  readonly WARNING: "WARNING";
};
export type ValidatePolicyFindingType = (typeof ValidatePolicyFindingType)[keyof typeof ValidatePolicyFindingType];

export declare const ValidatePolicyResourceType: {
  readonly DYNAMODB_TABLE: "AWS::DynamoDB::Table";
  readonly ROLE_TRUST: "AWS::IAM::AssumeRolePolicyDocument";
  readonly S3_ACCESS_POINT: "AWS::S3::AccessPoint";
  readonly S3_BUCKET: "AWS::S3::Bucket";
  readonly S3_MULTI_REGION_ACCESS_POINT: "AWS::S3::MultiRegionAccessPoint";
  readonly S3_OBJECT_LAMBDA_ACCESS_POINT: "AWS::S3ObjectLambda::AccessPoint";
};
export type ValidatePolicyResourceType = (typeof ValidatePolicyResourceType)[keyof typeof ValidatePolicyResourceType];

export interface ValidatePolicyRequest {
  /** Findings are in English in every locale. */
  locale?: Locale | undefined;
  maxResults?: number | undefined;
  nextToken?: string | undefined;
  policyDocument: string | undefined;
  policyType: PolicyType | undefined;
  /** Only with `RESOURCE_POLICY`. Without it a policy that speaks of `sts:AssumeRole` and of no resource is a role's trust policy. */
  validatePolicyResourceType?: ValidatePolicyResourceType | undefined;
}

export interface Substring {
  start: number | undefined;
  length: number | undefined;
}

/** A step of the way to a place: what a name holds (`value`), a place in a list, or at the end the name itself (`key`). */
export type PathElement =
  | PathElement.IndexMember
  | PathElement.KeyMember
  | PathElement.SubstringMember
  | PathElement.ValueMember
  | PathElement.$UnknownMember;

export declare namespace PathElement {
  interface IndexMember {
    index: number;
    key?: never;
    substring?: never;
    value?: never;
    $unknown?: never;
  }
  interface KeyMember {
    index?: never;
    key: string;
    substring?: never;
    value?: never;
    $unknown?: never;
  }
  interface SubstringMember {
    index?: never;
    key?: never;
    substring: Substring;
    value?: never;
    $unknown?: never;
  }
  interface ValueMember {
    index?: never;
    key?: never;
    substring?: never;
    value: string;
    $unknown?: never;
  }
  interface $UnknownMember {
    index?: never;
    key?: never;
    substring?: never;
    value?: never;
    $unknown: [string, any];
  }
}

export interface Span {
  start: Position | undefined;
  end: Position | undefined;
}

export interface Location {
  path: PathElement[] | undefined;
  span: Span | undefined;
}

export interface ValidatePolicyFinding {
  findingDetails: string | undefined;
  findingType: ValidatePolicyFindingType | undefined;
  issueCode: string | undefined;
  learnMoreLink: string | undefined;
  locations: Location[] | undefined;
}

export interface ValidatePolicyResponse {
  findings: ValidatePolicyFinding[] | undefined;
  nextToken?: string | undefined;
}

export interface ValidatePolicyCommandInput extends ValidatePolicyRequest {}
export interface ValidatePolicyCommandOutput extends ValidatePolicyResponse, MetadataBearer {}

export declare class ValidatePolicyCommand extends Command<ValidatePolicyCommandInput, ValidatePolicyCommandOutput> {}

export interface AccessAnalyzerClientConfig extends ClientConfig {}

export declare class AccessAnalyzerClient extends Client<ValidatePolicyCommandInput, ValidatePolicyCommandOutput> {}

export declare class AccessAnalyzer extends AccessAnalyzerClient {
  validatePolicy(input: ValidatePolicyCommandInput, options?: HttpHandlerOptions): Promise<ValidatePolicyCommandOutput>;
  validatePolicy(input: ValidatePolicyCommandInput, callback: Callback<ValidatePolicyCommandOutput>): void;
  validatePolicy(input: ValidatePolicyCommandInput, options: HttpHandlerOptions, callback: Callback<ValidatePolicyCommandOutput>): void;
  paginateValidatePolicy(input: ValidatePolicyCommandInput, config?: PaginationConfiguration): Paginator<ValidatePolicyCommandOutput>;
}

export interface AccessAnalyzerPaginationConfiguration extends PaginationConfiguration {
  client: AccessAnalyzerClient;
}

export declare const paginateValidatePolicy: (
  config: AccessAnalyzerPaginationConfiguration,
  input: ValidatePolicyCommandInput,
  options?: HttpHandlerOptions,
) => Paginator<ValidatePolicyCommandOutput>;

// What is not exported above stays inside.
export {};

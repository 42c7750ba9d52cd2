/**
 * AWS IAM policies, STS sessions and requests, evaluated in the process, without a network, a clock or state.
 *
 * Everything about policies and sessions comes back as data. What throws is misuse: an {@link InputError} for input that
 * is not of the documented shape, an `Error` for a call before {@link init}.
 *
 * @packageDocumentation
 */

/**
 * Gets the package ready. Call it once and await it in browsers, before anything else; more calls do no harm. In Node
 * the package is ready on import, and this does nothing.
 *
 * @param wasm In browsers: where `engine.wasm` is, or its content, for bundlers that do not follow
 *   `new URL("./engine.wasm", import.meta.url)`. By default it is fetched from beside this module.
 * @param more The same for `engine-more.wasm`, which is everything but `authorize`, `totp`, `rules` and
 *   `SimulateCustomPolicyCommand`. By default it is fetched from beside `engine.wasm`, or left out where `wasm` is content.
 *   `false` leaves it out: a page that only asks `authorize` loads less than half. A later `init()` still loads it.
 */
export function init(wasm?: WasmSource, more?: WasmSource | false): Promise<void>;

/** A WebAssembly module, or where it is. */
export type WasmSource = string | ArrayBuffer | ArrayBufferView | Global<"URL"> | Global<"Response"> | WasmModule;

/** A type of the platform, where its declarations are there. */
type Global<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Type }> ? Type : never;
type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Type } } } ? Type : never;

/** The version of this package. */
export const version: string;

/** Rule number → what the rule says, and the AWS page it rests on. `TraceNode.rule` and `Finding.rule` are keys of it. Frozen; in browsers empty before {@link init}. */
export const rules: Readonly<Record<string, Readonly<{ title: string; doc: string }>>>;

/**
 * Thrown when the input of a call is not of the documented shape: an unknown or missing field, a wrong type, a cycle, a
 * BigInt, a number that is not finite, nesting beyond 512, or more than 16 MiB as JSON.
 */
export class InputError extends Error {
  constructor(path: string, message: string, options?: { cause?: unknown });
  name: "InputError";
  /** JSON pointer to the place in the first argument; in a second argument it begins with `/options`, `/question` or `/steps`. */
  path: string;
}

/**
 * One request with its policies given directly.
 *
 * @throws {InputError} when `input` is not of the documented shape
 */
export function authorize(input: AuthorizeInput & { detail: "decision" }): EvaluationDecision;
export function authorize(input: AuthorizeInput & { detail?: "full" }): Evaluation;
export function authorize(input: AuthorizeInput): Evaluation | EvaluationDecision;

/**
 * Runs a scenario's script from its first step to its last, on its own clock.
 *
 * @throws {InputError} when `scenario` or `options` is not of the documented shape
 */
export function runScenario(scenario: Scenario, options: { detail: "decision" }): ScenarioReport<EvaluationDecision>;
export function runScenario(scenario: Scenario, options?: { detail?: "full" }): ScenarioReport;
export function runScenario(scenario: Scenario, options?: { detail?: Detail }): ScenarioReport<Evaluation | EvaluationDecision>;

/**
 * The scenario with what its steps come to now as what they `expect`: its own tests from now on. Expectations that are
 * met stay as they are.
 *
 * @param steps ids of steps or their places in the script, from 0; default: every step that has an outcome
 * @throws {InputError} when `scenario` or `steps` is not of the documented shape
 */
export function withExpectations(scenario: Scenario, steps?: (string | number)[]): Scenario;

/**
 * Everything there is to say about one policy. It is valid when no finding is an `ERROR`.
 *
 * `inlineOf` says whose inline policy an identity policy is: a user's may be the shortest.
 *
 * @throws {InputError} when `options` is not of the documented shape; never because of what is in the policy's text
 */
export function checkPolicy(document: PolicyDocument, options: { type: PolicyType; inlineOf?: "user" | "group" | "role" }): { findings: Finding[] };

/**
 * Everything there is to say about a scenario: about each of its policies, and about what only the whole shows, such as
 * an MFA condition that no session of its world can meet. `documents: false` leaves out what {@link checkPolicy} says.
 *
 * @throws {InputError} when `scenario` or `options` is not of the documented shape
 */
export function checkScenario(scenario: Scenario, options?: { documents?: boolean }): { findings: ScenarioFinding[] };

/**
 * Answers a question about a scenario, exactly: borders are read from the conditions, never interpolated.
 *
 * @throws {InputError} when `scenario` or `question` is not of the documented shape
 */
export function whatIf<Q extends Question>(scenario: Scenario, question: Q): Extract<Answer, { ask: Q["ask"] }>;

/**
 * The code that an MFA device shows.
 *
 * @param input `secret` is base32; `at` is Unix seconds, of which fractions are left out, or RFC 3339
 * @throws {InputError} when `input` is not of the documented shape
 */
export function totp(input: { secret: string; at: number | string }): {
  /** Six digits. */
  code: string;
  /** Seconds until the device shows the next one. */
  validForSeconds: number;
};

// ---------------------------------------------------------------------------------------------------------------------
// Scenarios: a world, and a script of what is done in it
// ---------------------------------------------------------------------------------------------------------------------

/** A policy as JSON data, or as text, which is kept byte for byte even when it is broken. */
export type PolicyDocument = object | string;

/** Inline policies by name. */
export type Policies = Record<string, PolicyDocument>;

/** A string starting `arn:`. Where a policy is expected, such a string refers to a managed policy. */
export type Arn = string;

/** One value or several values of a context key. */
export type ContextValue = string | number | boolean | string[];

/** How much of the explanation to give; `decision` leaves the traces out and is faster. */
export type Detail = "full" | "decision";

/**
 * How something ended. `issued`: an STS call or a sign-in gave credentials. `refused`: the call failed before or beside
 * the policies, see `error`. `implicitDeny`: nothing allowed it. `explicitDeny`: a statement forbids it.
 */
export type Outcome = "allowed" | "explicitDeny" | "implicitDeny" | "refused" | "issued";

/** The save file of the playground. The order of keys is kept. */
export interface Scenario {
  format: "iam-playground/1";
  title: string;
  /** A subset of Markdown. */
  summary?: string;
  /** When the script starts: RFC 3339, UTC. */
  clock: string;
  settings?: Settings;
  /** By account id, twelve digits. */
  accounts: Record<string, Account>;
  organization?: Organization;
  script: Step[];
  /** What the page shows first; without meaning for results. */
  view?: { tab?: string; step?: string | number; user?: string; role?: string; mfaAge?: number; compare?: object };
}

/** Readings that AWS's documentation leaves open. The first value of each is the default. */
export interface Settings {
  /** Whether the session of a role carries the MFA keys. */
  roleSessionMfa?: "documented" | "absent" | "propagated";
  /** Whether a caller with credentials of `GetSessionToken` chains roles, so that the new session lasts an hour at most. */
  sessionTokenChains?: true | false;
  /** What `ForAnyValue:…IfExists` says about a key that the request does not have. */
  forAnyValueIfExistsMissing?: false | true;
  /** Whether set operators read an empty string as no value. */
  emptyStringIsNull?: true | false;
  /** Time steps of 30 seconds by which an MFA code may be early or late. Default 1. */
  totpStepsTolerated?: number;
  /** What the language of service control policies may say. */
  scpLanguage?: "2025" | "2023";
}

export interface Account {
  alias?: string;
  managedPolicies?: Record<string, { path?: string; document: PolicyDocument }>;
  users?: Record<string, User>;
  groups?: Record<string, Group>;
  roles?: Record<string, Role>;
  /** ARNs or hosts of SAML and OIDC providers. */
  identityProviders?: string[];
  /** By ARN. */
  resources?: Record<Arn, { policy?: PolicyDocument; tags?: Record<string, string> }>;
}

export interface User {
  path?: string;
  /** Default: `AIDA…`, derived from the ARN. */
  id?: string;
  groups?: string[];
  policies?: Policies;
  /** ARNs of managed policies. */
  attached?: Arn[];
  boundary?: PolicyDocument | Arn;
  tags?: Record<string, string>;
  mfa?: MfaDevice[];
}

export interface Group {
  policies?: Policies;
  attached?: Arn[];
}

export interface Role {
  path?: string;
  /** Default: `AROA…`, derived from the ARN. */
  id?: string;
  trust: PolicyDocument;
  policies?: Policies;
  attached?: Arn[];
  boundary?: PolicyDocument | Arn;
  /** Seconds. Default 3600. */
  maxSessionDuration?: number;
  tags?: Record<string, string>;
}

export interface MfaDevice {
  /** The ARN of a virtual device, or a hardware serial number. */
  serial: string;
  /** Base32. */
  secret: string;
}

export interface Organization {
  id?: string;
  managementAccount?: string;
  /** The members. Default: every account of the scenario. */
  accounts?: string[];
  /** From the root down. */
  serviceControlPolicies?: OrganizationPolicies[];
  /** From the root down. */
  resourceControlPolicies?: OrganizationPolicies[];
}

export interface OrganizationPolicies {
  /** The root, an organizational unit, or an account. */
  level: string;
  /** The accounts below it. Default: every member. */
  accounts?: string[];
  policies: Policies;
}

/** What is done, in order. */
export type Step = StepCommon &
  (
    | {
        do: "signIn";
        /** ARN of a user or of an account's root. */
        principal: Arn;
        /** A console session. Without it: a long-term access key. */
        console?: { mfa: boolean };
      }
    | {
        do: "sts";
        /** The step whose credentials make the call. Without it the call is unsigned. */
        as?: string;
        operation: StsOperation;
        /** As AWS names them. `TokenCode: "$current"` is what the device shows at that moment. */
        parameters: Record<string, unknown>;
        federation?: Federation;
      }
    | {
        do: "wait";
        /** By how much the clock moves on. */
        seconds: number;
      }
    | {
        do: "request";
        /** The step whose credentials make the request. Without it the request is anonymous. */
        as?: string;
        action: string;
        resource: string;
        /** Overrides what the request would carry; `null` removes a key. */
        context?: Record<string, ContextValue | null>;
        /** Service principals that act for the caller, the caller's first. */
        via?: string | string[];
      }
  );

export interface StepCommon {
  /** Names the credentials or the request that this step makes. */
  id?: string;
  /** Moves the clock first: RFC 3339, UTC, never backwards. */
  at?: string;
  /** For the reader: a subset of Markdown. */
  note?: string;
  /** What should come out. Not for `wait`. */
  expect?: Expectation;
}

export type Expectation = Outcome | { error: string };

export type StsOperation =
  | "GetSessionToken"
  | "AssumeRole"
  | "AssumeRoleWithSAML"
  | "AssumeRoleWithWebIdentity"
  | "GetFederationToken"
  | "GetCallerIdentity";

/** What the identity provider asserts. */
export interface Federation {
  provider: string;
  subject: string;
  audience?: string;
  claims?: Record<string, ContextValue>;
  sessionName?: string;
  tags?: Record<string, string>;
  transitiveTagKeys?: string[];
  sourceIdentity?: string;
  /** RFC 3339, UTC. */
  notOnOrAfter?: string;
}

// ---------------------------------------------------------------------------------------------------------------------
// What a script's run answers
// ---------------------------------------------------------------------------------------------------------------------

/** With `detail: "decision"` of `EvaluationDecision`s. */
export interface ScenarioReport<E = Evaluation> {
  format: "iam-playground/report-1";
  steps: StepReport<E>[];
  /** How many expectations were not met. */
  unmet: number;
}

export interface StepReport<E = Evaluation> {
  /** Place in the script, from 0. */
  index: number;
  id?: string;
  do: string;
  /** `YYYY-MM-DDTHH:MM:SSZ` */
  at: string;
  /** Not for `wait`. */
  outcome?: Outcome;
  /** As AWS words it. `status` is the HTTP status. */
  error?: { code: string; message: string; status: number };
  /** What `GetCallerIdentity` answered. */
  identity?: { Account: string; Arn: string; UserId: string };
  credentials?: Credentials;
  context?: ContextEntry[];
  /** One for a request; an `AssumeRole` may have more, for `sts:TagSession` and `sts:SetSourceIdentity`. */
  evaluations?: E[];
  /** Authentication, context, evaluations; empty with `detail: "decision"`. */
  trace: TraceNode[];
  expected?: Expectation;
  met?: boolean;
  /** Where it was not met: what was expected, what came, and why. */
  unmetReason?: string;
}

export interface Credentials {
  /** `AKIA` for long-term credentials, `ASIA` for temporary ones. */
  accessKeyPrefix: "AKIA" | "ASIA";
  principalArn: Arn;
  userId: string;
  issuedAt: string;
  expiresAt?: string;
  /** The keys that a request made now would carry because of these credentials. */
  context: Record<string, string | string[]>;
}

export interface ContextEntry {
  key: string;
  values: string[];
  /** Where the values came from. */
  origin: "credentials" | "call" | "request" | "resource" | "clock" | "simulator" | "scenario";
}

// ---------------------------------------------------------------------------------------------------------------------
// One request
// ---------------------------------------------------------------------------------------------------------------------

export interface AuthorizeInput {
  principal: Principal;
  /** Such as `ec2:StopInstances`. */
  action: string;
  /** An ARN or `*`. */
  resource: string;
  /** Default: the account in the resource's ARN, else the principal's. */
  resourceAccount?: string;
  /** Exactly these keys; none is added. */
  context?: Record<string, ContextValue>;
  policies: AuthorizePolicies;
  settings?: Settings;
  /** Default `full`; `decision` answers `decision` and the first `decidedBy` only. */
  detail?: Detail;
}

export type Principal =
  | { type: "user"; arn: Arn; id?: string }
  | { type: "root"; account: string }
  | { type: "role-session"; arn: Arn; roleArn: Arn; id?: string }
  | { type: "federated-user"; arn: Arn; userArn: Arn }
  | { type: "federated"; provider: string }
  | { type: "service"; service: string }
  | { type: "anonymous" };

/** An absent member is not attached. An empty list for `identity` or `session` is attached and allows nothing. */
export interface AuthorizePolicies {
  identity?: PolicySource[];
  boundary?: PolicySource;
  session?: PolicySource[];
  /** For `sts:AssumeRole…` this is the role's trust policy. */
  resource?: PolicySource;
  /** One list for each level, from the root down; an empty level allows nothing. */
  serviceControl?: PolicySource[][];
  resourceControl?: PolicySource[][];
  /** The principal is of the management account, which service control policies do not reach. */
  serviceControlExempt?: boolean;
}

/** A policy, or a policy with a name. */
export type PolicySource = PolicyDocument | { name: string; document: PolicyDocument };

export interface Evaluation {
  decision: "allowed" | "explicitDeny" | "implicitDeny";
  /** One sentence, in the words of AWS's access-denied messages. */
  reason: string;
  /** Every deciding statement; on an implicit deny the first layer that failed, without statement. */
  decidedBy: DecidedBy[];
  /** Some policy or statement could not be read. */
  incomplete?: true;
  /** In the order of AWS's policy evaluation logic. */
  trace: TraceNode[];
  /** Keys that statements read and the request does not have, in the policy's spelling. */
  missingContext: string[];
}

/** What `detail: "decision"` leaves of an evaluation. */
export interface EvaluationDecision {
  decision: Evaluation["decision"];
  /** The first deciding statement; on an implicit deny the first layer that failed, without statement. */
  decidedBy: DecidedBy[];
  /** Some policy or statement could not be read. */
  incomplete?: true;
  /** Said by `runScenario`, not by `authorize`. */
  reason?: string;
  trace?: never;
  missingContext?: never;
}

export interface DecidedBy {
  layer: Layer;
  /** JSON pointer to the document in the input. */
  policy?: string;
  policyName?: string;
  /** Place among the policy's statements, from 0. */
  statement?: number;
  sid?: string;
  source?: Span;
}

/** Which kind of policy; `principal` is root's own right, or what a kind of credentials may not do. */
export type Layer = "identity" | "boundary" | "session" | "resource" | "serviceControl" | "resourceControl" | "principal";

/** One step of the evaluation, down to each value of a condition. */
export interface TraceNode {
  id: string;
  kind:
    | "authentication"
    | "context"
    | "layer"
    | "level"
    | "policy"
    | "statement"
    | "effect"
    | "principal"
    | "action"
    | "resource"
    | "condition"
    | "operator"
    | "key"
    | "value"
    | "decision";
  title: string;
  detail?: string;
  result: "matched" | "notMatched" | "allow" | "deny" | "noOpinion" | "skipped" | "info";
  role: "deciding" | "contributing" | "overridden" | "irrelevant";
  /** Where in the policy's text. */
  source?: Span;
  /** Operator, key, policy values, request values, and so on. */
  facts?: Record<string, unknown>;
  /** A key of {@link rules}. */
  rule?: string;
  children?: TraceNode[];
}

/** A place in a policy's text. The text of a policy given as an object is `JSON.stringify(document, null, 2)`. */
export interface Span {
  /** JSON pointer to the document in the input. */
  policy: string;
  /** Offset in UTF-16 units. */
  start: number;
  /** Offset in UTF-16 units, exclusive. */
  end: number;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
}

// ---------------------------------------------------------------------------------------------------------------------
// Findings about a policy
// ---------------------------------------------------------------------------------------------------------------------

export type PolicyType =
  | "identity"
  | "managed"
  | "boundary"
  | "session"
  | "resource"
  | "trust"
  | "serviceControl"
  | "resourceControl";

export interface Finding {
  findingType: "ERROR" | "SECURITY_WARNING" | "WARNING" | "SUGGESTION";
  /** IAM Access Analyzer's code where it has one. */
  issueCode: string;
  findingDetails: string;
  learnMoreLink?: string;
  /** A key of {@link rules}. */
  rule?: string;
  /** For findings about MFA: the sessions whose answer is not what it looks like. `root` and `federatedUser` stand for all that carry neither MFA key. */
  credentials?: SessionKind[];
  /** `path` is a JSON pointer into the document. */
  locations: { path: string; span: Span }[];
  fixes?: Fix[];
}

export interface ScenarioFinding extends Finding {
  /**
   * JSON pointer into the scenario: to the policy document that it is about, as `span.policy` of its locations has it; or
   * to something else, such as a serial number in the script, and then there are no locations.
   */
  pointer: string;
}

export interface Fix {
  title: string;
  /** Offsets in UTF-16 units of the text as it was. */
  edits: { start: number; end: number; text: string }[];
}

// ---------------------------------------------------------------------------------------------------------------------
// What-if
// ---------------------------------------------------------------------------------------------------------------------

/** `step` is the id of a step or its place in the script, from 0. */
export type Question =
  | { ask: "mfaAge"; step: string | number }
  | { ask: "time"; step: string | number; /** RFC 3339 */ from: string; /** RFC 3339 */ to: string }
  | {
      ask: "sessions";
      user: Arn;
      role?: Arn;
      /** Default: the distinct requests of the script. */
      requests?: (string | number)[];
      /** Seconds. */
      mfaAge?: number;
      /** The columns, in this order. Default: all that the user and the role can have. */
      kinds?: SessionKind[];
    }
  | {
      ask: "compare";
      /** By JSON pointer into the scenario. */
      policies: Record<string, PolicyDocument>;
      /** Default: the first user of the scenario. */
      user?: Arn;
      /** Default: the first role of the scenario. */
      role?: Arn;
      /** Default: the distinct requests of the script. */
      requests?: (string | number)[];
      /** Default: all that the user and the role can have. */
      kinds?: SessionKind[];
    }
  | { ask: "flip"; step: string | number; to: Outcome }
  | {
      ask: "sweep";
      step: string | number;
      /** One key or two, in all combinations of their values; the last varies fastest. */
      over: SweepOver[];
      /** Where this part begins: `done` of the part before. */
      offset?: number;
      /** How many this part looks at; 1,000,000 at most, which is the default. */
      limit?: number;
    }
  | {
      ask: "sweep";
      step: string | number;
      /**
       * Random requests by the credentials of the step: actions, resources and context values on both sides of every
       * condition of the policies that bear on it. The same seed draws the same requests.
       */
      random: { /** A whole number. */ seed: number; count: number };
      /** Draws values for these keys only, and leaves action and resource as they are. */
      over?: SweepOver[];
      offset?: number;
      limit?: number;
    };

export interface SweepOver {
  /** A context key. */
  key: string;
  values: ContextValue[] | { from: number; count: number; step?: number };
}

export type Answer =
  | { ask: "mfaAge"; intervals: Interval[] }
  | { ask: "time"; intervals: Interval[] }
  | { ask: "sessions"; kinds: SessionKind[]; rows: SessionsRow[] }
  | { ask: "compare"; changes: Change[]; unchanged: Unchanged[] }
  | { ask: "flip"; changes: Flip[]; impossible?: string }
  | {
      ask: "sweep";
      total: number;
      /** How many are behind us, those before `offset` included. */
      done: number;
      /** In this part. */
      counts: Partial<Record<Outcome, number>>;
      /** The first of each outcome in this part. */
      examples: SweepExample[];
    };

export interface SessionsRow {
  /** Place in the script. */
  request: number;
  /** One for each kind: the request's, or that of the STS call that failed to make the credentials. */
  cells: StepReport[];
  /** Cells whose outcome depends on `settings.roleSessionMfa`, with all three. */
  readings?: ({ kind: SessionKind } & Record<"documented" | "absent" | "propagated", Outcome>)[];
}

export interface SweepExample {
  outcome: Outcome;
  /** Of random requests. */
  action?: string;
  /** Of random requests. */
  resource?: string;
  /** What the swept keys were; `null`: not there. It can stand as the `context` of a request step. */
  context: Record<string, string | string[] | null>;
}

/** A longest stretch with one outcome. Whole seconds, inclusive: of age for `mfaAge`, Unix time for `time`. */
export interface Interval {
  from: number;
  /** `null`: without end. */
  to: number | null;
  outcome: Outcome;
  /** The conditions that make its borders. */
  borders: Span[];
}

/** An outcome of the matrix that differs between today's policies and the given ones. */
export interface Change {
  kind: SessionKind;
  /** Place in the script. */
  request: number;
  before: Outcome;
  after: Outcome;
  /** The MFA ages for which it differs, in seconds, inclusive. Absent where the age means nothing for these credentials. */
  from?: number;
  /** `null`: without end. */
  to?: number | null;
  /** At the first of these ages: AWS's words, and the deciding statements. */
  reason: { before: string; after: string };
  decidedBy: { before: DecidedBy[]; after: DecidedBy[] };
}

/** An outcome of the matrix, or some ages of it, that the given policies leave as it is. */
export interface Unchanged {
  kind: SessionKind;
  /** Place in the script. */
  request: number;
  outcome: Outcome;
  /** As in {@link Change}. */
  from?: number;
  to?: number | null;
}

/** A smallest change that reaches the outcome; `scenario` is the changed one. */
export interface Flip {
  family: "session" | "request" | "policy";
  /** What to do, for the reader. */
  sentence: string;
  /** The same for a machine, in order: `index` is a place in the script as it then is. */
  edits: FlipEdit[];
  /** The whole scenario with the change. */
  scenario: Scenario;
  /** Where the step that was asked about stands in the changed script. */
  step: number;
  /** What it came to when it was run. */
  outcome: Outcome;
}

export type FlipEdit =
  | { op: "insertStep"; index: number; step: Step }
  | { op: "replaceStep"; index: number; step: Step }
  | { op: "editPolicy"; /** JSON pointer to the document. */ policy: string; /** Offsets in UTF-16 units of the text as it then is. */ edits: { start: number; end: number; text: string }[] }
  | { op: "addPolicy"; /** JSON pointer to where it comes to stand; missing objects on the way are made. */ policy: string; document: object }
  | { op: "removePolicy"; /** JSON pointer to the policy. */ policy: string };

export type SessionKind =
  | "accessKey"
  | "sessionToken"
  | "sessionTokenMfa"
  | "assumeRole"
  | "assumeRoleMfa"
  | "sessionTokenMfaThenRole"
  | "console"
  | "consoleMfa"
  | "root"
  | "federatedUser";

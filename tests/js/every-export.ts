// Type-checked against the package's declarations; never run. It uses every export, and holds the answers to their types.

import {
  authorize,
  checkPolicy,
  checkScenario,
  init,
  InputError,
  rules,
  runScenario,
  totp,
  version,
  whatIf,
  withExpectations,
  type Account,
  type AuthorizeInput,
  type Evaluation,
  type EvaluationDecision,
  type Finding,
  type Outcome,
  type PolicyType,
  type Question,
  type Scenario,
  type ScenarioReport,
  type SessionKind,
  type Span,
  type Step,
  type TraceNode,
} from "iam-playground";

await init();
const text: string = version;
const title: string | undefined = rules["A1"]?.title;
// @ts-expect-error rules cannot be changed
rules["A1"] = { title: "", doc: "" };

const input: AuthorizeInput = {
  principal: { type: "role-session", arn: "arn:aws:sts::111122223333:assumed-role/Operator/sofia", roleArn: "arn:aws:iam::111122223333:role/Operator" },
  action: "s3:GetObject",
  resource: "*",
  context: { "aws:MultiFactorAuthPresent": true, "aws:TagKeys": ["a", "b"], "aws:MultiFactorAuthAge": 5 },
  policies: { identity: ["{}", { name: "Named", document: { Version: "2012-10-17" } }], serviceControl: [[], ["{}"]] },
  settings: { roleSessionMfa: "absent", totpStepsTolerated: 0 },
  detail: "decision",
};
const either: Evaluation | EvaluationDecision = authorize(input);
const decision: "allowed" | "explicitDeny" | "implicitDeny" = either.decision;
const span: Span | undefined = either.decidedBy[0]?.source;
const perhaps: TraceNode[] = either.trace ?? [];
const { principal, action, resource, policies } = input;
const evaluation: Evaluation = authorize({ principal, action, resource, policies });
const full: Evaluation = authorize({ principal, action, resource, policies, detail: "full" });
const nodes: TraceNode[] = evaluation.trace.flatMap((node) => node.children ?? []);
const short: EvaluationDecision = authorize({ principal, action, resource, policies, detail: "decision" });
// @ts-expect-error a decision comes without a trace
authorize({ principal, action, resource, policies, detail: "decision" }).trace.length;
// @ts-expect-error and without missing keys
const missing: string[] = short.missingContext;
// @ts-expect-error an unknown field
authorize({ ...input, acton: "x" } satisfies AuthorizeInput);
// @ts-expect-error an unknown kind of principal
authorize({ ...input, principal: { type: "robot" } });

const account: Account = {
  users: { Sofia: { policies: { Inline: {} }, mfa: [{ serial: "arn:aws:iam::111122223333:mfa/Sofia", secret: "GEZDGNBVGY3TQOJQ" }] } },
  roles: { Operator: { trust: "{}", maxSessionDuration: 3600 } },
};
const script: Step[] = [
  { do: "signIn", id: "keys", principal: "arn:aws:iam::111122223333:user/Sofia", expect: "issued" },
  { do: "wait", seconds: 60 },
  { do: "sts", id: "mfa", as: "keys", operation: "GetSessionToken", parameters: { TokenCode: "$current" }, expect: { error: "AccessDenied" } },
  { do: "request", as: "mfa", action: "s3:GetObject", resource: "*", context: { "aws:SourceIp": null }, via: ["athena.amazonaws.com"] },
];
const scenario: Scenario = { format: "iam-playground/1", title: "", clock: "2026-03-02T09:00:00Z", accounts: { "111122223333": account }, script };
const report: ScenarioReport = runScenario(scenario, { detail: "full" });
const decided: ScenarioReport<EvaluationDecision> = runScenario(scenario, { detail: "decision" });
const sentence: string | undefined = decided.steps[0]?.evaluations?.[0]?.reason;
const reason: string | undefined = runScenario(scenario).steps[0]?.evaluations?.[0]?.reason.trim();
// @ts-expect-error no trace
decided.steps[0]?.evaluations?.[0]?.trace.length;
const outcome: Outcome | undefined = report.steps[0]?.outcome;
const expiry: string | undefined = report.steps[0]?.credentials?.expiresAt;

const type: PolicyType = "trust";
const findings: Finding[] = checkPolicy("{", { type }).findings;
// @ts-expect-error the type of policy has to be said
checkPolicy("{");
const tested: Scenario = withExpectations(scenario, ["mfa", 0]);
const unmet: string | undefined = report.steps[0]?.unmetReason;
const about: string | undefined = checkScenario(scenario, { documents: false }).findings[0]?.pointer;
const concerned: SessionKind[] | undefined = findings[0]?.credentials;

const border: number | null | undefined = whatIf(scenario, { ask: "mfaAge", step: 3 }).intervals[0]?.to;
const kinds: SessionKind[] = whatIf(scenario, { ask: "sessions", user: "arn:aws:iam::111122223333:user/Sofia" }).kinds;
const question: Question = { ask: "flip", step: "mfa", to: "allowed" };
const answer = whatIf(scenario, question);
if (answer.ask === "flip") runScenario(answer.changes[0]?.scenario ?? scenario);

const { code, validForSeconds }: { code: string; validForSeconds: number } = totp({ secret: "GEZDGNBVGY3TQOJQ", at: "2026-03-02T09:00:00Z" });

try {
  totp({ secret: "", at: 0 });
} catch (error) {
  if (error instanceof InputError) {
    const path: string = error.path;
    const same: Error = error;
    void [path, same];
  }
}

void [perhaps, full, short, missing, sentence, reason, text, title, decision, span, nodes, outcome, expiry, findings, about, concerned, tested, unmet, border, kinds, code, validForSeconds];

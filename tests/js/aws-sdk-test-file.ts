// A test file as people write them for the AWS SDK for JavaScript v3: enumerations, exceptions, aggregated clients,
// paginators, callbacks, types. The test changes nothing but the two import lines.
import { ContextKeyTypeEnum, type ContextEntry, IAM, IAMClient, type IAMClientConfig, IAMServiceException, InvalidInputException, paginateSimulateCustomPolicy, PolicyEvaluationDecisionType, PolicyEvaluationException, PolicySourceType, type Position, SimulateCustomPolicyCommand, type SimulateCustomPolicyRequest, type SimulatePolicyResponse, type Statement } from "@aws-sdk/client-iam";
import { AccessAnalyzer, AccessAnalyzerClient, type AccessAnalyzerClientConfig, AccessAnalyzerServiceException, Locale, paginateValidatePolicy, type PathElement, PolicyType, type Position as Place, type Span, type Substring, ValidatePolicyCommand, ValidatePolicyFindingType, type ValidatePolicyRequest, ValidatePolicyResourceType, type ValidatePolicyResponse, ValidationException } from "@aws-sdk/client-accessanalyzer";

const config: IAMClientConfig = { region: "eu-central-1", maxAttempts: 2, credentials: { accessKeyId: "AKIA", secretAccessKey: "x" } };
const analyzerConfig: AccessAnalyzerClientConfig = { region: async () => "eu-west-1" };
const policy = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } });
const mfa: ContextEntry = { ContextKeyName: "aws:MultiFactorAuthPresent", ContextKeyType: ContextKeyTypeEnum.BOOLEAN, ContextKeyValues: ["true"] };
const request: SimulateCustomPolicyRequest = { PolicyInputList: [policy], ActionNames: ["s3:GetObject", "s3:PutObject", "ec2:RunInstances"], ContextEntries: [mfa] };
const broken: ValidatePolicyRequest = { policyDocument: '{"Version":"2012-10-17","Statement":[{"Effekt":"Allow","Action":"s3","Resource":"*"}]}', policyType: PolicyType.IDENTITY_POLICY, locale: Locale.EN };

function equal<T>(actual: T, expected: T): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
}

export async function test(): Promise<void> {
  const client = new IAMClient(config);
  equal(await client.config.region(), "eu-central-1");
  equal(await new AccessAnalyzerClient(analyzerConfig).config.region(), "eu-west-1");
  const response: SimulatePolicyResponse = await client.send(new SimulateCustomPolicyCommand(request));
  const decisions: (PolicyEvaluationDecisionType | undefined)[] = (response.EvaluationResults ?? []).map((one) => one.EvalDecision);
  equal(decisions, [PolicyEvaluationDecisionType.ALLOWED, PolicyEvaluationDecisionType.ALLOWED, PolicyEvaluationDecisionType.IMPLICIT_DENY]);
  const statement: Statement | undefined = response.EvaluationResults?.[0]?.MatchedStatements?.[0];
  const start: Position | undefined = statement?.StartPosition;
  const source: PolicySourceType | undefined = statement?.SourcePolicyType;
  equal([start?.Line, start?.Column, source !== PolicySourceType.NONE], [1, 38, true]);

  // Pages, by function and by client.
  let pages = 0;
  for await (const page of paginateSimulateCustomPolicy({ client, pageSize: 2 }, { ...request })) {
    pages += 1;
    equal(page.IsTruncated, pages === 1);
  }
  for await (const page of new IAM(config).paginateSimulateCustomPolicy({ ...request }, { pageSize: 1, stopOnSameToken: true })) pages += page.EvaluationResults?.length ?? 0;
  for await (const page of paginateSimulateCustomPolicy({ client, startingToken: "2" }, { ...request })) pages += page.EvaluationResults?.length ?? 0;
  equal(pages, 6);

  // Callbacks, and the aggregated clients.
  const called = await new Promise((resolve, reject) => {
    new IAM({ region: "us-east-1" }).simulateCustomPolicy(request, (error: unknown, data) => (error ? reject(error) : resolve(data?.EvaluationResults?.length)));
  });
  equal(called, 3);
  const failed = await new Promise((resolve) => client.send(new SimulateCustomPolicyCommand({ ...request, ActionNames: [] }), {}, (error: unknown) => resolve(error)));
  equal(failed instanceof InvalidInputException, true);
  const { findings }: ValidatePolicyResponse = await new AccessAnalyzer({}).validatePolicy(broken);
  const finding = findings?.find((one) => one.findingType === ValidatePolicyFindingType.ERROR && one.issueCode === "INVALID_POLICY_ELEMENT");
  const path: PathElement[] | undefined = finding?.locations?.[0]?.path;
  equal(path?.map((element) => element.value ?? element.key ?? element.index ?? element.substring?.start), ["Statement", 0, "Effekt"]);
  equal(path?.at(-1)?.key, "Effekt");
  const span: Span | undefined = finding?.locations?.[0]?.span;
  const place: Place | undefined = span?.start;
  const offsets: (number | undefined)[] = [place?.line, place?.column, place?.offset];
  equal(offsets, [1, 38, 38]);
  const part: Substring = { start: 0, length: 1 };
  const elements: PathElement[] = [{ value: "Statement" }, { index: part.start ?? 0 }, { key: "Effekt" }, { substring: part }];
  equal(elements.length, 4);
  let found = 0;
  for await (const page of paginateValidatePolicy({ client: new AccessAnalyzerClient({}), pageSize: 1 }, { ...broken })) found += page.findings?.length ?? 0;
  equal(found, findings?.length);
  const trust = await new AccessAnalyzerClient({}).send(new ValidatePolicyCommand({ policyDocument: "{}", policyType: PolicyType.RESOURCE_POLICY, validatePolicyResourceType: ValidatePolicyResourceType.ROLE_TRUST }));
  equal(trust.$metadata.httpStatusCode, 200);

  // What goes wrong.
  try {
    await client.send(new SimulateCustomPolicyCommand({ ...request, PolicyInputList: ["{"] }));
    throw new Error("not refused");
  } catch (error) {
    if (!(error instanceof InvalidInputException)) throw error;
    equal([error.name, error.$fault, error.$metadata.httpStatusCode, error instanceof IAMServiceException, error instanceof Error, error instanceof PolicyEvaluationException], ["InvalidInputException", "client", 400, true, true, false]);
  }
  try {
    await new AccessAnalyzerClient({}).send(new ValidatePolicyCommand({ ...broken, maxResults: 0 }));
    throw new Error("not refused");
  } catch (error) {
    if (!(error instanceof ValidationException)) throw error;
    equal([error.name, error.reason, error.fieldList?.[0]?.name, error instanceof AccessAnalyzerServiceException], ["ValidationException", "fieldValidationFailed", "maxResults", true]);
  }
  const made = [new InvalidInputException({ message: "m", $metadata: {} }), new PolicyEvaluationException({ message: "m", $metadata: {} })];
  equal(made.map((one) => `${one.name} ${one.$fault} ${one.message}`), ["InvalidInputException client m", "PolicyEvaluationException server m"]);
  const controller = new AbortController();
  controller.abort();
  const aborted = await client.send(new SimulateCustomPolicyCommand(request), { abortSignal: controller.signal }).then(() => "", (error: Error) => error.name);
  equal(aborted, "AbortError");

  // Middleware can be added and is found again.
  const command = new SimulateCustomPolicyCommand(request);
  client.middlewareStack.add((next) => async (given) => next(given), { step: "build", name: "mine", tags: ["T"] });
  command.middlewareStack.addRelativeTo((next: any) => next, { relation: "after", toMiddleware: "mine", name: "other" });
  equal(client.middlewareStack.clone().identify().some((name) => name.includes("mine")), true);
  equal([client.middlewareStack.removeByTag("T"), client.middlewareStack.remove("mine")], [true, false]);
  equal((await client.send(new SimulateCustomPolicyCommand(request))).EvaluationResults?.length, 3);
  client.destroy();
}

// Written for the AWS SDK for JavaScript v3. The test changes nothing but the two import lines.
import { type EvaluationResult, IAMClient, SimulateCustomPolicyCommand, type SimulateCustomPolicyCommandOutput } from "@aws-sdk/client-iam";
import { AccessAnalyzerClient, ValidatePolicyCommand, type ValidatePolicyFinding } from "@aws-sdk/client-accessanalyzer";

const stop = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "ec2:StopInstances", Resource: "*", Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
});

export async function simulate(mfa?: "true" | "false"): Promise<EvaluationResult | undefined> {
  const client = new IAMClient({ region: "us-east-1" });
  const answer: SimulateCustomPolicyCommandOutput = await client.send(
    new SimulateCustomPolicyCommand({
      PolicyInputList: [stop],
      ActionNames: ["ec2:StopInstances"],
      ContextEntries: mfa === undefined ? [] : [{ ContextKeyName: "aws:MultiFactorAuthPresent", ContextKeyType: "boolean", ContextKeyValues: [mfa] }],
    }),
  );
  client.destroy();
  return answer.EvaluationResults?.[0];
}

export async function findings(policy: string): Promise<string[]> {
  const client = new AccessAnalyzerClient({});
  const { findings } = await client.send(new ValidatePolicyCommand({ policyDocument: policy, policyType: "IDENTITY_POLICY" }));
  return (findings ?? []).map((finding: ValidatePolicyFinding) => `${finding.findingType} ${finding.issueCode} ${finding.locations?.[0]?.span?.start?.line}`);
}

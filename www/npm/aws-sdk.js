// Two clients of the AWS SDK for JavaScript v3, answered in the process: policy simulation and policy validation.
// Input and output are the SDK's, field for field; nothing is sent anywhere.

export * from "./aws-sdk-analyzer.js";
export * from "./aws-sdk-iam.js";

// The services that are built into the worker's module; the site has the others as files of their own.

export const CORE =
  "cloudformation cloudwatch dynamodb ec2 ecs eks events iam kms lambda logs organizations rds s3 secretsmanager sns sqs ssm states sts".split(" ");

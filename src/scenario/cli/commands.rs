//! Commands of the AWS CLI whose names or options do not follow from the name of the IAM action.

/// The command of an action.
pub(super) struct Command {
    /// The IAM action.
    pub(super) action: &'static str,
    /// Service and command.
    pub(super) command: &'static str,
    /// The ARN's resource part with options in braces. After the option: `arn` for the whole ARN, `name` for the last
    /// part of a path, `path` for a name that has a leading slash where it has slashes, `url` for a queue's address.
    pub(super) shape: &'static str,
    /// What else the command wants, with shell variables to be set.
    pub(super) rest: &'static str,
}

const fn row(action: &'static str, command: &'static str, shape: &'static str, rest: &'static str) -> Command {
    Command { action, command, shape, rest }
}

const BUCKET: &str = "{bucket}";
const OBJECT: &str = "{bucket}/{key}";
const INSTANCE: &str = "instance/{instance-ids}";
const TABLE: &str = "table/{table-name}";
const ITEM: &str = "--key \"$KEY\"";
const USER: &str = "user/{user-name name}";
const ROLE: &str = "role/{role-name name}";
const GROUP: &str = "group/{group-name name}";
const POLICY: &str = "policy/{policy-arn arn}";
const DEVICE: &str = "mfa/{serial-number arn}";
const KEY: &str = "key/{key-id arn}";
const QUEUE: &str = "{queue-url url}";
const TOPIC: &str = "{topic-arn arn}";
const SECRET: &str = "secret:{secret-id arn}";
const PARAMETER: &str = "parameter/{name path}";
const FUNCTION: &str = "function:{function-name}";

/// Commands that take their resource in a known way, or are named unlike the action.
pub(super) const COMMANDS: &[Command] = &[
    row("s3:ListAllMyBuckets", "s3api list-buckets", "", ""),
    row("s3:ListBucket", "s3api list-objects-v2", BUCKET, ""),
    row("s3:ListBucketVersions", "s3api list-object-versions", BUCKET, ""),
    row("s3:ListBucketMultipartUploads", "s3api list-multipart-uploads", BUCKET, ""),
    row("s3:CreateBucket", "s3api create-bucket", BUCKET, ""),
    row("s3:DeleteBucket", "s3api delete-bucket", BUCKET, ""),
    row("s3:GetBucketLocation", "s3api get-bucket-location", BUCKET, ""),
    row("s3:GetBucketPolicy", "s3api get-bucket-policy", BUCKET, ""),
    row("s3:PutBucketPolicy", "s3api put-bucket-policy", BUCKET, "--policy \"$POLICY\""),
    row("s3:DeleteBucketPolicy", "s3api delete-bucket-policy", BUCKET, ""),
    row("s3:GetBucketVersioning", "s3api get-bucket-versioning", BUCKET, ""),
    row("s3:GetBucketAcl", "s3api get-bucket-acl", BUCKET, ""),
    row("s3:GetBucketTagging", "s3api get-bucket-tagging", BUCKET, ""),
    row("s3:GetBucketPublicAccessBlock", "s3api get-public-access-block", BUCKET, ""),
    row("s3:GetEncryptionConfiguration", "s3api get-bucket-encryption", BUCKET, ""),
    row("s3:GetLifecycleConfiguration", "s3api get-bucket-lifecycle-configuration", BUCKET, ""),
    row("s3:GetReplicationConfiguration", "s3api get-bucket-replication", BUCKET, ""),
    row("s3:GetObject", "s3api get-object", OBJECT, "object.out"),
    row("s3:GetObjectVersion", "s3api get-object", OBJECT, "--version-id \"$VERSION_ID\" object.out"),
    row("s3:GetObjectAcl", "s3api get-object-acl", OBJECT, ""),
    row("s3:GetObjectTagging", "s3api get-object-tagging", OBJECT, ""),
    row("s3:PutObject", "s3api put-object", OBJECT, ""),
    row("s3:DeleteObject", "s3api delete-object", OBJECT, ""),
    row("s3:DeleteObjectVersion", "s3api delete-object", OBJECT, "--version-id \"$VERSION_ID\""),
    row("s3:AbortMultipartUpload", "s3api abort-multipart-upload", OBJECT, "--upload-id \"$UPLOAD_ID\""),
    row("ec2:StartInstances", "ec2 start-instances", INSTANCE, ""),
    row("ec2:StopInstances", "ec2 stop-instances", INSTANCE, ""),
    row("ec2:RebootInstances", "ec2 reboot-instances", INSTANCE, ""),
    row("ec2:TerminateInstances", "ec2 terminate-instances", INSTANCE, ""),
    row("dynamodb:GetItem", "dynamodb get-item", TABLE, ITEM),
    row("dynamodb:DeleteItem", "dynamodb delete-item", TABLE, ITEM),
    row("dynamodb:UpdateItem", "dynamodb update-item", TABLE, ITEM),
    row("dynamodb:PutItem", "dynamodb put-item", TABLE, "--item \"$ITEM\""),
    row("dynamodb:Scan", "dynamodb scan", TABLE, ""),
    row("dynamodb:DescribeTable", "dynamodb describe-table", TABLE, ""),
    row("dynamodb:DeleteTable", "dynamodb delete-table", TABLE, ""),
    row("iam:GetUser", "iam get-user", USER, ""),
    row("iam:DeleteUser", "iam delete-user", USER, ""),
    row("iam:ListAccessKeys", "iam list-access-keys", USER, ""),
    row("iam:CreateAccessKey", "iam create-access-key", USER, ""),
    row("iam:DeleteAccessKey", "iam delete-access-key", USER, "--access-key-id \"$ACCESS_KEY_ID\""),
    row("iam:ListMFADevices", "iam list-mfa-devices", USER, ""),
    row("iam:ListGroupsForUser", "iam list-groups-for-user", USER, ""),
    row("iam:ListAttachedUserPolicies", "iam list-attached-user-policies", USER, ""),
    row("iam:GetLoginProfile", "iam get-login-profile", USER, ""),
    row("iam:DeleteVirtualMFADevice", "iam delete-virtual-mfa-device", DEVICE, ""),
    row("iam:GetRole", "iam get-role", ROLE, ""),
    row("iam:DeleteRole", "iam delete-role", ROLE, ""),
    row("iam:ListAttachedRolePolicies", "iam list-attached-role-policies", ROLE, ""),
    row("iam:UpdateAssumeRolePolicy", "iam update-assume-role-policy", ROLE, "--policy-document \"$POLICY\""),
    row("iam:GetGroup", "iam get-group", GROUP, ""),
    row("iam:DeleteGroup", "iam delete-group", GROUP, ""),
    row("iam:GetPolicy", "iam get-policy", POLICY, ""),
    row("iam:DeletePolicy", "iam delete-policy", POLICY, ""),
    row("iam:GetPolicyVersion", "iam get-policy-version", POLICY, "--version-id \"$VERSION_ID\""),
    row("kms:Decrypt", "kms decrypt", KEY, "--ciphertext-blob \"$CIPHERTEXT\""),
    row("kms:Encrypt", "kms encrypt", KEY, "--plaintext \"$PLAINTEXT\""),
    row("kms:DescribeKey", "kms describe-key", KEY, ""),
    row("kms:GenerateDataKey", "kms generate-data-key", KEY, "--key-spec AES_256"),
    row("kms:DisableKey", "kms disable-key", KEY, ""),
    row("kms:EnableKey", "kms enable-key", KEY, ""),
    row("kms:GetKeyPolicy", "kms get-key-policy", KEY, "--policy-name default"),
    row("kms:ScheduleKeyDeletion", "kms schedule-key-deletion", KEY, ""),
    row("sqs:SendMessage", "sqs send-message", QUEUE, "--message-body \"$MESSAGE\""),
    row("sqs:ReceiveMessage", "sqs receive-message", QUEUE, ""),
    row("sqs:PurgeQueue", "sqs purge-queue", QUEUE, ""),
    row("sqs:DeleteQueue", "sqs delete-queue", QUEUE, ""),
    row("sqs:GetQueueAttributes", "sqs get-queue-attributes", QUEUE, ""),
    row("sns:Publish", "sns publish", TOPIC, "--message \"$MESSAGE\""),
    row("sns:DeleteTopic", "sns delete-topic", TOPIC, ""),
    row("sns:GetTopicAttributes", "sns get-topic-attributes", TOPIC, ""),
    row("secretsmanager:GetSecretValue", "secretsmanager get-secret-value", SECRET, ""),
    row("secretsmanager:DescribeSecret", "secretsmanager describe-secret", SECRET, ""),
    row("secretsmanager:DeleteSecret", "secretsmanager delete-secret", SECRET, ""),
    row("ssm:GetParameter", "ssm get-parameter", PARAMETER, ""),
    row("ssm:DeleteParameter", "ssm delete-parameter", PARAMETER, ""),
    row("lambda:InvokeFunction", "lambda invoke", FUNCTION, "response.json"),
    row("lambda:GetFunction", "lambda get-function", FUNCTION, ""),
    row("lambda:DeleteFunction", "lambda delete-function", FUNCTION, ""),
    row("sts:AssumeRole", "sts assume-role", "role/{role-arn arn}", "--role-session-name \"$SESSION_NAME\""),
];

/// Actions that are checked as a part of other calls, and when.
pub(super) const NO_COMMAND: &[(&str, &str)] = &[
    ("iam:PassRole", "when a role is handed to a service"),
    ("sts:TagSession", "when a session is made with tags"),
    ("sts:SetSourceIdentity", "when a session is made with a source identity"),
    ("kms:ReEncryptFrom", "by aws kms re-encrypt"),
    ("kms:ReEncryptTo", "by aws kms re-encrypt"),
    ("dynamodb:ConditionCheckItem", "by aws dynamodb transact-write-items"),
];

/// Service prefixes of IAM whose name in the command line is another.
pub(super) const SERVICES: &[(&str, &str)] = &[
    ("access-analyzer", "accessanalyzer"),
    ("codedeploy", "deploy"),
    ("config", "configservice"),
    ("elasticfilesystem", "efs"),
    ("elasticmapreduce", "emr"),
    ("s3", "s3api"),
    ("sso", "sso-admin"),
    ("states", "stepfunctions"),
    ("tag", "resourcegroupstaggingapi"),
];

/// Services whose actions are named as their operations are, but for [`NO_COMMAND`].
pub(super) const SAME_NAMES: &[&str] =
    &["cloudtrail", "ec2", "iam", "kms", "rds", "secretsmanager", "sns", "sqs", "ssm", "sts"];

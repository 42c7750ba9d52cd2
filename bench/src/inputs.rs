//! The two pieces of work that everybody is given.

use serde_json::{Value, json};

/// One policy that allows stopping instances with MFA.
pub fn small() -> Value {
    json!({
        "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/Sofia"},
        "action": "ec2:StopInstances", "resource": "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
        "context": {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60"},
        "policies": {"identity": [{"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["ec2:StopInstances", "ec2:TerminateInstances"], "Resource": "*",
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}]},
    })
}

const SERVICES: &[&str] = &[
    "ec2",
    "s3",
    "dynamodb",
    "sqs",
    "sns",
    "lambda",
    "kms",
    "iam",
    "rds",
    "ecs",
    "eks",
    "logs",
    "events",
    "states",
    "ssm",
    "sts",
    "cloudfront",
    "route53",
    "glue",
    "athena",
];

fn statement(number: usize) -> Value {
    let service = SERVICES[number % SERVICES.len()];
    let actions = match number % 4 {
        0 => json!([format!("{service}:Get*"), format!("{service}:List*")]),
        1 => json!(format!("{service}:Describe{number}")),
        2 => json!([format!("{service}:Put{number}"), format!("{service}:*Tag*")]),
        _ => json!(format!("{service}:Delete{number}*")),
    };
    let mut statement = json!({
        "Effect": if number % 9 == 8 { "Deny" } else { "Allow" }, "Action": actions,
        "Resource": [format!("arn:aws:{service}:*:111122223333:thing/{number}/*"), format!("arn:aws:{service}:us-east-1:*:other-{number}")],
    });
    if number.is_multiple_of(3) {
        statement["Condition"] = json!({"StringLike": {"aws:PrincipalTag/team": ["red-*", format!("blue-{number}")]}, "Bool": {"aws:SecureTransport": "true"}});
    }
    statement
}

/// Ten identity policies of fifty statements, a boundary, three SCP levels and a bucket policy.
pub fn heavy() -> Value {
    let mut identity: Vec<Value> = (0..10)
        .map(|policy| json!({"Version": "2012-10-17", "Statement": (0..50).map(|s| statement(policy * 50 + s)).collect::<Vec<_>>()}))
        .collect();
    identity[9]["Statement"].as_array_mut().unwrap().push(json!({
        "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*",
        "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}}));
    let all = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    let guard = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*", "s3:*", "ec2:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}},
        {"Effect": "Deny", "Action": ["s3:PutBucketPolicy", "s3:DeleteBucket*"], "Resource": "*"}]});
    json!({
        "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/Sofia"},
        "action": "s3:PutObject", "resource": "arn:aws:s3:::reports/2026/11.csv", "resourceAccount": "111122223333",
        "context": {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60", "aws:SecureTransport": "true",
            "aws:RequestedRegion": "us-east-1", "aws:PrincipalTag/team": "red-1"},
        "policies": {
            "identity": identity,
            "boundary": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", "ec2:*", "dynamodb:*"], "Resource": "*"}]},
            "serviceControl": [[all], [all, guard], [all]],
            "resource": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]},
        },
    })
}

/// The heavy work with one identity policy of so many statements, of which one can match.
pub fn with_statements(count: usize) -> Value {
    let one =
        |number: usize| json!({"Effect": "Allow", "Action": format!("svc{}:Do{number}", number % 50), "Resource": "*"});
    let last = json!({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"});
    let statements: Vec<Value> = (0..count).map(one).chain([last]).collect();
    let mut input = heavy();
    input["policies"]["identity"] = json!([{"Version": "2012-10-17", "Statement": statements}]);
    input
}

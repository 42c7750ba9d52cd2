//! Decisions a second, beside iam-rs in the same run; and how the cost grows with the number of statements.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and may fail loudly"
)]

use std::hint::black_box;
use std::time::Instant;

use iam_playground::engine::Compiled;
use iam_playground::wire::{call, read_authorize};
use serde_json::{Value, json};

mod peer;

/// How often a piece of work is done in a second: the best of five rounds, since the machine is noisy.
fn rate(work: &mut dyn FnMut()) -> f64 {
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let start = Instant::now();
        let mut done = 0_u32;
        while start.elapsed().as_millis() < 200 {
            for _ in 0..16 {
                work();
            }
            done += 16;
        }
        best = best.max(f64::from(done) / start.elapsed().as_secs_f64());
    }
    best
}

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
    if number % 3 == 0 {
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

fn decisions(input: &Value) -> f64 {
    let asked = read_authorize(&input.to_string()).expect("a well-formed request");
    let compiled = Compiled::new(asked.policies);
    assert_eq!(compiled.decide(&asked.request, asked.settings.condition).name(), "allowed");
    rate(&mut || {
        black_box(compiled.decide(black_box(&asked.request), asked.settings.condition));
    })
}

fn calls(input: &Value, detail: &str) -> f64 {
    let mut input = input.clone();
    input["detail"] = json!(detail);
    let text = input.to_string();
    rate(&mut || {
        black_box(call("authorize", black_box(&text), ""));
    })
}

fn main() {
    // The JavaScript benchmark sends the same requests.
    if std::env::args().nth(1).as_deref() == Some("inputs") {
        println!("{}", json!({"small": small(), "heavy": heavy()}));
        return;
    }
    println!("| work (native) | ours | iam-rs | ratio |");
    println!("|---|---|---|---|");
    for (name, input) in [("decide, small MFA policy, compiled", small()), ("decide, heavy, compiled", heavy())] {
        let ours = decisions(&input);
        let theirs = peer::decisions(&input, rate);
        println!("| {name} | {ours:.0}/s | {theirs:.0}/s | {:.1} × |", ours / theirs);
    }
    for (name, input) in [("small", small()), ("heavy", heavy())] {
        println!("| authorize as text, {name}, decision | {:.0}/s | | |", calls(&input, "decision"));
        println!("| authorize as text, {name}, full trace | {:.0}/s | | |", calls(&input, "full"));
    }
    println!("\n| statements, of which one can match | decisions |\n|---|---|");
    for count in [100, 1_000, 10_000] {
        let mut input = heavy();
        input["policies"]["identity"] = json!([{"Version": "2012-10-17", "Statement": (0..count)
            .map(|number| json!({"Effect": "Allow", "Action": format!("svc{}:Do{number}", number % 50), "Resource": "*"}))
            .chain([json!({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"})]).collect::<Vec<_>>()}]);
        println!("| {count} | {:.0}/s |", decisions(&input));
    }
}

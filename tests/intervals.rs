//! Intervals over MFA age and over time against brute force: every second near every border, for random policies in every
//! layer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::scenario::{Detail, Outcome, Scenario, run};
use iam_playground::time::parse_rfc3339;
use iam_playground::whatif::{self, Interval};
use iam_playground::world::Library;
use proptest::prelude::*;
use serde_json::{Value, json};

const USER: &str = "arn:aws:iam::111122223333:user/u";
const DEVICE: &str = "arn:aws:iam::111122223333:mfa/u";
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const START: &str = "2026-03-02T09:00:00Z";

/// Seconds after the start, as each kind of condition would have them.
fn condition() -> impl Strategy<Value = Value> {
    let operators = vec![
        "Bool",
        "Null",
        "NumericLessThan",
        "NumericLessThanEquals",
        "NumericGreaterThan",
        "NumericNotEquals",
        "NumericGreaterThanEqualsIfExists",
        "ForAllValues:NumericEquals",
        "ForAnyValue:NumericGreaterThan",
        "Date",
        "DateEquals",
        "DateGreaterThanIfExists",
        "Epoch",
        "EpochDate",
        "Variable",
        "VariableDefault",
        "VariableTime",
    ];
    (prop::sample::select(operators), any::<bool>(), 0_i64..20, 0_i64..20).prop_map(|(operator, flag, one, other)| {
        let start = parse_rfc3339(START).unwrap();
        let date = |seconds: i64| format!("2026-03-02T09:00:{seconds:02}Z");
        match operator {
            "Bool" => json!({"Bool": {"aws:MultiFactorAuthPresent": flag.to_string()}}),
            "Null" => json!({"Null": {"aws:MultiFactorAuthAge": flag.to_string()}}),
            "Date" if flag => json!({"DateLessThan": {"aws:CurrentTime": date(one)}}),
            "Date" => json!({"DateGreaterThanEquals": {"aws:CurrentTime": [date(one), date(other)]}}),
            "DateEquals" => json!({"DateEquals": {"aws:CurrentTime": [date(one), date(other)]}}),
            "DateGreaterThanIfExists" => json!({"DateGreaterThanIfExists": {"aws:CurrentTime": date(one)}}),
            "Epoch" => json!({"NumericLessThan": {"aws:EpochTime": (start + one).to_string()}}),
            "EpochDate" => json!({"DateLessThan": {"aws:EpochTime": date(one)}}),
            "Variable" => json!({"StringLike": {"custom:age": format!("*{}${{aws:MultiFactorAuthAge}}", other % 3)}}),
            "VariableDefault" => json!({"StringLike": {"custom:age": "*${aws:MultiFactorAuthAge, 'none'}"}}),
            "VariableTime" if flag => json!({"StringLike": {"custom:now": "*${aws:CurrentTime}*"}}),
            "VariableTime" => json!({"StringLike": {"custom:now": "*${aws:EpochTime}*"}}),
            numeric if flag => json!({numeric: {"aws:MultiFactorAuthAge": [format!("{one}.5"), other.to_string()]}}),
            numeric => json!({numeric: {"aws:MultiFactorAuthAge": one.to_string()}}),
        }
    })
}

fn policy(principal: bool) -> impl Strategy<Value = Value> {
    let effect = prop::sample::select(vec!["Allow", "Allow", "Allow", "Deny"]);
    let statement = (effect, prop::collection::vec(condition(), 0..3)).prop_map(move |(effect, conditions)| {
        let mut merged = serde_json::Map::new();
        for condition in conditions {
            merged.extend(condition.as_object().unwrap().clone());
        }
        let mut statement = json!({"Effect": effect, "Action": "s3:GetObject", "Resource": "*", "Condition": merged});
        if principal {
            statement["Principal"] = json!("*");
        }
        statement
    });
    prop::collection::vec(statement, 1..4)
        .prop_map(|statements| json!({"Version": "2012-10-17", "Statement": statements}))
}

/// A world with policies in every layer that bears on the request.
fn scenario() -> impl Strategy<Value = Value> {
    let layers = (
        prop::collection::vec(policy(false), 1..3),
        prop::option::of(policy(false)),
        prop::option::of(policy(false)),
        prop::option::of(policy(true)),
        prop::option::of(policy(true)),
    );
    layers.prop_map(|(identity, boundary, control, resource, resource_control)| {
        let policies: serde_json::Map<String, Value> =
            identity.into_iter().enumerate().map(|(number, policy)| (format!("p{number}"), policy)).collect();
        let mut user = json!({"policies": policies, "mfa": [{"serial": DEVICE, "secret": SECRET}]});
        if let Some(boundary) = boundary {
            user["boundary"] = boundary;
        }
        let mut account = json!({"users": {"u": user}});
        if let Some(resource) = resource {
            account["resources"] = json!({"arn:aws:s3:::b": {"policy": resource}});
        }
        let mut scenario = json!({
            "format": "iam-playground/1", "title": "t", "clock": START, "accounts": {"111122223333": account},
            "script": [
                {"do": "signIn", "id": "k", "principal": USER},
                {"do": "sts", "id": "m", "as": "k", "operation": "GetSessionToken", "parameters": {"SerialNumber": DEVICE, "TokenCode": "$current", "DurationSeconds": 900}},
                {"do": "request", "as": "m", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {"custom:age": "x1/v12", "custom:now": format!("at 2026-03-02T09:00:07Z or {}000", start() + 5)}}],
        });
        if control.is_some() || resource_control.is_some() {
            let control = control.unwrap_or_else(|| json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}));
            scenario["organization"] = json!({"serviceControlPolicies": [{"level": "Root", "policies": {"c": control}}]});
            if let Some(resource_control) = resource_control {
                scenario["organization"]["resourceControlPolicies"] = json!([{"level": "Root", "policies": {"r": resource_control}}]);
            }
        }
        scenario
    })
}

/// The outcome of the last step, made so many seconds later.
fn outcome_after(scenario: &Value, seconds: i64) -> Outcome {
    let mut waited = scenario.clone();
    let script = waited["script"].as_array_mut().unwrap();
    let last = script.len() - 1;
    script.insert(last, json!({"do": "wait", "seconds": seconds}));
    run(&Scenario::read(&waited.to_string()).unwrap(), Detail::Decision).steps[last + 1].outcome.unwrap()
}

fn at(intervals: &[Interval], moment: i64) -> &Interval {
    let holds: Vec<&Interval> =
        intervals.iter().filter(|i| i.from <= moment && i.to.is_none_or(|to| moment <= to)).collect();
    assert_eq!(holds.len(), 1, "at {moment}: {intervals:?}");
    holds[0]
}

/// Intervals follow each other without gaps, and neighbours differ.
fn well_formed(intervals: &[Interval]) -> bool {
    intervals
        .windows(2)
        .all(|pair| pair[0].to.map(|to| to + 1) == Some(pair[1].from) && pair[0].outcome != pair[1].outcome)
}

/// Both sides of each border name a condition.
fn borders_have_conditions(intervals: &[Interval]) -> bool {
    intervals.windows(2).all(|pair| pair[0].borders.iter().any(|border| pair[1].borders.contains(border)))
}

fn start() -> i64 {
    parse_rfc3339(START).unwrap()
}

/// A user with an MFA session who calls AssumeRole with a tag.
fn tagging_call(trust: &Value, identity: &Value) -> Value {
    let policy = |statements: &Value| json!({"Version": "2012-10-17", "Statement": statements});
    json!({
        "format": "iam-playground/1", "title": "t", "clock": START,
        "accounts": {"111122223333": {
            "users": {"u": {"policies": {"p": policy(identity)}, "mfa": [{"serial": DEVICE, "secret": SECRET}]}},
            "roles": {"r": {"trust": policy(trust)}}}},
        "script": [
            {"do": "signIn", "id": "k", "principal": USER},
            {"do": "sts", "id": "m", "as": "k", "operation": "GetSessionToken", "parameters": {"SerialNumber": DEVICE, "TokenCode": "$current"}},
            {"do": "sts", "as": "m", "operation": "AssumeRole", "parameters": {
                "RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "session", "Tags": [{"Key": "a", "Value": "1"}]}}],
    })
}

/// The intervals of MFA age of the last step agree with plain runs up to an age.
fn agrees_up_to(scenario: &Value, last: i64) -> Vec<Interval> {
    let read = Scenario::read(&scenario.to_string()).unwrap();
    let intervals = whatif::mfa_age(&read, &Library::new(), read.script.len() - 1);
    assert!(well_formed(&intervals), "{intervals:?}");
    for age in 0..=last {
        assert_eq!(at(&intervals, age).outcome, outcome_after(scenario, age), "age {age}: {intervals:?}");
    }
    intervals
}

#[test]
fn a_call_is_asked_for_its_tags_where_its_age_lets_it_come_so_far() {
    // At age 0 AssumeRole itself is denied, so that nobody asks for TagSession.
    let trust = json!([
        {"Effect": "Allow", "Principal": {"AWS": USER}, "Action": "sts:AssumeRole", "Condition": {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "10"}}},
        {"Effect": "Allow", "Principal": {"AWS": USER}, "Action": "sts:TagSession", "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "20"}}}]);
    let nothing = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"});
    let intervals = agrees_up_to(&tagging_call(&trust, &nothing), 25);
    let got: Vec<(i64, Outcome)> = intervals.iter().map(|i| (i.from, i.outcome)).collect();
    assert_eq!(got, [(0, Outcome::ImplicitDeny), (11, Outcome::Issued), (20, Outcome::ImplicitDeny)]);
}

#[test]
fn a_call_that_policies_allow_may_be_refused_all_the_same() {
    let trust = json!({"Effect": "Allow", "Principal": {"AWS": USER}, "Action": "sts:*", "Condition": {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "10"}}});
    let mut scenario = tagging_call(&trust, &json!([]));
    // More than the role allows.
    scenario["script"][2]["parameters"]["DurationSeconds"] = json!(7200);
    let intervals = agrees_up_to(&scenario, 15);
    assert_eq!((intervals.len(), intervals[1].outcome), (2, Outcome::Refused));
}

#[test]
fn borders_name_only_statements_that_they_change() {
    let limit = |seconds: &str| json!({"NumericLessThan": {"aws:MultiFactorAuthAge": seconds}});
    let scenario = json!({
        "format": "iam-playground/1", "title": "t", "clock": START,
        "accounts": {"111122223333": {"users": {"u": {"mfa": [{"serial": DEVICE, "secret": SECRET}], "policies": {
            "decides": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:MultiFactorAuthAge}"}},
            "otherAction": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": limit("12")}},
            "otherResource": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::c/*", "Condition": limit("12")}},
            "otherwiseUnmet": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
                "NumericLessThan": {"aws:MultiFactorAuthAge": "12"}, "StringEquals": {"aws:username": "other"}}}}}}}}},
        "script": [
            {"do": "signIn", "id": "m", "principal": USER, "console": {"mfa": true}},
            {"do": "request", "as": "m", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/12"}],
    });
    let intervals = agrees_up_to(&scenario, 15);
    assert_eq!(intervals.len(), 3, "{intervals:?}");
    for interval in intervals {
        let policies: Vec<&str> = interval.borders.iter().map(|border| border.policy.as_str()).collect();
        assert_eq!(policies, ["/accounts/111122223333/users/u/policies/decides"], "{:?}", interval.borders);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn ages_agree_with_brute_force(scenario in scenario()) {
        let read = Scenario::read(&scenario.to_string()).unwrap();
        // A request that does not look at the clock, so that the age alone moves.
        prop_assume!(!scenario.to_string().contains("aws:CurrentTime") && !scenario.to_string().contains("aws:EpochTime"));
        let intervals = whatif::mfa_age(&read, &Library::new(), 2);
        prop_assert!(well_formed(&intervals), "{:?}", intervals);
        prop_assert_eq!((intervals[0].from, intervals.last().unwrap().to), (0, None));
        for age in 0..25 {
            prop_assert_eq!(at(&intervals, age).outcome, outcome_after(&scenario, age), "age {}", age);
        }
        prop_assert!(borders_have_conditions(&intervals), "{:?}", intervals);
    }

    #[test]
    fn times_agree_with_brute_force(scenario in scenario()) {
        let read = Scenario::read(&scenario.to_string()).unwrap();
        let start = parse_rfc3339(START).unwrap();
        let intervals = whatif::time_intervals(&read, &Library::new(), 2, start, start + 1000);
        prop_assert!(well_formed(&intervals), "{:?}", intervals);
        prop_assert_eq!((intervals[0].from, intervals.last().unwrap().to), (start, Some(start + 1000)));
        for second in (0..25).chain([899, 900, 901]) {
            prop_assert_eq!(at(&intervals, start + second).outcome, outcome_after(&scenario, second), "second {}", second);
        }
        let expiry = intervals.iter().position(|i| i.outcome == Outcome::Refused).unwrap();
        prop_assert_eq!(intervals[expiry].from, start + 900);
        prop_assert!(borders_have_conditions(&intervals[..expiry]), "{:?}", intervals);
    }
}

#[test]
fn a_written_code_is_good_for_its_half_minutes() {
    let start = parse_rfc3339(START).unwrap();
    let code = iam_playground::sts::totp_code(&iam_playground::sts::decode_secret(SECRET).unwrap(), start + 300);
    let scenario = json!({
        "format": "iam-playground/1", "title": "t", "clock": START,
        "accounts": {"111122223333": {"users": {"u": {"mfa": [{"serial": DEVICE, "secret": SECRET}]}}}},
        "script": [
            {"do": "signIn", "id": "k", "principal": USER},
            {"do": "sts", "as": "k", "operation": "GetSessionToken", "parameters": {"SerialNumber": DEVICE, "TokenCode": code}}],
    });
    let read = Scenario::read(&scenario.to_string()).unwrap();
    let got: Vec<(i64, Outcome)> = whatif::time_intervals(&read, &Library::new(), 1, start, start + 3600)
        .iter()
        .map(|interval| (interval.from - start, interval.outcome))
        .collect();
    assert_eq!(got, [(0, Outcome::Refused), (270, Outcome::Issued), (360, Outcome::Refused)]);
    for second in [0, 269, 270, 359, 360] {
        let expected = if (270..360).contains(&second) { Outcome::Issued } else { Outcome::Refused };
        assert_eq!(outcome_after(&scenario, second), expected, "second {second}");
    }
}

#[test]
fn a_used_code_is_good_for_nothing_until_the_next() {
    let start = parse_rfc3339(START).unwrap();
    let call = json!({"do": "sts", "as": "k", "operation": "GetSessionToken", "parameters": {"SerialNumber": DEVICE, "TokenCode": "$current"}});
    let scenario = json!({
        "format": "iam-playground/1", "title": "t", "clock": START,
        "accounts": {"111122223333": {"users": {"u": {"mfa": [{"serial": DEVICE, "secret": SECRET}]}}}},
        "script": [{"do": "signIn", "id": "k", "principal": USER}, call, call],
    });
    let read = Scenario::read(&scenario.to_string()).unwrap();
    let intervals = whatif::time_intervals(&read, &Library::new(), 2, start, start + 120);
    for second in 0..=120 {
        assert_eq!(at(&intervals, start + second).outcome, outcome_after(&scenario, second), "second {second}");
    }
    assert_eq!(intervals.len(), 2);
}

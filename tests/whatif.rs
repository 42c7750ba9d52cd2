//! What-if through the API: each answer checked against plain runs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::wire::call;
use serde_json::{Value, json};

fn seed() -> Value {
    serde_json::from_str(&std::fs::read_to_string("www/gallery/current-account-api.json").unwrap()).unwrap()
}

fn ask(scenario: &Value, question: &Value) -> Result<Value, Value> {
    let answer: Value = serde_json::from_str(&call("whatIf", &scenario.to_string(), &question.to_string())).unwrap();
    answer.get("ok").cloned().ok_or_else(|| answer["error"].clone())
}

const SOFIA: &str = "arn:aws:iam::111122223333:user/Sofia";
const OPERATOR: &str = "arn:aws:iam::111122223333:role/Operator";
const POLICY: &str = "/accounts/111122223333/groups/EC2-Admins/policies/StopAndTerminateWithMfa";

/// The seed's policy, with a limit on the age.
fn within_an_hour() -> Value {
    let mut policy =
        seed()["accounts"]["111122223333"]["groups"]["EC2-Admins"]["policies"]["StopAndTerminateWithMfa"].clone();
    policy["Statement"][0]["Condition"]["NumericLessThan"] = json!({"aws:MultiFactorAuthAge": "3600"});
    policy
}

fn limited_seed() -> Value {
    let mut scenario = seed();
    scenario["accounts"]["111122223333"]["groups"]["EC2-Admins"]["policies"]["StopAndTerminateWithMfa"] =
        within_an_hour();
    scenario
}

/// The index of the request that the MFA session makes.
fn mfa_request(scenario: &Value) -> usize {
    scenario["script"]
        .as_array()
        .unwrap()
        .iter()
        .position(|step| step["do"] == "request" && step["as"] == "mfa")
        .unwrap()
}

#[test]
fn mfa_age_flips_at_the_second_that_the_condition_names() {
    let scenario = limited_seed();
    let answer = ask(&scenario, &json!({"ask": "mfaAge", "step": mfa_request(&scenario)})).unwrap();
    let intervals = answer["intervals"].as_array().unwrap();
    assert_eq!(intervals.len(), 2);
    assert_eq!(
        (&intervals[0]["from"], &intervals[0]["to"], &intervals[0]["outcome"]),
        (&json!(0), &json!(3599), &json!("allowed"))
    );
    assert_eq!(
        (&intervals[1]["from"], &intervals[1]["to"], &intervals[1]["outcome"]),
        (&json!(3600), &Value::Null, &json!("implicitDeny"))
    );
    assert_eq!(intervals[0]["borders"][0]["policy"], POLICY);
    // Without such a condition there is one interval without borders.
    let answer = ask(&seed(), &json!({"ask": "mfaAge", "step": mfa_request(&seed())})).unwrap();
    assert_eq!(answer["intervals"], json!([{"from": 0, "to": null, "outcome": "allowed", "borders": []}]));
}

#[test]
fn time_sees_age_and_expiry() {
    let mut scenario = limited_seed();
    let mfa = scenario["script"].as_array().unwrap().iter().position(|step| step["id"] == "mfa").unwrap();
    scenario["script"][mfa]["parameters"]["DurationSeconds"] = json!(7200);
    let question = json!({"ask": "time", "step": mfa_request(&scenario), "from": "2026-03-02T09:00:00Z", "to": "2026-03-02T12:00:00Z"});
    let answer = ask(&scenario, &question).unwrap();
    let start = 1_772_442_000_i64;
    let got: Vec<(i64, i64, &str)> = answer["intervals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| {
            (i["from"].as_i64().unwrap() - start, i["to"].as_i64().unwrap() - start, i["outcome"].as_str().unwrap())
        })
        .collect();
    assert_eq!(got, [(0, 3599, "allowed"), (3600, 7199, "implicitDeny"), (7200, 10_800, "refused")]);
}

#[test]
fn sessions_fill_the_matrix() {
    let scenario = limited_seed();
    let answer = ask(&scenario, &json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR, "mfaAge": 3600})).unwrap();
    let kinds: Vec<&str> = answer["kinds"].as_array().unwrap().iter().map(|k| k.as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 10);
    let row = |action: &str| {
        let rows = answer["rows"].as_array().unwrap();
        rows.iter()
            .find(|row| {
                scenario["script"][usize::try_from(row["request"].as_u64().unwrap()).unwrap()]["action"] == action
            })
            .unwrap()
            .clone()
    };
    let outcome =
        |row: &Value, kind: &str| row["cells"][kinds.iter().position(|k| *k == kind).unwrap()]["outcome"].clone();
    let stop = row("ec2:StopInstances");
    for kind in ["accessKey", "sessionToken", "sessionTokenMfa", "assumeRole", "assumeRoleMfa", "consoleMfa"] {
        assert_eq!(outcome(&stop, kind), "implicitDeny", "{kind}");
    }
    assert_eq!(outcome(&stop, "root"), "allowed");
    assert_eq!(outcome(&row("iam:ListUsers"), "sessionToken"), "refused");
    let fresh = ask(&scenario, &json!({"ask": "sessions", "user": SOFIA, "mfaAge": 3599})).unwrap();
    assert_eq!(fresh["kinds"].as_array().unwrap().len(), 7);
    assert_eq!(fresh["rows"][1]["cells"][2]["outcome"], "allowed");
}

#[test]
fn sessions_show_only_the_columns_asked_for() {
    let all = ask(&seed(), &json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR})).unwrap();
    let question = json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR, "kinds": ["assumeRole", "accessKey"]});
    let some = ask(&seed(), &question).unwrap();
    assert_eq!(some["kinds"], json!(["assumeRole", "accessKey"]));
    for (row, whole) in some["rows"].as_array().unwrap().iter().zip(all["rows"].as_array().unwrap()) {
        assert_eq!(row["cells"], json!([whole["cells"][3], whole["cells"][0]]));
    }
}

#[test]
fn sessions_show_the_readings_side_by_side_where_they_differ() {
    // A role whose policy asks for MFA: whoever comes with an MFA session may have it under one reading.
    let answer = ask(&seed(), &json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR})).unwrap();
    let rows = answer["rows"].as_array().unwrap();
    let differing: Vec<&Value> = rows.iter().filter(|row| row.get("readings").is_some()).collect();
    assert_eq!(differing.len(), 1);
    assert_eq!(
        differing[0]["readings"],
        json!([{"kind": "sessionTokenMfaThenRole", "documented": "implicitDeny", "absent": "implicitDeny", "propagated": "allowed"}])
    );
    // Each reading is what the setting gives.
    for reading in ["documented", "absent", "propagated"] {
        let mut scenario = seed();
        scenario["settings"] = json!({"roleSessionMfa": reading});
        let answer = ask(&scenario, &json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR})).unwrap();
        let column =
            answer["kinds"].as_array().unwrap().iter().position(|kind| kind == "sessionTokenMfaThenRole").unwrap();
        for row in answer["rows"].as_array().unwrap().iter().filter(|row| row.get("readings").is_some()) {
            assert_eq!(row["readings"][0][reading], row["cells"][column]["outcome"]);
        }
    }
    // Where nothing asks about MFA there is nothing to tell.
    let answer = ask(&seed(), &json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR, "requests": [1]})).unwrap();
    assert!(answer["rows"][0].get("readings").is_none());
}

#[test]
fn compare_names_what_changes_and_at_which_ages() {
    let question = json!({"ask": "compare", "policies": {POLICY: within_an_hour()}});
    let changes = ask(&seed(), &question).unwrap()["changes"].clone();
    let request = ask(&seed(), &json!({"ask": "sessions", "user": SOFIA})).unwrap()["rows"][1]["request"].clone();
    let changes = changes.as_array().unwrap();
    assert_eq!(changes.len(), 2);
    for (change, kind) in changes.iter().zip(["sessionTokenMfa", "consoleMfa"]) {
        let expected = json!({"kind": kind, "request": request, "before": "allowed", "after": "implicitDeny", "from": 3600, "to": null});
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(change[name], *value, "{name} of {change}");
        }
        // Before, the statement decided; afterwards nothing allows it.
        let before = &change["decidedBy"]["before"];
        assert_eq!((&before[0]["policy"], &before[0]["statement"]), (&json!(POLICY), &json!(0)));
        assert!(before[0]["source"]["start"].is_u64());
        assert_eq!(change["decidedBy"]["after"][0]["layer"], "identity");
        assert!(change["decidedBy"]["after"][0].get("statement").is_none());
        assert!(
            change["reason"]["after"].as_str().unwrap().contains("because no identity-based policy allows"),
            "{change}"
        );
    }
    // Only the requests and columns asked for.
    let some = json!({"ask": "compare", "policies": {POLICY: within_an_hour()}, "requests": [request], "kinds": ["consoleMfa"]});
    assert_eq!(ask(&seed(), &some).unwrap()["changes"].as_array().unwrap().len(), 1);
    let others = json!({"ask": "compare", "policies": {POLICY: within_an_hour()}, "requests": [1]});
    assert_eq!(ask(&seed(), &others).unwrap()["changes"], json!([]));
    // A deny on the AssumeRole call shows as the call's own change.
    let trust = "/accounts/111122223333/roles/Operator/trust";
    let closed = json!({"ask": "compare", "policies": {trust: {"Version": "2012-10-17", "Statement": [{"Sid": "No", "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}]}}});
    for change in ask(&seed(), &closed).unwrap()["changes"].as_array().unwrap() {
        assert_eq!(change["after"], "explicitDeny");
        assert_eq!(change["decidedBy"]["after"][0]["sid"], "No");
    }
    // A text that is no policy grants nothing, which is an answer too.
    let broken = json!({"ask": "compare", "policies": {POLICY: "{ \"Statement\": ["}});
    let changes = ask(&seed(), &broken).unwrap()["changes"].clone();
    assert!(changes.as_array().unwrap().iter().all(|change| change["after"] == "implicitDeny"));
    assert_eq!(changes.as_array().unwrap().len(), 2);
    let same = json!({"ask": "compare", "policies": {}});
    assert_eq!(ask(&seed(), &same).unwrap()["changes"], json!([]));
}

#[test]
fn compare_lists_what_stays() {
    let request = ask(&seed(), &json!({"ask": "sessions", "user": SOFIA})).unwrap()["rows"][1]["request"].clone();
    let question = json!({"ask": "compare", "policies": {POLICY: within_an_hour()}, "requests": [request], "kinds": ["accessKey", "consoleMfa"]});
    let answer = ask(&seed(), &question).unwrap();
    assert_eq!(
        answer["unchanged"],
        json!([{"kind": "accessKey", "request": request, "outcome": "implicitDeny"},
            {"kind": "consoleMfa", "request": request, "outcome": "allowed", "from": 0, "to": 3599}])
    );
}

#[test]
fn compare_sees_the_age_of_a_chain_in_call_and_session() {
    // Where role sessions inherit MFA, its age counts in the trust policy and in the role's own policies.
    let policy = |action: &str, operator: &str, age: &str, principal: bool| {
        let mut statement =
            json!({"Effect": "Allow", "Action": action, "Condition": {operator: {"aws:MultiFactorAuthAge": age}}});
        if principal {
            statement["Principal"] = json!({"AWS": SOFIA})
        } else {
            statement["Resource"] = json!("*")
        }
        json!({"Version": "2012-10-17", "Statement": statement})
    };
    let mut scenario = seed();
    scenario["settings"] = json!({"roleSessionMfa": "propagated"});
    let role = &mut scenario["accounts"]["111122223333"]["roles"]["Operator"];
    role["trust"] = policy("sts:AssumeRole", "NumericGreaterThan", "100", true);
    role["policies"] = json!({"own": policy("ec2:*", "NumericLessThan", "1000", false)});
    let pointer = "/accounts/111122223333/roles/Operator/policies/own";
    let question = json!({"ask": "compare", "user": SOFIA, "role": OPERATOR, "kinds": ["sessionTokenMfaThenRole"], "requests": [mfa_request(&scenario)],
        "policies": {pointer: policy("ec2:*", "NumericLessThan", "500", false)}});
    let changes = ask(&scenario, &question).unwrap()["changes"].clone();
    let spans: Vec<_> =
        changes.as_array().unwrap().iter().map(|c| (&c["from"], &c["to"], &c["before"], &c["after"])).collect();
    assert_eq!(spans, [(&json!(500), &json!(999), &json!("allowed"), &json!("implicitDeny"))]);
    for (age, outcome) in [(100, "implicitDeny"), (101, "allowed"), (999, "allowed"), (1000, "implicitDeny")] {
        let matrix = json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR, "kinds": ["sessionTokenMfaThenRole"], "requests": [mfa_request(&scenario)], "mfaAge": age});
        assert_eq!(ask(&scenario, &matrix).unwrap()["rows"][0]["cells"][0]["outcome"], outcome, "age {age}");
    }
}

#[test]
fn sweeps_count_what_single_questions_answer() {
    let scenario = limited_seed();
    let step = mfa_request(&scenario);
    let over = json!([{"key": "aws:MultiFactorAuthPresent", "values": ["true", "false"]}, {"key": "aws:MultiFactorAuthAge", "values": {"from": 3590, "count": 20}}]);
    let answer = ask(&scenario, &json!({"ask": "sweep", "step": step, "over": over})).unwrap();
    assert_eq!((&answer["total"], &answer["done"]), (&json!(40), &json!(40)));
    assert_eq!(answer["counts"], json!({"allowed": 10, "implicitDeny": 30}));
    assert_eq!(
        answer["examples"][1]["context"],
        json!({"aws:MultiFactorAuthAge": "3600", "aws:MultiFactorAuthPresent": "true"})
    );
    // In parts it comes to the same.
    let mut sum = 0;
    let mut offset = 0;
    while offset < 40 {
        let part =
            ask(&scenario, &json!({"ask": "sweep", "step": step, "over": over, "offset": offset, "limit": 7})).unwrap();
        sum += part["counts"].get("allowed").and_then(Value::as_u64).unwrap_or(0);
        offset = part["done"].as_u64().unwrap();
    }
    assert_eq!(sum, 10);
}

#[test]
fn sweep_examples_can_stand_as_context() {
    // A key of no known type is a list only where the sweep made it one.
    let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"custom:team": "red"}}}});
    let scenario = json!({
        "format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z",
        "accounts": {"111122223333": {"users": {"u": {"policies": {"p": policy}}}}},
        "script": [
            {"do": "signIn", "id": "k", "principal": "arn:aws:iam::111122223333:user/u"},
            {"do": "request", "as": "k", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}],
    });
    let over = json!([{"key": "custom:team", "values": [["red"], "red"]}]);
    let answer = ask(&scenario, &json!({"ask": "sweep", "step": 1, "over": over})).unwrap();
    let contexts: Vec<&Value> = answer["examples"].as_array().unwrap().iter().map(|one| &one["context"]).collect();
    assert_eq!(contexts, [&json!({"custom:team": ["red"]}), &json!({"custom:team": "red"})]);
    for example in answer["examples"].as_array().unwrap() {
        assert_eq!(replayed(&scenario, 1, example), example["outcome"]);
    }
}

#[test]
fn sweeps_over_a_call_ask_for_all_that_it_needs() {
    let user = "arn:aws:iam::111122223333:user/u";
    let trust = |tagging: &str| {
        json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": user}, "Action": "sts:AssumeRole", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
        {"Effect": "Allow", "Principal": {"AWS": user}, "Action": tagging}]})
    };
    let scenario = |tagging: &str, seconds: i64| {
        json!({
            "format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z",
            "accounts": {"111122223333": {"users": {"u": {}}, "roles": {"r": {"trust": trust(tagging)}}}},
            "script": [
                {"do": "signIn", "id": "k", "principal": user},
                {"do": "sts", "as": "k", "operation": "AssumeRole", "parameters": {
                    "RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "session", "DurationSeconds": seconds, "Tags": [{"Key": "a", "Value": "1"}]}}],
        })
    };
    let over = json!([{"key": "aws:SourceIp", "values": ["10.0.0.1", "192.0.2.1"]}]);
    let question = json!({"ask": "sweep", "step": 1, "over": over});
    for (scenario, counts) in [
        (scenario("sts:TagSession", 3600), json!({"issued": 1, "implicitDeny": 1})),
        // TagSession is denied, wherever the call comes from.
        (scenario("sts:SetSourceIdentity", 3600), json!({"implicitDeny": 2})),
        // Longer than the role allows.
        (scenario("sts:TagSession", 7200), json!({"refused": 1, "implicitDeny": 1})),
    ] {
        assert_eq!(ask(&scenario, &question).unwrap()["counts"], counts);
        let random = json!({"ask": "sweep", "step": 1, "over": over, "random": {"seed": 1, "count": 50}});
        let got = ask(&scenario, &random).unwrap()["counts"].clone();
        let names =
            |counts: &Value| counts.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(names(&got), names(&counts));
    }
}

/// The scenario with one request replaced by an example of a sweep.
fn replayed(scenario: &Value, step: usize, example: &Value) -> Value {
    let mut scenario = scenario.clone();
    let request = &mut scenario["script"][step];
    for name in ["action", "resource", "context"] {
        if !example[name].is_null() {
            request[name] = example[name].clone();
        }
    }
    request.as_object_mut().unwrap().remove("expect");
    let report: Value =
        serde_json::from_str(&call("runScenario", &scenario.to_string(), r#"{"detail":"decision"}"#)).unwrap();
    report["ok"]["steps"][step]["outcome"].clone()
}

#[test]
fn random_sweeps_draw_requests_that_run_to_what_they_say() {
    let mut scenario = limited_seed();
    scenario["accounts"]["111122223333"]["resources"] = json!({
        "arn:aws:s3:::logs": {"policy": {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": SOFIA}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*",
             "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "ForAnyValue:StringEquals": {"custom:Groups": ["a", "b"]}}},
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/secret/*",
             "Condition": {"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}}},
        ]}},
    });
    scenario["script"].as_array_mut().unwrap().push(
        json!({"do": "request", "as": "mfa", "action": "s3:GetObject", "resource": "arn:aws:s3:::logs/secret/1"}),
    );
    let mut seen = std::collections::BTreeSet::new();
    for step in [1, mfa_request(&scenario), scenario["script"].as_array().unwrap().len() - 1] {
        for seed in 0..20 {
            let question = json!({"ask": "sweep", "step": step, "random": {"seed": seed, "count": 500}});
            let answer = ask(&scenario, &question).unwrap();
            assert_eq!((&answer["total"], &answer["done"]), (&json!(500), &json!(500)));
            let counts = answer["counts"].as_object().unwrap();
            assert_eq!(counts.values().map(|count| count.as_u64().unwrap()).sum::<u64>(), 500);
            assert_eq!(answer["examples"].as_array().unwrap().len(), counts.len());
            for example in answer["examples"].as_array().unwrap() {
                seen.insert(example["outcome"].as_str().unwrap().to_owned());
                assert_eq!(replayed(&scenario, step, example), example["outcome"], "{example}");
            }
            // The same seed draws the same, in parts too.
            assert_eq!(ask(&scenario, &question).unwrap(), answer);
            let part = |offset: u64| {
                let mut part = question.clone();
                part["offset"] = json!(offset);
                part["limit"] = json!(180);
                ask(&scenario, &part).unwrap()
            };
            let parts = [part(0), part(180), part(360)];
            assert_eq!(parts.each_ref().map(|part| part["done"].as_u64().unwrap()), [180, 360, 500]);
            for (outcome, count) in counts {
                let sum: u64 = parts.iter().filter_map(|part| part["counts"][outcome].as_u64()).sum();
                assert_eq!(json!(sum), *count);
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["allowed", "explicitDeny", "implicitDeny"]);
    // Over given keys only these vary.
    let over = json!([{"key": "aws:MultiFactorAuthAge", "values": {"from": 0, "count": 7200}}]);
    let question =
        json!({"ask": "sweep", "step": mfa_request(&scenario), "random": {"seed": 7, "count": 2000}, "over": over});
    let answer = ask(&scenario, &question).unwrap();
    let allowed = answer["counts"]["allowed"].as_u64().unwrap();
    assert!((900..1100).contains(&allowed), "{allowed} of 2000 with an age below half of the range");
    assert!(answer["examples"][0].get("action").is_none());
}

#[test]
fn questions_about_broken_policies_have_answers() {
    let broken = [
        "",
        "{",
        "[]",
        "null",
        "{\"Statement\": 5}",
        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\"}, {}]}",
        "\u{0}",
    ];
    let places = [
        POLICY,
        "/accounts/111122223333/groups/Developers/policies/LookAtInstances",
        "/accounts/111122223333/users/Sofia/policies/MayAssumeOperator",
        "/accounts/111122223333/roles/Operator/trust",
        "/accounts/111122223333/roles/Operator/policies/StopAndTerminateWithMfa",
    ];
    for text in broken {
        let mut scenario = seed();
        for place in places {
            *scenario.pointer_mut(place).unwrap() = json!(text);
        }
        scenario["accounts"]["111122223333"]["users"]["Sofia"]["boundary"] = json!(text);
        scenario["organization"] = json!({"serviceControlPolicies": [{"level": "Root", "policies": {"c": text}}]});
        for step in [2, 7, 9, 10] {
            for question in [
                json!({"ask": "mfaAge", "step": step}),
                json!({"ask": "time", "step": step, "from": "2026-03-02T09:00:00Z", "to": "2026-03-02T09:00:00Z"}),
                json!({"ask": "time", "step": step, "from": "0001-01-01T00:00:00Z", "to": "9999-12-31T23:59:59Z"}),
                json!({"ask": "sweep", "step": step, "random": {"seed": step, "count": 50}}),
                json!({"ask": "sweep", "step": step, "over": [{"key": "aws:MultiFactorAuthAge", "values": []}]}),
                json!({"ask": "flip", "step": step, "to": "allowed"}),
                json!({"ask": "flip", "step": step, "to": "refused"}),
            ] {
                let answer = ask(&scenario, &question).unwrap_or_else(|error| panic!("{text} {question}: {error}"));
                if question["ask"] == "time" {
                    let intervals = answer["intervals"].as_array().unwrap();
                    assert!(!intervals.is_empty() && intervals.iter().all(|i| i["from"].as_i64() <= i["to"].as_i64()));
                }
            }
        }
        let matrix = ask(&scenario, &json!({"ask": "sessions", "user": SOFIA, "role": OPERATOR})).unwrap();
        assert_eq!(matrix["rows"].as_array().unwrap().len(), 3);
        ask(&scenario, &json!({"ask": "compare", "policies": {POLICY: within_an_hour()}})).unwrap();
        let findings: Value = serde_json::from_str(&call("checkScenario", &scenario.to_string(), "")).unwrap();
        assert!(!findings["ok"]["findings"].as_array().unwrap().is_empty());
    }
    // A scenario without users, and one whose step names credentials that were never made.
    let mut empty = seed();
    empty["accounts"] = json!({});
    empty["script"] = json!([{"do": "request", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}]);
    assert_eq!(ask(&empty, &json!({"ask": "mfaAge", "step": 0})).unwrap()["intervals"].as_array().unwrap().len(), 1);
    assert!(ask(&empty, &json!({"ask": "flip", "step": 0, "to": "allowed"})).unwrap()["impossible"].is_string());
    assert_eq!(ask(&empty, &json!({"ask": "compare", "policies": {}})).unwrap_err()["path"], "/question");
    let mut refused = seed();
    refused["script"][6]["parameters"]["TokenCode"] = json!("000000");
    assert_eq!(ask(&refused, &json!({"ask": "mfaAge", "step": 7})).unwrap()["intervals"][0]["outcome"], "refused");
    let random = json!({"ask": "sweep", "step": 7, "random": {"seed": 1, "count": 10}});
    assert_eq!(ask(&refused, &random).unwrap()["counts"], json!({"refused": 10}));
    assert!(!flips(&refused, 7, "allowed").is_empty());
}

#[test]
fn a_written_code_is_looked_for_over_some_weeks_only() {
    let mut scenario = seed();
    scenario["script"][6]["parameters"]["TokenCode"] = json!("123456");
    let until = |to: &str| ask(&scenario, &json!({"ask": "time", "step": 6, "from": "2026-03-02T09:00:00Z", "to": to}));
    assert!(until("2026-03-12T09:00:00Z").is_ok());
    let error = until("2027-03-02T09:00:00Z").unwrap_err();
    assert_eq!(error["path"], "/question/to");
    assert!(error["message"].as_str().unwrap().contains("days at most"), "{error}");
}

#[test]
fn questions_that_make_no_sense_name_the_place() {
    let scenario = seed();
    for (question, path) in [
        (json!({"ask": "why"}), "/question/ask"),
        (json!({"ask": "mfaAge"}), "/question"),
        (json!({"ask": "mfaAge", "step": 0}), "/question/step"),
        (json!({"ask": "mfaAge", "step": "nobody"}), "/question/step"),
        (json!({"ask": "mfaAge", "step": 1, "more": 1}), "/question/more"),
        (
            json!({"ask": "time", "step": 1, "from": "2026-03-02T09:00:00Z", "to": "2026-03-01T09:00:00Z"}),
            "/question/to",
        ),
        (json!({"ask": "sessions", "user": "arn:aws:iam::111122223333:user/Nobody"}), "/question/user"),
        (json!({"ask": "sessions", "user": SOFIA, "requests": [0]}), "/question/requests/0"),
        (
            json!({"ask": "compare", "policies": {POLICY: 5}}),
            &format!("/question/policies/{}", POLICY.replace('/', "~1")),
        ),
        (json!({"ask": "compare", "policies": {}, "user": "arn:aws:iam::111122223333:user/Nobody"}), "/question/user"),
        (json!({"ask": "compare", "policies": {}, "role": "arn:aws:iam::111122223333:role/Nobody"}), "/question/role"),
        (json!({"ask": "compare", "policies": {}, "requests": [1, 3]}), "/question/requests/1"),
        (json!({"ask": "compare"}), "/question"),
        (json!({"ask": "sessions", "user": SOFIA, "mfaAge": -1}), "/question/mfaAge"),
        (json!({"ask": "sessions", "user": SOFIA, "role": "arn:aws:iam::111122223333:role/Nobody"}), "/question/role"),
        (json!({"ask": "sessions"}), "/question"),
        (json!({"ask": "flip", "step": 1}), "/question"),
        (json!({"ask": "flip", "step": 1, "to": "maybe"}), "/question/to"),
        (json!({"ask": "flip", "step": 0, "to": "allowed"}), "/question/step"),
        (json!({"ask": "flip", "step": 99, "to": "allowed"}), "/question/step"),
        (json!({"ask": "mfaAge", "step": -1}), "/question/step"),
        (json!({"ask": "mfaAge", "step": 1.5}), "/question/step"),
        (json!({"ask": "time", "step": 1, "from": "now", "to": "2026-03-01T09:00:00Z"}), "/question/from"),
        (json!({"ask": "time", "step": 1, "from": "2026-03-02T09:00:00Z"}), "/question"),
        (json!([]), "/question"),
        (json!({}), "/question"),
        (json!({"ask": "sessions", "user": SOFIA, "kinds": []}), "/question/kinds"),
        (json!({"ask": "sessions", "user": SOFIA, "kinds": ["accessKey", "key"]}), "/question/kinds/1"),
        (json!({"ask": "sessions", "user": SOFIA, "kinds": ["root", "root"]}), "/question/kinds/1"),
        (json!({"ask": "sessions", "user": SOFIA, "kinds": ["assumeRole"]}), "/question/kinds/0"),
        (json!({"ask": "compare", "policies": {"/nowhere": {}}}), "/question/policies/~1nowhere"),
        (json!({"ask": "sweep", "step": 1, "over": []}), "/question/over"),
        (json!({"ask": "sweep", "step": 1}), "/question"),
        (json!({"ask": "sweep", "step": 1, "over": [{"key": "", "values": ["a"]}]}), "/question/over/0/key"),
        (
            json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": ["b"]}, {"key": "A", "values": ["b"]}]}),
            "/question/over/1/key",
        ),
        (
            json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": []}, {"key": "b", "values": []}, {"key": "c", "values": []}]}),
            "/question/over",
        ),
        (json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": [{}]}]}), "/question/over/0/values/0"),
        (json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": "b"}]}), "/question/over/0/values"),
        (
            json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": ["b"], "more": 1}]}),
            "/question/over/0/more",
        ),
        (
            json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": ["b"]}], "limit": 1_000_001}),
            "/question/limit",
        ),
        (json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": ["b"]}], "offset": -1}), "/question/offset"),
        (json!({"ask": "sweep", "step": 1, "random": {"count": 5}}), "/question/random"),
        (json!({"ask": "sweep", "step": 1, "random": {"seed": 1, "count": -5}}), "/question/random/count"),
        (json!({"ask": "sweep", "step": 1, "random": {"seed": 1, "count": 5, "of": 1}}), "/question/random/of"),
        (json!({"ask": "sweep", "step": 1, "random": {"seed": "a", "count": 5}}), "/question/random/seed"),
        (json!({"ask": "sweep", "step": 0, "random": {"seed": 1, "count": 5}}), "/question/step"),
        (
            json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": {"from": 0, "count": -1}}]}),
            "/question/over/0/values/count",
        ),
    ] {
        assert_eq!(ask(&scenario, &question).unwrap_err()["path"], path, "{question}");
    }
}

/// Asks for a flip and runs every answer again: each must hold, its edits must lead to its scenario, and the best one is
/// given back.
fn flips(scenario: &Value, step: usize, to: &str) -> Vec<Value> {
    let answer = ask(scenario, &json!({"ask": "flip", "step": step, "to": to})).unwrap();
    let changes = answer["changes"].as_array().unwrap().clone();
    assert!(changes.len() <= 8);
    assert_eq!(changes.is_empty(), answer["impossible"].is_string());
    let mut sentences = std::collections::BTreeSet::new();
    for change in &changes {
        let sentence = change["sentence"].as_str().unwrap();
        let report: Value =
            serde_json::from_str(&call("runScenario", &change["scenario"].to_string(), r#"{"detail":"decision"}"#))
                .unwrap();
        let index = usize::try_from(change["step"].as_u64().unwrap()).unwrap();
        assert_eq!(report["ok"]["steps"][index]["outcome"], to, "{sentence}");
        assert_eq!(change["outcome"], to);
        assert!(!change["edits"].as_array().unwrap().is_empty());
        assert_eq!(edited(scenario, &change["edits"]), change["scenario"], "{sentence}: {}", change["edits"]);
        assert!(sentence.ends_with('.') && sentence.chars().next().unwrap().is_uppercase(), "{sentence}");
        assert!(sentences.insert(sentence), "twice: {sentence}");
    }
    changes
}

/// Makes the machine-readable edits of a flip.
fn edited(scenario: &Value, edits: &Value) -> Value {
    let mut scenario = scenario.clone();
    for edit in edits.as_array().unwrap() {
        let index = edit["index"].as_u64().map(|index| usize::try_from(index).unwrap());
        let pointer = edit["policy"].as_str().unwrap_or_default();
        match edit["op"].as_str().unwrap() {
            "insertStep" => {
                scenario["script"].as_array_mut().unwrap().insert(index.unwrap(), edit["step"].clone());
            }
            "replaceStep" => scenario["script"][index.unwrap()] = edit["step"].clone(),
            "addPolicy" => {
                let (parent, name) = pointer.rsplit_once('/').unwrap();
                if scenario.pointer(parent).is_none() {
                    let (above, last) = parent.rsplit_once('/').unwrap();
                    scenario.pointer_mut(above).unwrap()[last] = json!({});
                }
                scenario.pointer_mut(parent).unwrap()[name] = edit["document"].clone();
            }
            "removePolicy" => {
                let (parent, name) = pointer.rsplit_once('/').unwrap();
                scenario.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
            }
            "editPolicy" => {
                let policy = scenario.pointer_mut(pointer).unwrap();
                let text = policy.as_str().map_or_else(|| serde_json::to_string_pretty(policy).unwrap(), str::to_owned);
                let mut units: Vec<u16> = text.encode_utf16().collect();
                for one in edit["edits"].as_array().unwrap().iter().rev() {
                    let at = |name: &str| usize::try_from(one[name].as_u64().unwrap()).unwrap();
                    units.splice(at("start")..at("end"), one["text"].as_str().unwrap().encode_utf16());
                }
                *policy = json!(String::from_utf16(&units).unwrap());
            }
            other => panic!("{other}"),
        }
    }
    scenario
}

fn sentences(changes: &[Value]) -> Vec<&str> {
    changes.iter().map(|change| change["sentence"].as_str().unwrap()).collect()
}

fn file(path: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_flip_of_every_scenario_holds() {
    let (mut asked, mut found) = (0, 0);
    let mut paths: Vec<_> = ["www/gallery", "tests/scenarios"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    paths.sort();
    for path in paths {
        let Ok(scenario) = serde_json::from_str::<Value>(&std::fs::read_to_string(&path).unwrap()) else { continue };
        if scenario["format"] != "iam-playground/1" {
            continue;
        }
        let report: Value =
            serde_json::from_str(&call("runScenario", &scenario.to_string(), r#"{"detail":"decision"}"#)).unwrap();
        for (index, step) in report["ok"]["steps"].as_array().unwrap().iter().enumerate() {
            let to = match (step["do"].as_str().unwrap(), step["outcome"].as_str()) {
                ("request", Some("allowed")) => ["implicitDeny", "explicitDeny"][index % 2],
                ("request", Some(_)) => "allowed",
                ("sts", Some("issued")) => "implicitDeny",
                ("sts", Some(_)) => "issued",
                _ => continue,
            };
            // Every step would take long; of long scripts some.
            if index > 6 && index % 13 != 0 {
                continue;
            }
            asked += 1;
            found += flips(&scenario, index, to).len();
        }
    }
    assert!(asked > 200 && found > 400, "{asked} questions, {found} changes");
}

#[test]
fn flip_names_the_parameter_that_the_trust_policy_asks_for() {
    let scenario = file("tests/scenarios/A11-external-id.json");
    let changes = flips(&scenario, 1, "issued");
    assert_eq!(changes[0]["sentence"], "Send `ExternalId` `12345` with the call, as the trust policy asks.");
    assert_eq!(changes[0]["family"], "request");
    assert_eq!(changes[0]["edits"][0]["step"]["parameters"]["ExternalId"], "12345");
}

#[test]
fn flip_gets_new_credentials_where_the_old_ones_have_expired() {
    let mut scenario = limited_seed();
    let script = scenario["script"].as_array_mut().unwrap();
    script[6]["parameters"]["DurationSeconds"] = json!(900);
    script.insert(7, json!({"do": "wait", "seconds": 900}));
    let changes = flips(&scenario, 8, "allowed");
    assert_eq!(
        changes[0]["sentence"],
        "These credentials have expired: get new ones the same way, with a code of that moment, and use those. That works for 3600 seconds after the code."
    );
    assert_eq!(changes[0]["edits"][0]["step"]["parameters"]["TokenCode"], "$current");
    assert!(
        sentences(&changes)[1].starts_with("Let GetSessionToken ask for credentials that live longer"),
        "{changes:?}"
    );
}

#[test]
fn flip_finds_changes_of_two_things() {
    // The credentials may not call IAM, and no policy allows it.
    let changes = flips(&seed(), 5, "allowed");
    let first = sentences(&changes)[0];
    assert!(first.starts_with("Call GetSessionToken with a code") && first.contains(" Also add "), "{first}");
    // Two accounts, two policies.
    let scenario = file("www/gallery/resource-based-policy.json");
    let changes = flips(&scenario, 4, "allowed");
    let policies: Vec<&Value> = changes[0]["edits"].as_array().unwrap().iter().map(|edit| &edit["policy"]).collect();
    assert_eq!(policies.len(), 2);
    assert_ne!(policies[0], policies[1]);
    // A user without any policy gets one.
    let scenario = file("tests/scenarios/D07-cross-account.json");
    let changes = flips(&scenario, 4, "allowed");
    assert_eq!(changes[0]["edits"][0]["op"], "addPolicy");
    assert!(sentences(&changes)[0].starts_with("Give user Bare a policy that allows s3:GetObject"));
}

#[test]
fn flip_moves_the_mfa_condition_to_the_trust_policy() {
    let scenario = seed();
    let changes = flips(&scenario, 10, "allowed");
    let moved = changes.iter().find(|change| change["sentence"].as_str().unwrap().starts_with("Ask for MFA")).unwrap();
    let role = &moved["scenario"]["accounts"]["111122223333"]["roles"]["Operator"];
    assert!(role["trust"].as_str().unwrap().contains("aws:MultiFactorAuthPresent"));
    assert!(!role["policies"]["StopAndTerminateWithMfa"].as_str().unwrap().contains("aws:MultiFactorAuthPresent"));
    // Without a code the role can then no longer be had, so it is no answer there.
    let mut plain = seed();
    let parameters = plain["script"][9]["parameters"].as_object_mut().unwrap();
    parameters.remove("SerialNumber");
    parameters.remove("TokenCode");
    assert!(!sentences(&flips(&plain, 10, "allowed")).iter().any(|sentence| sentence.starts_with("Ask for MFA")));
}

#[test]
fn flip_warns_where_a_change_gives_up_mfa() {
    for (path, step) in [
        ("www/gallery/current-account-api.json", 2),
        ("tests/scenarios/E17-force-mfa.json", 1),
        ("tests/scenarios/E18-s3-bucket.json", 16),
    ] {
        let changes = flips(&file(path), step, "allowed");
        assert_eq!(changes[0]["family"], "session", "{path}");
        for change in changes.iter().filter(|change| change["family"] == "policy") {
            assert!(
                change["sentence"].as_str().unwrap().contains("gives up the MFA protection"),
                "{}",
                change["sentence"]
            );
        }
        // The changes of one purpose come once: no second one that only waits for the next code.
        let mfa =
            sentences(&changes).iter().filter(|sentence| sentence.contains("GetSessionToken with a code")).count();
        assert_eq!(mfa, 1, "{path}");
    }
    // The exception that would let a stolen key take the device away is not proposed.
    let changes = flips(&file("tests/scenarios/E17-force-mfa.json"), 8, "allowed");
    assert!(!sentences(&changes).iter().any(|sentence| sentence.contains("leaves alone")));
}

#[test]
fn flip_finds_the_session_that_the_seed_teaches() {
    let scenario = seed();
    let changes = flips(&scenario, 2, "allowed");
    assert_eq!(changes[0]["family"], "session");
    assert!(
        changes[0]["sentence"].as_str().unwrap().contains("GetSessionToken with a code"),
        "{}",
        changes[0]["sentence"]
    );
    let families: Vec<&str> = changes.iter().map(|change| change["family"].as_str().unwrap()).collect();
    assert!(families.contains(&"policy"));
    // The role's request: send a code and stop using the role, two steps in one change. The code of this half
    // minute is used up, so the change waits for the next one.
    let last = scenario["script"].as_array().unwrap().len() - 1;
    let changes = flips(&scenario, last, "allowed");
    // The script has the session already.
    assert_eq!(
        sentences(&changes)[0],
        "Do without the role: use the credentials that are there already from GetSessionToken with a code."
    );
    assert_eq!(changes[0]["edits"].as_array().unwrap().len(), 1);
    assert_eq!(changes[0]["edits"][0]["step"]["as"], "mfa");
    // Where it has not, the change makes one.
    let mut without = scenario.clone();
    for step in [6, 7] {
        without["script"][step] = json!({"do": "wait", "seconds": 1});
    }
    without["script"][9]["as"] = json!("keys");
    for step in without["script"].as_array_mut().unwrap() {
        if step["as"] == "mfa" {
            step["as"] = json!("keys");
        }
        step.as_object_mut().unwrap().remove("expect");
    }
    let changes = flips(&without, last, "allowed");
    assert!(changes[0]["sentence"].as_str().unwrap().contains("next code"), "{}", changes[0]["sentence"]);
    // With a limit on the age the sentence says how long it works.
    let changes = flips(&limited_seed(), 2, "allowed");
    assert!(changes[0]["sentence"].as_str().unwrap().contains("3600 seconds"), "{}", changes[0]["sentence"]);
}

#[test]
fn flip_edits_policies_in_the_author_s_own_formatting() {
    let mut scenario = seed();
    let text = "{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": [\n        {\"Effect\": \"Allow\", \"Action\": \"ec2:*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:RequestedRegion\": \"eu-west-1\"}}}\n    ]\n}\n";
    scenario["accounts"]["111122223333"]["groups"]["EC2-Admins"]["policies"]["StopAndTerminateWithMfa"] = json!(text);
    let policy = |change: &Value| {
        change["scenario"]["accounts"]["111122223333"]["groups"]["EC2-Admins"]["policies"]["StopAndTerminateWithMfa"]
            .clone()
    };
    let changes = flips(&scenario, 2, "allowed");
    let find = |changes: &[Value], words: &str| {
        changes.iter().find(|change| change["sentence"].as_str().unwrap().starts_with(words)).cloned()
    };
    // The values of the condition take one more; then nothing need be dropped.
    let widened = find(&changes, "Let statement 1 of").unwrap();
    assert_eq!(policy(&widened), text.replace("\"eu-west-1\"", "[ \"eu-west-1\", \"us-east-1\" ]"));
    assert_eq!(find(&changes, "Drop the condition"), None);
    assert!(
        changes.iter().any(|change| change["family"] == "request"
            && change["sentence"].as_str().unwrap().contains("aws:RequestedRegion"))
    );
    // A key that is not there has no value to add.
    let missing = text.replace("aws:RequestedRegion", "aws:PrincipalTag/team");
    scenario["accounts"]["111122223333"]["groups"]["EC2-Admins"]["policies"]["StopAndTerminateWithMfa"] =
        json!(missing);
    let dropped = find(&flips(&scenario, 2, "allowed"), "Drop the condition").unwrap();
    let expected = text.replace(", \"Condition\": {\"StringEquals\": {\"aws:RequestedRegion\": \"eu-west-1\"}}", "");
    assert_eq!(policy(&dropped), expected);
    scenario["accounts"]["111122223333"]["groups"]["EC2-Admins"]["policies"]["StopAndTerminateWithMfa"] = json!(text);
    // The other way round.
    let changes = flips(&scenario, 1, "explicitDeny");
    assert_eq!(changes[0]["family"], "policy");
    let changes = flips(&scenario, 1, "implicitDeny");
    assert!(!changes.is_empty());
}

#[test]
fn flip_says_when_a_layer_makes_it_impossible() {
    let mut scenario = seed();
    let everything = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "ec2:Stop*", "Resource": "*"}]});
    scenario["organization"] =
        json!({"serviceControlPolicies": [{"level": "Root", "policies": {"guard": everything}}]});
    let answer = ask(&scenario, &json!({"ask": "flip", "step": 2, "to": "allowed"})).unwrap();
    assert_eq!(answer["changes"], json!([]));
    assert!(answer["impossible"].as_str().unwrap().contains("service control policy"));
    let already = ask(&seed(), &json!({"ask": "flip", "step": 1, "to": "allowed"})).unwrap();
    assert!(already["impossible"].as_str().unwrap().contains("already"));
}

#[test]
fn flip_sends_a_code_with_an_assume_role_call() {
    let scenario: Value =
        serde_json::from_str(&std::fs::read_to_string("www/gallery/cross-account-delegation.json").unwrap()).unwrap();
    let changes = flips(&scenario, 1, "issued");
    assert!(
        changes[0]["sentence"].as_str().unwrap().contains("current code with the AssumeRole call"),
        "{}",
        changes[0]["sentence"]
    );
    assert_eq!(changes[0]["edits"][0]["op"], "replaceStep");
}

/// A user of a group with one policy, who asks for an object.
fn with_group_policy(text: &str) -> Value {
    json!({
        "format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z",
        "accounts": {"111122223333": {
            "users": {"u": {"groups": ["g"], "policies": {"own": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}}},
            "groups": {"g": {"policies": {"p": text}}}}},
        "script": [
            {"do": "signIn", "id": "k", "principal": "arn:aws:iam::111122223333:user/u"},
            {"do": "request", "as": "k", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}],
    })
}

#[test]
fn flip_lifts_no_more_of_a_denial_than_it_must() {
    let around =
        |statements: &str| format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{statements}]\n}}\n");
    let user = "arn:aws:iam::111122223333:user/u";
    for (denies, first, after) in [
        // The action from a list.
        (
            r#"{"Effect":"Deny","Action":["s3:PutObject", "s3:GetObject"],"Resource":"*"}"#,
            "Take `s3:GetObject` out of the actions that statement 1 of p denies.",
            r#"{"Effect":"Deny","Action":["s3:PutObject"],"Resource":"*"}"#.to_owned(),
        ),
        (
            r#"{"Effect":"Deny","Action":["s3:GetObject", "s3:PutObject"],"Resource":"*"}"#,
            "Take `s3:GetObject` out of the actions that statement 1 of p denies.",
            r#"{"Effect":"Deny","Action":["s3:PutObject"],"Resource":"*"}"#.to_owned(),
        ),
        // Not a wildcard, which denies other actions too.
        (
            r#"{"Effect":"Deny","Action":["s3:*", "ec2:*"],"Resource":["arn:aws:s3:::b/k", "arn:aws:s3:::c/*"]}"#,
            "Leave `arn:aws:s3:::b/k` out of the resources that statement 1 of p denies.",
            r#"{"Effect":"Deny","Action":["s3:*", "ec2:*"],"Resource":["arn:aws:s3:::c/*"]}"#.to_owned(),
        ),
        (
            r#"{"Sid": "No", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}"#,
            "Leave `arn:aws:s3:::b/k` out of the resources that statement No of p denies.",
            r#"{"Sid": "No", "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/k"}"#.to_owned(),
        ),
        // One member of the group.
        (
            r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}"#,
            "Except `arn:aws:iam::111122223333:user/u` from statement 1 of p.",
            format!(
                r#"{{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*", "Condition": {{ "ArnNotEquals": {{ "aws:PrincipalArn": "{user}" }} }}}}"#
            ),
        ),
        (
            r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*", "Condition": {"ArnNotEquals": {"aws:principalarn": ["arn:aws:iam::111122223333:user/v"]}}}"#,
            "Except `arn:aws:iam::111122223333:user/u` from statement 1 of p.",
            format!(
                r#"{{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*", "Condition": {{"ArnNotEquals": {{"aws:principalarn": ["arn:aws:iam::111122223333:user/v", "{user}"]}}}}}}"#
            ),
        ),
    ] {
        let changes = flips(&with_group_policy(&around(denies)), 1, "allowed");
        let policies: Vec<&Value> = changes.iter().filter(|change| change["family"] == "policy").collect();
        assert_eq!(policies[0]["sentence"], first);
        assert_eq!(policies[0]["scenario"]["accounts"]["111122223333"]["groups"]["g"]["policies"]["p"], around(&after));
        // What a narrower change does, the removal of the statement need not.
        assert!(
            !sentences(&changes).iter().any(|sentence| sentence.starts_with("Remove")),
            "{:?}",
            sentences(&changes)
        );
    }
    // Two statements that deny are dealt with in one change.
    let both = around(
        r#"{"Effect":"Deny","Action":["s3:GetObject","s3:PutObject"],"Resource":"*"}, {"Effect":"Deny","Action":"*","Resource":"*"}"#,
    );
    let changes = flips(&with_group_policy(&both), 1, "allowed");
    assert_eq!(
        sentences(&changes)[0],
        "Take `s3:GetObject` out of the actions that statement 1 of p denies, and leave `arn:aws:s3:::b/k` out of the resources that statement 2 of p denies."
    );
}

#[test]
fn flip_leaves_no_policy_without_statements() {
    let mut scenario = with_group_policy(r#"{"Version":"2012-10-17","Statement":[]}"#);
    let user = &mut scenario["accounts"]["111122223333"]["users"]["u"];
    user["policies"]["denies"] = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}]});
    let changes = flips(&scenario, 1, "allowed");
    assert_eq!(sentences(&changes), ["Remove the policy denies, which only denies."]);
    assert_eq!(
        changes[0]["edits"],
        json!([{"op": "removePolicy", "policy": "/accounts/111122223333/users/u/policies/denies"}])
    );
}

#[test]
fn flip_mends_the_call_that_made_no_credentials() {
    let mut scenario = seed();
    let role = &mut scenario["accounts"]["111122223333"]["roles"]["Operator"];
    role["trust"] = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": SOFIA}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "abc"}}}]});
    role["policies"] =
        json!({"p": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}});
    let call = json!({"do": "sts", "id": "session", "as": "keys", "operation": "AssumeRole", "parameters": {"RoleArn": OPERATOR, "RoleSessionName": "session"}});
    let request = json!({"do": "request", "as": "session", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"});
    scenario["script"] =
        json!([{"do": "signIn", "id": "keys", "principal": SOFIA}, call, {"do": "wait", "seconds": 1}, request]);
    let changes = flips(&scenario, 3, "allowed");
    assert_eq!(sentences(&changes)[0], "Send `ExternalId` `abc` with the call, as the trust policy asks.");
    assert_eq!(changes[0]["edits"][0]["index"], 1);
    // And two things: the call, and what the role may do.
    scenario["accounts"]["111122223333"]["roles"]["Operator"]["policies"] = json!({});
    let changes = flips(&scenario, 3, "allowed");
    assert!(
        sentences(&changes).iter().any(|sentence| sentence.starts_with(
            "Send `ExternalId` `abc` with the call, as the trust policy asks. Also give role Operator a policy"
        )),
        "{:?}",
        sentences(&changes)
    );
}

#[test]
fn flip_opens_nothing_to_everybody_where_somebody_could_sign() {
    let mut scenario = with_group_policy(r#"{"Version":"2012-10-17","Statement":[]}"#);
    scenario["accounts"]["111122223333"]["resources"] = json!({"arn:aws:s3:::b": {}});
    scenario["script"][1].as_object_mut().unwrap().remove("as");
    let changes = flips(&scenario, 1, "allowed");
    assert_eq!(sentences(&changes)[0], "Sign it with the credentials of u.");
    assert!(sentences(&changes)[1].ends_with("That opens it to everybody."), "{:?}", sentences(&changes));
}

#[test]
fn flip_says_what_no_change_can_reach() {
    let mut scenario = with_group_policy(r#"{"Version":"2012-10-17","Statement":[]}"#);
    scenario["script"] = json!([
        {"do": "signIn", "id": "k", "principal": "arn:aws:iam::111122223333:user/u"},
        {"do": "sts", "as": "k", "operation": "GetSessionToken", "parameters": {}},
        {"do": "request", "as": "k", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"},
        {"do": "signIn", "id": "root", "principal": "arn:aws:iam::111122223333:root"},
        {"do": "request", "as": "root", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}]);
    for (step, to, words) in [
        (1, "explicitDeny", "needs no permission"),
        (1, "allowed", "ends with `issued`"),
        (2, "issued", "ends with `allowed`"),
        (4, "implicitDeny", "The root user needs no policy"),
    ] {
        let answer = ask(&scenario, &json!({"ask": "flip", "step": step, "to": to})).unwrap();
        assert!(answer["impossible"].as_str().unwrap().contains(words), "{answer}");
    }
}

#[test]
fn flip_does_not_warn_of_mfa_where_it_stays() {
    let warned = |changes: &[Value]| sentences(changes).iter().filter(|one| one.contains("gives up")).count();
    // Beyond the limit of the age: without it the Bool stays, and asks for MFA all the same.
    let mut late = limited_seed();
    let step = mfa_request(&late);
    late["script"].as_array_mut().unwrap().insert(step, json!({"do": "wait", "seconds": 4000}));
    let changes = flips(&late, step + 1, "allowed");
    assert!(sentences(&changes).iter().any(|one| one.contains("Drop the condition")), "{:?}", sentences(&changes));
    let dropped: Vec<Value> =
        changes.into_iter().filter(|one| one["sentence"].as_str().unwrap().starts_with("Drop")).collect();
    assert_eq!(warned(&dropped), 0, "{:?}", sentences(&dropped));
    // Without the policy that allows it, nobody gets it.
    let seed = seed();
    assert_eq!(warned(&flips(&seed, mfa_request(&seed), "implicitDeny")), 0);
    // One of two Denies that ask for MFA is lifted: the other one stays.
    let mut twice = seed.clone();
    let deny = |condition: Value| json!({"Effect": "Deny", "NotAction": ["iam:ListMFADevices"], "Resource": "*", "Condition": condition});
    twice["accounts"]["111122223333"]["users"]["Sofia"]["policies"]["Guard"] = json!({"Version": "2012-10-17", "Statement": [
        deny(json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})),
        deny(json!({"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}})),
    ]});
    let step = mfa_request(&twice);
    twice["script"].as_array_mut().unwrap().insert(step, json!({"do": "wait", "seconds": 4000}));
    let changes = flips(&twice, step + 1, "allowed");
    assert!(!changes.is_empty());
    assert_eq!(warned(&changes), 0, "{:?}", sentences(&changes));
}

#[test]
fn flip_never_asks_for_mfa_where_no_session_can_have_it() {
    let mut scenario = seed();
    scenario["accounts"]["111122223333"]["roles"]["Operator"]["policies"]["StopAndTerminateWithMfa"] =
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}]});
    let role =
        scenario["script"].as_array().unwrap().iter().position(|step| step["operation"] == "AssumeRole").unwrap();
    let id = scenario["script"][role]["id"].clone();
    let step = scenario["script"]
        .as_array()
        .unwrap()
        .iter()
        .position(|step| step["do"] == "request" && step["as"] == id)
        .unwrap();
    let changes = flips(&scenario, step, "implicitDeny");
    assert!(
        !sentences(&changes).iter().any(|one| one.starts_with("Ask for MFA in statement")),
        "{:?}",
        sentences(&changes)
    );
}

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
fn compare_names_what_changes_and_at_which_ages() {
    let question = json!({"ask": "compare", "policies": {POLICY: within_an_hour()}});
    let changes = ask(&seed(), &question).unwrap()["changes"].clone();
    let request = ask(&seed(), &json!({"ask": "sessions", "user": SOFIA})).unwrap()["rows"][1]["request"].clone();
    assert_eq!(
        changes,
        json!([
            {"kind": "sessionTokenMfa", "request": request, "before": "allowed", "after": "implicitDeny", "from": 3600, "to": null},
            {"kind": "consoleMfa", "request": request, "before": "allowed", "after": "implicitDeny", "from": 3600, "to": null},
        ])
    );
    let same = json!({"ask": "compare", "policies": {}});
    assert_eq!(ask(&seed(), &same).unwrap()["changes"], json!([]));
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
        json!({"aws:MultiFactorAuthAge": ["3600"], "aws:MultiFactorAuthPresent": ["true"]})
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
        (json!({"ask": "compare", "policies": {"/nowhere": {}}}), "/question/policies/~1nowhere"),
        (json!({"ask": "sweep", "step": 1, "over": []}), "/question/over"),
        (
            json!({"ask": "sweep", "step": 1, "over": [{"key": "a", "values": {"from": 0, "count": -1}}]}),
            "/question/over/0/values/count",
        ),
    ] {
        assert_eq!(ask(&scenario, &question).unwrap_err()["path"], path, "{question}");
    }
}

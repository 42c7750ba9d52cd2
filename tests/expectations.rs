//! Expectations taken from what steps come to, and what a report says where one is not met.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::wire::call;
use serde_json::{Value, json};

fn answer(function: &str, first: &Value, second: &Value) -> Result<Value, Value> {
    let second = if second.is_null() { String::new() } else { second.to_string() };
    let answer: Value = serde_json::from_str(&call(function, &first.to_string(), &second)).unwrap();
    answer.get("ok").cloned().ok_or_else(|| answer["error"].clone())
}

fn run(scenario: &Value) -> Value {
    answer("runScenario", scenario, &json!({"detail": "decision"})).unwrap()
}

fn seed() -> Value {
    serde_json::from_str(&std::fs::read_to_string("www/gallery/current-account-api.json").unwrap()).unwrap()
}

#[test]
fn outcomes_become_expectations_that_are_met() {
    let mut seen = 0;
    for folder in ["www/gallery", "tests/scenarios"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let Ok(scenario) = serde_json::from_str::<Value>(&text) else { continue };
            if scenario["format"] != "iam-playground/1" {
                continue;
            }
            seen += 1;
            let name = path.display();
            // Expectations that are met stay as they are.
            if run(&scenario)["unmet"] == 0 {
                let mut all = answer("withExpectations", &scenario, &Value::Null).unwrap();
                for (step, was) in
                    all["script"].as_array_mut().unwrap().iter_mut().zip(scenario["script"].as_array().unwrap())
                {
                    if was.get("expect").is_none() {
                        step.as_object_mut().unwrap().remove("expect");
                    }
                }
                assert_eq!(all, scenario, "{name}");
            }
            let mut bare = scenario.clone();
            for step in bare["script"].as_array_mut().unwrap() {
                step.as_object_mut().unwrap().remove("expect");
            }
            let tested = answer("withExpectations", &bare, &Value::Null).unwrap();
            for step in tested["script"].as_array().unwrap() {
                assert_eq!(step.get("expect").is_some(), step["do"] != "wait", "{name}: {step}");
            }
            let report = run(&tested);
            assert_eq!(report["unmet"], 0, "{name}");
        }
    }
    assert!(seen > 100);
}

#[test]
fn only_the_named_steps_get_an_expectation() {
    let mut bare = seed();
    for step in bare["script"].as_array_mut().unwrap() {
        step.as_object_mut().unwrap().remove("expect");
    }
    let tested = answer("withExpectations", &bare, &json!(["mfa", 5])).unwrap();
    let with: Vec<usize> = (0..11).filter(|index| tested["script"][index].get("expect").is_some()).collect();
    assert_eq!(with, [5, 6]);
    assert_eq!(tested["script"][5]["expect"], json!({"error": "InvalidClientTokenId"}));
    assert_eq!(tested["script"][6]["expect"], "issued");
    for (steps, path) in [
        (json!(["nobody"]), "/steps/0"),
        (json!([1, 99]), "/steps/1"),
        (json!([8]), "/steps/0"),
        (json!("mfa"), "/steps"),
        (json!([true]), "/steps/0"),
    ] {
        assert_eq!(answer("withExpectations", &bare, &steps).unwrap_err()["path"], path, "{steps}");
    }
}

#[test]
fn unmet_expectations_say_why() {
    let mut scenario = seed();
    let policies = &mut scenario["accounts"]["111122223333"]["groups"]["EC2-Admins"]["policies"];
    policies["StopAndTerminateWithMfa"]["Statement"][0]["Condition"] =
        json!({"NumericLessThan": {"aws:MultiFactorAuthAge": "0"}});
    scenario["script"][1]["expect"] = json!({"error": "AccessDenied"});
    scenario["script"][6]["expect"] = json!("implicitDeny");
    scenario["script"][5]["expect"] = json!("allowed");
    let report = run(&scenario);
    assert_eq!(report["unmet"], 4);
    let reason = |index: usize| report["steps"][index]["unmetReason"].as_str().unwrap().to_owned();
    assert!(reason(1).starts_with("expected the error `AccessDenied`, but it came to `allowed`: "), "{}", reason(1));
    assert!(
        reason(5).starts_with("expected `allowed`, but the call was refused with `InvalidClientTokenId`: "),
        "{}",
        reason(5)
    );
    assert_eq!(reason(6), "expected `implicitDeny`, but it came to `issued`");
    assert!(reason(7).starts_with("expected `allowed`, but it came to `implicitDeny`: "), "{}", reason(7));
    assert!(
        reason(7).contains("because no identity-based policy allows the ec2:StopInstances action"),
        "{}",
        reason(7)
    );
    let met = &report["steps"][2];
    assert_eq!((&met["met"], met.get("unmetReason")), (&json!(true), None));
    // Taken over, the same scenario expects what it does.
    assert_eq!(run(&answer("withExpectations", &scenario, &Value::Null).unwrap())["unmet"], 0);
}

//! Texts that somebody brings: what they turn out to be, account details as scenarios, and messages about what cannot be
//! read. The cases are in `tests/cases/import.jsonl`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::scenario::Detail;
use iam_playground::scenario::{Import, Scenario, from_scratch, import, run};
use serde_json::{Value, json};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

#[test]
fn cases() {
    for line in std::fs::read_to_string("tests/cases/import.jsonl").unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().map_or_else(|| case["input"].to_string(), str::to_owned);
        let id = &case["id"];
        match import(&text, SECRET) {
            Err(error) => {
                assert_eq!(case["error"]["path"], error.path, "{id}: {error}");
                let part = case["error"]["says"].as_str().unwrap_or_else(|| panic!("{id}: {error}"));
                assert!(error.message.contains(part), "{id}: {error}");
            }
            Ok(Import::Scenario(scenario)) => assert_eq!(case["scenario"], scenario.title, "{id}"),
            Ok(Import::Policy(text)) => {
                assert_eq!(case["policy"], serde_json::from_str::<Value>(&text).unwrap(), "{id}");
            }
            Ok(Import::Details(details)) => {
                assert_eq!(case["notes"], json!(details.notes), "{id}");
                let written: Value = serde_json::from_str(&details.scenario.write()).unwrap();
                for (pointer, value) in case["has"].as_object().unwrap() {
                    assert_eq!(
                        written.pointer(pointer),
                        Some(value).filter(|value| !value.is_null()),
                        "{id}: {pointer}"
                    );
                }
                let report = run(&details.scenario, Detail::Decision);
                assert_eq!(report.steps.len(), details.scenario.script.len(), "{id}");
            }
        }
    }
}

#[test]
fn a_scenario_from_scratch_runs() {
    let scenario = Scenario::read(&from_scratch(SECRET)).unwrap();
    assert_eq!((scenario.users().len(), scenario.roles().len(), scenario.script.len()), (1, 1, 2));
}

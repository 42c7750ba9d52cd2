//! Every scenario of the gallery and of `tests/scenarios`: its own expectations are its test. Writing and reading
//! again changes nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::path::PathBuf;

use iam_playground::engine::Decision;
use iam_playground::scenario::{Detail, Outcome, Scenario, run};
use serde_json::Value;

fn scenarios() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in ["www/gallery", "tests/scenarios"] {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        paths.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.ends_with(".json") && !name.ends_with(".expected.json")
        }));
    }
    paths.sort();
    paths
}

/// Whether what came of a step is what its last evaluation says. A call that policies allow may still be refused.
fn agree(outcome: Option<Outcome>, decision: Decision) -> bool {
    match decision {
        Decision::Allowed => matches!(outcome, Some(Outcome::Allowed | Outcome::Issued | Outcome::Refused)),
        Decision::ExplicitDeny => outcome == Some(Outcome::ExplicitDeny),
        Decision::ImplicitDeny => outcome == Some(Outcome::ImplicitDeny),
    }
}

#[test]
fn expectations_are_met() {
    let mut failures = Vec::new();
    let mut checked = 0;
    let paths = scenarios();
    assert!(paths.len() >= 3, "the gallery is empty");
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        let scenario = match Scenario::read(&text) {
            Ok(scenario) => scenario,
            Err(error) => {
                failures.push(format!("{}: {error}", path.display()));
                continue;
            }
        };
        let report = run(&scenario, Detail::Full);
        for step in &report.steps {
            checked += usize::from(step.expected.is_some());
            if let Some(last) = step.evaluations.iter().flatten().last()
                && !agree(step.outcome, last.evaluation.verdict.decision)
            {
                failures.push(format!(
                    "{} step {}: {:?}, but {:?}",
                    path.display(),
                    step.index,
                    step.outcome,
                    last.evaluation.verdict.decision
                ));
            }
            if step.met == Some(false) {
                let reason = step.evaluations.iter().flatten().last().map(|e| e.reason.clone()).unwrap_or_default();
                failures.push(format!(
                    "{} step {}: expected {:?}, got {:?} {:?} {reason}",
                    path.display(),
                    step.index,
                    step.expected,
                    step.outcome,
                    step.error
                ));
            }
        }
        for step in &report.steps {
            let mut ids = std::collections::BTreeSet::new();
            for node in &step.trace {
                unique(node, &mut ids);
            }
            // Explanations begin with authentication, and end with the decision where policies were asked.
            let first = step.trace.first().map(|node| node.id.as_str());
            assert!(
                step.does == "wait" || first == Some("authentication"),
                "{} step {}: {first:?}",
                path.display(),
                step.index
            );
        }
        let brief = run(&scenario, Detail::Decision);
        assert!(
            report.steps.iter().zip(&brief.steps).all(|(a, b)| a.outcome == b.outcome && a.error == b.error),
            "{}: details disagree",
            path.display()
        );
        let written = scenario.write();
        let again = Scenario::read(&written).unwrap();
        assert_eq!(again.write(), written, "{}: writing is not stable", path.display());
        assert_eq!(
            run(&again, Detail::Decision).steps,
            brief.steps,
            "{}: reading what was written changes results",
            path.display()
        );
        facts(path, &report, &mut failures);
    }
    println!("{} scenarios, {checked} expectations, {} failures", paths.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Every node of a trace has an id of its own.
fn unique<'n>(node: &'n iam_playground::trace::TraceNode, ids: &mut std::collections::BTreeSet<&'n str>) {
    assert!(ids.insert(&node.id), "{} stands twice", node.id);
    node.children.iter().for_each(|child| unique(child, ids));
}

/// A value, or a list of values, as texts.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().map(|v| v.as_str().unwrap().to_owned()).collect(),
        other => vec![other.as_str().map_or_else(|| other.to_string(), str::to_owned)],
    }
}

/// The facts of a sibling `<name>.expected.json`.
fn facts(path: &std::path::Path, report: &iam_playground::scenario::ScenarioReport, failures: &mut Vec<String>) {
    let sibling = path.with_extension("expected.json");
    let Ok(text) = std::fs::read_to_string(&sibling) else { return };
    let facts: Vec<Value> = serde_json::from_str(&text).unwrap();
    for fact in facts {
        let step = &report.steps[usize::try_from(fact["index"].as_u64().unwrap()).unwrap()];
        let mut fail = |why: String| failures.push(format!("{} step {}: {why}", sibling.display(), step.index));
        if let Some(message) = fact.get("errorMessage").and_then(Value::as_str)
            && step.error.as_ref().is_none_or(|error| !error.message.contains(message))
        {
            fail(format!("message {:?} instead of {message}", step.error));
        }
        if let Some(code) = fact.get("errorCode").and_then(Value::as_str)
            && step.error.as_ref().is_none_or(|error| error.code != code)
        {
            fail(format!("code {:?} instead of {code}", step.error));
        }
        if let Some(status) = fact.get("errorStatus").and_then(Value::as_u64)
            && step.error.as_ref().is_none_or(|error| u64::from(error.status) != status)
        {
            fail(format!("status {:?} instead of {status}", step.error));
        }
        if let Some(prefix) = fact.get("accessKeyPrefix").and_then(Value::as_str)
            && step.credentials.as_ref().is_none_or(|credentials| credentials.access_key_prefix != prefix)
        {
            fail(format!("{:?} instead of {prefix}", step.credentials));
        }
        if let Some(id) = fact.get("userId").and_then(Value::as_str) {
            let got = step
                .credentials
                .as_ref()
                .map(|c| c.user_id.as_str())
                .or(step.identity.as_ref().map(|i| i.user_id.as_str()));
            if got != Some(id) {
                fail(format!("user id {got:?} instead of {id}"));
            }
        }
        let of_call = |key: &str| {
            step.context
                .iter()
                .flatten()
                .find(|entry| entry.key.eq_ignore_ascii_case(key))
                .map(|entry| entry.values.clone())
        };
        for (key, wanted) in fact.get("callContextHas").and_then(Value::as_object).into_iter().flatten() {
            let wanted = texts(wanted);
            if of_call(key).as_ref() != Some(&wanted) {
                fail(format!("on the call {key} is {:?} instead of {wanted:?}", of_call(key)));
            }
        }
        for key in fact.get("callContextLacks").and_then(Value::as_array).into_iter().flatten() {
            if let Some(found) = of_call(key.as_str().unwrap()) {
                fail(format!("on the call {key} is there: {found:?}"));
            }
        }
        if let Some(seconds) = fact.get("expiresIn").and_then(Value::as_i64)
            && step.credentials.as_ref().and_then(|c| c.expires_at.map(|end| end - c.issued_at)) != Some(seconds)
        {
            fail(format!("expires {:?} instead of {seconds}", step.credentials));
        }
        if let Some(arn) = fact.get("arn").and_then(Value::as_str) {
            let got = step
                .credentials
                .as_ref()
                .map(|c| c.principal_arn.as_str())
                .or(step.identity.as_ref().map(|i| i.arn.as_str()));
            if got != Some(arn) {
                fail(format!("arn {got:?} instead of {arn}"));
            }
        }
        // Of a step that made credentials the facts are about those, else about the request's own context.
        let value = |key: &str| match &step.credentials {
            Some(credentials) => {
                credentials.context.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, values)| values.clone())
            }
            None => step
                .context
                .iter()
                .flatten()
                .find(|entry| entry.key.eq_ignore_ascii_case(key))
                .map(|entry| entry.values.clone()),
        };
        for (key, wanted) in fact.get("contextHas").and_then(Value::as_object).into_iter().flatten() {
            let wanted = texts(wanted);
            if value(key).as_ref() != Some(&wanted) {
                fail(format!("{key} is {:?} instead of {wanted:?}", value(key)));
            }
        }
        for key in fact.get("contextLacks").and_then(Value::as_array).into_iter().flatten() {
            if let Some(found) = value(key.as_str().unwrap()) {
                fail(format!("{key} is there: {found:?}"));
            }
        }
    }
}

#[test]
fn writing_keeps_texts_and_order() {
    let broken = "{\n\t\"Version\" : \"2012-10-17\",  // \u{e9} \u{1f511}\r\n";
    let text = serde_json::json!({
        "script": [], "accounts": {"111122223333": {"roles": {}, "users": {"b": {"policies": {"z": broken, "a": {"Statement": [], "Version": "2012-10-17"}}}, "a": {}}}},
        "title": "order", "clock": "2026-03-02T09:00:00Z", "format": "iam-playground/1", "view": {"mfaAge": 5},
    })
    .to_string();
    let mut scenario = Scenario::read(&text).unwrap();
    let written: Value = serde_json::from_str(&scenario.write()).unwrap();
    assert_eq!(serde_json::to_string(&written).unwrap(), text);
    assert_eq!(written["accounts"]["111122223333"]["users"]["b"]["policies"]["z"], broken);
    assert_eq!(Scenario::read(&scenario.write()).unwrap(), {
        scenario = Scenario::read(&scenario.write()).unwrap();
        scenario.clone()
    });
    let pointer = "/accounts/111122223333/users/b/policies/a";
    assert!(scenario.set_document(pointer, broken.to_owned()));
    assert!(!scenario.set_document("/accounts/111122223333/users/nobody/policies/a", String::new()));
    let again = Scenario::read(&scenario.write()).unwrap();
    assert_eq!(again.documents().iter().find(|document| document.pointer == pointer).unwrap().text.as_ref(), broken);
}

#[test]
fn input_errors_name_the_place() {
    let Ok(text) = std::fs::read_to_string("tests/cases/input-errors.jsonl") else { return };
    let mut failures = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let scenario = case
            .get("scenarioText")
            .and_then(Value::as_str)
            .map_or_else(|| case["scenario"].to_string(), str::to_owned);
        match Scenario::read(&scenario) {
            Ok(_) => failures.push(format!("{}: {} was read", case["id"], case["note"])),
            Err(error) if case["path"] != error.path => {
                failures.push(format!("{}: {}: at {} instead of {}", case["id"], case["note"], error, case["path"]))
            }
            Err(_) => {}
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

//! The checks of `checkPolicy` beyond the grammar: for each code documents that have the finding and documents that
//! have not, and no error about the policies that this repository shows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use iam_playground::finding::{Finding, FindingType};
use iam_playground::policy::{PolicyType, check_with};
use iam_playground::service_data::ServiceData;
use iam_playground::wire::call;
use serde_json::Value;

/// The data that the feature `service-data` builds in; the tests have it with and without the feature.
const CORE: &str = include_str!("../src/service_data/core.txt");

fn cases() -> Vec<Value> {
    let text = std::fs::read_to_string("tests/cases/lint.jsonl").unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn policy_type(name: &str) -> PolicyType {
    let name = match name {
        "scp" => "serviceControl",
        "rcp" => "resourceControl",
        name => name,
    };
    *PolicyType::ALL.iter().find(|policy_type| policy_type.name() == name).unwrap()
}

fn type_name(finding_type: FindingType) -> &'static str {
    match finding_type {
        FindingType::Error => "ERROR",
        FindingType::SecurityWarning => "SECURITY_WARNING",
        FindingType::Warning => "WARNING",
        FindingType::Suggestion => "SUGGESTION",
    }
}

/// The text of a case as a person would have it, on several lines.
fn text_of(case: &Value) -> String {
    serde_json::to_string_pretty(&case["document"]).unwrap()
}

fn findings(text: &str, policy_type: PolicyType, data: &ServiceData<'_>) -> Vec<Finding> {
    check_with(text, policy_type, None, Some(data)).findings
}

#[test]
fn each_case_has_the_finding_or_not() {
    let data = ServiceData::read(CORE);
    let mut failures = Vec::new();
    for case in cases() {
        let found = findings(&text_of(&case), policy_type(case["policyType"].as_str().unwrap()), &data);
        let fired = found.iter().any(|f| f.code == case["code"] && type_name(f.finding_type) == case["findingType"]);
        if let Some(title) = case["fix"].as_str() {
            let fixes = found.iter().filter(|f| f.code == case["code"]).flat_map(|f| &f.fixes);
            let titles: Vec<&str> = fixes.map(|fix| fix.title.as_str()).collect();
            if titles != [title] {
                failures.push(format!("{}: its fixes are {titles:?}", case["id"]));
            }
        }
        if let Some(at) = case["at"].as_str() {
            let places: Vec<_> = found.iter().filter(|f| f.code == case["code"]).map(|f| &f.locations[0]).collect();
            let wide = places.iter().any(|place| stands_at_statement(&text_of(&case), place.at.start as usize));
            if wide || places.iter().map(|place| place.path.to_string()).collect::<Vec<_>>() != [at] {
                failures.push(format!("{}: it stands at {places:?}", case["id"]));
            }
        }
        if case["expect"] != fired {
            let codes: Vec<_> = found.iter().map(|f| format!("{} {}", type_name(f.finding_type), f.code)).collect();
            failures.push(format!("{}: found {codes:?}", case["id"]));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_code_has_a_case_with_it_and_one_without() {
    let mut written = BTreeSet::new();
    for entry in std::fs::read_dir("src/policy/lint").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for part in text.split('"').skip(1).step_by(2) {
            if part.len() > 12
                && part.contains('_')
                && part.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b == b'3')
            {
                written.insert(part.to_owned());
            }
        }
    }
    // Values and services, not codes.
    for other in ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES"] {
        written.remove(other);
    }
    let mut have: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
    for case in cases() {
        have.entry(case["code"].as_str().unwrap().into()).or_default().insert(case["expect"] == true);
    }
    let lacking: Vec<_> = written.iter().filter(|code| have.get(*code).is_none_or(|set| set.len() < 2)).collect();
    assert!(lacking.is_empty(), "codes without both cases: {lacking:?}");
}

/// What is about a statement as a whole, or about what it lacks.
const WHOLE: &[&str] = &[
    "MISSING_ACTION",
    "MISSING_EFFECT",
    "MISSING_PRINCIPAL",
    "MISSING_RESOURCE",
    "REDUNDANT_STATEMENT",
    "UNREACHABLE_STATEMENT",
];

fn is_statement(value: &Value) -> bool {
    value.get("Effect").is_some() || value.get("Action").is_some()
}

/// Whether a statement begins where a finding stands.
fn stands_at_statement(text: &str, at: usize) -> bool {
    let from = &text[at..];
    let value = serde_json::Deserializer::from_str(from).into_iter::<Value>().next();
    value.is_some_and(|value| value.is_ok_and(|value| is_statement(&value)))
}

/// A finding stands at the words that it is about, so that an editor underlines these. Advice on MFA is among them.
#[test]
fn only_what_is_about_a_whole_statement_stands_at_one() {
    call("loadServiceData", &Value::from(CORE).to_string(), "");
    let mut wide = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for file in ["lint.jsonl", "advice.jsonl", "advice-recommended.jsonl"] {
        let text = std::fs::read_to_string(format!("tests/cases/{file}")).unwrap();
        for case in text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            let Some(document) = case.get("document") else { continue };
            let name = policy_type(case["policyType"].as_str().unwrap()).name();
            let options = serde_json::json!({ "type": name }).to_string();
            let answer = call("checkPolicy", &Value::from(text_of(&case)).to_string(), &options);
            let answer: Value = serde_json::from_str(&answer).unwrap();
            for finding in answer["ok"]["findings"].as_array().unwrap() {
                let code = finding["issueCode"].as_str().unwrap();
                let path = finding["locations"][0]["path"].as_str().unwrap();
                let start = finding["locations"][0]["span"]["start"].as_u64().unwrap() as usize;
                let named = document.pointer(path).is_some_and(is_statement);
                seen.insert(code.to_owned());
                if (named || stands_at_statement(&text_of(&case), start)) && !WHOLE.contains(&code) {
                    wide.insert(format!("{code} at {path}"));
                }
            }
        }
    }
    assert!(seen.len() > 100 && seen.contains("MFA_VARIABLES_NEED_VERSION"), "{seen:?}");
    assert!(wide.is_empty(), "{wide:#?}");
}

#[test]
fn places_and_fixes_are_sound() {
    let data = ServiceData::read(CORE);
    for case in cases() {
        let text = text_of(&case);
        let policy_type = policy_type(case["policyType"].as_str().unwrap());
        for finding in findings(&text, policy_type, &data) {
            let id = format!("{} {}", case["id"], finding.code);
            assert!(finding.rule.is_some() && !finding.details.ends_with('.'), "{id}: {}", finding.details);
            let at = &finding.locations[0];
            assert!(case["document"].pointer(at.path.as_str()).is_some(), "{id}: no such place as {}", at.path);
            assert!(text.get(at.at.start as usize..at.at.end as usize).is_some_and(|part| !part.is_empty()), "{id}");
            for fix in &finding.fixes {
                let mut mended = text.clone();
                for edit in fix.edits.iter().rev() {
                    mended.replace_range(edit.at.start as usize..edit.at.end as usize, &edit.text);
                }
                assert!(
                    serde_json::from_str::<Value>(&mended).is_ok(),
                    "{id}: {} breaks the text:\n{mended}",
                    fix.title
                );
                let again = findings(&mended, policy_type, &data);
                let count = |findings: &[Finding]| findings.iter().filter(|f| f.code == finding.code).count();
                assert!(
                    count(&again) < count(&findings(&text, policy_type, &data)),
                    "{id}: {} does not mend it:\n{mended}",
                    fix.title
                );
            }
        }
    }
}

#[test]
fn no_error_about_policies_that_are_shown() {
    // Shown because they are wrong: a text that is not JSON, and a control policy for a service that it does not cover.
    let known = ["JSON_SYNTAX_ERROR", "RCP_SYNTAX_ERROR_ACTION"];
    let data = ServiceData::read(CORE);
    let mut seen = 0;
    for folder in ["tests/scenarios", "www/gallery"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let Ok(scenario) = iam_playground::wire::read_scenario(&std::fs::read_to_string(&path).unwrap()) else {
                continue;
            };
            for document in scenario.documents() {
                seen += 1;
                for finding in findings(&document.text, document.policy_type, &data) {
                    assert!(
                        finding.finding_type != FindingType::Error || known.contains(&finding.code),
                        "{} {}: {} {}",
                        path.display(),
                        document.pointer,
                        finding.code,
                        finding.details
                    );
                }
            }
        }
    }
    assert!(seen > 100);
}

#[test]
fn no_error_about_cases_that_are_valid() {
    let data = ServiceData::read(CORE);
    for folder in ["tests/vectors", "tests/cases"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for case in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
                if case["kind"] != "parse" || case["expect"]["valid"] != true {
                    continue;
                }
                let text = case["documentText"].as_str().map_or_else(|| case["document"].to_string(), str::to_owned);
                for finding in findings(&text, policy_type(case["policyType"].as_str().unwrap()), &data) {
                    assert!(finding.finding_type != FindingType::Error, "{}: {}", case["id"], finding.details);
                }
            }
        }
    }
}

#[test]
fn large_documents_get_an_answer() {
    let data = ServiceData::read(CORE);
    for count in [600, 20_000] {
        let statements: Vec<String> = (0..count)
            .map(|i| {
                format!(
                    r#"{{"Effect":"Allow","Action":["s3:Get{i}","dynamodbx:Foo"],"Resource":"arn:aws:s3:x:1:b{i}"}}"#
                )
            })
            .collect();
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
        assert!(findings(&text, PolicyType::Identity, &data).len() > 3 * count);
    }
}

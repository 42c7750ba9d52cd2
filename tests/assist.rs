//! The help for writing policies, through the door that the page uses: completion, hover, layout, paste, and the right
//! MFA condition, which is run for every kind of credentials. Cases mark the caret with `‸`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::wire::call;
use proptest::prelude::*;
use serde_json::{Value, json};

const CORE: &str = include_str!("../src/service_data/core.txt");
const CARET: char = '‸';

fn ask(function: &str, first: &Value, second: &Value) -> Value {
    let second = if second.is_null() { String::new() } else { second.to_string() };
    let answer: Value = serde_json::from_str(&call(function, &first.to_string(), &second)).unwrap();
    assert!(answer.get("error").is_none(), "{function}: {answer}");
    answer["ok"].clone()
}

fn load_core() {
    ask("loadServiceData", &json!(CORE), &Value::Null);
}

fn facts() -> Value {
    json!({
        "account": "111122223333",
        "accounts": ["111122223333", "444455556666"],
        "users": ["arn:aws:iam::111122223333:user/Anaya"],
        "roles": ["arn:aws:iam::111122223333:role/Audit"],
        "resources": ["arn:aws:s3:::reports", "arn:aws:ec2:us-east-1:111122223333:instance/i-1"],
        "organization": "o-abc",
    })
}

/// The text without its caret, and the caret's place in UTF-16 units.
fn split(marked: &str) -> (String, usize) {
    let before = marked.split(CARET).next().unwrap();
    (marked.replace(CARET, ""), before.encode_utf16().count())
}

fn apply(text: &str, edits: &[(usize, usize, String)]) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut sorted = edits.to_vec();
    sorted.sort_by_key(|edit| edit.0);
    let mut out: Vec<u16> = Vec::new();
    let mut at = 0;
    for (start, end, new) in sorted {
        assert!(start >= at && end >= start && end <= units.len(), "edits overlap or leave the text");
        out.extend(&units[at..start]);
        out.extend(new.encode_utf16());
        at = end;
    }
    out.extend(&units[at..]);
    String::from_utf16(&out).unwrap()
}

fn edits(list: &Value) -> Vec<(usize, usize, String)> {
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let list = list.as_array().unwrap();
    list.iter().map(|e| (number(&e["start"]), number(&e["end"]), e["text"].as_str().unwrap().to_owned())).collect()
}

fn options(case: &Value, offset: usize) -> Value {
    json!({ "offset": offset, "type": case["type"].as_str().unwrap_or("identity"), "facts": facts() })
}

fn labels(completion: &Value) -> Vec<String> {
    let mut options = completion["options"].as_array().cloned().unwrap_or_default();
    options.sort_by_key(|option| -option["rank"].as_i64().unwrap());
    options.iter().map(|option| option["label"].as_str().unwrap().to_owned()).collect()
}

/// The text after choosing a label, with the caret where it comes to be.
fn chosen(text: &str, completion: &Value, label: &str) -> String {
    let option = completion["options"].as_array().unwrap().iter().find(|option| option["label"] == label);
    let option = option.unwrap_or_else(|| panic!("no `{label}` in {:?}", labels(completion)));
    let mut units: Vec<u16> = option["apply"].as_str().unwrap().encode_utf16().collect();
    let caret = option["caret"].as_u64().map_or(units.len(), |at| usize::try_from(at).unwrap());
    units.insert(caret, u16::try_from(u32::from(CARET)).unwrap());
    let number = |name: &str| usize::try_from(completion[name].as_u64().unwrap()).unwrap();
    let mut all = edits(&completion["also"]);
    all.push((number("from"), number("to"), String::from_utf16(&units).unwrap()));
    apply(text, &all)
}

fn words(case: &Value, name: &str) -> Vec<String> {
    let list = case[name].as_array().cloned().unwrap_or_default();
    list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

fn check(case: &Value) -> Result<(), String> {
    let (text, offset) = split(case["text"].as_str().unwrap());
    let same = |found: &str| {
        let wanted = case["gives"].as_str().unwrap_or_default();
        if found == wanted { Ok(()) } else { Err(format!("gives\n{found}\ninstead of\n{wanted}")) }
    };
    match case["kind"].as_str().unwrap() {
        "complete" => {
            let found = ask("complete", &json!(text), &options(case, offset));
            let labels = labels(&found);
            if let Some(missing) = words(case, "has").iter().find(|label| !labels.contains(label)) {
                return Err(format!("no `{missing}` in {labels:?}"));
            }
            if let Some(wrong) = words(case, "hasNot").iter().find(|label| labels.contains(label)) {
                return Err(format!("`{wrong}` is offered"));
            }
            if let Some(first) = case["first"].as_str()
                && labels.first().map(String::as_str) != Some(first)
            {
                return Err(format!("first is {:?}", labels.first()));
            }
            match case["choose"].as_str() {
                Some(label) => same(&chosen(&text, &found, label)),
                None => Ok(()),
            }
        }
        "hover" => {
            let found = ask("hover", &json!(text), &options(case, offset));
            if found["title"] != case["title"] {
                return Err(format!("says {found}"));
            }
            let said = found["paragraphs"].to_string();
            let silent = words(case, "says").into_iter().find(|word| !said.contains(word.as_str()));
            silent.map_or(Ok(()), |word| Err(format!("does not say `{word}`: {said}")))
        }
        "format" => {
            let found = ask("format", &json!(text), &Value::Null);
            if found["problem"] != case["problem"] {
                return Err(format!("problem: {}", found["problem"]));
            }
            same(&apply(&text, &edits(&found["edits"])))
        }
        "requireMfa" => {
            let mut options = json!({ "offset": offset });
            if let Some(seconds) = case["seconds"].as_u64() {
                options["seconds"] = json!(seconds);
            }
            let found = ask("requireMfa", &json!(text), &options);
            if found["problem"] != case["problem"] {
                return Err(format!("problem: {}", found["problem"]));
            }
            same(&apply(&text, &edits(&found["edits"])))
        }
        "paste" => {
            let found = ask("tidyPaste", &json!(text), &Value::Null);
            if found["said"] != case["said"] {
                return Err(format!("says {}", found["said"]));
            }
            same(found["text"].as_str().unwrap())
        }
        kind => Err(format!("there is no kind {kind}")),
    }
}

fn cases() -> Vec<Value> {
    let text = std::fs::read_to_string("tests/cases/assist.jsonl").unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn cases_hold() {
    load_core();
    let failures: Vec<String> = cases()
        .iter()
        .filter_map(|case| check(case).err().map(|why| format!("{}: {why}", case["id"].as_str().unwrap())))
        .collect();
    assert!(failures.is_empty(), "{} fail\n{}", failures.len(), failures.join("\n\n"));
}

/// What is worth a word about a request: which field, some of the words, the name offered first.
#[test]
fn remarks_on_requests_hold() {
    load_core();
    let text = std::fs::read_to_string("tests/cases/request-remarks.jsonl").unwrap();
    let mut failures = Vec::new();
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let request = json!({ "action": case["action"], "resource": case["resource"] });
        let found = ask("remarks", &request, &Value::Null);
        let (found, wanted) = (found.as_array().unwrap(), case["remarks"].as_array().unwrap());
        let alike = |(found, wanted): (&Value, &Value)| {
            let offers = found["offers"].as_array().unwrap();
            found["about"] == wanted["about"]
                && found["message"].as_str().unwrap().contains(wanted["says"].as_str().unwrap())
                && offers.first().unwrap_or(&Value::Null) == &wanted["first"]
                && offers.len() <= 3
                && found["halfTyped"] == wanted["halfTyped"]
        };
        if found.len() != wanted.len() || !found.iter().zip(wanted).all(alike) {
            failures.push(format!("{}: {found:#?}", case["id"]));
        }
    }
    assert!(failures.is_empty(), "{} fail\n{}", failures.len(), failures.join("\n\n"));
}

/// Statements in many hands; `EFFECT` is replaced.
const STATEMENTS: &[&str] = &[
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"EFFECT","Action":"ec2:StopInstances","Resource":"*"}]}"#,
    r#"{ "Version": "2012-10-17", "Statement": { "Effect": "EFFECT", "Action": "ec2:*", "Resource": "*", "Condition": {} } }"#,
    "{\n\t\"Version\": \"2012-10-17\",\n\t\"Statement\": [\n\t\t{\n\t\t\t\"Effect\": \"EFFECT\",\n\t\t\t\"Action\": \"ec2:*\",\n\t\t\t\"Resource\": \"*\"\n\t\t}\n\t]\n}",
    "{\r\n  \"Version\": \"2012-10-17\",\r\n  \"Statement\": [{\r\n    \"Effect\": \"EFFECT\",\r\n    \"Action\": \"ec2:*\",\r\n    \"Resource\": \"*\",\r\n    \"Condition\": {\r\n      \"Bool\": { \"aws:SecureTransport\": \"true\" }\r\n    }\r\n  }]\r\n}",
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"EFFECT","Action":"ec2:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false","aws:SecureTransport":"true"},"Null":{"aws:MultiFactorAuthAge":"true"}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"EFFECT","Action":"ec2:*","Resource":"*","Condition":{"BoolIfExists":{"aws:multifactorauthpresent":true}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"EFFECT","Action":"ec2:*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:MultiFactorAuthPresent":["true"]},"NumericLessThanIfExists":{"aws:MultiFactorAuthAge":["60","90"]}}}]}"#,
];

/// The kinds of credentials with their MFA keys (rule A3): whether the key says so, and since when.
const CREDENTIALS: &[(&str, Option<bool>)] = &[
    ("user access key", None),
    ("root access key", None),
    ("SAML or web identity role session", None),
    ("GetFederationToken", None),
    ("GetSessionToken", Some(false)),
    ("GetSessionToken of root", Some(false)),
    ("AssumeRole", Some(false)),
    ("AssumeRole with a code", Some(false)),
    ("AssumeRole from a session with MFA", Some(false)),
    ("console", Some(false)),
    ("GetSessionToken with MFA", Some(true)),
    ("console with MFA", Some(true)),
];

fn contexts(limit: i64) -> Vec<(&'static str, Option<i64>, Value)> {
    let mut all = Vec::new();
    for (kind, mfa) in CREDENTIALS {
        match mfa {
            None => all.push((*kind, None, json!({}))),
            Some(false) => all.push((*kind, None, json!({ "aws:MultiFactorAuthPresent": "false" }))),
            Some(true) => {
                for age in [0, limit - 1, limit, limit + 1, 129_000] {
                    let context =
                        json!({ "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": age.to_string() });
                    all.push((*kind, Some(age), context));
                }
            }
        }
    }
    all
}

/// What a policy beside an Allow of everything, or alone, decides.
fn decide(policy: &str, effect: &str, mut context: Value) -> String {
    context["aws:SecureTransport"] = json!("true");
    let everything = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let identity = if effect == "Deny" { json!([policy, everything]) } else { json!([policy]) };
    let input = json!({
        "principal": { "type": "user", "arn": "arn:aws:iam::111122223333:user/Anaya" },
        "action": "ec2:StopInstances",
        "resource": "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
        "context": context,
        "policies": { "identity": identity },
    });
    ask("authorize", &input, &Value::Null)["decision"].as_str().unwrap().to_owned()
}

#[test]
fn require_mfa_means_it_for_every_kind_of_credentials() {
    for template in STATEMENTS {
        for effect in ["Allow", "Deny"] {
            for seconds in [None, Some(1_i64), Some(3600)] {
                let text = template.replace("EFFECT", effect);
                let offset = text.find("ec2:").unwrap();
                let mut options = json!({ "offset": offset });
                if let Some(seconds) = seconds {
                    options["seconds"] = json!(seconds);
                }
                let answer = ask("requireMfa", &json!(text), &options);
                assert!(answer["problem"].is_null(), "{text}: {answer}");
                let mended = apply(&text, &edits(&answer["edits"]));
                assert_ne!(mended, text, "{answer}");
                for (who, age, context) in contexts(seconds.unwrap_or(3600)) {
                    let meets = age.is_some_and(|age| seconds.is_none_or(|seconds| age < seconds));
                    let wanted = match (effect, meets) {
                        (_, true) => "allowed",
                        ("Allow", false) => "implicitDeny",
                        (_, false) => "explicitDeny",
                    };
                    let decision = decide(&mended, effect, context);
                    assert_eq!(decision, wanted, "{who}, age {age:?}, within {seconds:?}\n{mended}");
                }
                // A second time there is nothing left to do.
                let again = ask("requireMfa", &json!(mended), &options);
                assert_eq!(again["edits"], json!([]), "{mended}");
            }
        }
    }
}

/// The texts of the vectors that hold a policy.
fn policies() -> Vec<String> {
    let text = std::fs::read_to_string("tests/cases/lint.jsonl").unwrap();
    let cases = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    cases.map(|case| serde_json::to_string_pretty(&case["document"]).unwrap()).collect()
}

fn everything(text: &str, offset: usize) {
    let options = json!({ "offset": offset, "type": "resource", "facts": facts() });
    let completion = ask("complete", &json!(text), &options);
    if !completion.is_null() {
        let (from, to) = (completion["from"].as_u64().unwrap(), completion["to"].as_u64().unwrap());
        let units = text.encode_utf16().count() as u64;
        assert!(from <= to && to <= units, "{completion}");
        assert!(from <= offset as u64, "a completion begins behind the caret");
    }
    ask("hover", &json!(text), &options);
    ask("requireMfa", &json!(text), &json!({ "offset": offset, "seconds": 60 }));
}

#[test]
fn every_place_of_every_prefix_has_an_answer() {
    load_core();
    for policy in policies().iter().step_by(9) {
        for end in (0..=policy.len()).filter(|end| policy.is_char_boundary(*end)).step_by(5) {
            let prefix = &policy[..end];
            everything(prefix, prefix.encode_utf16().count());
        }
        for offset in (0..policy.len()).step_by(7) {
            everything(policy, offset);
        }
    }
}

#[test]
fn layout_changes_only_white_space() {
    for policy in policies() {
        let value: Value = serde_json::from_str(&policy).unwrap();
        let dense = serde_json::to_string(&value).unwrap();
        let answer = ask("format", &json!(dense), &Value::Null);
        assert_eq!(apply(&dense, &edits(&answer["edits"])), policy);
        assert_eq!(ask("format", &json!(policy), &Value::Null)["edits"], json!([]));
        assert_eq!(ask("tidyPaste", &json!(policy), &Value::Null)["text"], json!(policy));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is typed, there is an answer, and applying it leaves the text whole.
    #[test]
    fn any_text_has_an_answer(
        text in r#"([{}\[\],:"\\\n é🔑]|"Statement"|"Condition": \{|"Action"|"Bool"|ec2:|aws:|arn:aws:){0,40}"#,
        offset in 0_usize..80,
    ) {
        load_core();
        let offset = offset.min(text.encode_utf16().count());
        let options = json!({ "offset": offset, "type": "identity", "facts": facts() });
        let completion = ask("complete", &json!(text), &options);
        for option in completion["options"].as_array().cloned().unwrap_or_default().iter().take(3) {
            chosen(&text, &completion, option["label"].as_str().unwrap());
        }
        ask("hover", &json!(text), &options);
        ask("format", &json!(text), &Value::Null);
        ask("tidyPaste", &json!(text), &Value::Null);
        ask("requireMfa", &json!(text), &json!({ "offset": offset }));
    }
}

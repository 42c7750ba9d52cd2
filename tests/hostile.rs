//! Broken, deep and huge input: an answer or an error, in bounded time, and never a panic.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::wire::call;
use serde_json::{Value, json};

fn answer(function: &str, first: &str, second: &str) -> Value {
    serde_json::from_str(&call(function, first, second)).unwrap()
}

fn check(document: &str) -> Value {
    answer("checkPolicy", &json!(document).to_string(), r#"{"type":"identity"}"#)
}

fn authorize(policy: &Value, resource: &str) -> Value {
    let input = json!({
        "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/u"}, "action": "s3:GetObject", "resource": resource,
        "context": {"k": resource}, "policies": {"identity": [policy]},
    });
    answer("authorize", &input.to_string(), "")
}

#[test]
fn texts_that_are_no_policy() {
    for text in [
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{}",
        "{\"Statement\":null}",
        "{\"Statement\":[null,1,[]]}",
        "\u{feff}{}",
        "{\"Statement\":{\"Effect\":{}}}",
    ] {
        let answer = check(text);
        assert!(!answer["ok"]["findings"].as_array().unwrap().is_empty(), "{text}");
    }
}

#[test]
fn deep_json() {
    for depth in [511, 513, 100_000] {
        let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(check(&text)["ok"].is_object());
        assert!(answer("authorize", &text, "")["error"].is_object());
        assert!(answer("runScenario", &text, &text)["error"].is_object());
    }
}

#[test]
fn a_policy_of_five_megabytes() {
    let statement = r#"{"Effect":"Allow","Action":["s3:Get*","ec2:Describe?nstances"],"Resource":"arn:aws:s3:::b/${aws:username}/*"}"#;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        vec![statement; 5 * 1024 * 1024 / statement.len()].join(",")
    );
    let answer = check(&text);
    assert!(
        answer["ok"]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|f| f["issueCode"] == "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA")
    );
}

#[test]
fn patterns_that_explode_elsewhere() {
    let million = "a".repeat(1_000_000);
    let stars = format!("{}b", "*a".repeat(500));
    let like = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"k": stars}}}});
    assert_eq!(authorize(&like, &million)["ok"]["decision"], "implicitDeny");
    let marks = format!("*{}b", "?a".repeat(500));
    let like = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"k": marks}}}});
    assert_eq!(authorize(&like, &million)["ok"]["decision"], "implicitDeny");
    let resource = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": format!("arn:aws:s3:*:*:{stars}")}});
    assert_eq!(
        authorize(&resource, &format!("arn:aws:s3:::{}", million.replace('a', "a:")))["ok"]["decision"],
        "implicitDeny"
    );
}

#[test]
fn odd_values() {
    let number = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"k":1e400}}}}"#;
    assert!(check(number)["ok"].is_object());
    assert!(check("{\"Version\":\"\\ud800\"}")["ok"]["findings"][0]["issueCode"] == "JSON_SYNTAX_ERROR");
    let proto =
        r#"{"principal":{"type":"anonymous"},"action":"s3:GetObject","resource":"*","policies":{},"__proto__":{}}"#;
    assert_eq!(answer("authorize", proto, "")["error"]["path"], "/__proto__");
    assert!(answer("nothing", "", "")["error"].is_object());
    assert!(answer("totp", r#"{"secret":"GEZDGNBVGY3TQOJQ","at":-1}"#, "")["error"].is_object());
    assert_eq!(answer("whatIf", "{}", "{}")["error"]["path"], "");
}

#[test]
fn long_scripts_and_odd_durations() {
    let accounts = json!({"111122223333": {"users": {"u": {"policies": {"p": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}}}}});
    let mut script = vec![json!({"do": "signIn", "id": "k", "principal": "arn:aws:iam::111122223333:user/u"})];
    for duration in [0_i64, -5, 899, 1_000_000_000, i64::MAX] {
        script.push(json!({"do": "sts", "as": "k", "operation": "GetSessionToken", "parameters": {"DurationSeconds": duration}, "expect": {"error": "ValidationError"}}));
    }
    script.resize(
        100_000,
        json!({"do": "request", "as": "k", "action": "s3:GetObject", "resource": "*", "expect": "allowed"}),
    );
    let scenario = json!({"format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z", "accounts": accounts, "script": script});
    let report = answer("runScenario", &scenario.to_string(), r#"{"detail":"decision"}"#);
    assert_eq!(report["ok"]["unmet"], 0, "{}", report["error"]);
    assert_eq!(report["ok"]["steps"].as_array().unwrap().len(), 100_000);
}

/// Valid inputs, from which broken ones are made.
fn seeds() -> Vec<String> {
    let mut seeds: Vec<String> = std::fs::read_dir("www/gallery")
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    seeds.push(
        json!({"principal": {"type": "role-session", "arn": "arn:aws:sts::111122223333:assumed-role/r/s", "roleArn": "arn:aws:iam::111122223333:role/r"},
            "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {"aws:TagKeys": ["a"], "aws:SourceIp": "10.0.0.1"},
            "policies": {"identity": [{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "arn:aws:s3:::${aws:username}*",
                "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": "a*"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}}]}],
              "resource": {"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:role/r"]}, "Action": "s3:*", "Resource": "*"}}}})
        .to_string(),
    );
    seeds
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 600, failure_persistence: None, ..proptest::test_runner::Config::default() })]

    /// Bytes cut out, doubled and replaced: every door answers with JSON.
    #[test]
    fn broken_inputs_get_an_answer(which in 0_usize..4, edits in proptest::collection::vec((0.0_f64..1.0, 0_usize..6, "[\\x00-\\x7f\u{e9}]{0,4}"), 1..5)) {
        let seeds = seeds();
        let mut text = seeds[which % seeds.len()].clone();
        for (place, cut, insert) in edits {
            let mut start = (place * text.len() as f64) as usize;
            while !text.is_char_boundary(start) { start -= 1; }
            let mut end = (start + cut).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(start..end, &insert);
        }
        for function in ["authorize", "runScenario"] {
            let answer = answer(function, &text, "");
            assert!(answer["ok"].is_object() || answer["error"]["path"].is_string());
        }
        let _ = answer("whatIf", &text, r#"{"ask":"flip","step":2,"to":"allowed"}"#);
        for kind in ["identity", "resource", "trust", "serviceControl", "resourceControl", "session"] {
            let answer = answer("checkPolicy", &json!(text).to_string(), &json!({"type": kind}).to_string());
            assert!(answer["ok"].is_object());
        }
    }

    /// Values exchanged for others of any kind, so that the JSON stays whole.
    #[test]
    fn odd_values_get_an_answer(which in 0_usize..4, edits in proptest::collection::vec((0_usize..400, 0_usize..12), 1..4)) {
        let seeds = seeds();
        let mut value: Value = serde_json::from_str(&seeds[which % seeds.len()]).unwrap();
        let odd = [json!(null), json!(-1), json!(1e300), json!(""), json!([]), json!({}), json!("${"), json!("arn:aws:iam::111122223333:user/*"), json!("*"), json!([[1]]), json!("9999-12-31T23:59:59Z"), json!(true)];
        for (place, with) in edits {
            let mut left = place;
            exchange(&mut value, &mut left, &odd[with]);
        }
        let text = value.to_string();
        for function in ["authorize", "runScenario"] {
            let answer = answer(function, &text, "");
            assert!(answer["ok"].is_object() || answer["error"]["path"].is_string());
        }
        for question in [r#"{"ask":"mfaAge","step":2}"#, r#"{"ask":"flip","step":2,"to":"allowed"}"#, r#"{"ask":"sessions","user":"arn:aws:iam::111122223333:user/Sofia"}"#] {
            let _ = answer("whatIf", &text, question);
        }
    }
}

/// Puts a value in the place of the one that is `left` steps ahead.
fn exchange(value: &mut Value, left: &mut usize, with: &Value) -> bool {
    if *left == 0 {
        *value = with.clone();
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| exchange(item, left, with)),
        Value::Object(members) => members.iter_mut().any(|(_, member)| exchange(member, left, with)),
        _ => false,
    }
}

/// The JavaScript edge hands the policies of `authorize` over apart.
#[test]
fn policies_apart_are_policies_in_place() {
    let rest = json!({
        "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/u"}, "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k", "policies": {},
    });
    for policies in [
        json!({"identity": [{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}]}),
        json!({"identity": {}}),
        json!({"serviceControl": []}),
        json!({"unknown": 1}),
        json!([]),
        json!(5),
    ] {
        let mut whole = rest.clone();
        whole["policies"] = policies.clone();
        let expected = call("authorize", &whole.to_string(), "");
        for _ in 0..2 {
            assert_eq!(call("authorize", &rest.to_string(), &policies.to_string()), expected, "{policies}");
        }
    }
    assert!(answer("authorize", &rest.to_string(), "{")["error"].is_object());
    assert!(answer("authorize", "{}", "{}")["error"].is_object());
}

#[test]
fn sets_of_thousands_of_values_on_both_sides() {
    let values: Vec<String> = (0..3000).map(|number| format!("x{number}")).collect();
    for operator in ["ForAllValues:StringEquals", "ForAnyValue:StringNotLike", "ForAllValues:StringNotEquals"] {
        let statement =
            json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {"q:q": values}}});
        let input = |detail: &str| {
            json!({
                "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/u"}, "action": "s3:x", "resource": "arn:aws:s3:::b",
                "context": {"q:q": values}, "detail": detail,
                "policies": {"identity": [{"Version": "2012-10-17", "Statement": [statement, statement]}]},
            })
        };
        let quick = answer("authorize", &input("decision").to_string(), "");
        let text = call("authorize", &input("full").to_string(), "");
        assert!(text.len() < 32 * 1024 * 1024, "{} MB of trace", text.len() / 1024 / 1024);
        let full: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(full["ok"]["decision"], quick["ok"]["decision"], "{operator}");
        assert!(text.contains("Left out: a trace shows the first"));
    }
}

#[test]
fn a_hundred_thousand_resources() {
    let resources: Vec<String> = (0..100_000).map(|number| format!("arn:aws:s3:::b{number}/*")).collect();
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": resources}]});
    assert_eq!(authorize(&policy, "arn:aws:s3:::b99999/k")["ok"]["decision"], "allowed");
}

#[test]
fn a_set_of_a_hundred_thousand_against_another() {
    // Every value is listed, the last one first, so that one by one it would take ten thousand million comparisons.
    let listed: Vec<String> = (0..100_000).map(|number| format!("team-{number}")).collect();
    let asked: Vec<&String> = listed.iter().rev().collect();
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": listed}}}]});
    for detail in ["decision", "full"] {
        let input = json!({"principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/u"}, "action": "s3:GetObject",
            "resource": "arn:aws:s3:::b/k", "context": {"aws:TagKeys": asked}, "policies": {"identity": [policy]}, "detail": detail});
        assert_eq!(answer("authorize", &input.to_string(), "")["ok"]["decision"], "allowed", "{detail}");
    }
}

#[test]
fn thousands_of_statements_that_all_decide() {
    let statement = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"});
    let policy = json!({"Version": "2012-10-17", "Statement": vec![statement; 20_000]});
    let answer = authorize(&policy, "arn:aws:s3:::b/k");
    let decided_by = answer["ok"]["decidedBy"].as_array().unwrap();
    assert_eq!(decided_by.len(), 20_000);
    let text = serde_json::to_string_pretty(&policy).unwrap();
    for by in decided_by.iter().step_by(999) {
        let at = |name: &str| usize::try_from(by["source"][name].as_u64().unwrap()).unwrap();
        assert!(text[at("start")..at("end")].starts_with("{\n"), "{by}");
        assert_eq!(text[..at("start")].matches('\n').count() + 1, at("line"));
    }
}

#[test]
fn places_in_one_long_line_beyond_ascii() {
    let statement = r#"{"Sid":"é🔑","Effect":"allow","Action":"s3:GetObject","Resource":"*"}"#;
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, [statement; 5_000].join(","));
    let units: Vec<u16> = text.encode_utf16().collect();
    let answer = check(&text);
    let findings = answer["ok"]["findings"].as_array().unwrap();
    let effects: Vec<String> = findings
        .iter()
        .filter(|finding| finding["issueCode"] == "INVALID_EFFECT")
        .map(|finding| {
            let span = &finding["locations"][0]["span"];
            let at = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
            String::from_utf16(&units[at("start")..at("end")]).unwrap()
        })
        .collect();
    assert_eq!(effects, vec!["\"allow\""; 5_000]);
}

#[test]
fn hundreds_of_roles_to_try() {
    let trust = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}]});
    let roles: serde_json::Map<String, Value> =
        (0..400).map(|number| (format!("role{number}"), json!({"trust": trust}))).collect();
    let mut script = vec![json!({"do": "signIn", "principal": "arn:aws:iam::111122223333:user/u", "id": "keys"})];
    script.extend((0..200).map(|number| {
        json!({"do": "sts", "as": "keys", "id": format!("s{number}"), "operation": "AssumeRole",
            "parameters": {"RoleArn": format!("arn:aws:iam::111122223333:role/role{number}"), "RoleSessionName": "session"}})
    }));
    script.push(
        json!({"do": "request", "as": "keys", "id": "last", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}),
    );
    let scenario = json!({"format": "iam-playground/1", "title": "Many roles", "clock": "2026-03-02T09:00:00Z", "script": script,
        "accounts": {"111122223333": {"users": {"u": {}}, "roles": roles}}});
    let answer = answer("whatIf", &scenario.to_string(), r#"{"ask":"flip","step":"last","to":"allowed"}"#);
    // However many credentials there are to try, what a policy would have to say is found too.
    let changes = answer["ok"]["changes"].as_array().unwrap();
    assert!(changes.iter().any(|change| change["family"] == "policy"), "{answer}");
}

#[test]
fn hundreds_of_statements_under_hundreds_of_requests() {
    let statements: Vec<Value> = (0..400)
        .map(|number| json!({"Effect": "Allow", "Action": format!("s3:Get{number}"), "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": {"aws:PrincipalTag/t": "x"}}}))
        .collect();
    let mut script = vec![json!({"do": "signIn", "principal": "arn:aws:iam::111122223333:user/u", "id": "keys"})];
    script.extend(
        (0..400).map(|number| json!({"do": "request", "as": "keys", "action": format!("s3:Get{number}"), "resource": "arn:aws:s3:::b/k"})),
    );
    let policies = json!({"p": {"Version": "2012-10-17", "Statement": statements}});
    let scenario = json!({"format": "iam-playground/1", "title": "Many statements", "clock": "2026-03-02T09:00:00Z", "script": script,
        "accounts": {"111122223333": {"users": {"u": {"policies": policies}}}}});
    let question = r#"{"ask":"sessions","user":"arn:aws:iam::111122223333:user/u"}"#;
    for (function, options) in [("runScenario", ""), ("whatIf", question)] {
        let text = call(function, &scenario.to_string(), options);
        assert!(text.starts_with("{\"ok\":"), "{}", text.chars().take(200).collect::<String>());
        assert!(text.len() < 400 * 1024 * 1024, "{function}: {} MB", text.len() / 1024 / 1024);
        assert!(text.contains("statements that do not apply are left out here"), "{function}");
        assert!(text.contains("Statement 8: Allow"), "{function}");
    }
}

#[test]
fn a_megabyte_in_the_context() {
    let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username}",
        "Condition": {"StringNotLike": {"q:q": ["x*", "${aws:username}y"]}}});
    let policy = json!({"Version": "2012-10-17", "Statement": vec![statement; 300]});
    let input = json!({
        "principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/u"}, "action": "s3:GetObject",
        "resource": format!("arn:aws:s3:::b/{}", "é".repeat(500_000)),
        "context": {"q:q": "é".repeat(500_000), "aws:username": "é".repeat(500_000)}, "policies": {"identity": [policy]},
    });
    let text = call("authorize", &input.to_string(), "");
    assert!(text.len() < 64 * 1024 * 1024, "{} MB", text.len() / 1024 / 1024);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["ok"]["decision"], "allowed");
    assert!(text.contains("… (500000 characters)"));
}

#[test]
fn yaml_of_tags_in_tags() {
    for text in [
        "Statement: ".to_owned() + &"!Sub ".repeat(100_000),
        "- ".repeat(100_000),
        "a: ".to_owned() + &"[".repeat(100_000),
    ] {
        let pasted = answer("tidyPaste", &json!(text).to_string(), "");
        assert_eq!(pasted["ok"]["text"], text, "it stays as it is");
    }
}

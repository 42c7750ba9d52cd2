//! Steps as commands of the AWS CLI: the cases of `tests/cases/cli.jsonl`, and that no name or value, however hostile,
//! leaves its word.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use iam_playground::scenario::{Scenario, cli};
use proptest::prelude::*;
use serde_json::{Value, json};

fn scenario(script: &Value) -> Scenario {
    let scenario = json!({
        "format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z",
        "accounts": {"111122223333": {"users": {"Anaya": {}}}},
        "script": script,
    });
    Scenario::read(&scenario.to_string()).unwrap()
}

#[test]
fn cases() {
    for line in std::fs::read_to_string("tests/cases/cli.jsonl").unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let script = &case["script"];
        let text = cli(&scenario(script), script.as_array().unwrap().len() - 1);
        let lines = text.map_or(Value::Null, |text| json!(text.split('\n').collect::<Vec<_>>()));
        assert_eq!(lines, case["cli"], "{}", case["id"]);
    }
}

/// Every step of every scenario of the gallery that is a call or a request has a command that a shell can read.
#[test]
fn the_gallery_has_commands() {
    let mut seen = 0;
    for entry in std::fs::read_dir("www/gallery").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let Ok(scenario) = Scenario::read(&text) else { continue };
        for (index, step) in scenario.script.iter().enumerate() {
            let command = cli(&scenario, index);
            assert_eq!(command.is_some(), ["sts", "request"].contains(&step.kind.name()));
            if let Some(command) = command {
                assert_eq!(words(&command)[0], "aws", "{command}");
                seen += 1;
            }
        }
    }
    assert!(seen > 20);
}

/// What a POSIX shell makes of a text: the words of its one command. Comments are read as words too, as some shells do:
/// they must be whole, on their line, and start nothing.
fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(comment) = rest.strip_prefix('#') {
        let end = comment.find('\n').unwrap_or(comment.len());
        tokens(&comment[..end]);
        rest = comment.get(end + 1..).unwrap_or_default();
    }
    all.extend(tokens(rest));
    all
}

fn tokens(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ' ' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next().unwrap_or_else(|| panic!("an open quote: {text}")) {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next().unwrap_or_else(|| panic!("an open quote: {text}")) {
                        '"' => break,
                        c => {
                            assert!(c == '$' || c == '_' || c.is_ascii_uppercase(), "{c:?} in double quotes: {text}");
                            word.push(c);
                        }
                    }
                }
            }
            '\\' => match chars.next() {
                Some('\n') => {}
                Some('\'') => word.get_or_insert_default().push('\''),
                other => panic!("{other:?} after a backslash: {text}"),
            },
            c => {
                assert!(c.is_ascii_alphanumeric() || "_+=:,./-@".contains(c), "a bare {c:?}: {text}");
                assert!(word.is_some() || c != '=', "a word that begins with =: {text}");
                word.get_or_insert_default().push(c);
            }
        }
    }
    words.extend(word);
    words
}

/// The value that an option gives, from its word or from `--cli-input-json`.
fn given(words: &[String], option: &str, name: &str) -> String {
    if let Some(word) = words.iter().find_map(|word| word.strip_prefix(&format!("{option}="))) {
        return word.to_owned();
    }
    if let Some(at) = words.iter().position(|word| word == option) {
        let word = &words[at + 1];
        assert!(!word.starts_with('-') && !word.starts_with("file:") && !word.starts_with("https:"), "{word}");
        return word.clone();
    }
    let at = words.iter().position(|word| word == "--cli-input-json").unwrap();
    let json: Value = serde_json::from_str(&words[at + 1]).unwrap();
    json[name].as_str().unwrap().to_owned()
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-=~#$`'\"\\\\;&|<>(){}\\[\\]*?! \n\t\r\0a]{0,12}",
        "(file|fileb|http|https)://[a-z']{0,5}",
        "-{1,2}[a-z=]{0,5}",
    ]
}

proptest! {
    #[test]
    fn parameters_come_back(id in hostile(), text in hostile(), key in hostile(), value in hostile()) {
        let script = json!([
            {"id": id, "do": "signIn", "principal": "arn:aws:iam::111122223333:user/Anaya"},
            {"do": "sts", "as": id, "operation": "AssumeRole", "parameters": {
                "RoleArn": text, "RoleSessionName": value, "Policy": key, "ExternalId": text, "TokenCode": "12",
                "Tags": [{"Key": key, "Value": value}], "TransitiveTagKeys": [key, value],
                "PolicyArns": [{"arn": text}],
            }},
        ]);
        let command = cli(&scenario(&script), 1).unwrap();
        let words = words(&command);
        prop_assert_eq!(&words[..3], ["aws", "sts", "assume-role"]);
        for (option, name, text) in [
            ("--role-arn", "RoleArn", &text),
            ("--role-session-name", "RoleSessionName", &value),
            ("--policy", "Policy", &key),
            ("--external-id", "ExternalId", &text),
        ] {
            prop_assert_eq!(&given(&words, option, name), text);
        }
        let list = |option: &str, short: Value, json: Value| {
            let at = words.iter().position(|word| word == option).unwrap();
            let values: Vec<&String> = words[at + 1..].iter().take_while(|word| !word.starts_with("--")).collect();
            let plain = serde_json::from_str::<Value>(values[0]).ok().filter(|_| values[0].starts_with('['));
            match plain {
                Some(given) => assert_eq!(given, json),
                None => assert_eq!(json!(values), short),
            }
        };
        list("--tags", json!([format!("Key={key},Value={value}")]), json!([{"Key": key, "Value": value}]));
        list("--policy-arns", json!([format!("arn={text}")]), json!([{"arn": text}]));
        list("--transitive-tag-keys", json!([key, value]), json!([key, value]));
        let profile = id.replace('\0', "");
        let tied = format!("--profile={profile}");
        prop_assert!(words.windows(2).any(|pair| pair[0] == "--profile" && pair[1] == profile) || words.contains(&tied));
    }

    #[test]
    fn requests_stay_one_command(action in "[a-zA-Z0-9'$`;&|(){}#-]{1,8}", name in hostile(), key in hostile()) {
        let resource = format!("arn:aws:s3:::reports/{name}");
        let script = json!([
            {"id": "k", "do": "signIn", "principal": "arn:aws:iam::111122223333:user/Anaya"},
            {"do": "request", "as": "k", "action": "s3:GetObject", "resource": resource, "context": {key.clone(): name}, "via": key},
            {"do": "request", "as": "k", "action": format!("s3:{action}"), "resource": name},
            {"do": "request", "as": "k", "action": format!("{action}:Do"), "resource": resource},
        ]);
        let scenario = scenario(&script);
        let first = words(&cli(&scenario, 1).unwrap());
        prop_assert_eq!(&first[..3], ["aws", "s3api", "get-object"]);
        if first.contains(&"--bucket".to_owned()) {
            prop_assert_eq!(given(&first, "--key", "Key"), name);
        }
        for step in [2, 3] {
            let words = words(&cli(&scenario, step).unwrap());
            prop_assert_eq!(&words[0], "aws");
            prop_assert_eq!(words.iter().filter(|word| *word == "--profile").count(), 1);
        }
    }
}

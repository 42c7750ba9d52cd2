//! Changes of a scenario by place.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use iam_playground::scenario::{Change, Scenario};
use iam_playground::text::json::{self, Json};

const SCENARIO: &str = r#"{
  "format": "iam-playground/1", "title": "t", "clock": "2026-03-02T09:00:00Z",
  "accounts": { "111122223333": { "users": { "Ana": { "policies": { "P": { "Version": "2012-10-17", "Statement": [] } } }, "Ben": {} } } },
  "script": [ { "id": "a", "do": "signIn", "principal": "arn:aws:iam::111122223333:user/Ana" }, { "do": "wait", "seconds": 5 } ]
}"#;

fn scenario() -> Scenario {
    Scenario::read(SCENARIO).unwrap()
}

fn after(changes: &[Change]) -> Result<Scenario, (String, String)> {
    scenario().changed(changes).map_err(|error| (error.path, error.message))
}

#[test]
fn a_member_is_added_with_what_is_missing_on_the_way() {
    let after = after(&[Change::set("/accounts/111122223333/groups/G/policies/Q", "{}")]).unwrap();
    assert_eq!(after.documents().last().unwrap().pointer, "/accounts/111122223333/groups/G/policies/Q");
    assert_eq!(after.documents().last().unwrap().text.as_ref(), "{}");
}

#[test]
fn a_renamed_member_keeps_its_place() {
    let user = "/accounts/111122223333/users/Ben";
    let after = after(&[
        Change::Move { pointer: user.into(), to: 0 },
        Change::Rename { pointer: user.into(), name: "Eve".into() },
    ])
    .unwrap();
    assert_eq!(after.users(), ["arn:aws:iam::111122223333:user/Eve", "arn:aws:iam::111122223333:user/Ana"]);
}

#[test]
fn steps_are_inserted_moved_and_removed() {
    let wait = Json::object([("do", "wait".into()), ("seconds", 9.into())]);
    let after = after(&[
        Change::Insert { pointer: "/script/1".into(), value: wait },
        Change::Move { pointer: "/script/1".into(), to: 2 },
        Change::remove("/script/0"),
    ])
    .unwrap();
    assert!(
        after.write().contains("\"script\": [\n    {\n      \"do\": \"wait\",\n      \"seconds\": 5"),
        "{}",
        after.write()
    );
    assert_eq!(after.script.len(), 2);
}

#[test]
fn what_is_left_alone_stays_as_it_was_written() {
    let before = scenario();
    let same = before.changed(&[]).unwrap();
    assert_eq!(same.write(), before.write());
    assert_eq!(json::parse(&same.write()).unwrap().get("title").unwrap().as_str(), Some("t"));
}

#[test]
fn a_change_that_cannot_be_made_says_where_and_why() {
    let refused = |change| after(&[change]).unwrap_err();
    let user = "/accounts/111122223333/users";
    let cases = [
        (Change::remove("/accounts/9"), "/accounts/9", "nothing at this place"),
        (Change::remove("/script/7"), "/script/7", "nothing at this place"),
        (Change::remove(""), "", "as a whole"),
        (Change::remove("/script/0"), "", ""),
        (
            Change::Rename { pointer: format!("{user}/Ana"), name: "Ben".into() },
            "/accounts/111122223333/users/Ana",
            "taken",
        ),
        (Change::set("/script/1/seconds", "five"), "/script/1/seconds", "number"),
        (Change::set("/title/x", "five"), "/title/x", "nothing at this place"),
        (Change::remove(format!("{user}/Ana")), "/script/0/principal", "Ana"),
    ];
    for (change, path, message) in cases {
        if message.is_empty() {
            after(&[change]).unwrap();
            continue;
        }
        let (at, said) = refused(change);
        assert_eq!(at, path);
        assert!(said.contains(message), "{said}");
    }
}

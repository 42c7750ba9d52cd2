//! What somebody brings: account details, policies, a new scenario.

use super::Page;
use crate::app::{GALLERY, ImportMsg, Msg, What};

const DETAILS: &str = r#"{"UserDetailList": [{"UserName": "Anaya", "Arn": "arn:aws:iam::444455556666:user/Anaya",
    "UserPolicyList": [{"PolicyName": "Own", "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}}}]}]}"#;

pub(super) const SECRET: &str = "AAGRUJZUIFHFW2DVQKHZZKNWYPIN32XX";

fn brought(text: &str) -> Page {
    let mut page = Page::open();
    page.send(Msg::ImportOpened { secret: SECRET.to_owned() });
    page.send(Msg::ImportTyped(text.to_owned()));
    page
}

fn default_place(page: &Page) -> String {
    let import = page.model().import.clone().unwrap();
    match import.what {
        Some(What::Policy(places)) => places[import.place].label.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn account_details_open_with_a_device_of_their_own() {
    let mut page = brought(DETAILS);
    assert!(
        matches!(&page.model().import.as_ref().unwrap().what, Some(What::Details(notes)) if notes[0].starts_with("1 user, "))
    );
    page.send(Msg::ImportRead);
    assert!(page.model().import.is_none());
    assert_eq!(page.model().user, "arn:aws:iam::444455556666:user/Anaya");
    let text = page.model().scenario().write();
    assert!(text.contains("\"secret\": \"AAGRUJZUIFHFW2DVQKHZZKNWYPIN32XX\""), "{text}");
    assert!(page.model().told().is_some());
    page.send(Msg::Undo);
    assert!(page.model().user.ends_with("Sofia"));
}

#[test]
fn a_file_that_is_dropped_on_the_page_opens_the_dialog() {
    let mut page = Page::open();
    page.send(Msg::FileRead { text: DETAILS.to_owned(), secret: SECRET.to_owned() });
    let import = page.model().import.clone().unwrap();
    assert_eq!(import.problem, None);
    assert!(matches!(import.what, Some(What::Details(_))));
    page.send(Msg::ImportRead);
    assert!(page.model().scenario().write().contains(SECRET));
}

#[test]
fn a_text_that_was_left_in_the_dialog_is_there_again() {
    let mut page = brought("{ \"Statement\": [");
    page.send(Msg::ImportClosed);
    assert!(page.model().import.is_none());
    page.send(Msg::ImportOpened { secret: SECRET.to_owned() });
    assert_eq!(page.model().import.as_ref().unwrap().text, "{ \"Statement\": [");
    page.send(Msg::ImportTyped(DETAILS.to_owned()));
    page.send(Msg::ImportRead);
    page.send(Msg::ImportOpened { secret: SECRET.to_owned() });
    assert_eq!(page.model().import.as_ref().unwrap().text, "");
}

#[test]
fn an_empty_account_opens() {
    let mut page = brought(
        r#"{"RoleDetailList": [{"RoleName": "R", "Arn": "arn:aws:iam::444455556666:role/R", "AssumeRolePolicyDocument": {}}]}"#,
    );
    page.send(Msg::ImportRead);
    assert!(page.model().import.is_none());
    assert_eq!(page.derived().matrix().rows.len(), 0);
}

#[test]
fn a_policy_goes_where_it_belongs() {
    let identity = r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
    let trust = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}}"#;
    let bucket = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::new/*"}}"#;
    for (text, label, pointer) in [
        (identity, "user Sofia", "/accounts/111122223333/users/Sofia/policies/Imported"),
        (trust, "trust policy of role Operator, replaced", "/accounts/111122223333/roles/Operator/trust"),
        (
            bucket,
            "resource policy of arn:aws:s3:::new, a new resource",
            "/accounts/111122223333/resources/arn:aws:s3:::new/policy",
        ),
    ] {
        let mut page = brought(text);
        assert_eq!(default_place(&page), label);
        page.send(Msg::ImportRead);
        assert!(page.model().import.is_none(), "{:?}", page.model().import);
        assert_eq!(page.model().document.as_deref(), Some(pointer));
        page.send(Msg::Undo);
        assert!(!page.model().scenario().documents().iter().any(|document| document.text.contains("Imported")));
    }
}

#[test]
fn every_place_takes_a_policy() {
    let text = r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
    let page = brought(text);
    let Some(What::Policy(places)) = page.model().import.clone().unwrap().what else { panic!("not a policy") };
    assert!(places.iter().any(|place| place.label == "SCP at root"));
    for (index, place) in places.iter().enumerate() {
        let mut page = brought(text);
        page.send(Msg::Import(ImportMsg::PlaceChosen(index)));
        page.send(Msg::ImportRead);
        assert!(page.model().import.is_none(), "{}: {:?}", place.label, page.model().import);
        let chosen = page.model().document.clone().unwrap();
        assert!(page.model().scenario().has_document(&chosen), "{chosen}");
    }
    let mut page = brought(text);
    page.send(Msg::Import(ImportMsg::Named(" ".into())));
    page.send(Msg::ImportRead);
    assert!(page.model().import.as_ref().unwrap().problem.is_some());
}

#[test]
fn a_second_policy_of_a_name_gets_another() {
    let text = r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
    let mut page = brought(text);
    page.send(Msg::ImportRead);
    page.send(Msg::ImportTyped(text.to_owned()));
    page.send(Msg::ImportRead);
    assert!(page.model().document.as_ref().unwrap().ends_with("/Imported-2"));
}

#[test]
fn a_scenario_from_scratch() {
    let mut page = brought("");
    page.send(Msg::Import(ImportMsg::Scratch));
    assert_eq!(page.model().scenario().title, "New scenario");
    assert_eq!(page.derived().matrix().rows.len(), 1);
    page.send(Msg::Undo);
    assert_ne!(page.model().scenario().title, "New scenario");
}

const YAML: &str = "Type: AWS::IAM::ManagedPolicy\nProperties:\n  Description: Reading\n  PolicyDocument:\n    Version: 2012-10-17 # always this\n    Statement:\n      - Effect: Allow\n        Action: [s3:GetObject, s3:ListBucket]\n        Resource: !Sub \"arn:aws:s3:::${Bucket}/*\"\n";

#[test]
fn a_policy_in_yaml_is_read_and_put_like_any_other() {
    let mut page = Page::open();
    page.send(Msg::ImportOpened { secret: String::new() });
    page.send(Msg::ImportTyped(YAML.to_owned()));
    let import = page.model().import.clone().unwrap();
    assert!(matches!(import.what, Some(What::Policy(_))), "{import:?}");
    assert_eq!(import.text, YAML, "what was pasted stays as it is");
    assert_eq!(import.tidied.unwrap().said, "Wrote the YAML as JSON and took the policy out of what was around it.");
    page.send(Msg::ImportRead);
    assert!(page.model().import.is_none());
    let text = page.derived().document().unwrap().document.text.clone();
    assert!(text.contains("\"arn:aws:s3:::${Bucket}/*\"") && text.contains("\"s3:ListBucket\""), "{text}");
    page.send(Msg::Undo);

    // Read before the answer is there: the message goes when it comes.
    page.send(Msg::ImportOpened { secret: String::new() });
    let effects = page.app.send(Msg::ImportTyped(YAML.to_owned()));
    page.app.send(Msg::ImportRead);
    assert!(page.model().import.as_ref().unwrap().problem.is_some());
    page.answer(effects);
    let import = page.model().import.as_ref().unwrap();
    assert!(import.problem.is_none() && import.what.is_some());
    // Typed on: it is another text.
    page.send(Msg::ImportTyped("Statement: [".to_owned()));
    let import = page.model().import.as_ref().unwrap();
    assert!(import.tidied.is_none() && import.what.is_none());
}

#[test]
fn a_scenario_with_comments_is_read_and_a_broken_one_is_not_taken_for_its_only_policy() {
    let mut page = Page::open();
    page.send(Msg::ImportOpened { secret: String::new() });
    let text = format!("// mine\n{}", GALLERY[0].text);
    page.send(Msg::ImportTyped(text));
    assert!(matches!(page.model().import.as_ref().unwrap().what, Some(What::Scenario(_))));
    let one = r#"{"format": "iam-playground/1", "colour": 1, "accounts": {"1": {"users": {"A": {"policies": {"P": {"Statement": []}}}}}}}"#;
    for broken in [one.to_owned(), one.replace("1}", "1,}"), format!("// mine\n{one}")] {
        page.send(Msg::ImportTyped(broken.clone()));
        assert_eq!(page.model().import.as_ref().unwrap().what, None, "{broken}");
        page.send(Msg::ImportRead);
        assert!(page.model().import.as_ref().unwrap().problem.is_some());
    }
}

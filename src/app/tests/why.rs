use super::*;
use crate::scenario::Change;

fn cell(page: &Page, action: &str, kind: SessionKind) -> CellAt {
    let matrix = page.derived().matrix();
    let row = matrix.rows.iter().find(|row| row.action == action).unwrap();
    CellAt { request: row.request, kind }
}

#[test]
fn where_another_account_has_no_policy_for_the_caller_that_station_decides_and_can_be_gone_to() {
    let mut page = Page::open();
    page.send(Msg::GalleryPicked(1));
    let cell = cell(&page, "dynamodb:GetItem", SessionKind::AccessKey);
    page.send(Msg::CellChosen(cell));
    let why = page.derived().why().clone();
    assert_eq!(why.outcome, Outcome::ImplicitDeny);
    let deciding: Vec<&str> =
        why.stations.iter().filter(|station| station.deciding).map(|station| station.id).collect();
    assert_eq!(deciding, ["resource"], "{}", why.reason);
    let focus = why.focus.clone().expect("there is a step to go to");
    assert!(why.walk.contains(&focus), "it is on the path");
    page.send(Msg::StepMoved(-1));
    page.send(Msg::StepDeciding);
    assert_eq!(page.derived().step(), Some(focus.as_str()));
    assert!(!why.plain.contains("goes through"), "one Allow more is not enough here: {}", why.plain);
}

#[test]
fn a_layer_that_says_nothing_was_not_passed() {
    let mut page = Page::open();
    for index in 0..GALLERY.len() {
        page.send(Msg::GalleryPicked(index));
        for row in page.derived().matrix().rows.clone() {
            page.send(Msg::CellChosen(CellAt { request: row.request, kind: SessionKind::AccessKey }));
            for station in &page.derived().why().stations {
                assert!(
                    station.words != "says nothing" || station.state != StationState::Passed,
                    "{}: {:?}",
                    station.name,
                    station.state
                );
            }
        }
    }
}

#[test]
fn without_a_user_there_is_no_verdict() {
    let mut page = Page::open();
    assert!(!page.derived().why().is_empty());
    let account = page.model().scenario().json().get("accounts").unwrap().as_object().unwrap()[0].name.clone();
    let pointer = format!("/accounts/{account}/users");
    page.send(Msg::Changed(vec![Change::set("/script", Vec::new()), Change::remove(pointer)]));
    page.send(Msg::CellChosen(page.model().cell));
    assert!(page.model().user.is_empty(), "{:?}", page.model().notice);
    assert!(page.derived().why().is_empty());
}

#[test]
fn credentials_say_what_made_them() {
    let mut page = Page::open();
    let script = &page.model().scenario().script.clone();
    let steps =
        |wanted: fn(&crate::scenario::StepKind) -> bool| script.iter().position(|step| wanted(&step.kind)).unwrap();
    let signed_in = steps(|kind| matches!(kind, crate::scenario::StepKind::SignIn(_)));
    let called = steps(|kind| matches!(kind, crate::scenario::StepKind::Sts(_)));
    page.send(Msg::ScriptStepChosen(signed_in));
    assert!(!page.derived().why().plain.contains("STS answered"), "an access key is not from STS");
    page.send(Msg::ScriptStepChosen(called));
    let why = page.derived().why();
    assert_eq!((why.outcome, why.plain), (Outcome::Issued, "The sign-in or STS call succeeded."));
    let deciding: Vec<&str> =
        why.stations.iter().filter(|station| station.deciding).map(|station| station.id).collect();
    assert_eq!(deciding, ["authentication"]);
    assert!(why.focus.as_ref().is_some_and(|focus| why.walk.contains(focus)));
}

#[test]
fn the_deny_scan_names_the_policy_that_denies() {
    let mut page = Page::open();
    let documents = page.derived().documents().clone();
    let view = documents.iter().find(|view| view.document.owner == "group EC2-Admins").unwrap();
    let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}]}"#;
    page.send(Msg::Typed { pointer: view.document.pointer.clone(), text: text.into() });
    let cell = cell(&page, "ec2:StopInstances", SessionKind::AccessKey);
    page.send(Msg::CellChosen(cell));
    let why = page.derived().why();
    assert_eq!(why.outcome, Outcome::ExplicitDeny);
    let scan = why.stations.iter().find(|station| station.id == "denyScan").unwrap();
    assert!(scan.nodes[0].title.contains(&view.document.name), "{} has {}", scan.nodes[0].title, view.document.name);
}

#[test]
fn the_steps_end_where_the_request_stops() {
    let mut page = Page::open();
    for index in 0..GALLERY.len() {
        page.send(Msg::GalleryPicked(index));
        for kind in SessionKind::ALL {
            if !page.model().kinds.contains(kind) {
                page.send(Msg::KindTurned(*kind));
            }
        }
        for row in page.derived().matrix().rows.clone() {
            for kind in SessionKind::ALL {
                page.send(Msg::CellChosen(CellAt { request: row.request, kind: *kind }));
                let why = page.derived().why();
                let place = format!("{index} {} {}", row.action, kind.name());
                let focus = why.focus.as_ref().unwrap();
                assert!(why.walk.contains(focus), "{place}: {focus} is on the way {:?}", why.walk);
                let last = why.station_of(why.walk.last().unwrap()).unwrap();
                let stopped = why.stations.iter().find(|station| station.state == StationState::Stopped);
                assert!(stopped.is_none_or(|stopped| stopped.id == last.id), "{place}: ends at {}", last.name);
                for step in &why.walk {
                    assert_ne!(why.station_of(step).unwrap().state, StationState::Unreached, "{place}: {step}");
                }
            }
        }
    }
}

#[test]
fn where_the_trust_policy_names_somebody_else_its_principal_is_shown() {
    let mut page = Page::open();
    page.send(Msg::GalleryPicked(1));
    let documents = page.derived().documents().clone();
    let trust = documents.iter().find(|view| view.document.policy_type == crate::policy::PolicyType::Trust).unwrap();
    let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "999988887777"}, "Action": "sts:AssumeRole"}]}"#;
    page.send(Msg::Typed { pointer: trust.document.pointer.clone(), text: text.into() });
    let cell = cell(&page, "dynamodb:GetItem", SessionKind::AssumeRoleMfa);
    page.send(Msg::CellChosen(cell));
    let why = page.derived().why();
    let focus = why.focus.clone().unwrap();
    let path = why.path(&focus);
    assert_eq!(path.last().unwrap().kind, crate::trace::NodeKind::Principal);
    assert_eq!(why.walk.last(), Some(&focus));
}

#[test]
fn nobody_is_said_to_allow_root_what_no_statement_allows() {
    let mut page = Page::open();
    page.send(Msg::KindTurned(SessionKind::Root));
    let cell = cell(&page, "ec2:StopInstances", SessionKind::Root);
    page.send(Msg::CellChosen(cell));
    let why = page.derived().why();
    assert_eq!(why.outcome, Outcome::Allowed);
    assert!(!why.plain.contains("A statement allows"), "{}", why.plain);
}

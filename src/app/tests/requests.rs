//! The matrix as a thing to edit: its requests and its columns.

use super::super::requests::{Field, Msg as Request, State};
use super::*;
use crate::assist::About;

impl Page {
    fn ask(&mut self, msg: Request) -> Vec<Effect> {
        self.send(Msg::Request(msg))
    }

    fn fill(&mut self, action: &str, resource: &str) {
        self.ask(Request::Typed(Field::Action, action.into()));
        self.ask(Request::Typed(Field::Resource, resource.into()));
    }

    fn problem(&self) -> (Field, String) {
        let State::Form(form) = &self.model().requests else { panic!("the form is open") };
        let problem = form.problem.clone().unwrap();
        (problem.field, problem.message)
    }

    fn actions(&self) -> Vec<String> {
        self.derived().matrix().rows.iter().map(|row| row.action.clone()).collect()
    }

    fn script_len(&self) -> usize {
        self.model().scenario().script.len()
    }
}

#[test]
fn a_request_is_added_with_suggestions_and_undone() {
    let mut page = Page::open();
    assert!(page.derived().suggestions().actions.is_empty(), "no form, no suggestions");
    page.ask(Request::AddAsked);
    let suggested = page.derived().suggestions().clone();
    assert!(suggested.actions.contains(&"ec2:TerminateInstances".to_owned()), "{suggested:?}");
    assert!(!suggested.actions.iter().any(|action| action.contains('*')));
    assert!(suggested.keys.contains(&"aws:MultiFactorAuthPresent".to_owned()));

    page.fill("ec2:TerminateInstances", "*");
    page.ask(Request::Saved);
    assert_eq!(page.model().requests, State::Closed);
    assert_eq!(page.actions().last().unwrap(), "ec2:TerminateInstances");
    let row = page.derived().matrix().rows.len() - 1;
    assert_eq!(page.outcomes(row)[MFA], Outcome::Allowed);
    assert_eq!(page.model().cell.request, page.derived().matrix().rows[row].request, "the new request is chosen");
    assert_eq!(
        page.derived().announcement(),
        "ec2:TerminateInstances, new in the list, is allowed for: GetSessionToken + MFA."
    );
    page.send(Msg::Undo);
    assert!(!page.actions().contains(&"ec2:TerminateInstances".to_owned()));
}

#[test]
fn what_is_no_request_stays_in_the_form() {
    let cases = [
        ("", "*", Field::Action),
        ("ec2 stop", "*", Field::Action),
        ("ec2:Stop*", "*", Field::Action),
        ("ec2:StopInstances", "", Field::Resource),
        ("ec2:StopInstances", "i-123", Field::Resource),
    ];
    for (action, resource, field) in cases {
        let mut page = Page::open();
        page.ask(Request::AddAsked);
        page.fill(action, resource);
        let effects = page.ask(Request::Saved);
        assert_eq!(page.problem().0, field, "{action} {resource}");
        assert_eq!(effects, [Effect::Focus(field.id())]);
        assert!(page.model().past.is_empty(), "nothing was changed");
        assert!(page.model().notice.is_none(), "the message stands in the form");
    }
}

#[test]
fn a_request_that_is_there_already_is_not_added_twice() {
    let mut page = Page::open();
    let first = page.derived().matrix().rows[0].request;
    page.ask(Request::CopyAsked(first));
    page.ask(Request::Saved);
    assert!(page.problem().1.contains("already"));
    page.fill("ec2:DescribeVpcs", "*");
    page.ask(Request::Saved);
    assert_eq!(page.actions().last().unwrap(), "ec2:DescribeVpcs");
}

#[test]
fn editing_changes_every_step_that_sends_the_request() {
    let mut page = Page::open();
    let rows = page.derived().matrix().rows.len();
    let stop = page.derived().matrix().rows[1].request;
    page.ask(Request::EditAsked(stop));
    page.fill("ec2:RebootInstances", "*");
    page.ask(Request::Saved);
    assert_eq!(page.derived().matrix().rows.len(), rows, "still one row");
    assert!(!page.actions().contains(&"ec2:StopInstances".to_owned()));
    assert_eq!(page.model().past.len(), 1, "one step to undo");
}

#[test]
fn keys_of_the_context_are_set_and_left_out() {
    let mut page = Page::open();
    let stop = page.derived().matrix().rows[1].request;
    page.ask(Request::EditAsked(stop));
    page.ask(Request::KeyAdded);
    page.ask(Request::Saved);
    assert_eq!(page.problem().0, Field::Key(0), "a key has a name");
    page.ask(Request::Typed(Field::Key(0), "aws:MultiFactorAuthPresent".into()));
    page.ask(Request::Typed(Field::Value(0), "true".into()));
    page.ask(Request::Saved);
    assert_eq!(page.outcomes(1)[0], Outcome::Allowed, "even with the access key");
    assert_eq!(page.derived().matrix().rows[1].context, ["aws:MultiFactorAuthPresent = true"]);

    page.ask(Request::EditAsked(stop));
    page.ask(Request::KeyLeftOut(0, true));
    page.ask(Request::Saved);
    assert_eq!(page.outcomes(1)[MFA], Outcome::ImplicitDeny);
    assert_eq!(page.derived().matrix().rows[1].context, ["without aws:MultiFactorAuthPresent"]);

    page.ask(Request::EditAsked(stop));
    page.ask(Request::KeyDropped(0));
    page.ask(Request::Saved);
    assert_eq!(page.outcomes(1)[MFA], Outcome::Allowed);
    assert!(page.derived().matrix().rows[1].context.is_empty());

    page.ask(Request::EditAsked(stop));
    page.ask(Request::KeyAdded);
    page.ask(Request::KeyAdded);
    for (row, key) in ["aws:SourceIp", "AWS:sourceip"].into_iter().enumerate() {
        page.ask(Request::Typed(Field::Key(row), key.into()));
        page.ask(Request::Typed(Field::Value(row), r#"["198.51.100.7"]"#.into()));
    }
    page.ask(Request::Saved);
    assert_eq!(page.problem().0, Field::Key(1), "the same key twice");
}

#[test]
fn deleting_says_so_and_can_be_taken_back() {
    let mut page = Page::open();
    let (steps, rows) = (page.script_len(), page.derived().matrix().rows.len());
    let last = page.derived().matrix().rows.last().unwrap().request;
    page.send(Msg::CellChosen(CellAt { request: last, kind: SessionKind::SessionTokenMfa }));
    let stop = page.derived().matrix().rows[1].request;
    page.ask(Request::MenuTurned(stop));
    page.ask(Request::DeleteAsked(stop));
    assert_eq!(page.derived().matrix().rows.len(), rows - 1);
    assert_eq!(page.script_len(), steps - 4, "all four steps that sent it");
    assert!(page.model().told().unwrap().text.starts_with("Deleted: ec2:StopInstances"));
    let chosen = page.model().cell.request;
    assert_eq!(page.derived().matrix().rows.last().unwrap().request, chosen, "the choice stays on its request");
    page.send(Msg::Undo);
    assert!(page.model().told().is_none());
    assert_eq!(page.script_len(), steps);
    assert_eq!(page.model().cell.request, last);
}

#[test]
fn a_scenario_without_requests_takes_a_first_one() {
    let mut page = Page::open();
    for _ in 0..page.derived().matrix().rows.len() {
        let request = page.derived().matrix().rows[0].request;
        page.ask(Request::DeleteAsked(request));
    }
    assert!(page.derived().matrix().rows.is_empty());
    page.ask(Request::AddAsked);
    page.fill("ec2:DescribeInstances", "*");
    page.ask(Request::Saved);
    assert_eq!(page.outcomes(0)[0], Outcome::Allowed);
}

#[test]
fn columns_are_chosen_and_the_last_one_stays() {
    let mut page = Page::open();
    let shown = page.model().kinds.clone();
    for kind in SessionKind::ALL.iter().filter(|kind| !shown.contains(kind)) {
        page.send(Msg::KindTurned(*kind));
    }
    let kinds: Vec<_> = page.derived().matrix().columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, SessionKind::ALL);
    for row in &page.derived().matrix().rows {
        assert_eq!(row.cells.len(), kinds.len());
    }
    page.send(Msg::CellChosen(CellAt { request: page.model().cell.request, kind: SessionKind::Root }));
    let mut model = page.model().clone();
    model.kinds = vec![SessionKind::AccessKey];
    model.open_saved(&page.model().saved()).unwrap();
    assert_eq!(model.kinds, kinds, "they are saved with the page");
    for kind in kinds.iter().rev() {
        page.send(Msg::KindTurned(*kind));
    }
    assert_eq!(page.model().kinds, [SessionKind::AccessKey]);
    assert_eq!(page.model().cell.kind, SessionKind::AccessKey, "a hidden column is not chosen");
    assert_eq!(page.derived().why().credentials, "Access key");
}

#[test]
fn requests_can_be_added_while_a_policy_is_broken() {
    let mut page = Page::open();
    page.type_over(PRESENT, r#""aws:MultiFactorAuthPresent": "#);
    page.ask(Request::AddAsked);
    page.fill("ec2:TerminateInstances", "*");
    page.ask(Request::Saved);
    assert!(page.derived().stale());
    assert_eq!(page.actions().last().unwrap(), "ec2:TerminateInstances");
    let row = page.derived().matrix().rows.len() - 1;
    assert_eq!(page.outcomes(row)[MFA], Outcome::Allowed, "by the last good text");
}

#[test]
fn a_cell_says_where_the_readings_of_role_sessions_differ() {
    let mut page = Page::open();
    page.send(Msg::KindTurned(SessionKind::SessionTokenMfaThenRole));
    let request = page.derived().matrix().rows[1].request;
    let at = CellAt { request, kind: SessionKind::SessionTokenMfaThenRole };
    let disputed = page.derived().disputed().iter().find(|disputed| disputed.at == at).unwrap();
    assert_eq!(disputed.others(Outcome::ImplicitDeny), "allowed");
    assert!(disputed.explains().contains("allowed, if it keeps the MFA of its caller"), "{}", disputed.explains());
    assert_eq!(page.derived().matrix().cell(at).unwrap().outcome, Outcome::ImplicitDeny);

    // It is looked at when nobody types: the last number counts.
    let effects = page.app.send(Msg::AgeChosen(17));
    let [Effect::SettleLater(first)] = effects[..] else { panic!("{effects:?}") };
    let effects = page.app.send(Msg::KindTurned(SessionKind::SessionTokenMfaThenRole));
    page.app.send(Msg::Settled(first));
    assert!(!page.derived().disputed().is_empty(), "what was known stays meanwhile");
    page.answer(effects);
    assert!(page.derived().disputed().iter().all(|disputed| disputed.at != at));
}

#[test]
fn the_explanation_is_copied_as_markdown() {
    let mut page = Page::open();
    let effects = page.send(Msg::WhyCopied);
    let [Effect::Copy(text)] = &effects[..] else { panic!("{effects:?}") };
    for part in ["### implicit deny: `ec2:StopInstances`", "**decides**", "| `aws:PrincipalArn` |", "never got here"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// The worker has the core services in detail.
fn load_core() {
    let core = serde_json::to_string(include_str!("../../service_data/core.txt")).unwrap();
    crate::wire::call("loadServiceData", &core, "");
}

#[test]
fn an_unknown_action_is_remarked_and_runs_all_the_same() {
    load_core();
    let mut page = Page::open();
    let remarks = |page: &Page| page.derived().suggestions().remarks.clone();
    page.ask(Request::AddAsked);
    assert!(remarks(&page).is_empty());
    page.fill("ec2:StopInstances", "*");
    assert!(remarks(&page).is_empty(), "{:?}", remarks(&page));
    page.fill("ec2:StopInstence", "arn:aws:ec2:us-east-1:111122223333:instance/*");
    let found = remarks(&page);
    assert_eq!(found.iter().map(|remark| remark.about).collect::<Vec<_>>(), [About::Action, About::Resource]);
    assert_eq!(found[0].offers[0], "ec2:StopInstances");

    page.ask(Request::Saved);
    assert_eq!(page.actions().last().unwrap(), "ec2:StopInstence", "it is a request like any other");
    assert!(remarks(&page).is_empty(), "the form is closed");
    let told = page.model().told().unwrap().clone();
    assert!(told.text.contains("no action `StopInstence`"), "{}", told.text);
    page.send(Msg::OfferTaken);
    assert_eq!(page.actions().last().unwrap(), "ec2:StopInstances");
    page.send(Msg::Undo);
    assert_eq!(page.actions().last().unwrap(), "ec2:StopInstence");
    page.send(Msg::Undo);
    assert!(!page.actions().contains(&"ec2:StopInstence".to_owned()), "saving was one thing to undo");
}

#[test]
fn an_offered_name_is_taken_with_one_click() {
    let mut page = Page::open();
    page.ask(Request::AddAsked);
    page.fill("ec3:StopInstances", "*");
    let offer = page.derived().suggestions().remarks[0].offers[0].clone();
    let effects = page.ask(Request::Taken(Field::Action, offer));
    assert!(effects.contains(&Effect::Focus(Field::Action.id())));
    let State::Form(form) = &page.model().requests else { panic!("the form is open") };
    assert_eq!(form.action, "ec2:StopInstances");
    assert!(page.derived().suggestions().remarks.is_empty());
    // Another view, another form: nothing is said there.
    page.fill("ec3:StopInstances", "*");
    page.send(Msg::TabChosen(Tab::Script));
    assert!(page.derived().suggestions().remarks.is_empty());
}

#[test]
fn what_was_typed_in_a_form_is_there_again() {
    let mut page = Page::open();
    page.ask(Request::AddAsked);
    page.ask(Request::Typed(Field::Action, "s3:GetObject".to_owned()));
    page.ask(Request::Closed);
    page.ask(Request::AddAsked);
    let State::Form(form) = &page.model().requests else { panic!("no form") };
    assert_eq!(form.action, "s3:GetObject");
    assert!(page.model().told().is_some());
    page.ask(Request::Typed(Field::Resource, "*".to_owned()));
    page.ask(Request::Saved);
    page.ask(Request::AddAsked);
    let State::Form(form) = &page.model().requests else { panic!("no form") };
    assert_eq!(form.action, "", "what was saved is not typed any more");
}

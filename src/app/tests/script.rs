//! The Script view without its screen.

use super::*;
use crate::app::script::form::Form;
use crate::app::script::{self as script_view, NEW_STEPS, Open};
use crate::app::world::{self, Addable, Intent};
use crate::scenario::Scenario;
use crate::text::json::Json;

fn script() -> Page {
    let mut page = Page::open();
    page.send(Msg::TabChosen(Tab::Script));
    page
}

fn send(page: &mut Page, msg: script_view::Msg) -> Vec<Effect> {
    page.send(Msg::Script(msg))
}

fn form(page: &Page) -> &Form {
    match &page.model().script.open {
        Open::Form(form) => form,
        other => panic!("no form is open: {other:?}"),
    }
}

fn fill(page: &mut Page, place: &str, text: &str) {
    let field = form(page).fields.iter().position(|field| field.place == place).unwrap_or_else(|| panic!("no {place}"));
    send(page, script_view::Msg::Typed(field, text.to_owned()));
}

fn outcomes(page: &Page) -> Vec<Option<Outcome>> {
    page.derived().script().cards.iter().map(|card| card.outcome).collect()
}

fn problem<'a>(page: &'a Page, place: &str) -> &'a str {
    let field = form(page).fields.iter().find(|field| field.place == place).unwrap();
    field.problem.as_deref().unwrap_or("no problem")
}

/// Every step of every scenario that there is.
fn scenarios() -> Vec<(String, Scenario)> {
    let mut found = Vec::new();
    for folder in ["tests/scenarios", "www/gallery"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if name.ends_with(".json") && !name.ends_with(".expected.json") {
                found.push((name, crate::wire::read_scenario(&std::fs::read_to_string(&path).unwrap()).unwrap()));
            }
        }
    }
    assert!(found.len() > 100);
    found
}

#[test]
fn a_form_that_nobody_touched_is_the_step_as_it_was() {
    let mut seen = 0;
    for (name, scenario) in scenarios() {
        let steps = scenario.json().get("script").and_then(Json::as_array).unwrap();
        for (index, step) in steps.iter().enumerate() {
            let mut form = Form::new(&scenario, index, false, step).unwrap_or_else(|| panic!("{name} {index}"));
            let again = form.step().unwrap_or_else(|| panic!("{name} {index}: {:?}", form.fields));
            let change = crate::scenario::Change::set(format!("/script/{index}"), again);
            let changed = scenario.changed(&[change]).unwrap();
            assert_eq!(changed.script, scenario.script, "{name} {index}");
            seen += 1;
        }
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn every_kind_of_step_can_be_added_as_it_is_offered() {
    for (key, name, _) in NEW_STEPS {
        let mut page = script();
        let end = page.model().scenario().script.len();
        send(&mut page, script_view::Msg::AddTurned(end));
        send(&mut page, script_view::Msg::Added(end, key));
        assert!(form(&page).new, "{name}");
        send(&mut page, script_view::Msg::Saved);
        assert_eq!(page.model().script.open, Open::Nothing, "{name}");
        assert_eq!(page.model().scenario().script.len(), end + 1, "{name}");
        assert_eq!(outcomes(&page).len(), end + 1);
        page.send(Msg::Undo);
        assert_eq!(page.model().scenario().script.len(), end);
    }
}

#[test]
fn a_code_is_accepted_once() {
    let mut page = script();
    send(&mut page, script_view::Msg::ClockMoved(300));
    for expected in [Outcome::Issued, Outcome::Refused] {
        send(&mut page, script_view::Msg::CodeUsed);
        let at = form(&page).index;
        send(&mut page, script_view::Msg::Saved);
        assert_eq!(page.model().script.open, Open::Nothing);
        assert_eq!(outcomes(&page)[at], Some(expected), "{:?}", page.derived().script().cards[at]);
    }
    let face = page.derived().clock(page.model()).unwrap();
    assert!(face.device.unwrap().used_by.is_some());
}

#[test]
fn the_clock_goes_on_only_while_it_runs() {
    let mut page = script();
    let now = |page: &Page| page.derived().clock(page.model()).unwrap().now;
    let start = now(&page);
    let effects = send(&mut page, script_view::Msg::ClockTurned);
    assert_eq!(effects, [Effect::TickLater(1)]);
    send(&mut page, script_view::Msg::Ticked(1));
    assert_eq!(now(&page), start + 1);
    send(&mut page, script_view::Msg::ClockTurned);
    assert!(send(&mut page, script_view::Msg::Ticked(1)).is_empty());
    assert_eq!(now(&page), start + 1);
    let seconds = page.derived().clock(page.model()).unwrap().device.unwrap().seconds;
    assert_eq!(seconds, 29);
    send(&mut page, script_view::Msg::ClockSet(i64::MAX));
    send(&mut page, script_view::Msg::ClockMoved(i64::MAX));
    assert!(page.derived().clock(page.model()).unwrap().time.starts_with("9999-12-31"));
}

#[test]
fn what_is_wrong_stays_in_its_field() {
    let mut page = script();
    send(&mut page, script_view::Msg::EditAsked(3));
    fill(&mut page, "parameters/DurationSeconds", "an hour");
    fill(&mut page, "at", "yesterday");
    send(&mut page, script_view::Msg::Saved);
    assert!(problem(&page, "parameters/DurationSeconds").contains("whole number"));
    fill(&mut page, "parameters/DurationSeconds", "3600");
    send(&mut page, script_view::Msg::Saved);
    assert!(problem(&page, "at").contains("not a time"), "{}", problem(&page, "at"));
    assert_eq!(form(&page).fields.iter().find(|field| field.place == "at").unwrap().text, "yesterday");
    assert_eq!(page.model().notice, None);
    fill(&mut page, "at", "2026-03-02T09:00:30Z");
    send(&mut page, script_view::Msg::Saved);
    assert_eq!(page.model().script.open, Open::Nothing);
}

#[test]
fn a_step_that_is_named_anew_keeps_those_that_use_it() {
    let mut page = script();
    let before = outcomes(&page);
    send(&mut page, script_view::Msg::EditAsked(0));
    fill(&mut page, "id", "renamed");
    send(&mut page, script_view::Msg::Saved);
    assert_eq!(page.model().script.open, Open::Nothing);
    assert_eq!(outcomes(&page), before);
    assert_eq!(page.derived().script().cards[1].signer.as_deref(), Some("renamed"));
}

#[test]
fn what_hangs_on_a_deleted_step_goes_with_it_and_comes_back() {
    let mut page = script();
    let before = outcomes(&page);
    send(&mut page, script_view::Msg::DeleteAsked(0));
    assert!(page.derived().script().cards.iter().all(|card| card.signer.as_deref() != Some("keys")));
    assert!(page.model().told().unwrap().text.contains("used its credentials"));
    page.send(Msg::Undo);
    assert_eq!(outcomes(&page), before);
}

#[test]
fn a_step_cannot_go_before_the_one_whose_credentials_it_uses() {
    let mut page = script();
    let before = outcomes(&page);
    send(&mut page, script_view::Msg::Moved(1, -1));
    let notice = page.model().notice.clone().unwrap();
    assert!(notice.message.contains("no earlier step has the id `keys`"), "{notice:?}");
    assert_eq!(outcomes(&page), before);
    send(&mut page, script_view::Msg::Moved(1, 1));
    assert_eq!(page.model().notice, None);
    assert_eq!(page.model().subject, Subject::Step(2));
    send(&mut page, script_view::Msg::Dragged(Some(2)));
    send(&mut page, script_view::Msg::DraggedOver(1));
    send(&mut page, script_view::Msg::Dropped);
    assert_eq!(outcomes(&page), before);
}

#[test]
fn an_expectation_is_met_until_a_policy_changes() {
    let mut page = script();
    let unmet = |page: &Page| page.derived().script().unmet;
    send(&mut page, script_view::Msg::AllExpected);
    assert_eq!(unmet(&page), 0);
    page.type_over("ec2:StopInstances", "ec2:StartInstances");
    assert_ne!(unmet(&page), 0);
    let card = page
        .derived()
        .script()
        .cards
        .iter()
        .find(|card| card.expected.as_ref().is_some_and(|e| !e.met))
        .cloned()
        .unwrap();
    // Once, in the words of the card's sign.
    assert_eq!(card.expected.unwrap().came.as_deref(), Some("implicit deny"));
    send(&mut page, script_view::Msg::Expected(card.index, true));
    send(&mut page, script_view::Msg::Expected(card.index, false));
    assert_eq!(page.derived().script().cards[card.index].expected, None);
}

#[test]
fn credentials_are_used_after_their_end() {
    let mut page = script();
    let end = page.model().scenario().script.len();
    send(&mut page, script_view::Msg::Added(end, "wait"));
    fill(&mut page, "seconds", "129600");
    send(&mut page, script_view::Msg::Saved);
    send(&mut page, script_view::Msg::Added(end + 1, "request"));
    fill(&mut page, "as", "mfa");
    send(&mut page, script_view::Msg::Saved);
    let card = page.derived().script().cards.last().unwrap().clone();
    assert_eq!(card.outcome, Some(Outcome::Refused));
    assert!(card.told.contains("Expired"), "{}", card.told);
    assert!(card.expiry.unwrap().contains("had expired"));
}

#[test]
fn what_is_wrong_with_the_whole_scenario_is_told_beside_the_script() {
    let mut page = script();
    let codes = |page: &Page| -> Vec<String> {
        page.derived().world().iter().map(|found| found.finding.code.clone()).collect()
    };
    // The seed has it as its lesson.
    assert_eq!(codes(&page), ["MFA_IN_ROLE_PERMISSION_POLICY"]);
    let trust = page.derived().documents().iter().find(|view| view.document.name == "Trust policy").cloned().unwrap();
    let text = trust.document.text.replace("user/Sofia", "user/Nobody");
    assert_ne!(*text, *trust.document.text);
    page.send(Msg::Typed { pointer: trust.document.pointer.clone(), text });
    assert!(codes(&page).contains(&"TRUST_POLICY_NOBODY_CAN_USE".to_owned()), "{:?}", codes(&page));
    let about = page.derived().world()[0].document.clone();
    assert_eq!(about, Some(("Trust policy".to_owned(), "role Operator".to_owned())));
}

#[test]
fn the_clock_goes_back_to_the_start_and_to_the_chosen_step() {
    let mut page = script();
    let face = |page: &Page| page.derived().clock(page.model()).unwrap();
    let start = face(&page).now;
    assert!(!face(&page).away);
    send(&mut page, script_view::Msg::ClockMoved(90_000));
    page.send(Msg::ScriptStepChosen(4));
    let moment = page.derived().script().cards[4].moment;
    assert_eq!(face(&page).chosen, Some((4, moment)));
    send(&mut page, script_view::Msg::ClockSet(moment));
    assert_eq!((face(&page).now, face(&page).chosen), (moment, None));
    send(&mut page, script_view::Msg::ClockMoved(1));
    assert!(face(&page).away);
    send(&mut page, script_view::Msg::ClockReset);
    assert_eq!((face(&page).now, face(&page).away), (start, false));
}

#[test]
fn why_goes_along_to_the_script_and_back() {
    let mut page = Page::open();
    let cell = page.model().cell;
    page.send(Msg::TabChosen(Tab::Script));
    assert_eq!(page.model().subject, Subject::Step(cell.request), "the same request, as the script asks it");
    page.send(Msg::ScriptStepChosen(3));
    page.send(Msg::TabChosen(Tab::Compare));
    assert_eq!(page.model().subject, Subject::Step(3));
    page.send(Msg::TabChosen(Tab::Sessions));
    assert_eq!((page.model().subject, page.model().cell), (Subject::Cell, cell));
    page.send(Msg::SheetMoved(1));
    assert_eq!(page.model().tab, Tab::Script);
    assert_eq!(page.model().subject, Subject::Step(3), "where it was left");
    while !page.model().scenario().script.is_empty() {
        send(&mut page, script_view::Msg::DeleteAsked(0));
    }
    page.send(Msg::TabChosen(Tab::Sessions));
    page.send(Msg::TabChosen(Tab::Script));
    assert_eq!(page.model().subject, Subject::Cell);
}

#[test]
fn a_federated_session_succeeds_with_a_provider_that_was_added_here() {
    let cases = [
        (Addable::SamlProvider, "AssumeRoleWithSAML", "saml-provider/Example", "assertion", "token"),
        (Addable::OidcProvider, "AssumeRoleWithWebIdentity", "oidc-provider/idp.example.com", "token", "assertion"),
    ];
    for (what, operation, name, word, not) in cases {
        let mut page = script();
        let end = page.model().scenario().script.len();
        let hint = |page: &Page| {
            form(page).fields.iter().find(|field| field.place == "federation/provider").unwrap().hint.clone()
        };
        send(&mut page, script_view::Msg::Added(end, operation));
        assert!(hint(&page).contains("add one in Policies"), "{}", hint(&page));
        send(&mut page, script_view::Msg::Closed);
        let account = "/accounts/111122223333";
        let add = Intent::Add(account.into(), what, String::new());
        let focus = page.send(Msg::World(world::Msg::Wanted(add)));
        assert!(focus.contains(&Effect::Focus(format!("field-{account}/identityProviders"))), "{focus:?}");
        let trust =
            page.derived().documents().iter().find(|view| view.document.name == "Trust policy").cloned().unwrap();
        let arn = format!("arn:aws:iam::111122223333:{name}");
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Federated":"{arn}"}},"Action":"sts:{operation}"}}]}}"#
        );
        page.send(Msg::Typed { pointer: trust.document.pointer.clone(), text });
        send(&mut page, script_view::Msg::Added(end, operation));
        assert!(!hint(&page).contains("add one"), "{}", hint(&page));
        send(&mut page, script_view::Msg::AllShown);
        let labels: Vec<&str> = form(&page).fields.iter().map(|field| field.label).collect();
        assert!(labels.iter().any(|label| label.contains(word)), "{labels:?}");
        let federation = form(&page).fields.iter().filter(|field| field.place.starts_with("federation/"));
        assert!(federation.clone().all(|field| !field.label.contains(not) && !field.hint.contains(not)), "{operation}");
        let provider = federation.clone().find(|field| field.place == "federation/provider").unwrap();
        assert_eq!(provider.text, arn);
        send(&mut page, script_view::Msg::Saved);
        assert_eq!(outcomes(&page)[end], Some(Outcome::Issued), "{:?}", page.derived().script().cards[end]);
    }
}

#[test]
fn a_form_says_what_is_wrong_in_words_at_its_field() {
    let mut page = script();
    let refused = |page: &mut Page, place: &str, text: &str, at: &str| -> String {
        fill(page, place, text);
        send(page, script_view::Msg::Saved);
        assert_eq!(form(page).problem, None);
        problem(page, at).to_owned()
    };
    // A name that a later step has.
    send(&mut page, script_view::Msg::Added(1, "GetCallerIdentity"));
    assert_eq!(refused(&mut page, "id", "mfa", "id"), "Step 7 is called `mfa` already.");
    send(&mut page, script_view::Msg::Closed);
    // A name that is used.
    send(&mut page, script_view::Msg::EditAsked(3));
    assert_eq!(
        refused(&mut page, "id", "", "id"),
        "It needs a name: the credentials of `plain` are used by steps 5 and 6."
    );
    send(&mut page, script_view::Msg::Closed);
    // What has to be there.
    send(&mut page, script_view::Msg::EditAsked(1));
    assert_eq!(refused(&mut page, "action", " ", "action"), "This cannot be empty.");
    let wrong = refused(&mut page, "action", "ec2:", "action");
    assert!(wrong.contains("not an action such as"), "{wrong}");
    send(&mut page, script_view::Msg::Closed);
    // A later step that has its time.
    let end = page.model().scenario().script.len();
    send(&mut page, script_view::Msg::Added(end, "request"));
    fill(&mut page, "at", "2026-03-02T23:00:00Z");
    send(&mut page, script_view::Msg::Saved);
    send(&mut page, script_view::Msg::Added(end, "wait"));
    let wrong = refused(&mut page, "seconds", "129600", "seconds");
    assert_eq!(wrong, format!("With this time step {} cannot follow. The clock cannot run backwards.", end + 1));
}

#[test]
fn a_request_step_is_remarked_as_in_the_matrix() {
    let mut page = script();
    let end = page.model().scenario().script.len();
    send(&mut page, script_view::Msg::Added(end, "request"));
    fill(&mut page, "resource", "*");
    fill(&mut page, "action", "ec3:StopInstances");
    let remarks = page.derived().suggestions().remarks.clone();
    assert_eq!(remarks[0].offers, ["ec2:StopInstances"]);
    send(&mut page, script_view::Msg::Saved);
    let action = |page: &Page| {
        page.model().scenario().json().get("script").unwrap().as_array().unwrap()[end]
            .get("action")
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(action(&page), "ec3:StopInstances");
    assert!(page.model().told().unwrap().text.contains("no service with the prefix `ec3`"));
    page.send(Msg::OfferTaken);
    assert_eq!(action(&page), "ec2:StopInstances");

    send(&mut page, script_view::Msg::EditAsked(end));
    fill(&mut page, "action", "ec3:StopInstances");
    let field = form(&page).fields.iter().position(|field| field.place == "action").unwrap();
    let effects = send(&mut page, script_view::Msg::Taken(field, "ec2:StopInstances".into()));
    assert_eq!(effects, [Effect::Focus(script_view::field_id(field))]);
    assert!(page.derived().suggestions().remarks.is_empty());
}

#[test]
fn what_only_the_whole_scenario_shows_stands_at_its_policy_too() {
    let mut page = Page::open();
    let codes = |page: &Page, owner: &str| -> Vec<String> {
        let documents = page.derived().documents();
        let of_owner =
            documents.iter().filter(|view| view.document.owner == owner && view.document.name != "Trust policy");
        of_owner.flat_map(|view| view.findings.iter().map(|finding| finding.code.clone())).collect()
    };
    page.send(Msg::AgeMoved(1));
    assert_eq!(codes(&page, "role Operator"), ["MFA_IN_ROLE_PERMISSION_POLICY"]);
    assert!(codes(&page, "group EC2-Admins").is_empty());
    page.send(Msg::GalleryPicked(1));
    assert!(!codes(&page, "role Operator").contains(&"MFA_IN_ROLE_PERMISSION_POLICY".to_owned()));
}

#[test]
fn what_was_typed_in_a_step_s_form_is_there_again() {
    let mut page = script();
    send(&mut page, script_view::Msg::EditAsked(1));
    fill(&mut page, "note", "half a sentence");
    send(&mut page, script_view::Msg::Closed);
    send(&mut page, script_view::Msg::EditAsked(2));
    let note = |page: &Page| match &page.model().script.open {
        script_view::Open::Form(form) => form.fields.iter().find(|field| field.place == "note").unwrap().text.clone(),
        other => panic!("{other:?}"),
    };
    assert_ne!(note(&page), "half a sentence", "it is of another step");
    send(&mut page, script_view::Msg::Closed);
    send(&mut page, script_view::Msg::EditAsked(2));
    assert!(page.model().told().is_none(), "nothing was typed in that one");
    fill(&mut page, "note", "a whole one");
    send(&mut page, script_view::Msg::MenuTurned(1));
    send(&mut page, script_view::Msg::EditAsked(2));
    assert_eq!(note(&page), "a whole one");
}

//! The policies beside a pinned copy of them.

use super::super::compare::{Became, Compare, Comparison, Group, Msg as Pin};
use super::*;

impl Page {
    fn pin(&mut self, msg: Pin) {
        self.send(Msg::Compare(msg));
    }

    fn comparison(&self) -> &Comparison {
        match &**self.derived().compare() {
            Compare::Of(comparison) => comparison,
            other => panic!("{other:?}"),
        }
    }

    fn texts(&self) -> Vec<String> {
        self.model().scenario().documents().into_iter().map(|document| document.text.to_string()).collect()
    }
}

/// A page whose policies are pinned, and where an age limit was typed since.
fn edited() -> Page {
    let mut page = Page::open();
    page.send(Msg::TabChosen(Tab::Compare));
    page.pin(Pin::Pinned);
    page.type_over(PRESENT, WITH_AGE);
    page
}

#[test]
fn nothing_is_compared_before_somebody_looks_and_pins() {
    let mut page = Page::open();
    assert_eq!(**page.derived().compare(), Compare::Hidden);
    page.send(Msg::TabChosen(Tab::Compare));
    assert_eq!(**page.derived().compare(), Compare::Unpinned(5));
    page.pin(Pin::Pinned);
    let comparison = page.comparison();
    assert_eq!((comparison.pinned, comparison.documents.len(), comparison.cells.len()), (5, 0, 0));
    assert!(comparison.bands.is_empty());
}

#[test]
fn an_edit_shows_its_lines_its_cells_and_its_ages() {
    let mut page = edited();
    let comparison = page.comparison();
    let [document] = &comparison.documents[..] else { panic!("{:?}", comparison.documents) };
    assert_eq!((document.became, document.added, document.removed), (Became::Edited, 1, 1));
    assert!(comparison.cells.is_empty(), "at 300 s the verdicts are the same");
    let [band] = &comparison.bands[..] else { panic!("{:?}", comparison.bands) };
    assert_eq!((band.before.segments.len(), band.after.len()), (1, 2));

    page.send(Msg::AgeChosen(7_200));
    let comparison = page.comparison();
    let [cell] = &comparison.cells[..] else { panic!("{:?}", comparison.cells) };
    assert_eq!((cell.before.outcome, cell.after.outcome), (Outcome::Allowed, Outcome::ImplicitDeny));
    assert_eq!(cell.group(), Group::Denied);
    assert_eq!(cell.before.decided_by, "StopAndTerminateWithMfa, statement 1");
    assert_eq!(cell.after.decided_by, "no identity-based policy allows it");
}

#[test]
fn what_is_pinned_stays_pinned_while_the_matrix_follows_each_key() {
    let mut page = edited();
    let before = page.comparison().before.clone();
    page.type_over("3600", "60");
    assert!(page.comparison().before == before, "the pinned side is not computed again");
    page.type_over("60", "\"");
    assert!(page.derived().stale());
    assert_eq!(page.comparison().documents.len(), 1, "the difference follows the text, JSON or not");
}

#[test]
fn back_swap_and_unpin_are_one_step_each() {
    let mut page = edited();
    let (typed, steps) = (page.texts(), page.model().past.len());
    page.pin(Pin::Swapped);
    page.send(Msg::AgeChosen(7_200));
    assert_eq!(page.comparison().cells[0].group(), Group::Allowed, "the other way round");
    page.pin(Pin::Restored);
    assert_eq!(page.texts(), typed);
    assert!(page.comparison().documents.is_empty());
    page.pin(Pin::Unpinned);
    assert!(matches!(**page.derived().compare(), Compare::Unpinned(_)));
    assert_eq!(page.model().past.len(), steps + 3);
    for _ in 0..3 {
        page.send(Msg::Undo);
    }
    assert_eq!(page.texts(), typed);
    assert_eq!(page.comparison().documents.len(), 1);
}

#[test]
fn the_copy_is_saved_with_the_scenario() {
    let page = edited();
    let saved = page.model().saved();
    let scenario = crate::wire::read_scenario(&saved.scenario).unwrap();
    let mut model = page.model().clone();
    model.open_saved(&saved).unwrap();
    assert_eq!(model.tab, Tab::Compare);
    let view = scenario.json().get("view").unwrap();
    assert_eq!(view.get("compare").unwrap().get("policies").unwrap().as_object().unwrap().len(), 5);
}

#[test]
fn policies_that_came_and_went_are_changes_too() {
    let mut page = edited();
    let developers = "/accounts/111122223333/groups/Developers/policies";
    let allow = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}"#;
    page.send(Msg::Changed(vec![
        crate::scenario::Change::remove(format!("{developers}/LookAtInstances")),
        crate::scenario::Change::set(format!("{developers}/AllOfIam"), allow),
    ]));
    let became: Vec<_> =
        page.comparison().documents.iter().map(|document| (document.name.as_str(), document.became)).collect();
    assert_eq!(
        became,
        [
            ("AllOfIam", Became::Added),
            ("StopAndTerminateWithMfa", Became::Edited),
            ("LookAtInstances", Became::Removed),
        ]
    );
    let groups: Vec<_> = page.comparison().cells.iter().map(|cell| (cell.action.as_str(), cell.group())).collect();
    assert!(groups.contains(&("ec2:DescribeInstances", Group::Denied)), "{groups:?}");
    assert!(groups.contains(&("iam:ListUsers", Group::Allowed)), "{groups:?}");
    page.pin(Pin::Restored);
    assert!(page.comparison().documents.is_empty(), "{:?}", page.comparison().documents);
    assert!(page.comparison().cells.is_empty());
}

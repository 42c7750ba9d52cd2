//! The changes that lead to another outcome: found, shown, applied, undone.

use super::super::flips::{Flip, Flips, Found, Msg as Ask};
use super::*;
use crate::app::diff::LineKind;
use crate::whatif::Family;

impl Page {
    fn look_for(&mut self) -> Vec<Flip> {
        if !self.model().flips.open {
            self.send(Msg::Flips(Ask::Turned));
        }
        self.ways()
    }

    fn ways(&self) -> Vec<Flip> {
        match &**self.derived().ways() {
            Flips::Of { found: Found::Changes(changes), .. } => changes.clone(),
            Flips::Of { found: Found::Impossible(_), .. } => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    fn choose(&mut self, row: usize, kind: SessionKind) {
        let request = self.derived().matrix().rows[row].request;
        self.send(Msg::CellChosen(CellAt { request, kind }));
    }

    fn apply(&mut self, wanted: impl Fn(&Flip) -> bool) -> Flip {
        let ways = self.ways();
        let index = ways.iter().position(wanted).unwrap_or_else(|| panic!("{ways:#?}"));
        self.send(Msg::Flips(Ask::Applied(index)));
        ways[index].clone()
    }
}

#[test]
fn nothing_is_asked_before_somebody_wants_to_know() {
    let mut page = Page::open();
    assert!(matches!(&**page.derived().ways(), Flips::Of { found: Found::Unasked, .. }));
    let effects = page.app.send(Msg::Flips(Ask::Turned));
    let [Effect::Ask(first)] = &effects[..] else { panic!("{effects:?}") };
    assert!(matches!(&**page.derived().ways(), Flips::Of { found: Found::Searching(_), .. }));
    // While the worker is busy, nothing is put on its pile; then the latest question is asked.
    for age in [10, 20] {
        let effects = page.app.send(Msg::AgeChosen(age));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Ask(_))), "{effects:?}");
    }
    let effects = page.app.send(Msg::Answered(answered(first)));
    assert!(matches!(&effects[..], [Effect::Ask(_)]), "{effects:?}");
    page.answer(effects);
    assert!(!page.ways().is_empty());
    assert!(page.send(Msg::AgeChosen(20)).is_empty(), "the same question is not asked again");
}

#[test]
fn a_session_change_on_a_cell_leads_to_the_other_column() {
    let mut page = Page::open();
    page.choose(1, SessionKind::AccessKey);
    page.look_for();
    let flip = page.apply(|flip| flip.family == Family::Session);
    assert!(flip.only_looks());
    assert_eq!(page.model().cell.kind, SessionKind::SessionTokenMfa);
    assert_eq!(page.derived().why().outcome, Outcome::Allowed);
    assert!(page.model().past.is_empty(), "nothing was changed");
    assert!(page.model().told().unwrap().text.contains("GetSessionToken + MFA"));
}

#[test]
fn another_age_of_the_same_session_is_a_change_too() {
    let mut page = Page::open();
    page.type_over(PRESENT, WITH_AGE);
    page.send(Msg::AgeChosen(7_200));
    page.choose(1, SessionKind::SessionTokenMfa);
    page.look_for();
    let flip = page.apply(|flip| flip.sentence.contains("3599 s"));
    assert_eq!(flip.family, Family::Session);
    assert_eq!(page.model().age, 3_599);
    assert_eq!(page.derived().why().outcome, Outcome::Allowed);

    // From another column, the age goes along where it must.
    page.send(Msg::AgeChosen(7_200));
    page.choose(1, SessionKind::AccessKey);
    page.apply(|flip| flip.family == Family::Session);
    assert_eq!((page.model().cell.kind, page.model().age), (SessionKind::SessionTokenMfa, 0));
    assert_eq!(page.derived().why().outcome, Outcome::Allowed);
}

#[test]
fn a_policy_change_is_shown_applied_and_undone_as_one() {
    let mut page = Page::open();
    page.choose(1, SessionKind::AssumeRole);
    let ways = page.look_for();
    let policy = ways.iter().find(|flip| flip.family == Family::Policy).unwrap();
    let lines = &policy.differences[0].lines;
    assert!(lines.iter().any(|line| line.kind != LineKind::Same), "{lines:?}");
    let before = page.model().scenario().clone();
    let flip = page.apply(|flip| flip.family == Family::Policy);
    assert_eq!(page.derived().why().outcome, Outcome::Allowed);
    assert_eq!(page.model().past.len(), 1);
    assert_eq!(page.model().told().unwrap().text, format!("Done: {}", crate::text::lower_first(&flip.sentence)));
    assert!(page.derived().announcement().contains("allowed"), "{}", page.derived().announcement());
    page.send(Msg::Undo);
    assert_eq!(*page.model().scenario(), before);
    assert_eq!(page.derived().why().outcome, Outcome::ImplicitDeny);
}

#[test]
fn what_is_allowed_can_be_denied_in_two_ways() {
    let mut page = Page::open();
    page.choose(0, SessionKind::AccessKey);
    page.look_for();
    let Flips::Of { choices, to, .. } = &**page.derived().ways() else { panic!() };
    assert_eq!(
        (choices.as_slice(), *to),
        ([Outcome::ImplicitDeny, Outcome::ExplicitDeny].as_slice(), Outcome::ImplicitDeny)
    );
    page.send(Msg::Flips(Ask::ToChosen(Outcome::ExplicitDeny)));
    page.apply(|flip| flip.family == Family::Policy);
    assert_eq!(page.derived().why().outcome, Outcome::ExplicitDeny);
}

#[test]
fn every_change_of_every_cell_leads_where_it_says() {
    let mut applied = 0;
    for (scenario, entry) in GALLERY.iter().enumerate() {
        let mut page = Page::open();
        page.send(Msg::GalleryPicked(scenario));
        page.look_for();
        let kinds: Vec<_> = page.derived().matrix().columns.iter().map(|column| column.kind).collect();
        for row in 0..page.derived().matrix().rows.len() {
            for kind in &kinds {
                page.choose(row, *kind);
                let Flips::Of { to, call, .. } = &**page.derived().ways() else { panic!("{row} {kind:?}") };
                let (to, call) = (*to, *call);
                for (index, flip) in page.ways().into_iter().enumerate() {
                    page.send(Msg::Flips(Ask::Applied(index)));
                    // After a call that went through, the request may still be denied.
                    let why = page.derived().why();
                    let reached = if call.is_some() { why.failed_call.is_none() } else { why.outcome == to };
                    assert!(reached, "{}: {row} {kind:?}: {} came to {:?}", entry.name, flip.sentence, why.outcome);
                    applied += 1;
                    if !flip.only_looks() {
                        page.send(Msg::Undo);
                    }
                    page.send(Msg::AgeChosen(300));
                    page.choose(row, *kind);
                }
            }
        }
    }
    assert!(applied > 60, "{applied}");
}

#[test]
fn a_change_of_a_script_step_is_made_in_the_script() {
    let mut page = Page::open();
    page.send(Msg::ScriptStepChosen(2));
    let ways = page.look_for();
    assert!(ways[0].differences.iter().any(|difference| difference.title.contains("script")), "{ways:#?}");
    let steps = page.model().scenario().script.len();
    let flip = page.apply(|flip| flip.family == Family::Session);
    let inserted = flip.differences.iter().filter(|difference| difference.title.starts_with("A new step")).count();
    assert!(inserted > 0);
    assert_eq!(page.model().scenario().script.len(), steps + inserted);
    assert_eq!(page.model().subject, Subject::Step(2 + inserted), "the explained step has moved");
    assert_eq!(page.derived().why().outcome, Outcome::Allowed);
    page.send(Msg::Undo);
    assert_eq!(page.model().scenario().script.len(), steps);
    // A sign-in has no outcome to change.
    page.send(Msg::ScriptStepChosen(0));
    assert_eq!(**page.derived().ways(), Flips::Nothing);
}

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod compare;
mod flips;
mod import;
mod parts;
mod requests;
mod script;
mod why;
mod world;

use super::*;
use crate::scenario::Outcome;
use crate::whatif::SessionKind;

struct Page {
    app: App,
}

impl Page {
    fn open() -> Self {
        let (app, effects) = App::open(Theme::Auto, Opening::default()).unwrap();
        let mut page = Self { app };
        page.answer(effects);
        page
    }

    /// Sends a message; questions are answered at once.
    fn send(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = self.app.send(msg);
        self.answer(effects)
    }

    /// Answers the questions among the effects, as the worker does.
    fn answer(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut others = Vec::new();
        for effect in effects {
            match effect {
                Effect::Ask(question) => {
                    let answer = answered(&question);
                    let more = self.app.send(Msg::Answered(answer));
                    others.extend(self.answer(more));
                }
                Effect::SettleLater(number) => {
                    let more = self.app.send(Msg::Settled(number));
                    others.extend(self.answer(more));
                }
                other => others.push(other),
            }
        }
        others
    }

    fn derived(&self) -> &Derived {
        self.app.derived()
    }

    fn model(&self) -> &Model {
        self.app.model()
    }

    fn outcomes(&self, row: usize) -> Vec<Outcome> {
        self.derived().matrix().rows[row].cells.iter().map(|cell| cell.outcome).collect()
    }

    /// Types in the document of the EC2 administrators.
    fn type_over(&mut self, old: &str, new: &str) {
        let documents = self.derived().documents().clone();
        let document = &documents.iter().find(|view| view.document.owner == "group EC2-Admins").unwrap().document;
        assert!(document.text.contains(old), "{}", document.text);
        let text = document.text.replacen(old, new, 1);
        self.send(Msg::Typed { pointer: document.pointer.clone(), text });
    }
}

fn answered(question: &Question) -> Answer {
    let text = crate::wire::call(question.function, &question.first, &question.second);
    let text = match text.strip_prefix("{\"ok\":").and_then(|rest| rest.strip_suffix('}')) {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(text),
    };
    Answer { topic: question.topic.clone(), number: question.number, text }
}

const PRESENT: &str = r#""aws:MultiFactorAuthPresent": "true""#;
const WITH_AGE: &str =
    r#""aws:MultiFactorAuthPresent": "true" }, "NumericLessThan": { "aws:MultiFactorAuthAge": "3600""#;
const MFA: usize = 2;

#[test]
fn every_scenario_of_the_gallery_opens() {
    let mut page = Page::open();
    for index in 0..GALLERY.len() {
        page.send(Msg::GalleryPicked(index));
        assert_eq!(page.model().work.origin, Origin::Gallery(index));
        assert!(!page.derived().matrix().rows.is_empty());
        assert!(!page.derived().why().stations.is_empty());
    }
}

#[test]
fn typing_an_age_makes_a_border_at_that_second() {
    let mut page = Page::open();
    assert_eq!(page.outcomes(1)[MFA], Outcome::Allowed);
    page.type_over(PRESENT, WITH_AGE);
    assert_eq!(page.derived().flips(), [3_600]);
    page.send(Msg::AgeTyped("3599".into()));
    assert_eq!(page.outcomes(1)[MFA], Outcome::Allowed);
    page.send(Msg::AgeMoved(1));
    assert_eq!(page.outcomes(1)[MFA], Outcome::ImplicitDeny);
    assert_eq!(page.derived().announcement(), "ec2:StopInstances with GetSessionToken + MFA: implicit deny.");
}

#[test]
fn what_an_edit_does_not_change_is_not_drawn_again() {
    let mut page = Page::open();
    page.type_over(PRESENT, WITH_AGE);
    let (matrix, bands) = (page.derived().matrix().clone(), page.derived().bands().clone());
    page.type_over("\"3600\"", "\"1800\"");
    assert!(page.derived().matrix() == &matrix, "at the age of now every answer is as before");
    assert!(page.derived().bands() != &bands, "the border is another");
    assert_eq!(page.derived().flips(), [1_800]);
    page.type_over("\"1800\"", "\"30\"");
    assert!(page.derived().matrix() != &matrix, "the session is too old now");
}

#[test]
fn the_chosen_cell_points_at_the_words_that_decide() {
    let mut page = Page::open();
    page.type_over(PRESENT, WITH_AGE);
    page.send(Msg::AgeChosen(7_200));
    let cell = CellAt { request: page.derived().matrix().rows[1].request, kind: SessionKind::SessionTokenMfa };
    page.send(Msg::CellChosen(cell));
    let text = page.derived().document().unwrap().document.text.clone();
    let marks = page.derived().marks();
    let words = marks.iter().find(|mark| mark.kind == MarkKind::Deciding).unwrap();
    assert_eq!(&text[words.from as usize..words.to as usize], r#""aws:MultiFactorAuthAge": "3600""#);
}

#[test]
fn broken_text_keeps_the_last_answer() {
    let mut page = Page::open();
    let before = page.derived().matrix().clone();
    page.type_over(PRESENT, r#""aws:MultiFactorAuthPresent": "#);
    assert!(page.derived().stale());
    assert!(page.derived().matrix() == &before, "not even computed again");
    assert!(page.derived().marks().is_empty());
    assert!(!page.derived().document().unwrap().findings.is_empty());
    page.type_over(r#""aws:MultiFactorAuthPresent": "#, PRESENT);
    assert!(!page.derived().stale());
}

#[test]
fn typing_in_one_document_is_one_thing_to_undo() {
    let mut page = Page::open();
    let before = page.derived().document().unwrap().document.text.clone();
    page.type_over(PRESENT, WITH_AGE);
    page.type_over("3600", "60");
    page.send(Msg::Undo);
    assert_eq!(page.derived().document().unwrap().document.text, before);
    page.send(Msg::Redo);
    assert_eq!(page.derived().flips(), [60]);
}

#[test]
fn what_cannot_be_opened_stays_in_the_dialog() {
    let mut page = Page::open();
    page.send(Msg::ImportOpened { secret: import::SECRET.to_owned() });
    page.send(Msg::ImportTyped(r#"{ "format": "iam-playground/1", "colour": 1 }"#.into()));
    page.send(Msg::ImportRead);
    let import = page.model().import.clone().unwrap();
    assert_eq!(import.text, r#"{ "format": "iam-playground/1", "colour": 1 }"#);
    assert!(import.problem.is_some());
    assert_eq!(page.model().work.origin, Origin::Gallery(0));
}

#[test]
fn an_age_that_no_session_has_stays_in_the_field() {
    let mut page = Page::open();
    page.send(Msg::AgeTyped("129601".into()));
    assert_eq!(page.model().age_text.as_deref(), Some("129601"));
    assert_eq!(page.model().age, 300);
    page.send(Msg::AgeTyped("60".into()));
    assert_eq!((page.model().age, &page.model().age_text), (60, &None));
}

#[test]
fn the_steps_can_be_walked_from_end_to_end() {
    let mut page = Page::open();
    for _ in 0..page.derived().why().walk.len() {
        page.send(Msg::StepMoved(-1));
    }
    let walk = page.derived().why().walk.clone();
    for id in &walk {
        assert_eq!(page.derived().step(), Some(id.as_str()));
        page.send(Msg::StepMoved(1));
    }
    assert_eq!(page.derived().step(), walk.last().map(String::as_str));
}

#[test]
fn the_journey_ends_at_the_station_that_decides() {
    let page = Page::open();
    let stations = &page.derived().why().stations;
    let stopped = stations.iter().position(|station| station.state == StationState::Stopped).unwrap();
    assert_eq!(stations[stopped].id, "identity");
    assert!(
        stations[stopped + 1..]
            .iter()
            .all(|station| matches!(station.state, StationState::Unreached | StationState::End))
    );
}

#[test]
fn playing_goes_from_the_first_step_to_the_last_and_stops() {
    let mut page = Page::open();
    let walk = page.derived().why().walk.clone();
    let mut effects = page.send(Msg::PlayTurned);
    let mut seen = vec![page.derived().step().unwrap().to_owned()];
    while let [Effect::GoOnLater(play)] = effects[..] {
        effects = page.send(Msg::PlayWentOn(play));
        seen.push(page.derived().step().unwrap().to_owned());
    }
    assert_eq!(seen, walk);
    assert_eq!(page.model().playing, None);
}

#[test]
fn any_other_choice_stops_the_playing() {
    let mut page = Page::open();
    let [Effect::GoOnLater(play)] = page.send(Msg::PlayTurned)[..] else { panic!("it plays") };
    let first = page.derived().why().walk[0].clone();
    page.send(Msg::StepChosen(first.clone()));
    assert!(page.send(Msg::PlayWentOn(play)).is_empty());
    assert_eq!(page.derived().step(), Some(first.as_str()));
}

#[test]
fn a_step_that_is_walked_to_is_opened_to() {
    let mut page = Page::open();
    let why = page.derived().why().clone();
    let focus = why.focus.clone().unwrap();
    let station = why.stations.iter().find(|station| station.deciding).unwrap().key();
    page.send(Msg::Turned(station.clone(), false));
    page.send(Msg::StepDeciding);
    assert!(!page.model().turned.contains_key(&station));
    assert_eq!(page.derived().step(), Some(focus.as_str()));
}

#[test]
fn a_place_in_the_policy_points_at_its_step() {
    let mut page = Page::open();
    let shown = page.derived().document().unwrap().document.clone();
    // In the name of a property, whose extent the editor knows: up to the end of `last`.
    let place = |name: &str, last: &str| {
        let from = shown.text.find(name).unwrap();
        let to = from + shown.text[from..].find(last).unwrap() + last.len();
        let number = |n| u32::try_from(n).unwrap();
        Some(Place { at: number(from + 3), from: number(from), to: number(to) })
    };
    let mut title_at = |place| {
        page.send(Msg::Pointed { pointer: shown.pointer.clone(), place, caret: false });
        let why = page.derived().why().clone();
        page.derived().pointed().map(|id| why.path(id).last().unwrap().title.clone())
    };
    assert_eq!(
        title_at(place("\"aws:MultiFactorAuthPresent\"", "\"true\"")).as_deref(),
        Some("aws:MultiFactorAuthPresent")
    );
    assert_eq!(title_at(place("\"Condition\"", "}\n      }")).as_deref(), Some("Condition"));
    assert_eq!(title_at(place("\"Resource\"", "]")).as_deref(), Some("Resource"));
    assert_eq!(title_at(None), None);

    // In a text that is not JSON, places mean nothing.
    page.type_over("\"Effect\"", "\"Effect");
    page.send(Msg::Pointed {
        pointer: shown.pointer.clone(),
        place: Some(Place { at: 60, from: 60, to: 60 }),
        caret: true,
    });
    assert_eq!(page.derived().pointed(), None);
}

#[test]
fn what_is_kept_opens_as_it_was() {
    let mut page = Page::open();
    page.type_over(PRESENT, WITH_AGE);
    page.send(Msg::AgeChosen(3_700));
    let cell = CellAt { request: page.derived().matrix().rows[1].request, kind: SessionKind::SessionTokenMfa };
    page.send(Msg::CellChosen(cell));
    let document = page.derived().documents()[0].document.pointer.clone();
    page.send(Msg::DocumentChosen(document.clone()));
    let saved = page.model().saved();
    let opening = Opening { saved: Some(Ok(saved.clone())), ..Opening::default() };
    let (again, _) = App::open(Theme::Auto, opening).unwrap();
    assert_eq!(again.model().saved(), saved);
    assert_eq!(again.model().cell, cell);
    assert_eq!(again.model().age, 3_700);
    assert_eq!(again.model().document, Some(document));
    assert_eq!(again.derived().why().reason, page.derived().why().reason);
}

#[test]
fn a_masked_page_has_no_id_and_no_secret_and_the_same_answers() {
    for entry in GALLERY {
        let theirs = ["111122223333", "444455556666", "999988887777"];
        let ours = ["210987654321", "310987654321", "410987654321"];
        let secret = "KRUGKIDROVUWG2ZA";
        let mut text = entry.text.to_owned();
        for (their, our) in theirs.iter().zip(ours) {
            text = text.replace(their, our);
        }
        let at = text.find("\"secret\": \"").map(|at| at + 11);
        if let Some(at) = at {
            let end = at + text[at..].find('"').unwrap();
            text.replace_range(at..end, secret);
        }
        let saved = Saved { scenario: text, choices: format!("k=accessKey&d=/accounts/{}", ours[0]) };
        let masked = saved.masked().unwrap();
        let both = format!("{}{}", masked.scenario, masked.choices);
        assert!(ours.iter().all(|id| !both.contains(id)) && !both.contains(secret), "{both}");
        let words = |saved: &Saved| {
            let opening = Opening { saved: Some(Ok(saved.clone())), ..Opening::default() };
            let (app, _) = App::open(Theme::Auto, opening).unwrap();
            let rows = &app.derived().matrix().rows;
            rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.outcome)).collect::<Vec<_>>()
        };
        assert_eq!(words(&saved), words(&masked));
    }
}

#[test]
fn a_link_that_was_asked_for_before_is_not_the_masked_one() {
    let mut page = Page::open();
    let number = |effects: &[Effect]| match effects {
        [Effect::Pack { number, .. }] => *number,
        other => panic!("{other:?}"),
    };
    let came = |page: &mut Page, number, text: &str| {
        page.send(Msg::Packed { number, fragment: Ok(text.to_owned()) });
        page.model().share.clone().and_then(|share| share.fragment)
    };
    let plain = number(&page.send(Msg::ShareOpened));
    let masked = number(&page.send(Msg::ShareMasked(true)));
    assert_eq!(came(&mut page, plain, "with the secrets"), None);
    assert_eq!(came(&mut page, masked, "masked"), Some(Ok("masked".to_owned())));
    assert_eq!(came(&mut page, plain, "with the secrets"), Some(Ok("masked".to_owned())));
    page.send(Msg::ShareClosed);
    let again = number(&page.send(Msg::ShareOpened));
    assert_eq!(came(&mut page, masked, "of before"), None);
    assert_eq!(came(&mut page, again, "now"), Some(Ok("now".to_owned())));
}

#[test]
fn undo_goes_to_the_document_of_the_edit() {
    let mut page = Page::open();
    page.type_over(PRESENT, WITH_AGE);
    let edited = page.derived().document().unwrap().document.pointer.clone();
    let other = page.derived().documents()[0].document.pointer.clone();
    assert_ne!(edited, other);
    let shown = |page: &Page| page.derived().document().unwrap().document.pointer.clone();
    page.send(Msg::DocumentChosen(other.clone()));
    page.send(Msg::Undo);
    assert_eq!(shown(&page), edited, "the edit was there");
    page.send(Msg::DocumentChosen(other));
    page.send(Msg::Redo);
    assert_eq!(shown(&page), edited);
    page.send(Msg::GalleryPicked(1));
    page.send(Msg::Undo);
    assert_eq!(shown(&page), edited, "as it was before another scenario was opened");
}

#[test]
fn a_changed_entry_of_the_gallery_says_so_and_can_be_picked_afresh() {
    let mut page = Page::open();
    let pristine = page.model().scenario().write();
    assert!(!page.model().work.edited);
    page.type_over(PRESENT, WITH_AGE);
    assert!(page.model().work.edited);
    let saved = page.model().saved();
    page.send(Msg::Undo);
    assert!(!page.model().work.edited);
    page.send(Msg::Redo);
    page.send(Msg::GalleryPicked(0));
    assert!(!page.model().work.edited);
    assert_eq!(page.model().scenario().write(), pristine);
    let same = page.model().saved();
    page.send(Msg::LinkFollowed(Ok(saved)));
    assert!(page.model().work.edited, "it was changed before it was kept");
    page.send(Msg::LinkFollowed(Ok(same)));
    assert!(!page.model().work.edited, "what is chosen in it does not count");
}

#[test]
fn the_picker_names_scenarios_by_their_titles() {
    for entry in GALLERY {
        assert_eq!(crate::wire::read_scenario(entry.text).unwrap().title, entry.name);
    }
}

#[test]
fn keys_in_a_document_undo_what_was_done_to_it_and_nothing_else() {
    let mut page = Page::open();
    page.type_over(PRESENT, WITH_AGE);
    let edited = page.model().document.clone().unwrap();
    let text = |page: &Page| {
        let documents = page.derived().documents().clone();
        documents.iter().find(|view| view.document.pointer == edited).unwrap().document.text.clone()
    };
    let typed = text(&page);
    let other =
        page.derived().documents().iter().find(|view| view.document.pointer != edited).unwrap().document.clone();
    let here = |pointer: &str, again: bool| Msg::UndoIn { pointer: pointer.to_owned(), again };

    page.send(here(&other.pointer, false));
    assert_eq!(text(&page), typed, "another document's edit stays");
    assert!(page.model().told().unwrap().text.contains("elsewhere"));
    page.send(here(&edited, false));
    assert!(!text(&page).contains("MultiFactorAuthAge"));
    page.send(here(&edited, false));
    assert_eq!(page.model().told().unwrap().text, "There is nothing to undo.");
    page.send(here(&other.pointer, true));
    assert!(!text(&page).contains("MultiFactorAuthAge"));
    page.send(here(&edited, true));
    assert_eq!(text(&page), typed);

    // What was opened before is not brought back by keys in a text.
    page.send(Msg::GalleryPicked(1));
    let shown = page.derived().documents()[0].document.pointer.clone();
    let title = page.model().scenario().title.clone();
    page.send(here(&shown, false));
    assert_eq!(page.model().scenario().title, title);
}

#[test]
fn a_document_says_how_far_its_checks_are() {
    let (mut app, effects) = App::open(Theme::Auto, Opening::default()).unwrap();
    let state = |app: &App| app.derived().documents()[0].checked;
    assert_eq!(state(&app), Checked::NotYet);
    let pointer = app.derived().documents()[0].document.pointer.clone();
    let of_first = |effects: Vec<Effect>| {
        let mut questions = effects.into_iter().filter_map(|effect| match effect {
            Effect::Ask(question) if question.topic == Topic::Findings(pointer.clone()) => Some(question),
            _ => None,
        });
        questions.next_back().unwrap()
    };
    app.send(Msg::Answered(answered(&of_first(effects))));
    assert_eq!(state(&app), Checked::Now);
    let effects = app.send(Msg::Typed { pointer: pointer.clone(), text: "{}".to_owned() });
    assert_eq!(state(&app), Checked::Earlier);
    let question = of_first(effects);
    let failed = Answer { topic: question.topic, number: question.number, text: Err("no worker".to_owned()) };
    app.send(Msg::Answered(failed));
    assert_eq!(state(&app), Checked::Failed);
}

#[test]
fn a_scenario_opens_on_a_cell_that_teaches_something() {
    let mut page = Page::open();
    let chosen = |page: &Page| {
        let cell = page.model().cell;
        let row = page.derived().matrix().rows.iter().find(|row| row.request == cell.request).cloned().unwrap();
        (format!("{} on {}", row.action, row.short_resource), cell.kind)
    };
    assert_eq!(chosen(&page), ("ec2:StopInstances on instance/i-0abc1234def567890".to_owned(), SessionKind::AccessKey));
    page.send(Msg::GalleryPicked(1));
    assert_eq!(chosen(&page), ("dynamodb:GetItem on table/Books".to_owned(), SessionKind::AssumeRole));
    page.send(Msg::GalleryPicked(2));
    assert_eq!(chosen(&page).1, SessionKind::SessionToken, "the bucket policy asks for MFA");
}

#[test]
fn what_a_reload_brought_back_is_kept_before_another_scenario_takes_its_place() {
    let mut page = Page::open();
    page.type_over("ec2:StopInstances", "ec2:StartInstances");
    let saved = page.model().saved();
    let opening = Opening { saved: Some(Ok(saved.clone())), ..Opening::default() };
    let (mut app, _) = App::open(Theme::Auto, opening).unwrap();
    let own = app.model().work.opening;
    let effects = app.send(Msg::GalleryPicked(1));
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::Keep { opening, saved, .. } => Some((*opening, saved.scenario.clone())),
        _ => None,
    });
    assert_eq!(kept, Some((own, saved.scenario)));
}

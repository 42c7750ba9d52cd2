//! The other half of [`super::update()`]: what is done seldom, or only after something else. It is in the second part of
//! the page's module; see [`super::parts`].

use super::compare;
use super::derived::Derived;
use super::flips;
use super::import;
use super::message::{Effect, Msg};
use super::model::{Model, Notice, Pane, Share, Sheet, Subject, Tab, Work};
use super::places::{in_words, no_scenario};
use super::requests;
use super::saved::Saved;
use super::script;
use super::update::{change, look_anew, shift, show_sheet};
use super::world;
use crate::wire;

/// Applies a message that the first part does not know.
pub(super) fn update(model: &mut Model, seen: &Derived, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Changed(changes) => {
            change(model, &changes);
        }
        Msg::TabMoved(by) => {
            let at = Tab::ALL.iter().position(|tab| *tab == model.tab).unwrap_or_default();
            if let Some(tab) = Tab::ALL.get(shift(at, by, Tab::ALL.len())) {
                script::show(model, *tab);
                return vec![Effect::Focus(format!("view-{}", tab.id()))];
            }
        }
        Msg::ScriptStepChosen(index) => {
            model.subject = Subject::Step(index);
            look_anew(model);
            return vec![Effect::ToTop(Pane::Why)];
        }
        Msg::World(msg) => return world::update(model, seen, msg),
        Msg::Script(msg) => return script::update(model, seen, msg),
        Msg::Undo => undo(model, false),
        Msg::Redo => undo(model, true),
        Msg::UndoIn { pointer, again } => undo_in(model, &pointer, again),
        Msg::Request(msg) => return requests::update(model, seen, msg),
        Msg::Compare(msg) => return compare::update(model, msg),
        Msg::Flips(msg) => return flips::update(model, seen, msg),
        Msg::OfferTaken => {
            if let Some(offer) = model.told().and_then(|told| told.offer.clone())
                && change(model, &offer.changes)
            {
                model.tell(offer.said);
            }
        }
        Msg::SheetMoved(by) => {
            let sheets = Sheet::all();
            let at = sheets.iter().position(|sheet| *sheet == model.sheet()).unwrap_or_default();
            if let Some(sheet) = sheets.get(shift(at, by, sheets.len())) {
                show_sheet(model, *sheet);
                return vec![Effect::Focus(format!("tab-{}", sheet.id()))];
            }
        }
        Msg::ImportOpened { secret } => import::show(model, secret),
        Msg::ImportClosed => model.import_left = model.import.take(),
        Msg::ImportTyped(text) => {
            let import = model.import.take().unwrap_or_default();
            model.import = Some(import.with_text(text, model));
        }
        Msg::ImportRead => import::read(model),
        Msg::Import(msg) => return import::update(model, msg),
        Msg::ScratchWanted { secret } => import::from_scratch(model, &secret),
        Msg::FileRead { text, secret } => import::file(model, text, secret),
        Msg::FileFailed(message) => {
            model.import.get_or_insert_default().problem = Some((String::new(), message));
        }
        Msg::ShareOpened => {
            model.share = Some(Share::default());
            return vec![pack(model, model.saved())];
        }
        Msg::ShareClosed => model.share = None,
        Msg::ShareMasked(masked) => {
            let saved = if masked { model.saved().masked() } else { Ok(model.saved()) };
            let fragment = saved.as_ref().err().map(|error| Err(in_words(error)));
            model.share = Some(Share { masked, fragment, ..Share::default() });
            // Whatever link was asked for before, it is not wanted any more.
            model.links = model.links.wrapping_add(1);
            return saved.map_or_else(|_| Vec::new(), |saved| vec![pack(model, saved)]);
        }
        // What was asked for before may come later: a link with the secrets must not stand where a masked one should.
        Msg::Packed { number, fragment } if number == model.links => {
            if let Some(share) = &mut model.share {
                share.fragment = Some(fragment);
            }
        }
        Msg::WhyCopied => return vec![Effect::Copy(seen.why().markdown())],
        Msg::LinkCopied(link) => return vec![Effect::Copy(link)],
        Msg::Copied(done) => {
            if let Some(share) = &mut model.share {
                share.copied = Some(done);
            } else if done {
                model.tell_only("Copied.");
            } else {
                model.tell_only("The browser did not let this page copy.");
            }
        }
        Msg::LinkFollowed(followed) => {
            let opened = followed.and_then(|saved| model.open_saved(&saved).map_err(|error| no_scenario(&error)));
            if let Err(message) = opened {
                model.notice = Some(Notice::broken_link(message));
            }
        }
        Msg::RecentFound(found) => {
            let gone = || "The browser's storage does not have it any more.".to_owned();
            let opened = found.ok_or_else(gone);
            let opened = opened.and_then(|saved| model.open_saved(&saved).map_err(|error| no_scenario(&error)));
            if let Err(message) = opened {
                let title = "This earlier work cannot be opened".to_owned();
                model.notice = Some(Notice { title, message, place: String::new() });
            }
        }
        Msg::RecentChosen(id) => return vec![Effect::OpenRecent(id)],
        Msg::Exported => {
            return vec![Effect::Download {
                name: file_name(&model.scenario().title),
                text: wire::write_scenario(model.scenario()),
            }];
        }
        // The first part's; and what there is to see takes: nobody typed or chose anything.
        _ => {}
    }
    Vec::new()
}

/// Asks for a link to this state of the page.
fn pack(model: &mut Model, saved: Saved) -> Effect {
    model.links = model.links.wrapping_add(1);
    Effect::Pack { number: model.links, saved }
}

/// Takes the last edit back, or makes it again.
fn undo(model: &mut Model, again: bool) {
    let from = if again { &mut model.future } else { &mut model.past };
    let Some(work) = from.pop() else { return };
    let before = std::mem::replace(&mut model.work, work);
    model.mend_choices(&before.scenario);
    model.follow_text(&before);
    let to = if again { &mut model.past } else { &mut model.future };
    to.push(before);
}

/// Undoes or redoes the last edit if it was one of this document; what was done elsewhere stays.
fn undo_in(model: &mut Model, pointer: &str, again: bool) {
    let text = |work: &Work| {
        let documents = work.scenario.documents().into_iter();
        documents.filter(|document| document.pointer == pointer).map(|document| document.text).next()
    };
    let other = if again { model.future.last() } else { model.past.last() };
    let here = other.is_some_and(|other| other.opening == model.work.opening && text(other) != text(&model.work));
    if here {
        return undo(model, again);
    }
    model.tell_only(match (again, other.is_some()) {
        (false, false) => "There is nothing to undo.",
        (true, false) => "There is nothing to redo.",
        (false, true) => "The last edit was elsewhere: Undo at the top of the page takes it back.",
        (true, true) => "What was undone last was elsewhere: Redo at the top of the page brings it back.",
    });
}

fn file_name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_ascii_lowercase)
        .collect();
    format!("{}.json", if words.is_empty() { "scenario".to_owned() } else { words.join("-") })
}

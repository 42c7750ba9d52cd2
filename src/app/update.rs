//! The one place that changes the model.

use std::rc::Rc;

use super::age;
use super::compare;
use super::derived::Derived;
use super::flips;
use super::gallery::GALLERY;
use super::import;
use super::journey::Station;
use super::message::{Effect, Msg};
use super::model::{CellAt, Kept, Model, Notice, Origin, Pane, Share, Sheet, Subject, Tab, Work};
use super::places::in_words;
use super::requests;
use super::script;
use super::world;
use crate::scenario::{Change, Scenario};
use crate::whatif::SessionKind;
use crate::wire;

/// How many states can be undone.
const HISTORY: usize = 200;

/// Applies a message. `seen` is what was on the screen when it was sent.
pub fn update(model: &mut Model, seen: &Derived, msg: Msg) -> Vec<Effect> {
    if !lets_play_go_on(&msg) {
        model.playing = None;
    }
    match msg {
        Msg::GalleryPicked(index) => {
            if let Some(Ok(scenario)) = GALLERY.get(index).map(|entry| wire::read_scenario(entry.text)) {
                open(model, scenario, Origin::Gallery(index));
            }
        }
        Msg::DocumentChosen(pointer) => {
            model.document = Some(pointer);
            model.world.leave();
            model.finding = None;
        }
        Msg::Typed { pointer, text } => typed(model, &pointer, text),
        Msg::Changed(changes) => {
            change(model, &changes);
        }
        Msg::NoticeClosed => model.notice = None,
        Msg::TabChosen(tab) => script::show(model, tab),
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
        Msg::FindingChosen(index) => {
            model.finding = Some(index);
            model.step = None;
            model.reveal += 1;
        }
        Msg::Undo => {
            if let Some(work) = model.past.pop() {
                let before = std::mem::replace(&mut model.work, work);
                model.mend_choices(&before.scenario);
                model.follow_text(&before);
                model.future.push(before);
            }
        }
        Msg::Redo => {
            if let Some(work) = model.future.pop() {
                let before = std::mem::replace(&mut model.work, work);
                model.mend_choices(&before.scenario);
                model.follow_text(&before);
                model.past.push(before);
            }
        }
        Msg::UndoIn { pointer, again } => return undo_in(model, seen, &pointer, again),
        Msg::UserChosen(user) => model.user = user,
        Msg::RoleChosen(role) => model.role = Some(role),
        Msg::AgeChosen(seconds) => set_age(model, seconds),
        Msg::AgeMoved(seconds) => set_age(model, model.age.saturating_add(seconds)),
        Msg::AgeDragged(place) => set_age(model, age::at_position(place, &seen.flips())),
        Msg::AgeTyped(text) => match text.trim().parse::<i64>() {
            Ok(seconds) if age::clamp(seconds) == seconds => set_age(model, seconds),
            _ => model.age_text = Some(text),
        },
        Msg::CellChosen(cell) => {
            model.cell = cell;
            model.cursor = cell;
            model.subject = Subject::Cell;
            look_anew(model);
            return vec![Effect::ToTop(Pane::Why)];
        }
        Msg::CursorMoved(columns, rows) => {
            return move_cursor(model, seen, |column, row, size| {
                (shift(column, columns, size.0), shift(row, rows, size.1))
            });
        }
        Msg::CursorToEnd(last) => {
            return move_cursor(model, seen, |_, row, size| (if last { size.0.saturating_sub(1) } else { 0 }, row));
        }
        Msg::KindTurned(kind) => turn_kind(model, kind),
        Msg::Request(msg) => return requests::update(model, seen, msg),
        Msg::Compare(msg) => return compare::update(model, msg),
        Msg::Flips(msg) => return flips::update(model, seen, msg),
        Msg::ToldClosed => model.told = None,
        Msg::OfferTaken => {
            if let Some(offer) = model.told().and_then(|told| told.offer.clone())
                && change(model, &offer.changes)
            {
                model.tell(offer.said);
            }
        }
        Msg::StepChosen(id) => choose_step(model, seen, id),
        Msg::StepMoved(by) => {
            let next = walked_to(model, seen).map_or(0, |at| shift(at, by, seen.why().walk.len()));
            walk_to(model, seen, next);
        }
        Msg::StepDeciding => {
            if let Some(id) = seen.why().focus.clone() {
                show_step(model, seen, id);
            }
        }
        Msg::PlayTurned => return turn_play(model, seen),
        Msg::PlayWentOn(play) => {
            if model.playing == Some(play) {
                walk_to(model, seen, walked_to(model, seen).map_or(0, |at| at + 1));
                return go_on_playing(model, seen, play);
            }
        }
        Msg::Pointed { pointer, place, caret } => {
            // Places in a text that is not JSON are not those of the last answer.
            let place = place.filter(|_| !seen.stale());
            model.pointed = place.and_then(|place| seen.why().step_at(&pointer, place)).map(str::to_owned);
            model.followed += u32::from(caret && model.pointed.is_some());
        }
        Msg::Turned(id, open) => {
            model.turned.insert(id, open);
        }
        Msg::PolicyShown => {
            model.pane = Pane::Policies;
            model.world.leave();
            model.reveal += 1;
            return vec![Effect::ToEditor];
        }
        Msg::SheetChosen(sheet) => {
            show_sheet(model, sheet);
            model.reveal += 1;
            return vec![Effect::ToTop(sheet.pane)];
        }
        Msg::SheetMoved(by) => {
            let sheets = Sheet::all();
            let at = sheets.iter().position(|sheet| *sheet == model.sheet()).unwrap_or_default();
            if let Some(sheet) = sheets.get(shift(at, by, sheets.len())) {
                show_sheet(model, *sheet);
                return vec![Effect::Focus(format!("tab-{}", sheet.id()))];
            }
        }
        Msg::ThemeTurned => {
            model.theme = model.theme.next();
            return vec![Effect::SetTheme(model.theme)];
        }
        Msg::ImportOpened { secret } => import::show(model, secret),
        Msg::ImportClosed => model.import_left = model.import.take(),
        Msg::ImportTyped(text) => {
            let import = model.import.take().unwrap_or_default();
            model.import = Some(import.with_text(text, model));
        }
        Msg::ImportRead => import::read(model),
        Msg::Import(msg) => return import::update(model, msg),
        Msg::FileRead { text, secret } => import::file(model, text, secret),
        Msg::FileFailed(message) => {
            model.import.get_or_insert_default().problem = Some((String::new(), message));
        }
        // What there is to see takes it; nobody typed or chose anything.
        Msg::Answered(_) | Msg::Settled(_) => {}
        Msg::ShareOpened => {
            model.share = Some(Share::default());
            return vec![Effect::Pack(model.saved())];
        }
        Msg::ShareClosed => model.share = None,
        Msg::ShareMasked(masked) => {
            model.share = Some(Share { masked, ..Share::default() });
            return vec![Effect::Pack(if masked { model.saved().masked() } else { model.saved() })];
        }
        Msg::Packed(fragment) => {
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
            let opened = followed.and_then(|saved| model.open_saved(&saved).map_err(|error| in_words(&error)));
            if let Err(message) = opened {
                model.notice = Some(Notice::broken_link(message));
            }
        }
        Msg::RecentFound(found) => {
            let gone = || "The browser's storage does not have it any more.".to_owned();
            let opened = found.ok_or_else(gone);
            let opened = opened.and_then(|saved| model.open_saved(&saved).map_err(|error| in_words(&error)));
            if let Err(message) = opened {
                let title = "This earlier work cannot be opened".to_owned();
                model.notice = Some(Notice { title, message, place: String::new() });
            }
        }
        Msg::RecentChosen(id) => return vec![Effect::OpenRecent(id)],
        Msg::KeepNow => {
            if model.kept != Kept::Nothing {
                return vec![Effect::Keep { title: model.scenario().title.clone(), saved: model.saved() }];
            }
        }
        Msg::Kept(done) => model.kept = done.map_or_else(Kept::Refused, |()| Kept::Kept),
        Msg::Exported => {
            return vec![Effect::Download {
                name: file_name(&model.scenario().title),
                text: wire::write_scenario(model.scenario()),
            }];
        }
    }
    Vec::new()
}

fn show_sheet(model: &mut Model, sheet: Sheet) {
    model.pane = sheet.pane;
    script::show(model, sheet.tab.unwrap_or(model.tab));
}

/// Why has another subject: its own path, and the document that it points at.
pub(super) fn look_anew(model: &mut Model) {
    model.step = None;
    model.pointed = None;
    model.finding = None;
    model.turned.clear();
    model.flips.shown = None;
    model.document = None;
    model.world.leave();
    model.reveal += 1;
}

/// Changes the scenario as one thing to undo. Says whether it could be done; if not, a notice says why.
pub(super) fn change(model: &mut Model, changes: &[Change]) -> bool {
    match model.scenario().changed(changes) {
        Ok(scenario) => {
            let before = Rc::clone(&model.work.scenario);
            let work = Work { scenario: Rc::new(scenario), typed_in: None, edited: true, ..model.work.clone() };
            replace_work(model, work);
            model.mend_choices(&before);
            model.notice = None;
            true
        }
        Err(error) => {
            model.notice = Some(Notice {
                title: "This could not be changed".to_owned(),
                message: error.message,
                place: error.path,
            });
            false
        }
    }
}

fn typed(model: &mut Model, pointer: &str, text: String) {
    let mut scenario = Scenario::clone(model.scenario());
    if !scenario.set_document(pointer, text) {
        return;
    }
    model.finding = None;
    model.document = Some(pointer.to_owned());
    let work =
        Work { scenario: Rc::new(scenario), typed_in: Some(pointer.to_owned()), edited: true, ..model.work.clone() };
    // Typing in one document is one thing to undo here; letter by letter is the editor's own undo.
    if model.work.typed_in.as_deref() == Some(pointer) {
        model.work = work;
        model.future.clear();
    } else {
        replace_work(model, work);
    }
}

/// Undoes or redoes the last edit if it was one of this document; what was done elsewhere stays.
fn undo_in(model: &mut Model, seen: &Derived, pointer: &str, again: bool) -> Vec<Effect> {
    let text = |work: &Work| {
        let documents = work.scenario.documents().into_iter();
        documents.filter(|document| document.pointer == pointer).map(|document| document.text).next()
    };
    let (other, msg) = if again { (model.future.last(), Msg::Redo) } else { (model.past.last(), Msg::Undo) };
    let here = other.is_some_and(|other| other.opening == model.work.opening && text(other) != text(&model.work));
    if here {
        return update(model, seen, msg);
    }
    model.tell_only(match (again, other.is_some()) {
        (false, false) => "There is nothing to undo.",
        (true, false) => "There is nothing to redo.",
        (false, true) => "The last edit was elsewhere: Undo at the top of the page takes it back.",
        (true, true) => "What was undone last was elsewhere: Redo at the top of the page brings it back.",
    });
    Vec::new()
}

pub(super) fn open(model: &mut Model, scenario: Scenario, origin: Origin) {
    let opening = model.openings;
    model.openings += 1;
    replace_work(model, Work { opening, origin, scenario: Rc::new(scenario), typed_in: None, edited: false });
    model.choose_all();
}

fn replace_work(model: &mut Model, work: Work) {
    model.past.push(std::mem::replace(&mut model.work, work));
    if model.past.len() > HISTORY {
        model.past.remove(0);
    }
    model.future.clear();
}

fn set_age(model: &mut Model, seconds: i64) {
    model.age = age::clamp(seconds);
    model.age_text = None;
}

fn choose_step(model: &mut Model, seen: &Derived, id: String) {
    if let Some(source) = seen.why().source(&id) {
        model.document = Some(source.policy.clone());
        model.world.leave();
        model.finding = None;
        model.reveal += 1;
    }
    model.step = Some(id);
}

/// Chooses a step and opens the way to it.
fn show_step(model: &mut Model, seen: &Derived, id: String) {
    let why = seen.why();
    for key in why.station_of(&id).map(Station::key).into_iter().chain(why.path(&id).iter().map(|node| node.id.clone()))
    {
        if key != id {
            model.turned.remove(&key);
        }
    }
    model.walked += 1;
    choose_step(model, seen, id);
}

/// Where in the steps that matter the chosen one is.
fn walked_to(model: &Model, seen: &Derived) -> Option<usize> {
    let why = seen.why();
    let now = model.step.as_ref().or(why.focus.as_ref());
    now.and_then(|id| why.walk.iter().position(|step| step == id))
}

fn walk_to(model: &mut Model, seen: &Derived, at: usize) {
    if let Some(id) = seen.why().walk.get(at) {
        show_step(model, seen, id.clone());
    }
}

/// Starts or stops the playing; from the beginning, unless somebody had stopped on the way.
fn turn_play(model: &mut Model, seen: &Derived) -> Vec<Effect> {
    if model.playing.take().is_some() {
        return Vec::new();
    }
    let steps = seen.why().walk.len();
    let at = walked_to(model, seen).filter(|at| model.step.is_some() && at + 1 < steps);
    walk_to(model, seen, at.unwrap_or(0));
    model.plays += 1;
    model.playing = Some(model.plays);
    go_on_playing(model, seen, model.plays)
}

fn go_on_playing(model: &mut Model, seen: &Derived, play: u32) -> Vec<Effect> {
    if walked_to(model, seen).is_none_or(|at| at + 1 >= seen.why().walk.len()) {
        model.playing = None;
        return Vec::new();
    }
    vec![Effect::GoOnLater(play)]
}

/// Whatever else somebody does, they want to look at that.
fn lets_play_go_on(msg: &Msg) -> bool {
    matches!(
        msg,
        Msg::PlayTurned
            | Msg::PlayWentOn(_)
            | Msg::Pointed { .. }
            | Msg::Answered(_)
            | Msg::Settled(_)
            | Msg::KeepNow
            | Msg::Script(script::Msg::Ticked(_))
            | Msg::Kept(_)
            | Msg::Packed(_)
            | Msg::PolicyShown
            | Msg::SheetChosen(_)
            | Msg::SheetMoved(_)
            | Msg::CursorMoved(..)
            | Msg::CursorToEnd(_)
            | Msg::ThemeTurned
    )
}

/// Shows or hides a kind of credentials; the last one stays.
fn turn_kind(model: &mut Model, kind: SessionKind) {
    let shown =
        |other: &SessionKind| if *other == kind { !model.kinds.contains(other) } else { model.kinds.contains(other) };
    let kinds: Vec<SessionKind> = SessionKind::ALL.iter().copied().filter(shown).collect();
    let Some(first) = kinds.first().copied() else { return };
    for at in [&mut model.cell, &mut model.cursor] {
        if !kinds.contains(&at.kind) {
            at.kind = first;
        }
    }
    model.kinds = kinds;
}

fn move_cursor(
    model: &mut Model,
    seen: &Derived,
    to: impl Fn(usize, usize, (usize, usize)) -> (usize, usize),
) -> Vec<Effect> {
    let matrix = seen.matrix();
    let column = matrix.columns.iter().position(|column| column.kind == model.cursor.kind).unwrap_or_default();
    let row = matrix.rows.iter().position(|row| row.request == model.cursor.request).unwrap_or_default();
    let (column, row) = to(column, row, (matrix.columns.len(), matrix.rows.len()));
    let (Some(column_there), Some(row_there)) = (matrix.columns.get(column), matrix.rows.get(row)) else {
        return Vec::new();
    };
    model.cursor = CellAt { request: row_there.request, kind: column_there.kind };
    vec![Effect::Focus(format!("cell-{row}-{column}"))]
}

/// A position moved within a list.
fn shift(at: usize, by: i32, len: usize) -> usize {
    at.saturating_add_signed(by as isize).min(len.saturating_sub(1))
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

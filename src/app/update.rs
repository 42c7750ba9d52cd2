//! The one place that changes the model: what is done often, and at once. What else there is to do is in
//! [`super::second`].

use std::rc::Rc;

use super::age;
use super::derived::Derived;
use super::gallery::GALLERY;
use super::journey::Station;
use super::message::{Effect, Msg};
use super::model::{CellAt, Kept, Model, Notice, Origin, Pane, Sheet, Subject, Work};
use super::parts;
use super::script;
use super::words;
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
    if goes_on(&msg) {
        model.told = None;
    }
    match msg {
        Msg::GalleryPicked(index) => {
            if let Some(Ok(scenario)) = GALLERY.get(index).map(|entry| wire::read_scenario(entry.text)) {
                let left = !model.work.is_untouched();
                open(model, scenario, Origin::Gallery(index));
                if left {
                    model.tell(words::LEFT);
                }
            }
        }
        Msg::DocumentChosen(pointer) => {
            model.document = Some(pointer);
            model.world.leave();
            model.finding = None;
        }
        Msg::Typed { pointer, text } => typed(model, &pointer, text),
        Msg::HelpFailed(sentence) => model.tell_only(sentence),
        Msg::NoticeClosed => model.notice = None,
        Msg::MessagesClosed => (model.notice, model.told) = (None, None),
        Msg::TabChosen(tab) => script::show(model, tab),
        Msg::FindingChosen(index) => {
            model.finding = Some(index);
            model.step = None;
            model.reveal += 1;
        }
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
        Msg::ToldClosed => model.told = None,
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
        Msg::ThemeTurned => {
            model.theme = model.theme.next();
            return vec![Effect::SetTheme(model.theme)];
        }
        Msg::KeepNow => {
            if model.kept != Kept::Nothing {
                return vec![keep(model)];
            }
        }
        Msg::Kept(Ok(others)) => {
            model.kept = Kept::Kept;
            model.recents = others;
        }
        Msg::Kept(Err(why)) => model.kept = Kept::Refused(why),
        msg => return parts::update(model, seen, msg).unwrap_or_default(),
    }
    Vec::new()
}

pub(super) fn show_sheet(model: &mut Model, sheet: Sheet) {
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

/// Keeps the work as it stands.
pub(super) fn keep(model: &Model) -> Effect {
    Effect::Keep {
        opening: model.work.opening,
        title: model.scenario().title.clone(),
        saved: model.saved(),
        untouched: model.work.is_untouched(),
    }
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

/// Whoever turns to something else has read what was done.
fn goes_on(msg: &Msg) -> bool {
    matches!(
        msg,
        Msg::TabChosen(_)
            | Msg::TabMoved(_)
            | Msg::SheetChosen(_)
            | Msg::SheetMoved(_)
            | Msg::CellChosen(_)
            | Msg::ScriptStepChosen(_)
            | Msg::DocumentChosen(_)
            | Msg::ImportOpened { .. }
            | Msg::ShareOpened
    )
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
            | Msg::Packed { .. }
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
pub(super) fn shift(at: usize, by: i32, len: usize) -> usize {
    at.saturating_add_signed(by as isize).min(len.saturating_sub(1))
}

//! What happens in the Script view.

use super::form::Form;
use super::{Open, clock, make, order};
use crate::app::derived::Derived;
use crate::app::message::Effect;
use crate::app::model::{Model, Subject, Tab};
use crate::app::update::{change, look_anew};
use crate::app::words;
use crate::scenario::{Change, Scenario, StepKind};
use crate::text::json::Json;
use crate::time::format_utc;

/// What happens there.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The menu of a step was opened or closed.
    MenuTurned(usize),
    /// A step shall be added before the one with this index; or not, after all.
    AddTurned(usize),
    /// This one: a key of [`super::NEW_STEPS`].
    Added(usize, &'static str),
    /// A step shall be changed.
    EditAsked(usize),
    /// A step shall be there twice.
    CopyAsked(usize),
    /// A step shall go.
    DeleteAsked(usize),
    /// A step moves up or down.
    Moved(usize, i32),
    /// A step is dragged.
    Dragged(Option<usize>),
    /// It is over the place before the step with this index.
    DraggedOver(usize),
    /// It was let go there.
    Dropped,
    /// Somebody typed in a field of the form.
    Typed(usize, String),
    /// What was offered in place of what was typed.
    Taken(usize, String),
    /// All fields are wanted.
    AllShown,
    /// It shall be so.
    Saved,
    /// It shall not.
    Closed,
    /// The current outcome is what is expected; or nothing is.
    Expected(usize, bool),
    /// All current outcomes are what is expected.
    AllExpected,
    /// The clock was started or stopped.
    ClockTurned,
    /// A second has passed in that running of the clock.
    Ticked(u32),
    /// The clock goes on by seconds, or to a moment.
    ClockMoved(i64),
    /// The clock is set to a moment, Unix seconds.
    ClockSet(i64),
    /// The clock is set to the script's start.
    ClockReset,
    /// Another device is looked at.
    DeviceChosen(String),
    /// A call with this code is wanted at the clock's time.
    CodeUsed,
    /// The step is wanted as a command of the AWS CLI.
    CommandAsked(usize),
    /// That command shall go into the clipboard.
    CommandCopied,
}

/// Carries a message out.
pub fn update(model: &mut Model, seen: &Derived, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::MenuTurned(index) => {
            if model.script.open == Open::Menu(index) {
                return close(model);
            }
            put_away(model);
            model.script.open = Open::Menu(index);
            vec![Effect::Focus("step-edit".to_owned())]
        }
        Msg::AddTurned(index) => {
            if model.script.open == Open::Adding(index) {
                return close(model);
            }
            put_away(model);
            model.script.open = Open::Adding(index);
            vec![Effect::Focus("step-new-0".to_owned())]
        }
        Msg::Added(index, key) => {
            let step = make::step(model.scenario(), index, key);
            open_form(model, index, true, &step)
        }
        Msg::EditAsked(index) => match order::json(model.scenario(), index).cloned() {
            Some(step) => open_form(model, index, false, &step),
            None => Vec::new(),
        },
        Msg::CopyAsked(index) => {
            if let Some(copy) = order::copy(model.scenario(), index)
                && change(model, &[copy])
            {
                return done(model, index + 1);
            }
            Vec::new()
        }
        Msg::DeleteAsked(index) => {
            let (changes, others) = order::delete(model.scenario(), index);
            if change(model, &changes) {
                model.tell(match others {
                    0 => "The step was deleted.".to_owned(),
                    1 => "The step was deleted, and with it one that used its credentials.".to_owned(),
                    more => format!("The step was deleted, and with it {more} that used its credentials."),
                });
                return done(model, index.min(model.scenario().script.len().saturating_sub(1)));
            }
            Vec::new()
        }
        Msg::Moved(index, by) => {
            let to = index.saturating_add_signed(by as isize);
            move_step(model, index, to)
        }
        Msg::Dragged(index) => {
            (model.script.dragged, model.script.over) = (index, None);
            Vec::new()
        }
        Msg::DraggedOver(place) => {
            model.script.over = model.script.dragged.map(|_| place);
            Vec::new()
        }
        Msg::Dropped => match (model.script.dragged.take(), model.script.over.take()) {
            // Without it, what comes after is counted anew.
            (Some(from), Some(place)) => move_step(model, from, if place > from { place - 1 } else { place }),
            _ => Vec::new(),
        },
        Msg::Typed(field, text) => {
            if let Open::Form(form) = &mut model.script.open {
                form.typed(field, text);
            }
            Vec::new()
        }
        Msg::Taken(field, text) => {
            update(model, seen, Msg::Typed(field, text));
            vec![Effect::Focus(field_id(field))]
        }
        Msg::AllShown => {
            let Open::Form(form) = &mut model.script.open else { return Vec::new() };
            let first = form.fields.iter().position(|field| field.further);
            form.show_all();
            first.map(|field| Effect::Focus(field_id(field))).into_iter().collect()
        }
        Msg::Saved => save(model, seen),
        Msg::Closed => close(model),
        Msg::Expected(index, expected) => {
            let changes = if expected {
                model.scenario().expectation_changes(Some(&[index]))
            } else {
                vec![Change::remove(format!("/script/{index}/expect"))]
            };
            change(model, &changes);
            Vec::new()
        }
        Msg::AllExpected => {
            let changes = model.scenario().expectation_changes(None);
            if change(model, &changes) {
                model.tell("Every step now expects its current outcome.");
            }
            Vec::new()
        }
        Msg::CommandAsked(index) => {
            model.script.open = Open::Command(index);
            vec![Effect::Focus("step-command".to_owned())]
        }
        Msg::CommandCopied => seen.command(model).map(Effect::Copy).into_iter().collect(),
        Msg::ClockTurned
        | Msg::Ticked(_)
        | Msg::ClockMoved(_)
        | Msg::ClockSet(_)
        | Msg::ClockReset
        | Msg::DeviceChosen(_) => tick(model, msg),
        Msg::CodeUsed => use_code(model, seen),
    }
}

/// Shows a view. Why goes along: in the script it explains a step, in Sessions the chosen cell.
pub fn show(model: &mut Model, tab: Tab) {
    if std::mem::replace(&mut model.tab, tab) == tab {
        return;
    }
    let subject = match (tab, model.subject) {
        (Tab::Script, Subject::Cell) => begin(model),
        (Tab::Sessions, Subject::Step(step)) => {
            model.script.left = Some(step);
            Subject::Cell
        }
        (_, same) => same,
    };
    if subject != model.subject {
        model.subject = subject;
        model.step = None;
        model.pointed = None;
        model.turned.clear();
        model.flips.shown = None;
    }
}

/// The step to begin with in the script: the one that was left, else the request of the chosen cell.
pub fn begin(model: &Model) -> Subject {
    let script = &model.scenario().script;
    let explained = |step: &usize| script.get(*step).is_some_and(|step| !matches!(step.kind, StepKind::Wait(_)));
    let first = || (0..script.len()).find(explained);
    let chosen = model.script.left.filter(explained).or_else(|| Some(model.cell.request).filter(explained));
    chosen.or_else(first).map_or(Subject::Cell, Subject::Step)
}

/// The id of a field's element.
pub fn field_id(field: usize) -> String {
    format!("step-field-{field}")
}

/// The id of the button that opens a step's menu.
pub fn menu_id(index: usize) -> String {
    format!("step-menu-{index}")
}

fn open_form(model: &mut Model, index: usize, new: bool, step: &Json) -> Vec<Effect> {
    let Some(form) = Form::new(model.scenario(), index, new, step) else { return Vec::new() };
    put_away(model);
    let left = model.script.put_away.take_if(|left| left.is_about_the_same(&form));
    if left.is_some() {
        model.tell_only(words::TYPED_BEFORE);
    }
    model.script.open = Open::Form(left.unwrap_or(form));
    vec![Effect::Focus(field_id(0))]
}

/// What stands in an open form is kept for the next time that it is opened.
fn put_away(model: &mut Model) {
    let Open::Form(form) = &model.script.open else { return };
    if form.is_typed_in(model.scenario()) {
        model.script.put_away = Some(form.clone());
    }
}

/// Closes what is open; the focus goes back to where it was opened.
fn close(model: &mut Model) -> Vec<Effect> {
    put_away(model);
    let opener = match std::mem::take(&mut model.script.open) {
        Open::Nothing => return Vec::new(),
        Open::Menu(index) | Open::Command(index) => menu_id(index),
        Open::Adding(index) => format!("step-add-{index}"),
        Open::Form(form) if form.new => format!("step-add-{}", form.index),
        Open::Form(form) => menu_id(form.index),
    };
    vec![Effect::Focus(opener)]
}

/// After a change the step is the one that Why explains.
fn done(model: &mut Model, index: usize) -> Vec<Effect> {
    model.script.open = Open::Nothing;
    if index < model.scenario().script.len() {
        model.subject = Subject::Step(index);
        look_anew(model);
    }
    // Where no step is left, there is still the way to add one.
    let there = if model.scenario().script.is_empty() { "step-add-0".to_owned() } else { format!("step-{index}") };
    vec![Effect::Focus(there)]
}

fn move_step(model: &mut Model, from: usize, to: usize) -> Vec<Effect> {
    if from == to || to >= model.scenario().script.len() {
        return Vec::new();
    }
    if !change(model, &[Change::Move { pointer: format!("/script/{from}"), to }]) {
        // What stood there before is what the sentence should be about.
        if let Some(notice) = &mut model.notice {
            notice.title = "This step cannot stand there".to_owned();
            notice.place = String::new();
        }
        return Vec::new();
    }
    let effects = done(model, to);
    model.tell(format!("Moved: it is step {} now.", to + 1));
    effects
}

fn save(model: &mut Model, seen: &Derived) -> Vec<Effect> {
    let Open::Form(form) = &model.script.open else { return Vec::new() };
    let mut form = form.clone();
    let index = form.index;
    let step = form.step().filter(|_| form.check_name(model.scenario()));
    let Some(step) = step else { return refuse(model, form) };
    let mut changes = Vec::new();
    let place = format!("/script/{index}");
    if form.new {
        changes.push(Change::Insert { pointer: place, value: step });
    } else {
        changes.push(Change::set(place, step));
        if let (Some(old), Some(new)) = (form.old_id(), form.new_id())
            && old != new
        {
            changes.extend(order::rename(model.scenario(), old, new));
        }
    }
    let asked = form.request();
    if change(model, &changes) {
        if let Some((text, offer)) = asked.and_then(|asked| seen.remarks().after(&asked, &[index])) {
            model.tell_offering(text, offer);
        }
        return done(model, index);
    }
    if let Some(notice) = model.notice.take() {
        form.refuse(&crate::scenario::InputError { path: notice.place, message: notice.message });
    }
    refuse(model, form)
}

fn refuse(model: &mut Model, form: Form) -> Vec<Effect> {
    let first = form.first_problem();
    model.script.open = Open::Form(form);
    first.map(|field| Effect::Focus(field_id(field))).into_iter().collect()
}

/// The clock can be set from the year 1970 to the year 9999.
const END_OF_TIME: i64 = 253_402_300_799;

fn tick(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let start = model.scenario().clock;
    let clock: &mut clock::State = &mut model.script.clock;
    let now = clock.now.unwrap_or(start);
    match msg {
        Msg::ClockTurned => {
            if clock.running.take().is_some() {
                return Vec::new();
            }
            clock.starts += 1;
            clock.running = Some(clock.starts);
            return vec![Effect::TickLater(clock.starts)];
        }
        Msg::Ticked(running) if clock.running == Some(running) => {
            clock.now = Some((now + 1).min(END_OF_TIME));
            return vec![Effect::TickLater(running)];
        }
        Msg::ClockMoved(seconds) => clock.now = Some(now.saturating_add(seconds).clamp(0, END_OF_TIME)),
        Msg::ClockSet(moment) => clock.now = Some(moment.clamp(0, END_OF_TIME)),
        Msg::ClockReset => clock.now = None,
        Msg::DeviceChosen(serial) => clock.device = Some(serial),
        _ => {}
    }
    Vec::new()
}

/// Opens the form of a call with the code that the device shows, after all steps that lie before the clock's time.
fn use_code(model: &mut Model, seen: &Derived) -> Vec<Effect> {
    let Some(face) = seen.clock(model) else { return Vec::new() };
    let Some(device) = &face.device else { return Vec::new() };
    let Ok(code) = &device.code else { return Vec::new() };
    let scenario = model.scenario();
    let index = seen.script().cards.iter().position(|card| card.moment > face.now).unwrap_or(scenario.script.len());
    let mut step = make::step(scenario, index, "GetSessionToken");
    let signer = signer_of(scenario, index, &device.user);
    let mut set = |place: &str, value: Json| super::form::set(&mut step, place, value);
    set("parameters/SerialNumber", device.serial.as_str().into());
    set("parameters/TokenCode", code.as_str().into());
    set("at", format_utc(face.now).into());
    if let Some(signer) = signer {
        set("as", signer.into());
    }
    open_form(model, index, true, &step)
}

/// The user's own access key among the steps before.
fn signer_of(scenario: &Scenario, index: usize, user: &str) -> Option<String> {
    scenario.script.iter().take(index).rev().find_map(|step| match &step.kind {
        StepKind::SignIn(sign_in) if sign_in.principal == user && sign_in.console.is_none() => step.common.id.clone(),
        _ => None,
    })
}

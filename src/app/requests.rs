//! Requests of the matrix, added and changed in place. What cannot be a request stays in its form, with its message.

use super::derived::Derived;
use super::message::{Effect, Msg as PageMsg};
use super::model::{CellAt, Model};
use super::sessions::request_words;
use super::update::change;
use super::words;
use crate::arn::Arn;
use crate::scenario::{Change, InputError, RequestStep, Scenario, StepKind};
use crate::text::json::{self, Json, Value};

/// What is open under a row of the matrix, or at its end.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum State {
    /// Nothing.
    #[default]
    Closed,
    /// What can be done with a request.
    Menu(usize),
    /// A form.
    Form(Form),
}

/// A request under the user's hands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// The request that is changed; none for a new one.
    pub of: Option<usize>,
    /// The request that a new one copies.
    copied: Option<usize>,
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// Keys of the request context that are set or left out.
    pub keys: Vec<KeyRow>,
    /// Why it cannot be saved.
    pub problem: Option<Problem>,
}

/// A key of the request context.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyRow {
    /// Its name.
    pub key: String,
    /// Its value: a text, or a JSON list of texts.
    pub value: String,
    /// Whether the request goes without it.
    pub left_out: bool,
    /// The value as the scenario has it, where nobody has typed over it.
    written: Option<Json>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The action.
    Action,
    /// The resource.
    Resource,
    /// The name of a key.
    Key(usize),
    /// The value of a key.
    Value(usize),
}

impl Field {
    /// The id of its element.
    pub fn id(self) -> String {
        match self {
            Self::Action => "request-action".to_owned(),
            Self::Resource => "request-resource".to_owned(),
            Self::Key(row) => format!("request-key-{row}"),
            Self::Value(row) => format!("request-value-{row}"),
        }
    }
}

/// Why a request cannot be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// A sentence.
    pub message: String,
}

/// What happens to requests.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The menu of a row was opened or closed.
    MenuTurned(usize),
    /// A new request is wanted.
    AddAsked,
    /// A request shall be changed.
    EditAsked(usize),
    /// A new request is wanted, like this one.
    CopyAsked(usize),
    /// A request shall go.
    DeleteAsked(usize),
    /// Somebody typed.
    Typed(Field, String),
    /// What was offered in place of what was typed.
    Taken(Field, String),
    /// One more key of the context.
    KeyAdded,
    /// One key of the context less.
    KeyDropped(usize),
    /// A key is left out of the context, or set.
    KeyLeftOut(usize, bool),
    /// It shall be so.
    Saved,
    /// It shall not.
    Closed,
}

/// Carries a message out.
pub(super) fn update(model: &mut Model, seen: &Derived, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::MenuTurned(request) => {
            if model.requests == State::Menu(request) {
                return close(model);
            }
            put_away(model);
            model.requests = State::Menu(request);
            vec![Effect::Focus("request-edit".to_owned())]
        }
        Msg::AddAsked => open(model, Form::default()),
        Msg::EditAsked(request) => {
            let form = Form::of_request(model.scenario(), request);
            open(model, Form { of: Some(request), ..form })
        }
        Msg::CopyAsked(request) => {
            let form = Form::of_request(model.scenario(), request);
            open(model, Form { copied: Some(request), ..form })
        }
        Msg::DeleteAsked(request) => delete(model, request),
        Msg::Closed => close(model),
        Msg::Saved => save(model, seen),
        Msg::Taken(field, text) => {
            update(model, seen, Msg::Typed(field, text));
            vec![Effect::Focus(field.id())]
        }
        Msg::Typed(..) | Msg::KeyAdded | Msg::KeyDropped(_) | Msg::KeyLeftOut(..) => {
            let State::Form(form) = &mut model.requests else { return Vec::new() };
            form.problem = None;
            form.typed(msg)
        }
    }
}

fn open(model: &mut Model, form: Form) -> Vec<Effect> {
    put_away(model);
    let about = |form: &Form| (form.of, form.copied);
    let left = model.request_put_away.take_if(|left| about(left) == about(&form));
    if left.is_some() {
        model.tell_only(words::TYPED_BEFORE);
    }
    model.requests = State::Form(left.unwrap_or(form));
    vec![Effect::Focus(Field::Action.id())]
}

/// What stands in an open form is kept for the next time that it is opened.
fn put_away(model: &mut Model) {
    let State::Form(form) = &model.requests else { return };
    let of = form.of.or(form.copied);
    let fresh = of.map(|request| Form::of_request(model.scenario(), request)).unwrap_or_default();
    if *form != (Form { of: form.of, copied: form.copied, ..fresh }) {
        model.request_put_away = Some(form.clone());
    }
}

/// Closes what is open; the focus goes back to where it was opened.
fn close(model: &mut Model) -> Vec<Effect> {
    put_away(model);
    let opener = match &model.requests {
        State::Closed => return Vec::new(),
        State::Menu(request) => menu_id(*request),
        State::Form(form) => form.of.or(form.copied).map_or(ADD_ID.to_owned(), menu_id),
    };
    model.requests = State::Closed;
    vec![Effect::Focus(opener)]
}

/// The id of the button that opens a row's menu.
pub fn menu_id(request: usize) -> String {
    format!("request-menu-{request}")
}

/// The id of the button that opens an empty form.
pub const ADD_ID: &str = "add-request";

impl Form {
    fn of_request(scenario: &Scenario, request: usize) -> Self {
        let (action, resource) = request_words(scenario, request);
        let context = step_json(scenario, request).and_then(|step| step.get("context")).and_then(Json::as_object);
        let keys = context.unwrap_or_default().iter().map(|member| {
            let value = &member.value;
            KeyRow {
                key: member.name.clone(),
                value: value_words(value),
                left_out: value.value == Value::Null,
                written: Some(value.clone()),
            }
        });
        Self { action, resource, keys: keys.collect(), ..Self::default() }
    }

    fn typed(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Typed(Field::Action, text) => self.action = text,
            Msg::Typed(Field::Resource, text) => self.resource = text,
            Msg::Typed(Field::Key(row), text) => {
                if let Some(row) = self.keys.get_mut(row) {
                    row.key = text;
                }
            }
            Msg::Typed(Field::Value(row), text) => {
                if let Some(row) = self.keys.get_mut(row) {
                    row.value = text;
                    row.written = None;
                }
            }
            Msg::KeyAdded => {
                self.keys.push(KeyRow::default());
                return vec![Effect::Focus(Field::Key(self.keys.len() - 1).id())];
            }
            Msg::KeyDropped(row) if row < self.keys.len() => {
                self.keys.remove(row);
                return vec![Effect::Focus("request-key-add".to_owned())];
            }
            Msg::KeyLeftOut(row, left_out) => {
                if let Some(row) = self.keys.get_mut(row) {
                    row.left_out = left_out;
                    row.written = None;
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// What can be said before anything is tried.
    fn problem(&self) -> Option<Problem> {
        let resource = self.resource.trim();
        if self.action.trim().is_empty() {
            return Some(Problem::new(Field::Action, "Which action? For example s3:GetObject."));
        }
        if resource.is_empty() {
            return Some(Problem::new(
                Field::Resource,
                "Which resource? Its ARN, or * for an action that has no resource.",
            ));
        }
        if resource != "*" && Arn::parse(resource).is_none() {
            return Some(Problem::new(
                Field::Resource,
                format!(
                    "`{resource}` is no ARN such as arn:aws:s3:::bucket/key. For an action that has no resource, write *."
                ),
            ));
        }
        let nameless = self.keys.iter().position(|row| row.key.trim().is_empty());
        nameless.map(|row| Problem::new(Field::Key(row), "Which key? For example aws:SourceIp."))
    }

    fn context(&self) -> Option<Json> {
        let members: Vec<(&str, Json)> = self.keys.iter().map(|row| (row.key.trim(), row.json())).collect();
        (!members.is_empty()).then(|| Json::object(members))
    }

    /// The field that an error is about.
    fn field_of(&self, error: &InputError) -> Field {
        if error.path.ends_with("/action") {
            Field::Action
        } else if error.path.ends_with("/resource") {
            Field::Resource
        } else {
            let named = |row: &KeyRow| error.message.contains(&format!("`{}`", row.key.trim()));
            self.keys.iter().rposition(named).map_or(Field::Action, Field::Key)
        }
    }
}

impl KeyRow {
    fn json(&self) -> Json {
        if self.left_out {
            return Json::of(Value::Null);
        }
        self.written.clone().unwrap_or_else(|| match json::parse(self.value.trim()) {
            Ok(list) if list.as_array().is_some() => list,
            _ => self.value.as_str().into(),
        })
    }
}

impl Problem {
    fn new(field: Field, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

fn value_words(value: &Json) -> String {
    match &value.value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(text) | Value::String(text) => text.clone(),
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(Json::as_str).map(quoted).collect();
            format!("[{}]", texts.join(", "))
        }
        Value::Object(_) => String::new(),
    }
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    crate::text::escape(text, &mut quoted);
    quoted
}

fn save(model: &mut Model, seen: &Derived) -> Vec<Effect> {
    let State::Form(form) = &model.requests else { return Vec::new() };
    let form = form.clone();
    let scenario = model.scenario();
    let end = scenario.script.len();
    let changes = match form.of {
        Some(request) => edits(scenario, request, &form),
        None => vec![Change::Insert { pointer: format!("/script/{end}"), value: new_step(scenario, &form) }],
    };
    let changed = match form.problem() {
        Some(problem) => Err(problem),
        None => scenario.changed(&changes).map_err(|error| Problem::new(form.field_of(&error), error.message)),
    };
    let own = form.of.map_or_else(|| vec![end], |request| same_requests(scenario, request));
    let request = form.of.unwrap_or(end);
    let alone = changed.and_then(|after| {
        let others = same_requests(&after, request);
        if others.iter().all(|step| own.contains(step)) {
            Ok(())
        } else {
            Err(Problem::new(Field::Action, "This request is in the list already, with this context."))
        }
    });
    match alone {
        Err(problem) => {
            let focus = problem.field.id();
            model.requests = State::Form(Form { problem: Some(problem), ..form });
            vec![Effect::Focus(focus)]
        }
        Ok(()) => {
            if !change(model, &changes) {
                return Vec::new();
            }
            model.cell = CellAt { request, ..model.cell };
            model.cursor = CellAt { request, ..model.cursor };
            let asked = (form.action.trim().to_owned(), form.resource.trim().to_owned());
            if let Some((text, offer)) = seen.remarks().after(&asked, &same_requests(model.scenario(), request)) {
                model.tell_offering(text, offer);
            }
            model.requests = State::Form(form);
            let focus = close(model);
            model.request_put_away = None;
            focus
        }
    }
}

/// The changes of every step that sends this request: they share one row of the matrix.
fn edits(scenario: &Scenario, request: usize, form: &Form) -> Vec<Change> {
    let mut changes = Vec::new();
    for step in same_requests(scenario, request) {
        changes.push(Change::set(format!("/script/{step}/action"), form.action.trim()));
        changes.push(Change::set(format!("/script/{step}/resource"), form.resource.trim()));
        let pointer = format!("/script/{step}/context");
        match form.context() {
            Some(context) => changes.push(Change::set(pointer, context)),
            None if step_json(scenario, step).is_some_and(|step| step.get("context").is_some()) => {
                changes.push(Change::remove(pointer))
            }
            None => {}
        }
    }
    changes
}

/// The step of a new request: signed like the one that it copies, else like the last one of the script.
fn new_step(scenario: &Scenario, form: &Form) -> Json {
    let like = form.copied.or_else(|| {
        scenario.script.iter().rposition(|step| matches!(step.kind, StepKind::Request(_) | StepKind::SignIn(_)))
    });
    let like = like.and_then(|step| step_json(scenario, step));
    let signed_by = like.and_then(|step| step.get(if step.get("principal").is_some() { "id" } else { "as" }));
    let mut members = vec![("do", "request".into())];
    members.extend(signed_by.map(|id| ("as", id.clone())));
    members.push(("action", form.action.trim().into()));
    members.push(("resource", form.resource.trim().into()));
    members.extend(form.context().map(|context| ("context", context)));
    let via = like.filter(|_| form.copied.is_some()).and_then(|step| step.get("via"));
    members.extend(via.map(|via| ("via", via.clone())));
    Json::object(members)
}

fn delete(model: &mut Model, request: usize) -> Vec<Effect> {
    let scenario = model.scenario();
    let (action, resource) = request_words(scenario, request);
    let steps = same_requests(scenario, request);
    let changes: Vec<Change> = steps.iter().rev().map(|step| Change::remove(format!("/script/{step}"))).collect();
    model.requests = State::Closed;
    if change(model, &changes) {
        model.tell(format!("Deleted: {action} on {resource}."));
    }
    vec![Effect::Focus(ADD_ID.to_owned())]
}

fn step_json(scenario: &Scenario, step: usize) -> Option<&Json> {
    scenario.json().get("script")?.as_array()?.get(step)
}

fn request(scenario: &Scenario, step: usize) -> Option<&RequestStep> {
    match &scenario.script.get(step)?.kind {
        StepKind::Request(request) => Some(request),
        _ => None,
    }
}

fn same(scenario: &Scenario, one: usize, other: usize) -> bool {
    request(scenario, one).zip(request(scenario, other)).is_some_and(|(one, other)| same_request(one, other))
}

fn same_request(one: &RequestStep, other: &RequestStep) -> bool {
    one.action == other.action && one.resource == other.resource && one.context == other.context && one.via == other.via
}

/// The steps that send the same request, in order.
pub(super) fn same_requests(scenario: &Scenario, request: usize) -> Vec<usize> {
    (0..scenario.script.len()).filter(|step| same(scenario, *step, request)).collect()
}

/// Keeps the choice on the same request, wherever it stands in the script by now.
pub(super) fn follow(model: &mut Model, before: &Scenario) {
    let now = std::rc::Rc::clone(&model.work.scenario);
    let moved = |at: usize| {
        let old = request(before, at)?;
        now.requests().into_iter().find(|step| request(&now, *step).is_some_and(|new| same_request(old, new)))
    };
    let stays = |at: usize| request(&now, at).zip(request(before, at)).is_some_and(|(a, b)| same_request(a, b));
    for at in [&mut model.cell, &mut model.cursor] {
        if !stays(at.request)
            && let Some(step) = moved(at.request)
        {
            at.request = step;
        }
    }
    // What is open may stand under a row that is another one now.
    let open = match &model.requests {
        State::Menu(request) => Some(*request),
        State::Form(form) => form.of.or(form.copied),
        State::Closed => None,
    };
    if open.is_some_and(|open| !stays(open)) {
        model.requests = State::Closed;
    }
}

impl From<Msg> for PageMsg {
    fn from(msg: Msg) -> Self {
        Self::Request(msg)
    }
}

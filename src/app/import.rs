//! The import dialog: what a text turns out to be, where a policy goes, and a scenario from scratch.

use super::desk::{Answer, Desk, Topic};
use super::message::Effect;
use super::model::{Model, Origin};
use super::update::{change, open};
use super::words;
use crate::arn::Arn;
use crate::scenario::{self, Change, DocumentRef, Scenario};
use crate::text::json::{self, Json, Member, Value};
use crate::text::{Pointer, pretty};
use crate::wire;

/// The import dialog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// What was pasted or read from a file.
    pub text: String,
    /// Why it cannot be opened: a JSON pointer and a sentence.
    pub problem: Option<(String, String)>,
    /// The text as it can be read, where it was written otherwise.
    pub tidied: Option<Tidied>,
    /// What it is, as far as it can be read.
    pub what: Option<What>,
    /// The chosen place of a policy, by its index.
    pub place: usize,
    /// The name that a policy gets.
    pub name: String,
    /// The secret of a made-up device.
    secret: String,
}

/// A text that was made readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tidied {
    /// The text.
    pub text: String,
    /// What was done to it, as a sentence.
    pub said: String,
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A scenario with this title.
    Scenario(String),
    /// The details of an account: a sentence for each thing to know.
    Details(Vec<String>),
    /// A policy, and where it can go.
    Policy(Vec<Place>),
}

/// Where a policy can go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// For people.
    pub label: String,
    /// Whether the policy gets a name there.
    pub named: bool,
    /// The group that it is listed under.
    pub kind: &'static str,
    /// JSON pointer to the object that names policies, or to the document itself.
    pointer: String,
}

/// What happens in the dialog.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A place was chosen.
    PlaceChosen(usize),
    /// A name was typed.
    Named(String),
    /// Start from scratch.
    Scratch,
    /// What came of making a text readable.
    Tidied(String, Tidied),
}

impl Import {
    /// The dialog with nothing in it, and the secret that a made-up device would get.
    #[must_use]
    pub(super) fn new(secret: String) -> Self {
        Self { secret, ..Self::default() }
    }

    /// The dialog with another text in it.
    #[must_use]
    pub(super) fn with_text(self, text: String, model: &Model) -> Self {
        let mut import = Self { text, problem: None, tidied: None, ..self };
        import.recognise(model);
        import
    }

    /// The text, made readable where it can be.
    fn source(&self) -> &str {
        self.tidied.as_ref().map_or(&self.text, |tidied| &tidied.text)
    }

    /// The text that it would be worth making readable.
    pub(super) fn unread(&self) -> Option<&str> {
        let worth = self.what.is_none() && self.tidied.is_none() && self.text.len() <= TIDIED;
        // What says that it is a scenario is read as one, or not at all.
        let scenario = || json::parse(&self.text).is_ok_and(|json| json.get("format").is_some());
        (worth && !self.text.trim().is_empty() && !scenario()).then_some(self.text.as_str())
    }

    fn recognise(&mut self, model: &Model) {
        self.what = match scenario::import(self.source(), &self.secret) {
            Ok(scenario::Import::Scenario(scenario)) => Some(What::Scenario(scenario.title)),
            Ok(scenario::Import::Details(details)) => Some(What::Details(details.notes)),
            Ok(scenario::Import::Policy(text)) => {
                let (places, place) = places(&text, model);
                self.place = place;
                if self.name.is_empty() {
                    "Imported".clone_into(&mut self.name);
                }
                Some(What::Policy(places))
            }
            Err(_) => None,
        };
    }
}

/// Longer texts, in bytes, are read as they are.
const TIDIED: usize = 512 * 1024;

/// What is asked for to have a text made readable, and the message that comes of the answer.
#[derive(Debug, Default)]
pub(super) struct Tidying {
    asked: Option<String>,
}

impl Tidying {
    /// Follows what stands in the dialog.
    pub fn follow(&mut self, model: &Model, desk: &mut Desk) {
        let unread = model.import.as_ref().and_then(Import::unread);
        if unread == self.asked.as_deref() {
            return;
        }
        self.asked = unread.map(str::to_owned);
        match &self.asked {
            Some(text) => desk.ask(Topic::Import, "tidyPaste", pretty(&text.as_str().into()), String::new()),
            None => desk.forget(&Topic::Import),
        }
    }

    /// Takes the answer.
    pub fn answered(&self, answer: &Answer) -> Option<Msg> {
        let json = json::parse(answer.text.as_ref().ok()?).ok()?;
        let word = |name: &str| json.get(name).and_then(Json::as_str);
        let said = word("said")?.trim_start_matches("Pasted: ");
        Some(Msg::Tidied(self.asked.clone()?, Tidied { text: word("text")?.to_owned(), said: words::begun(said) }))
    }
}

/// Opens the dialog, with what was left in it.
pub(super) fn show(model: &mut Model, secret: String) {
    let left = model.import_left.take().filter(|left| !left.text.is_empty());
    model.import = Some(match left {
        Some(left) => {
            let text = left.text.clone();
            left.with_text(text, model)
        }
        None => Import::new(secret),
    });
}

/// Applies a message of the dialog.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let Some(import) = &mut model.import else { return Vec::new() };
    match msg {
        Msg::PlaceChosen(place) => import.place = place,
        Msg::Named(name) => import.name = name,
        Msg::Tidied(of, tidied) => {
            if import.text != of || scenario::import(&tidied.text, &import.secret).is_err() {
                return Vec::new();
            }
            let mut read = Import { tidied: Some(tidied), problem: None, ..import.clone() };
            read.recognise(model);
            model.import = Some(read);
        }
        Msg::Scratch => {
            let secret = import.secret.clone();
            from_scratch(model, &secret);
        }
    }
    Vec::new()
}

/// Opens a scenario with nothing in it but somebody to begin with.
pub(super) fn from_scratch(model: &mut Model, secret: &str) {
    if let Ok(scenario) = wire::read_scenario(&scenario::from_scratch(secret)) {
        model.import = None;
        open(model, scenario, Origin::Imported);
        model.tell("A new scenario was opened. Undo brings the previous one back.");
    }
}

/// Opens what stands in the dialog; where that cannot be done, the text stays and the dialog says why.
pub(super) fn read(model: &mut Model) {
    let Some(import) = model.import.take() else { return };
    match scenario::import(import.source(), &import.secret) {
        Ok(scenario::Import::Scenario(scenario)) => open(model, *scenario, Origin::Imported),
        Ok(scenario::Import::Details(details)) => {
            open(model, *details.scenario, Origin::Imported);
            model.tell(details.notes.join(" "));
        }
        Ok(scenario::Import::Policy(text)) => put(model, import, &text),
        Err(error) => model.import = Some(Import { problem: Some((error.path, error.message)), ..import }),
    }
}

/// Opens what a file or a drop brought, if it is a scenario; anything else is shown first.
pub(super) fn file(model: &mut Model, text: String, secret: String) {
    let import = model.import.take().unwrap_or_else(|| Import::new(secret)).with_text(text, model);
    let show = matches!(import.what, Some(What::Details(_) | What::Policy(_)));
    model.import = Some(import);
    if !show {
        read(model);
    }
}

/// Puts a policy where it was chosen to go.
fn put(model: &mut Model, import: Import, text: &str) {
    let Some(What::Policy(places)) = &import.what else { return };
    let Some(place) = places.get(import.place) else { return };
    let name = import.name.trim();
    if place.named && name.is_empty() {
        model.import = Some(Import { problem: Some((String::new(), "the policy needs a name".to_owned())), ..import });
        return;
    }
    let value = json::parse(text).unwrap_or_else(|_| text.into());
    let documents = model.scenario().documents();
    let taken = |pointer: &str| documents.iter().any(|document: &DocumentRef| document.pointer == pointer);
    let pointer = if place.named {
        let at = |name: &str| Pointer::from_text(place.pointer.clone()).member(name).as_str().to_owned();
        let names = std::iter::once(name.to_owned()).chain((2..1000).map(|n| format!("{name}-{n}")));
        names.map(|name| at(&name)).find(|pointer| !taken(pointer)).unwrap_or_else(|| at(name))
    } else {
        place.pointer.clone()
    };
    let mut changes = organization(model.scenario(), &place.pointer);
    changes.push(Change::Set { pointer: pointer.clone(), value });
    let told = format!("The policy was added: {}.", place.label);
    if change(model, &changes) {
        model.document = Some(pointer);
        model.finding = None;
        model.tell(told);
    } else if let Some(notice) = model.notice.take() {
        model.import = Some(Import { problem: Some((notice.place, notice.message)), ..import });
    }
}

/// What must be there before an organization's first policy of a kind can be put.
fn organization(scenario: &Scenario, pointer: &str) -> Vec<Change> {
    let Some(kind) = pointer.strip_prefix("/organization/").and_then(|rest| rest.split('/').next()) else {
        return Vec::new();
    };
    let there = scenario.json().get("organization").and_then(|organization| organization.get(kind));
    if there.and_then(Json::as_array).is_some_and(|levels| !levels.is_empty()) {
        return Vec::new();
    }
    let mut policies = Vec::new();
    if kind == "serviceControlPolicies" {
        let all = Json::object([("Effect", "Allow".into()), ("Action", "*".into()), ("Resource", "*".into())]);
        let all = Json::object([("Version", "2012-10-17".into()), ("Statement", all)]);
        policies.push(Member::of("FullAWSAccess", all));
    }
    let level = Json::object([("level", "root".into()), ("policies", Json::of(Value::Object(policies)))]);
    vec![Change::set(format!("/organization/{kind}"), vec![level])]
}

/// Where a policy can go in the present scenario, and which of these places is the most likely one.
fn places(text: &str, model: &Model) -> (Vec<Place>, usize) {
    let policy = json::parse(text).ok();
    let statements = policy.as_ref().and_then(|policy| policy.get("Statement")).map(list).unwrap_or_default();
    let has_principal =
        statements.iter().any(|statement| statement.get("Principal").or(statement.get("NotPrincipal")).is_some());
    let mut actions = statements.iter().filter_map(|statement| statement.get("Action")).flat_map(list).peekable();
    let trusts = has_principal
        && actions.peek().is_some()
        && actions.filter_map(Json::as_str).all(|action| {
            let action = action.to_lowercase();
            action.starts_with("sts:assumerole") || ["sts:tagsession", "sts:setsourceidentity"].contains(&&*action)
        });
    let scenario = model.scenario();
    let mut places = Vec::new();
    let mut add = |kind, label: String, named, pointer: Pointer| {
        places.push(Place { label, named, kind, pointer: pointer.as_str().to_owned() });
    };
    let mut known = Vec::new();
    for (id, account) in &scenario.world.accounts {
        let at = Pointer::root().member("accounts").member(id);
        for (name, _) in &account.users {
            add(USER, format!("user {name}"), true, at.member("users").member(name).member("policies"));
        }
        for (name, _) in &account.groups {
            add(
                "Inline policy of a group",
                format!("group {name}"),
                true,
                at.member("groups").member(name).member("policies"),
            );
        }
        for (name, _) in &account.roles {
            add(
                "Inline policy of a role",
                format!("role {name}"),
                true,
                at.member("roles").member(name).member("policies"),
            );
        }
        for (name, _) in &account.roles {
            add(
                TRUST,
                format!("trust policy of role {name}, replaced"),
                false,
                at.member("roles").member(name).member("trust"),
            );
        }
        for (arn, resource) in &account.resources {
            known.push(arn.as_str());
            let what = if resource.policy.is_some() { ", replaced" } else { "" };
            add(
                RESOURCE,
                format!("resource policy of {arn}{what}"),
                false,
                at.member("resources").member(arn).member("policy"),
            );
        }
    }
    // Also the resource that the policy names, where the world does not have it yet.
    let named = statements.iter().filter_map(|statement| statement.get("Resource")).flat_map(list);
    let named = named
        .filter_map(Json::as_str)
        .map(|arn| arn.trim_end_matches("/*"))
        .find(|arn| Arn::parse(arn).is_some_and(|arn| !arn.resource.is_empty()) && !arn.contains(['*', '?', '$']));
    if let Some(arn) = named.filter(|arn| has_principal && !known.contains(arn)) {
        let owner = Arn::parse(arn).map(|arn| arn.account).unwrap_or_default();
        let accounts = &scenario.world.accounts;
        if let Some((id, _)) = accounts.iter().find(|(id, _)| id == owner).or_else(|| accounts.first()) {
            let at = Pointer::root().member("accounts").member(id).member("resources").member(arn).member("policy");
            add(RESOURCE, format!("resource policy of {arn}, a new resource"), false, at);
        }
    }
    for (kind, member) in
        [("Service control policy", "serviceControlPolicies"), ("Resource control policy", "resourceControlPolicies")]
    {
        let at = Pointer::root().member("organization").member(member);
        let organization = scenario.world.organization.as_ref();
        let levels = organization.and_then(|organization| match member {
            "serviceControlPolicies" => organization.service_control_policies.as_ref(),
            _ => organization.resource_control_policies.as_ref(),
        });
        let names: Vec<&str> = levels.into_iter().flatten().map(|level| level.level.as_str()).collect();
        let names = if names.is_empty() { vec!["root"] } else { names };
        for (index, level) in names.into_iter().enumerate() {
            let short = if member.starts_with("service") { "SCP" } else { "RCP" };
            add(kind, format!("{short} at {level}"), true, at.element(index).member("policies"));
        }
    }
    let best = places.iter().position(|place| match (has_principal, trusts) {
        (true, true) => place.kind == TRUST,
        // The resource that the policy names before any other.
        (true, false) => {
            place.kind == RESOURCE
                && named.is_none_or(|arn| place.label.starts_with(&format!("resource policy of {arn}")))
        }
        _ => place.kind == USER && model.user.ends_with(place.label.trim_start_matches("user ")),
    });
    (places, best.unwrap_or_default())
}

const USER: &str = "Inline policy of a user";
const TRUST: &str = "Trust policy";
const RESOURCE: &str = "Resource policy";

fn list(json: &Json) -> &[Json] {
    json.as_array().unwrap_or(std::slice::from_ref(json))
}

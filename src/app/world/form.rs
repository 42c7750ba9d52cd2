//! The forms of what is no document.

use super::add::{Addable, addables, boundary};
use super::edit::{arn_changed, repathed};
use super::node::{Kind, account, arn, find, name, place};
use crate::app::words::duration;
use crate::arn::Arn;
use crate::scenario::{Change, Scenario};
use crate::text::Pointer;
use crate::text::json::{Json, Member, Value};

/// A form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// What it is about.
    pub title: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The user's MFA devices, where it is about a user.
    pub devices: Option<Vec<Device>>,
    /// The policies that can be added.
    pub policies: Vec<Addable>,
}

/// An MFA device in a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// Where it stands.
    pub pointer: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it changes.
    pub target: Target,
    /// Its label.
    pub label: String,
    /// A sentence below it; may be empty.
    pub help: String,
    /// What it looks like.
    pub control: Control,
    /// What it is about, where several fields belong together: the heading over the first.
    pub heading: &'static str,
}

/// What a field looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Control {
    /// A line of text.
    Line(String),
    /// Several lines.
    Lines(String),
    /// A box to tick.
    Tick(bool),
    /// One of several values, each with its words.
    Choice(String, Vec<(String, String)>),
}

/// What a field changes. Texts are as typed; empty takes the value away where the scenario can be without it.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A text.
    Word(String),
    /// A text that must be there.
    Needed(String),
    /// A whole number.
    Number(String),
    /// `true` or `false`.
    Truth(String),
    /// The path of a node.
    Path(String),
    /// A list that has a text, or not.
    Listed(String, String),
    /// A list of accounts that has one, or not; no list means all.
    Member(String, String),
    /// Tags, one a line.
    Tags(String),
    /// Identity providers of an account, one a line.
    Providers(String),
    /// A boundary: none, an ARN, or a document of its own.
    Boundary(String),
    /// The serial of an MFA device.
    Serial(String),
}

type Changed = (Vec<Change>, Option<(String, String)>);

impl Target {
    /// Names it among drafts, and in ids.
    pub fn key(&self) -> String {
        match self {
            Self::Listed(pointer, value) | Self::Member(pointer, value) => format!("{pointer}:{value}"),
            Self::Path(pointer) => format!("{pointer}/path"),
            Self::Word(pointer)
            | Self::Needed(pointer)
            | Self::Number(pointer)
            | Self::Truth(pointer)
            | Self::Tags(pointer)
            | Self::Providers(pointer)
            | Self::Boundary(pointer)
            | Self::Serial(pointer) => pointer.clone(),
        }
    }

    /// The changes that put a text there, and an ARN that another one replaces by that.
    pub(super) fn changes(&self, scenario: &Scenario, text: &str) -> Result<Changed, String> {
        let there = |pointer: &String| find(scenario, pointer).is_some();
        let put = |pointer: &String, value: Option<Json>| match value {
            Some(value) => vec![Change::set(pointer, value)],
            None if there(pointer) => vec![Change::remove(pointer)],
            None => Vec::new(),
        };
        let word = text.trim();
        let changes = match self {
            Self::Word(pointer) => put(pointer, (!word.is_empty()).then(|| word.into())),
            Self::Needed(_) | Self::Serial(_) if word.is_empty() => return Err("This cannot be empty.".to_owned()),
            Self::Needed(pointer) => put(pointer, Some(word.into())),
            Self::Number(pointer) if word.is_empty() => put(pointer, None),
            Self::Number(pointer) => {
                let number: i64 = word.parse().map_err(|_| format!("`{word}` is not a whole number."))?;
                put(pointer, Some(number.into()))
            }
            Self::Truth(pointer) => put(pointer, (!word.is_empty()).then(|| (word == "true").into())),
            Self::Path(pointer) => return Ok(repathed(scenario, pointer, word)),
            Self::Listed(pointer, value) => {
                let now = listed(scenario, pointer).unwrap_or_default();
                put(pointer, list(now, value, word == "true"))
            }
            Self::Member(pointer, id) => {
                let all: Vec<String> = scenario.world.accounts.iter().map(|(id, _)| id.clone()).collect();
                let now = listed(scenario, pointer).unwrap_or_else(|| all.clone());
                let mut now: Vec<String> = now.into_iter().filter(|other| other != id).collect();
                if word == "true" {
                    now.push(id.clone());
                }
                let whole = all.iter().all(|id| now.contains(id));
                put(pointer, (!whole).then(|| now.into_iter().map(Json::from).collect::<Vec<_>>().into()))
            }
            Self::Tags(pointer) => put(pointer, tags(text)?),
            Self::Providers(pointer) => put(pointer, providers(text, &account(pointer))?),
            Self::Boundary(pointer) if word == OWN => {
                let own = find(scenario, pointer).is_some_and(|now| !is_arn(now));
                if own { Vec::new() } else { put(pointer, Some(boundary())) }
            }
            Self::Boundary(pointer) => put(pointer, (!word.is_empty()).then(|| word.into())),
            Self::Serial(pointer) => {
                let old = find(scenario, pointer).and_then(Json::as_str).unwrap_or_default();
                let mut changes = arn_changed(scenario, Kind::User, old, word);
                changes.retain(|change| matches!(change, Change::Set { pointer: at, .. } if at == pointer || at.ends_with("/SerialNumber")));
                changes
            }
        };
        Ok((changes, None))
    }
}

const OWN: &str = "document";

fn is_arn(json: &Json) -> bool {
    json.as_str().is_some_and(|text| text.starts_with("arn:"))
}

fn listed(scenario: &Scenario, pointer: &str) -> Option<Vec<String>> {
    let items = find(scenario, pointer)?.as_array()?;
    Some(items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
}

fn list(now: Vec<String>, value: &str, has: bool) -> Option<Json> {
    let mut now: Vec<Json> = now.into_iter().filter(|other| other != value).map(Json::from).collect();
    if has {
        now.push(value.into());
    }
    (!now.is_empty()).then(|| now.into())
}

fn tags(text: &str) -> Result<Option<Json>, String> {
    let mut members: Vec<Member> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once('=').ok_or_else(|| format!("`{line}` is not a tag: write name=value."))?;
        let name = name.trim();
        if name.is_empty() {
            return Err(format!("`{line}` is a tag without a name: write name=value."));
        }
        if members.iter().any(|member| member.name == name) {
            return Err(format!("The tag `{name}` is there twice."));
        }
        members.push(Member::of(name, value.trim().into()));
    }
    Ok((!members.is_empty()).then(|| Json::of(Value::Object(members))))
}

/// Identity providers, one a line: ARNs of this account, or hosts of OIDC providers.
fn providers(text: &str, account: &str) -> Result<Option<Json>, String> {
    let mut all: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let of_kind = |arn: &Arn<'_>, kind| arn.resource_of_kind(kind).is_some_and(|name| !name.is_empty());
        match Arn::parse(line) {
            Some(arn) if !of_kind(&arn, "saml-provider") && !of_kind(&arn, "oidc-provider") => {
                return Err(format!(
                    "`{line}` is not the ARN of an identity provider: write `arn:aws:iam::{account}:saml-provider/Example`, or `oidc-provider` and its host."
                ));
            }
            Some(arn) if arn.account != account => {
                return Err(format!("`{line}` is in account {}, and this is account {account}.", arn.account));
            }
            None if line.starts_with("arn:") || line.contains("://") || line.contains(char::is_whitespace) => {
                return Err(format!("`{line}` is neither an ARN nor a host such as idp.example.com."));
            }
            _ => {}
        }
        if all.contains(&line) {
            return Err(format!("`{line}` is there twice."));
        }
        all.push(line);
    }
    Ok((!all.is_empty()).then(|| all.into_iter().map(Json::from).collect::<Vec<_>>().into()))
}

/// Without an MFA device; without its list where it is the only one.
pub(super) fn without_device(scenario: &Scenario, pointer: &str) -> Option<Vec<Change>> {
    let list = super::node::cut(pointer, 1);
    let devices = find(scenario, list)?.as_array()?;
    Some(vec![Change::remove(if devices.len() == 1 { list } else { pointer })])
}

/// Fills a form.
struct Filler<'s> {
    scenario: &'s Scenario,
    at: Pointer,
    fields: Vec<Field>,
    heading: &'static str,
}

impl Filler<'_> {
    fn text(&self, pointer: &Pointer) -> String {
        match find(self.scenario, pointer.as_str()).map(|json| &json.value) {
            Some(Value::String(text) | Value::Number(text)) => text.clone(),
            Some(Value::Bool(truth)) => truth.to_string(),
            _ => String::new(),
        }
    }

    fn add(&mut self, target: Target, label: impl Into<String>, help: impl Into<String>, control: Control) {
        let heading = std::mem::take(&mut self.heading);
        self.fields.push(Field { target, label: label.into(), help: help.into(), control, heading });
    }

    fn line(&mut self, member: &str, target: fn(String) -> Target, label: &str, help: impl Into<String>) {
        let at = self.at.member(member);
        let control = Control::Line(self.text(&at));
        self.add(target(at.as_str().to_owned()), label, help, control);
    }

    fn choice(
        &mut self,
        member: &str,
        target: fn(String) -> Target,
        label: &str,
        help: &str,
        options: &[(&str, &str)],
    ) {
        let at = self.at.member("settings").member(member);
        let default = options.first().map_or("", |(value, _)| value);
        let now = Some(self.text(&at)).filter(|now| now != default).unwrap_or_default();
        let options = options.iter().enumerate().map(|(index, (value, words))| {
            (if index == 0 { String::new() } else { (*value).to_owned() }, (*words).to_owned())
        });
        let control = Control::Choice(now, options.collect());
        self.add(target(at.as_str().to_owned()), label, help, control);
    }

    fn path(&mut self) {
        let value = self.text(&self.at.member("path"));
        let target = Target::Path(self.at.as_str().to_owned());
        self.add(target, "Path", "Part of its ARN, as in /admins/. Empty is the same as /.", Control::Line(value));
    }

    fn attached(&mut self) {
        let at = self.at.member("attached");
        let now = listed(self.scenario, at.as_str()).unwrap_or_default();
        let mut arns = managed(self.scenario, &account(self.at.as_str()));
        arns.extend(now.iter().filter(|arn| !arns.contains(arn)).cloned().collect::<Vec<_>>());
        self.heading = "Attached managed policies";
        for arn in arns {
            let on = now.contains(&arn);
            self.add(Target::Listed(at.as_str().to_owned(), arn.clone()), arn, "", Control::Tick(on));
        }
        self.heading = "";
    }

    fn boundary(&mut self) {
        let at = self.at.member("boundary");
        let now = find(self.scenario, at.as_str());
        let value = now.map_or_else(String::new, |now| if is_arn(now) { self.text(&at) } else { OWN.to_owned() });
        let mut options =
            vec![(String::new(), "None".to_owned()), (OWN.to_owned(), "A policy of its own, in the tree".to_owned())];
        let mut arns = managed(self.scenario, &account(self.at.as_str()));
        if value.starts_with("arn:") && !arns.contains(&value) {
            arns.push(value.clone());
        }
        options.extend(arns.into_iter().map(|arn| (arn.clone(), arn)));
        let help = "The most that its identity-based policies can give.";
        self.add(
            Target::Boundary(at.as_str().to_owned()),
            "Permissions boundary",
            help,
            Control::Choice(value, options),
        );
    }

    fn tags(&mut self) {
        let at = self.at.member("tags");
        let tags = find(self.scenario, at.as_str()).and_then(Json::as_object).unwrap_or_default();
        let lines: Vec<String> = tags
            .iter()
            .map(|member| format!("{}={}", member.name, member.value.as_str().unwrap_or_default()))
            .collect();
        self.add(
            Target::Tags(at.as_str().to_owned()),
            "Tags",
            "One a line: name=value.",
            Control::Lines(lines.join("\n")),
        );
    }

    fn members(&mut self, heading: &'static str) {
        let at = self.at.member("accounts");
        let now = listed(self.scenario, at.as_str());
        self.heading = heading;
        for (id, account) in &self.scenario.world.accounts {
            let on = now.as_ref().is_none_or(|now| now.contains(id));
            let label = account.alias.as_ref().map_or_else(|| id.clone(), |alias| format!("{id} {alias}"));
            self.add(Target::Member(at.as_str().to_owned(), id.clone()), label, "", Control::Tick(on));
        }
        self.heading = "";
    }
}

/// The ARNs of an account's managed policies.
fn managed(scenario: &Scenario, account: &str) -> Vec<String> {
    let at = Pointer::root().member("accounts").member(account).member("managedPolicies");
    let names = super::node::names(scenario, at.as_str());
    names.iter().filter_map(|name| arn(scenario, at.member(name).member("document").as_str())).collect()
}

/// The form of a node; none for a document.
pub fn form(scenario: &Scenario, pointer: &str) -> Option<Form> {
    let kind = Kind::of(pointer).filter(|kind| !kind.is_document())?;
    find(scenario, place(pointer))?;
    let mut form = Filler { scenario, at: Pointer::from_text(pointer), fields: Vec::new(), heading: "" };
    let mut devices = None;
    match kind {
        Kind::Scenario => whole(&mut form),
        Kind::Account => {
            form.line("alias", Target::Word, "Alias", "A short name beside the account's id.");
            let at = form.at.member("identityProviders");
            let known = listed(scenario, at.as_str()).unwrap_or_default().join("\n");
            let help = "SAML and OIDC providers, one a line: their ARNs. A role that one may vouch for names it as `Federated` in its trust policy.";
            form.add(Target::Providers(at.as_str().to_owned()), "Identity providers", help, Control::Lines(known));
        }
        Kind::User => {
            groups(&mut form);
            form.attached();
            form.boundary();
            form.path();
            form.tags();
            devices = Some(devices_of(&mut form));
        }
        Kind::Group => form.attached(),
        Kind::Role => {
            let seconds = find(scenario, form.at.member("maxSessionDuration").as_str());
            let seconds = seconds.and_then(|json| match &json.value {
                Value::Number(text) => text.parse().ok(),
                _ => None,
            });
            let words = duration(seconds.unwrap_or(3600));
            let help =
                format!("Seconds, 3600 to 43200; now {words}. The longest that one session of this role may last.");
            form.line("maxSessionDuration", Target::Number, "Maximum session duration", help);
            form.attached();
            form.boundary();
            form.path();
            form.tags();
        }
        Kind::Resource => form.tags(),
        Kind::Organization => {
            let mut options = vec![(String::new(), "None in this scenario".to_owned())];
            options.extend(scenario.world.accounts.iter().map(|(id, _)| (id.clone(), id.clone())));
            let at = form.at.member("managementAccount");
            let control = Control::Choice(form.text(&at), options);
            let help = "SCPs and RCPs never restrict it.";
            form.add(Target::Word(at.as_str().to_owned()), "Management account", help, control);
            form.members("Member accounts");
        }
        Kind::Level => form.members("Accounts below this level"),
        _ => return None,
    }
    let title = match kind {
        Kind::Scenario => "The scenario".to_owned(),
        Kind::Organization => "The organization".to_owned(),
        _ => name(scenario, pointer),
    };
    // Devices have a button of their own, where they stand.
    let mut policies = addables(scenario, pointer);
    policies.retain(|what| matches!(what, Addable::Policy | Addable::Boundary | Addable::ResourcePolicy));
    Some(Form { title, fields: form.fields, devices, policies })
}

fn groups(form: &mut Filler<'_>) {
    let at = form.at.member("groups");
    let now = listed(form.scenario, at.as_str()).unwrap_or_default();
    let groups = Pointer::root().member("accounts").member(&account(form.at.as_str())).member("groups");
    form.heading = "Groups";
    for group in super::node::names(form.scenario, groups.as_str()) {
        let on = now.contains(&group);
        form.add(Target::Listed(at.as_str().to_owned(), group.clone()), group, "", Control::Tick(on));
    }
    form.heading = "";
}

fn devices_of(form: &mut Filler<'_>) -> Vec<Device> {
    let list = form.at.member("mfa");
    let count = find(form.scenario, list.as_str()).and_then(Json::as_array).map_or(0, <[Json]>::len);
    let own = std::mem::take(&mut form.fields);
    let devices = (0..count).map(|index| {
        let at = list.element(index);
        form.at = at.clone();
        form.line("serial", Target::Serial, "Serial number", "An ARN, or the number on a hardware device.");
        form.line("secret", Target::Needed, "Secret", "Base32: letters A to Z and digits 2 to 7.");
        Device { pointer: at.as_str().to_owned(), fields: std::mem::take(&mut form.fields) }
    });
    let devices = devices.collect();
    form.fields = own;
    devices
}

/// The scenario itself: title and clock, and how the open questions about AWS are read.
fn whole(form: &mut Filler<'_>) {
    form.line("title", Target::Needed, "Title", "");
    let summary = form.text(&form.at.member("summary"));
    form.add(
        Target::Word("/summary".to_owned()),
        "Summary",
        "A few sentences; `code` and **bold** work.",
        Control::Lines(summary),
    );
    form.line("clock", Target::Needed, "The script starts at", "UTC, as in 2026-03-02T09:00:00Z.");
    form.heading = "Where AWS leaves a question open";
    form.choice(
        "roleSessionMfa",
        Target::Word,
        "MFA in a role's session",
        "What a session of AssumeRole says about MFA.",
        &[
            ("documented", "Present, and false (as documented)"),
            ("absent", "Both keys are missing"),
            ("propagated", "Kept from the session that assumed the role"),
        ],
    );
    form.choice(
        "sessionTokenChains",
        Target::Truth,
        "One hour for chained roles",
        "Whether a role assumed from a GetSessionToken session may last an hour at most, as one assumed from a role.",
        &[("true", "Yes, from every session (as observed)"), ("false", "Only from a role's session")],
    );
    form.choice(
        "forAnyValueIfExistsMissing",
        Target::Truth,
        "ForAnyValue with IfExists, key missing",
        "Whether such a condition is met when the request lacks the key.",
        &[("false", "Not met"), ("true", "Met, by the letter of IfExists")],
    );
    form.choice(
        "emptyStringIsNull",
        Target::Truth,
        "An empty text under a set operator",
        "Whether it counts as no value at all.",
        &[("true", "No value (as documented)"), ("false", "A value like any other")],
    );
    let steps = form.text(&Pointer::from_text("/settings/totpStepsTolerated"));
    form.add(
        Target::Number("/settings/totpStepsTolerated".to_owned()),
        "MFA codes before and after",
        "How many 30-second steps early or late a code is accepted: 0 to 10. Empty is 1.",
        Control::Line(steps),
    );
    form.choice(
        "scpLanguage",
        Target::Word,
        "Language of SCPs",
        "Since September 2025 SCPs take the whole policy language.",
        &[("2025", "The whole language"), ("2023", "As before: narrow Allow statements")],
    );
}

//! The form of a step: every parameter that its call takes, as text. What is not right stays in its field, with a
//! message beside it.

use super::words::duration;
use crate::app::words;
use crate::scenario::{InputError, Scenario};
use crate::sts::Operation;
use crate::text::json::{self, Json, Member, Value};

/// A step under the user's hands.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Where it stands, or shall stand.
    pub index: usize,
    /// Whether it is a new one.
    pub new: bool,
    /// What it does, in a few words.
    pub title: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// What is wrong with the step as a whole.
    pub problem: Option<String>,
    /// The step as it stood, for what has no field and for the order of its members.
    step: Json,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its place in the step: `id`, `parameters/RoleArn`.
    pub place: &'static str,
    /// Its name for the reader.
    pub label: &'static str,
    /// What stands in it.
    pub text: String,
    /// How it is filled in.
    pub input: Input,
    /// A word on what belongs there.
    pub hint: String,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// Whether it shows only among the further fields.
    pub further: bool,
    kind: Kind,
    /// What stood in it at first. Untouched, its value stays as it was written.
    was: String,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A line of text, with suggestions.
    Line(Vec<String>),
    /// Several lines.
    Lines,
    /// One of these: value and name.
    Choice(Vec<(String, String)>),
}

/// What a field's text becomes in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// `Key = Value` lines as `[{ Key, Value }]`.
    Tags,
    /// `Key = Value` lines as an object of texts.
    Map,
    /// `key = value` lines as context values.
    Context,
    /// Lines as a list.
    List,
    /// Lines as `[{ arn }]`.
    Arns,
    /// One service, or several.
    Via,
    /// The way of signing in.
    Console,
    /// An outcome or an error code.
    Expect,
}

/// `$current`, as the form shows it.
const CURRENT: &str = "$current";

impl Form {
    /// The form of a step.
    pub fn new(scenario: &Scenario, index: usize, new: bool, step: &Json) -> Option<Self> {
        let word = |name: &str| step.get(name).and_then(Json::as_str).unwrap_or_default();
        let does = word("do");
        let operation = Operation::ALL.iter().find(|operation| operation.name() == word("operation"));
        let mut fields = Vec::new();
        match does {
            "signIn" => {
                fields.push(Field::line("principal", "User or root user", principals(scenario), "An ARN."));
                let ways = [
                    ("key", "with a long-term access key"),
                    ("console", "in the console, without MFA"),
                    ("mfa", "in the console, with MFA"),
                ];
                let ways = ways.iter().map(|(value, name)| ((*value).to_owned(), (*name).to_owned())).collect();
                fields.push(Field {
                    input: Input::Choice(ways),
                    kind: Kind::Console,
                    ..Field::line("console", "Signs in", Vec::new(), "")
                });
            }
            "wait" => fields.push(Field {
                kind: Kind::Number,
                ..Field::line("seconds", "Seconds", Vec::new(), "3600 is an hour.")
            }),
            "request" => {
                fields.push(signer(scenario, index));
                fields.push(Field::line("action", "Action", Vec::new(), "For example s3:GetObject."));
                fields.push(Field::line(
                    "resource",
                    "Resource",
                    scenario_resources(scenario),
                    "An ARN, or * for an action that has no resource.",
                ));
                fields.push(Field { kind: Kind::Context, ..Field::lines("context", "Context", "One key a line: aws:SourceIp = 198.51.100.7. A value null takes the key away; a JSON list is several values.") });
                fields.push(
                    Field {
                        kind: Kind::Via,
                        ..Field::lines(
                            "via",
                            "Services that act for the caller",
                            "One a line, first caller first: cloudformation.amazonaws.com.",
                        )
                    }
                    .further(),
                );
            }
            "sts" => {
                fields.push(signer(scenario, index));
                let operation = operation?;
                fields.extend(operation.parameter_names().iter().map(|name| parameter(scenario, *operation, name)));
                if matches!(operation, Operation::AssumeRoleWithSaml | Operation::AssumeRoleWithWebIdentity) {
                    fields.extend(federation(scenario));
                }
            }
            _ => return None,
        }
        if does != "wait" {
            fields.push(Field::line(
                "id",
                "Name of this step",
                Vec::new(),
                "Later steps use its credentials by this name.",
            ));
        }
        fields.push(
            Field::line("at", "At", Vec::new(), "A time such as 2026-03-02T09:00:00Z; empty to go on at once.")
                .further(),
        );
        fields.push(Field::lines("note", "Note for the reader", "").further());
        if does != "wait" {
            let outcomes = ["", "allowed", "implicitDeny", "explicitDeny", "refused", "issued"].map(str::to_owned);
            fields.push(
                Field {
                    kind: Kind::Expect,
                    ..Field::line(
                        "expect",
                        "Expected",
                        outcomes.to_vec(),
                        "An outcome, or an error code such as ExpiredToken.",
                    )
                }
                .further(),
            );
        }
        for field in &mut fields {
            field.text = field.kind.read(field.place, at(step, field.place));
            field.was.clone_from(&field.text);
            // What is filled in is shown.
            field.further &= field.text.is_empty();
            field.follow();
        }
        let title = operation.map_or(
            match does {
                "signIn" => "Sign in",
                "wait" => "Wait",
                _ => "Request",
            },
            |operation| operation.name(),
        );
        Some(Self { index, new, title: title.to_owned(), fields, problem: None, step: step.clone() })
    }

    /// Somebody typed in a field.
    pub fn typed(&mut self, index: usize, text: String) {
        self.problem = None;
        if let Some(field) = self.fields.get_mut(index) {
            field.text = text;
            field.problem = None;
            field.follow();
        }
    }

    /// Shows every field.
    pub fn show_all(&mut self) {
        self.fields.iter_mut().for_each(|field| field.further = false);
    }

    /// The step; where a field cannot be understood, nothing, and the field says why.
    pub fn step(&mut self) -> Option<Json> {
        let mut step = self.step.clone();
        let mut whole = true;
        for field in self.fields.iter_mut().filter(|field| field.text != field.was) {
            let text = if field.input == Input::Lines { field.text.as_str() } else { field.text.trim() };
            match field.kind.write(text) {
                Ok(value) => put(&mut step, field.place, value),
                Err(message) => {
                    field.problem = Some(message);
                    whole = false;
                }
            }
        }
        // Blocks that nothing stands in are left out; an STS call has its parameters even so.
        if let Value::Object(members) = &mut step.value {
            members.retain(|member| {
                let empty = member.value.as_object().is_some_and(<[Member]>::is_empty);
                !(empty && matches!(member.name.as_str(), "federation" | "context"))
            });
        }
        whole.then_some(step)
    }

    /// Shows an error of the scenario at the field that it is about.
    pub fn refuse(&mut self, error: &InputError) {
        let inside = format!("/script/{}/", self.index);
        let place = error.path.strip_prefix(&inside).unwrap_or_default();
        let field = self.fields.iter_mut().find(|field| {
            place == field.place || place.strip_prefix(field.place).is_some_and(|rest| rest.starts_with('/'))
        });
        match field {
            Some(field) => {
                field.problem = Some(error.message.clone());
                field.further = false;
            }
            None => self.problem = Some(error.to_string()),
        }
    }

    /// The first field that has a problem.
    pub fn first_problem(&self) -> Option<usize> {
        self.fields.iter().position(|field| field.problem.is_some())
    }

    /// The name that the step had.
    pub fn old_id(&self) -> Option<&str> {
        self.step.get("id").and_then(Json::as_str).filter(|_| !self.new)
    }

    /// The name that it shall have.
    pub fn new_id(&self) -> Option<&str> {
        self.fields.iter().find(|field| field.place == "id").map(|field| field.text.trim()).filter(|id| !id.is_empty())
    }
}

impl Field {
    fn line(place: &'static str, label: &'static str, suggestions: Vec<String>, hint: &str) -> Self {
        Self {
            place,
            label,
            text: String::new(),
            input: Input::Line(suggestions),
            hint: hint.to_owned(),
            problem: None,
            further: false,
            kind: Kind::Text,
            was: String::new(),
        }
    }

    fn lines(place: &'static str, label: &'static str, hint: &str) -> Self {
        Self { input: Input::Lines, ..Self::line(place, label, Vec::new(), hint) }
    }

    fn further(self) -> Self {
        Self { further: true, ..self }
    }

    /// A length of time says what it is.
    fn follow(&mut self) {
        if self.kind != Kind::Number {
            return;
        }
        let base = self.hint.split(" · ").next().unwrap_or_default().to_owned();
        self.hint = match self.text.trim().parse::<i64>() {
            Ok(seconds) if seconds > 0 => format!("{base} · {}", duration(seconds)),
            _ => base,
        };
    }
}

fn parameter(scenario: &Scenario, operation: Operation, name: &'static str) -> Field {
    let text = |label, suggestions, hint: &str| Field::line("", label, suggestions, hint);
    let (place, field) = match name {
        "DurationSeconds" => (
            "parameters/DurationSeconds",
            Field {
                kind: Kind::Number,
                ..text(
                    "Duration in seconds",
                    Vec::new(),
                    match operation {
                        Operation::GetSessionToken => "900 to 129600; 43200 when it is empty. Root: at most 3600.",
                        Operation::GetFederationToken => "900 to 129600; 43200 when it is empty.",
                        _ => "900 up to the role's maximum; 3600 when it is empty. Role chaining: at most 3600.",
                    },
                )
            },
        ),
        "SerialNumber" => (
            "parameters/SerialNumber",
            text("MFA device", serials(scenario), "Its serial; leave it empty to call without MFA."),
        ),
        "TokenCode" => (
            "parameters/TokenCode",
            text(
                "Code",
                vec![CURRENT.to_owned()],
                "Six digits, or $current for what the device shows at that moment. A code works once.",
            ),
        ),
        "RoleArn" => ("parameters/RoleArn", text("Role", scenario.roles(), "The ARN of the role to assume.")),
        "RoleSessionName" => {
            ("parameters/RoleSessionName", text("Session name", Vec::new(), "2 to 64 letters, digits or _+=,.@-"))
        }
        "Name" => {
            ("parameters/Name", text("Name of the federated user", Vec::new(), "2 to 32 letters, digits or _+=,.@-"))
        }
        "PrincipalArn" => {
            ("parameters/PrincipalArn", text("SAML provider", providers(scenario), "The provider's ARN."))
        }
        "ExternalId" => {
            ("parameters/ExternalId", text("External id", Vec::new(), "As the trust policy asks for it.").further())
        }
        "SourceIdentity" => (
            "parameters/SourceIdentity",
            text("Source identity", Vec::new(), "Stays with every session made from this one.").further(),
        ),
        "ProviderId" => {
            ("parameters/ProviderId", text("Provider id", Vec::new(), "For OAuth 2.0 access tokens only.").further())
        }
        "SAMLAssertion" => (
            "parameters/SAMLAssertion",
            text("SAML assertion", Vec::new(), "Never read: the fields below say what it would.").further(),
        ),
        "WebIdentityToken" => (
            "parameters/WebIdentityToken",
            text("Token", Vec::new(), "Never read: the fields below say what it would.").further(),
        ),
        "Policy" => (
            "parameters/Policy",
            Field::lines(
                "",
                "Session policy",
                "JSON; the session may do what this and the identity's policies both allow.",
            )
            .further(),
        ),
        "PolicyArns" => (
            "parameters/PolicyArns",
            Field { kind: Kind::Arns, ..Field::lines("", "Managed session policies", "One ARN a line.") }.further(),
        ),
        "Tags" => (
            "parameters/Tags",
            Field { kind: Kind::Tags, ..Field::lines("", "Session tags", "One a line: team = blue.") }.further(),
        ),
        _ => (
            "parameters/TransitiveTagKeys",
            Field { kind: Kind::List, ..Field::lines("", "Transitive tag keys", "One a line.") }.further(),
        ),
    };
    Field { place, ..field }
}

fn federation(scenario: &Scenario) -> Vec<Field> {
    vec![
        Field::line(
            "federation/provider",
            "Identity provider",
            providers(scenario),
            "Its ARN or host, as the account has it.",
        ),
        Field::line("federation/subject", "Subject", Vec::new(), "Whom the provider vouches for."),
        Field::line("federation/audience", "Audience", Vec::new(), "For whom the assertion is.").further(),
        Field {
            kind: Kind::Context,
            ..Field::lines(
                "federation/claims",
                "Further claims",
                "One key a line, with its prefix: saml:iss = https://idp.example.com.",
            )
        }
        .further(),
        Field::line("federation/sessionName", "Session name in the assertion", Vec::new(), "").further(),
        Field {
            kind: Kind::Map,
            ..Field::lines("federation/tags", "Tags in the assertion", "One a line: team = blue.")
        }
        .further(),
        Field {
            kind: Kind::List,
            ..Field::lines("federation/transitiveTagKeys", "Transitive tag keys in the assertion", "One a line.")
        }
        .further(),
        Field::line("federation/sourceIdentity", "Source identity in the assertion", Vec::new(), "").further(),
        Field::line("federation/notOnOrAfter", "Session ends by", Vec::new(), "A time such as 2026-03-02T17:00:00Z.")
            .further(),
    ]
}

/// The steps before this one that could lend their credentials.
fn signer(scenario: &Scenario, index: usize) -> Field {
    let mut choices = vec![(String::new(), "nobody (unsigned)".to_owned())];
    for step in scenario.script.iter().take(index) {
        if let (Some(id), "signIn" | "sts") = (&step.common.id, step.kind.name()) {
            choices.push((id.clone(), format!("{id}: {}", super::words::title(step))));
        }
    }
    Field { input: Input::Choice(choices), ..Field::line("as", "With the credentials of", Vec::new(), "") }
}

fn principals(scenario: &Scenario) -> Vec<String> {
    let roots = scenario.world.accounts.iter().map(|(id, _)| format!("arn:aws:iam::{id}:root"));
    scenario.users().into_iter().chain(roots).collect()
}

fn serials(scenario: &Scenario) -> Vec<String> {
    scenario
        .world
        .users()
        .flat_map(|user| user.user.mfa.iter().map(|device| device.serial.clone()).collect::<Vec<_>>())
        .collect()
}

fn providers(scenario: &Scenario) -> Vec<String> {
    scenario.world.accounts.iter().flat_map(|(_, account)| account.identity_providers.clone()).collect()
}

fn scenario_resources(scenario: &Scenario) -> Vec<String> {
    let known =
        scenario.world.accounts.iter().flat_map(|(_, account)| account.resources.iter().map(|(arn, _)| arn.clone()));
    std::iter::once("*".to_owned()).chain(known).chain(scenario.roles()).collect()
}

fn at<'a>(step: &'a Json, place: &str) -> Option<&'a Json> {
    place.split('/').try_fold(step, |json, part| json.get(part))
}

/// Puts a value into a step.
pub(super) fn set(step: &mut Json, place: &str, value: Json) {
    put(step, place, Some(value));
}

/// Puts a value into a step, or takes it away; blocks on the way are made.
fn put(step: &mut Json, place: &str, value: Option<Json>) {
    let Value::Object(members) = &mut step.value else { return };
    let (name, rest) = place.split_once('/').map_or((place, None), |(name, rest)| (name, Some(rest)));
    let known = members.iter().position(|member| member.name == name);
    match (rest, value) {
        (Some(rest), value) => {
            if known.is_none() {
                members.push(Member::of(name, Json::object([])));
            }
            if let Some(member) = members.iter_mut().find(|member| member.name == name) {
                put(&mut member.value, rest, value);
            }
        }
        (None, Some(value)) => match known.and_then(|known| members.get_mut(known)) {
            Some(member) => member.value = value,
            None => members.push(Member::of(name, value)),
        },
        (None, None) => {
            if let Some(known) = known {
                members.remove(known);
            }
        }
    }
}

impl Kind {
    /// A value as the field shows it.
    fn read(self, place: &str, value: Option<&Json>) -> String {
        let Some(value) = value else {
            return if self == Self::Console { "key".to_owned() } else { String::new() };
        };
        let lines = |lines: Vec<String>| lines.join("\n");
        let members = || value.as_object().unwrap_or_default().iter();
        let items = || value.as_array().unwrap_or_default().iter();
        let word = |json: &Json, name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        match self {
            Self::Text if place == "parameters/Policy" && value.as_object().is_some() => crate::text::pretty(value),
            Self::Text | Self::Number => shown(value),
            Self::Tags => lines(items().map(|tag| format!("{} = {}", word(tag, "Key"), word(tag, "Value"))).collect()),
            Self::Map | Self::Context => {
                lines(members().map(|member| format!("{} = {}", member.name, shown(&member.value))).collect())
            }
            Self::List => lines(items().map(shown).collect()),
            Self::Arns => lines(items().map(|item| word(item, "arn")).collect()),
            Self::Via => value.as_str().map_or_else(|| lines(items().map(shown).collect()), str::to_owned),
            Self::Console => match value.get("mfa").map(|mfa| &mfa.value) {
                Some(Value::Bool(true)) => "mfa".to_owned(),
                _ => "console".to_owned(),
            },
            Self::Expect => value.as_str().map_or_else(|| word(value, "error"), str::to_owned),
        }
    }

    /// The value of a field's text; none for an empty field.
    fn write(self, text: &str) -> Result<Option<Json>, String> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        let list = |items: Vec<Json>| Ok(Some(Json::from(items)));
        match self {
            Self::Text => Ok(Some(text.into())),
            Self::Number => {
                let number =
                    text.trim().parse::<i64>().map_err(|_| "This is not a whole number of seconds.".to_owned())?;
                Ok(Some(number.into()))
            }
            Self::Tags => {
                let tags = pairs(text)?
                    .into_iter()
                    .map(|(key, value)| Json::object([("Key", key.into()), ("Value", value.into())]));
                list(tags.collect())
            }
            Self::Map => Ok(Some(Json::object(pairs(text)?.into_iter().map(|(key, value)| (key, value.into()))))),
            Self::Context => {
                Ok(Some(Json::object(pairs(text)?.into_iter().map(|(key, value)| (key, context_value(value))))))
            }
            Self::List => list(lines().map(Json::from).collect()),
            Self::Arns => list(lines().map(|arn| Json::object([("arn", arn.into())])).collect()),
            Self::Via => {
                let services: Vec<Json> = lines().map(Json::from).collect();
                match <[Json; 1]>::try_from(services) {
                    Ok([one]) => Ok(Some(one)),
                    Err(more) => list(more),
                }
            }
            Self::Console => Ok(match text {
                "key" => None,
                way => Some(Json::object([("mfa", (way == "mfa").into())])),
            }),
            Self::Expect => {
                let text = text.trim();
                let outcome = crate::scenario::OUTCOMES.iter().any(|(name, _)| *name == text);
                Ok(Some(if outcome { text.into() } else { Json::object([("error", text.into())]) }))
            }
        }
    }
}

fn shown(value: &Json) -> String {
    match &value.value {
        Value::String(text) => text.clone(),
        _ => one_line(value),
    }
}

/// A small value on one line.
fn one_line(value: &Json) -> String {
    let pretty = crate::text::pretty(value);
    pretty.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// `name = value` lines.
fn pairs(text: &str) -> Result<Vec<(&str, &str)>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let pair = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
            pair.filter(|(name, _)| !name.is_empty())
                .ok_or_else(|| format!("`{line}` is not a name, an equals sign and a value."))
        })
        .collect()
}

/// `null` takes a key away; numbers, Booleans and lists are themselves; all else is text.
fn context_value(text: &str) -> Json {
    match json::parse(text) {
        Ok(value) if !matches!(value.value, Value::Object(_) | Value::String(_)) => value,
        Ok(Json { value: Value::String(text), .. }) => text.into(),
        _ => text.into(),
    }
}

/// What the reader knows a user by, for a default name.
pub(super) fn short_name(arn: &str) -> String {
    words::arn_name(arn).chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase()
}

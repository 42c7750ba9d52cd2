//! The form of a step: every parameter that its call takes, as text. What is not right stays in its field, with a
//! message beside it.

use super::fields::{federation, parameter, principals, scenario_resources, signer};
use super::values::Kind;
use crate::app::words;
use crate::app::words::duration;
use crate::scenario::{InputError, Scenario, StepKind};
use crate::sts::Operation;
use crate::text::json::{Json, Member, Value};

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
    pub(super) kind: Kind,
    /// What stood in it at first. Untouched, its value stays as it was written.
    pub(super) was: String,
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

impl Form {
    /// Whether it is a form of the same step, as that stands.
    pub(super) fn is_about_the_same(&self, other: &Self) -> bool {
        (self.index, self.new, &self.step) == (other.index, other.new, &other.step)
    }

    /// Whether it is not as it was opened.
    pub(super) fn is_typed_in(&self, scenario: &Scenario) -> bool {
        Self::new(scenario, self.index, self.new, &self.step).as_ref() != Some(self)
    }

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
                    fields.extend(federation(scenario, *operation));
                }
            }
            _ => return None,
        }
        if does != "wait" {
            fields.push(Field::line(
                "id",
                "Name of this step",
                Vec::new(),
                if does == "request" || operation == Some(&Operation::GetCallerIdentity) {
                    "Links and questions name the step by it."
                } else {
                    "Later steps use its credentials by this name."
                },
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
        let federated =
            self.fields.iter().any(|field| field.place.starts_with("federation/") && !field.text.trim().is_empty());
        let needed = |place: &str| match place {
            "principal" | "seconds" | "action" | "resource" => true,
            // The other claims are nobody's without these.
            "federation/provider" | "federation/subject" => federated,
            _ => false,
        };
        for field in self.fields.iter_mut().filter(|field| needed(field.place) && field.text.trim().is_empty()) {
            field.problem = Some("This cannot be empty.".to_owned());
            whole = false;
        }
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

    /// Whether the step's name can stand. No two steps share one, and one that later steps use has to be there.
    pub fn check_name(&mut self, scenario: &Scenario) -> bool {
        let name = self.new_id().map(str::to_owned);
        let old = self.old_id().map(str::to_owned);
        let named = |index: usize, step: &crate::scenario::Step| {
            (self.new || index != self.index) && step.common.id.is_some() && step.common.id == name
        };
        let taken = scenario.script.iter().enumerate().find(|(index, step)| named(*index, step));
        let problem = match (taken, old) {
            (Some((index, step)), _) => {
                let id = step.common.id.as_deref().unwrap_or_default();
                Some(format!("Step {} is called `{id}` already.", index + 1))
            }
            (None, Some(old)) if name.is_none() => {
                let used = users(scenario, &old);
                (!used.is_empty())
                    .then(|| format!("It needs a name: the credentials of `{old}` are used by {}.", steps(&used)))
            }
            _ => None,
        };
        let stands = problem.is_none();
        if let Some(problem) = problem {
            self.complain("id", problem);
        }
        stands
    }

    /// Shows an error of the scenario at the field that it is about.
    pub fn refuse(&mut self, error: &InputError) {
        let message = words::sentence(&error.message);
        let mut parts = error.path.strip_prefix("/script/").unwrap_or_default().splitn(2, '/');
        let step = parts.next().and_then(|step| step.parse::<usize>().ok());
        let place = parts.next().unwrap_or_default();
        match step {
            Some(step) if step == self.index => self.complain(place, message),
            Some(step) => {
                // The reader counts the steps without the new one.
                let number = if self.new && step > self.index { step } else { step + 1 };
                let message = format!("With this time step {number} cannot follow. {message}");
                // A step's own time is in the past when this one takes too long.
                let own = ["seconds", "at"].into_iter().find(|own| self.fields.iter().any(|field| field.place == *own));
                self.complain(own.filter(|_| place == "at").unwrap_or_default(), message);
            }
            None => self.problem = Some(message),
        }
    }

    /// Puts a problem at the field of a place, else over the form.
    fn complain(&mut self, place: &str, message: String) {
        let about = |field: &&mut Field| {
            place == field.place || place.strip_prefix(field.place).is_some_and(|rest| rest.starts_with('/'))
        };
        match self.fields.iter_mut().find(about) {
            Some(field) => {
                field.problem = Some(message);
                field.further = false;
            }
            None => self.problem = Some(message),
        }
    }

    /// The first field that has a problem.
    pub fn first_problem(&self) -> Option<usize> {
        self.fields.iter().position(|field| field.problem.is_some())
    }

    /// The action and the resource, if it is a request.
    pub(in crate::app) fn request(&self) -> Option<(String, String)> {
        let text = |place| self.fields.iter().find(|field| field.place == place).map(|field| field.text.trim());
        Some((text("action")?.to_owned(), text("resource")?.to_owned()))
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
    pub(super) fn line(place: &'static str, label: &'static str, suggestions: Vec<String>, hint: &str) -> Self {
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

    pub(super) fn lines(place: &'static str, label: &'static str, hint: &str) -> Self {
        Self { input: Input::Lines, ..Self::line(place, label, Vec::new(), hint) }
    }

    /// Whether it takes a row of its own: several lines, or an ARN, whose end is what tells it apart.
    pub fn is_wide(&self) -> bool {
        let arn = matches!(
            self.place,
            "principal"
                | "resource"
                | "parameters/RoleArn"
                | "parameters/PrincipalArn"
                | "parameters/SerialNumber"
                | "federation/provider"
        );
        arn || self.input == Input::Lines
    }

    pub(super) fn further(self) -> Self {
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

/// The steps that use credentials by a name, as the reader counts.
fn users(scenario: &Scenario, id: &str) -> Vec<usize> {
    let made = scenario.script.iter().position(|step| step.common.id.as_deref() == Some(id));
    let uses = |kind: &StepKind| match kind {
        StepKind::Request(request) => request.signed_by == made,
        StepKind::Sts(call) => call.signed_by == made,
        StepKind::SignIn(_) | StepKind::Wait(_) => false,
    };
    let steps = scenario.script.iter().enumerate().filter(|(_, step)| made.is_some() && uses(&step.kind));
    steps.map(|(index, _)| index + 1).collect()
}

/// `step 4`, `steps 4, 5 and 6`.
fn steps(numbers: &[usize]) -> String {
    let all: Vec<String> = numbers.iter().map(usize::to_string).collect();
    match all.split_last() {
        Some((last, [])) => format!("step {last}"),
        Some((last, others)) => format!("steps {} and {last}", others.join(", ")),
        None => String::new(),
    }
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

/// What the reader knows a user by, for a default name.
pub(super) fn short_name(arn: &str) -> String {
    words::arn_name(arn).chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase()
}

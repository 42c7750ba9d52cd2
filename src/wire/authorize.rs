//! `authorize`: one request, policies given directly.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::evaluation::EvaluationOut;
use super::memory::{self, Kept};
use super::packed::Packed;
use super::places::Places;
use super::{InputError, detail, encode};
use crate::arn::{Arn, is_account_id};
use crate::condition::Context;
use crate::engine::{AttachedPolicy, Level, PolicySet, evaluate};
use crate::policy::{Document, Policy, PolicyType, ScpLanguage};
use crate::request::{Caller, Request, ResourceRule};
use crate::scenario::{
    Decider, Detail, action, context_values, deciders, evaluation_report, policy_source, read_settings,
};
use crate::sts::{Evaluated, Settings};
use crate::text::Pointer;
use crate::text::decode::{At, InputError as Error};
use crate::text::json::{self, Json, Value};
use crate::trace::{self, Room, explain};

/// Where the policies stand in the input.
const POLICIES: &str = "/policies";

/// What `authorize` is asked, read.
pub struct Asked {
    /// The policies.
    pub policies: PolicySet,
    /// The request.
    pub request: Request,
    /// The readings of the open questions.
    pub settings: Settings,
    /// How much is to be told.
    pub detail: Detail,
}

/// What `authorize` is asked beside the policies.
struct Asking {
    request: Request,
    settings: Settings,
    detail: Detail,
}

impl Asking {
    /// Reads all but the policies, and finds where they stand.
    fn read<'a>(json: &'a Json) -> Result<(Self, At<'a>), InputError> {
        let fields = At::root(json).fields()?;
        let principal_at = fields.required("principal")?;
        let action = action(&fields.required("action")?)?;
        let resource = fields.required("resource")?.string()?;
        let partition = Arn::parse(&resource).map_or("aws", |arn| arn.partition);
        let caller = principal(&principal_at, partition)?;
        let resource_account = fields.read("resourceAccount", account_id)?;
        let context = fields.read("context", context)?.unwrap_or_default();
        let settings = fields.read("settings", read_settings)?.unwrap_or_default();
        let detail = fields.read("detail", detail)?.unwrap_or(Detail::Full);
        let policies = fields.required("policies")?;
        fields.finish()?;
        let resource_account = resource_account
            .or_else(|| {
                Arn::parse(&resource).map(|arn| arn.account).filter(|account| is_account_id(account)).map(str::to_owned)
            })
            .or_else(|| caller.account().map(str::to_owned));
        let request = Request { caller, action, resource, resource_account, context };
        Ok((Self { request, settings, detail }, policies))
    }

    fn reader(&self) -> Reader {
        let resource_type = if self.is_about_trust() { PolicyType::Trust } else { PolicyType::Resource };
        Reader { settings: self.settings, detail: self.detail, resource_type }
    }

    fn is_about_trust(&self) -> bool {
        self.request.assumes_role() || self.request.needs_resource_allow() == Some(ResourceRule::Trust)
    }

    /// What decides how the policies are read.
    fn reading(&self) -> memory::Reading {
        (self.is_about_trust(), self.detail == Detail::Decision, self.settings.scp == ScpLanguage::Narrow2023)
    }

    /// Reads policies from a text of their own, and keeps them.
    fn read_policies(&self, text: &str) -> Result<Found, InputError> {
        let json = json::parse(text)?;
        let policies = Rc::new(self.reader().policies(&At::part(&json, POLICIES))?);
        let kept = Kept { policies, places: self.places(|| json) };
        Ok(Found { number: memory::keep(text, self.reading(), &kept), kept, again: false })
    }

    /// With a trace the documents have their texts themselves.
    fn places(&self, policies: impl FnOnce() -> Json) -> Option<Rc<Places>> {
        (self.detail == Detail::Decision).then(|| Rc::new(Places::new(policies())))
    }
}

/// The policies of a call.
struct Found {
    kept: Kept,
    /// The number under which they are kept; 0 where they are not.
    number: memory::Number,
    /// Whether they had been read before.
    again: bool,
}

/// Reads the input of `authorize`.
///
/// # Errors
/// The first place that is not of the documented shape.
pub fn read_authorize(text: &str) -> Result<Asked, InputError> {
    let json = json::parse(text)?;
    let (asking, policies) = Asking::read(&json)?;
    let policies = asking.reader().policies(&policies)?;
    let Asking { request, settings, detail } = asking;
    Ok(Asked { policies, request, settings, detail })
}

/// Reads the input as a whole.
fn read_whole(text: &str) -> Result<(Asking, Found), InputError> {
    let json = json::parse(text)?;
    let (asking, at) = Asking::read(&json)?;
    let policies = Rc::new(asking.reader().policies(&at)?);
    let kept = Kept { policies, places: asking.places(|| at.json.clone()) };
    Ok((asking, Found { kept, number: 0, again: false }))
}

/// Reads the input with policies that were read before, where that is possible. `rest` is the input with an empty
/// object instead of the policies.
fn read_again(rest: &str, policies: &str) -> Option<(Asking, Found)> {
    let json = json::parse(rest).ok()?;
    let (asking, _) = Asking::read(&json).ok()?;
    let found = match memory::recall(policies, asking.reading()) {
        Some((number, kept)) => Found { kept, number, again: true },
        None => asking.read_policies(policies).ok()?,
    };
    Some((asking, found))
}

/// Reads the input. The caller may hand over the policies apart, in `policies`, with an empty object in their place;
/// they are then found again without a look at the whole text. Whatever is unusual about the input goes to the reader
/// that names its place.
fn ask(text: &str, policies: &str) -> Result<(Asking, Found), InputError> {
    let asked = match memory::member(text, "policies") {
        Some(place) if policies.is_empty() => {
            let parts = (text.get(..place.start), text.get(place.clone()), text.get(place.end..));
            let (before, policies, after) = match parts {
                (Some(before), Some(policies), Some(after)) => (before, policies, after),
                _ => (text, "", ""),
            };
            read_again(&format!("{before}{{}}{after}"), policies)
        }
        Some(place) if text.get(place.clone()).is_some_and(|there| there.trim() == "{}") => read_again(text, policies),
        _ => None,
    };
    if let Some(asked) = asked {
        return Ok(asked);
    }
    read_whole(&whole(text, policies))
}

/// Answers `authorize` as JSON.
pub(super) fn call(text: &str, policies: &str) -> Result<String, InputError> {
    let (Asking { request, settings, detail }, Found { kept, .. }) = ask(text, policies)?;
    let evaluation = evaluate(&kept.policies, &request, settings.condition);
    let policies = PolicySet::clone(&kept.policies);
    let mut report =
        evaluation_report(&Evaluated { policies, request, evaluation }, settings, detail, &Room::default());
    place(&mut report.decided_by, &kept);
    let out = EvaluationOut::new(&report, detail);
    Ok(encode(&if detail == Detail::Full { out } else { out.without_reason() }))
}

/// Answers `authorize` as numbers and text. `number`, where it is not 0, stands for policies that are kept; `text` then
/// has an empty object in their place.
pub(super) fn pack(text: &str, policies: &str, number: memory::Number, out: &mut Packed) {
    let asked = if number == 0 {
        ask(text, policies)
    } else {
        match by_number(text, number) {
            Some(asked) => asked,
            None => return out.forgotten(),
        }
    };
    match asked {
        Ok((Asking { request, settings, detail }, Found { kept, number, again })) => {
            let policies = &kept.policies;
            let evaluation = evaluate(policies, &request, settings.condition);
            out.policies(number, again);
            let mut deciders = deciders(policies, &evaluation, detail);
            place(&mut deciders, &kept);
            if detail == Detail::Decision {
                return out.decision(&evaluation, &deciders);
            }
            let reason = explain::reason(&request, &evaluation);
            let nodes = trace::evaluation(policies, &request, settings.condition, &evaluation, &Room::default());
            let missing = trace::missing_context(policies, &request, &evaluation);
            out.evaluation(&evaluation, &deciders, &reason, &nodes, &missing);
        }
        Err(error) => out.error(&error),
    }
}

/// Says where deciding statements stand that do not know it themselves.
fn place(deciders: &mut [Decider], kept: &Kept) {
    if let Some(places) = &kept.places {
        for decider in deciders {
            decider.source = places.source(&kept.policies, &decider.place);
        }
    }
}

/// Reads the input with policies that are kept under a number; nothing where they are no longer.
fn by_number(text: &str, number: memory::Number) -> Option<Result<(Asking, Found), InputError>> {
    let read = json::parse(text).map_err(InputError::from);
    let asking = match read.and_then(|json| Asking::read(&json).map(|(asking, _)| asking)) {
        Ok(asking) => asking,
        Err(error) => return Some(Err(error)),
    };
    if let Some(kept) = memory::recall_number(number, asking.reading()) {
        return Some(Ok((asking, Found { kept, number, again: true })));
    }
    let text = memory::text(number)?;
    Some(asking.read_policies(&text).map(|found| (asking, Found { again: true, ..found })))
}

/// The input in one piece.
fn whole<'a>(text: &'a str, policies: &str) -> Cow<'a, str> {
    let place = memory::member(text, "policies").filter(|_| !policies.is_empty());
    let parts = place.and_then(|place| Some((text.get(..place.start)?, text.get(place.end..)?)));
    match parts {
        Some((before, after)) => Cow::Owned(format!("{before}{policies}{after}")),
        None => Cow::Borrowed(text),
    }
}

fn account_id(at: &At<'_>) -> Result<String, Error> {
    let text = at.string()?;
    if is_account_id(&text) {
        Ok(text)
    } else {
        Err(at.error(format!("`{text}` is not an account id of twelve digits")))
    }
}

fn context(at: &At<'_>) -> Result<Context, Error> {
    let mut context = Context::new();
    for (key, at) in at.entries()? {
        if let Some(first) = context.spelling(&key.to_lowercase()) {
            return Err(at.error(format!("`{key}` and `{first}` are the same condition key")));
        }
        match context_values(&at)? {
            (values, true) => context.set_list(key, values),
            (values, false) => context.set(key, values.into_iter().next().unwrap_or_default()),
        }
    }
    Ok(context)
}

fn arn(at: &At<'_>, service: &str, kind: &str) -> Result<String, Error> {
    let text = at.string()?;
    let fits = Arn::parse(&text).is_some_and(|arn| {
        let root = kind == "user" && arn.resource == "root";
        arn.service == service
            && is_account_id(arn.account)
            && (root || arn.resource_of_kind(kind).is_some_and(|name| !name.is_empty()))
    });
    if fits { Ok(text) } else { Err(at.error(format!("`{text}` is not the ARN of {}", of_kind(kind)))) }
}

/// A kind of principal, as a sentence names one.
fn of_kind(kind: &str) -> &'static str {
    match kind {
        "user" => "a user",
        "role" => "a role",
        "assumed-role" => "an assumed-role session",
        _ => "a federated user",
    }
}

/// Who asks. A root user is named by its account alone, and belongs to the partition of what it asks for.
fn principal(at: &At<'_>, partition: &str) -> Result<Caller, Error> {
    let fields = at.fields()?;
    let kinds = [
        ("user", 0),
        ("root", 1),
        ("role-session", 2),
        ("federated-user", 3),
        ("federated", 4),
        ("service", 5),
        ("anonymous", 6),
    ];
    let caller = match fields.required("type")?.word(&kinds)? {
        0 => Caller::User { arn: arn(&fields.required("arn")?, "iam", "user")?, id: fields.read("id", At::string)? },
        1 => Caller::Root { arn: format!("arn:{partition}:iam::{}:root", account_id(&fields.required("account")?)?) },
        2 => Caller::RoleSession {
            arn: arn(&fields.required("arn")?, "sts", "assumed-role")?,
            role_arn: arn(&fields.required("roleArn")?, "iam", "role")?,
            id: fields.read("id", At::string)?,
        },
        3 => Caller::FederatedUser {
            arn: arn(&fields.required("arn")?, "sts", "federated-user")?,
            user_arn: arn(&fields.required("userArn")?, "iam", "user")?,
        },
        4 => Caller::Federated { provider: fields.required("provider")?.string()? },
        5 => Caller::Service { service: fields.required("service")?.string()? },
        _ => Caller::Anonymous,
    };
    fields.finish()?;
    Ok(caller)
}

/// Reads the policies of a request.
struct Reader {
    settings: Settings,
    detail: Detail,
    /// What the resource's own policy is: of `sts:AssumeRole*` a trust policy.
    resource_type: PolicyType,
}

impl Reader {
    fn policies(&self, at: &At<'_>) -> Result<PolicySet, Error> {
        let fields = at.fields()?;
        let place = |name: &str| Pointer::from_text(POLICIES).member(name);
        let list = |name, policy_type| fields.read(name, |at| self.list(at, policy_type, &place(name)));
        let policy = |name, policy_type| fields.read(name, |at| self.policy(at, policy_type, place(name)));
        let levels = |name, policy_type| fields.read(name, |at| self.levels(at, policy_type, &place(name)));
        let policies = PolicySet {
            identity: list("identity", PolicyType::Identity)?,
            boundary: policy("boundary", PolicyType::Boundary)?,
            session: list("session", PolicyType::Session)?,
            resource: policy("resource", self.resource_type)?,
            service_control: levels("serviceControl", PolicyType::ServiceControl)?,
            resource_control: levels("resourceControl", PolicyType::ResourceControl)?,
            service_control_exempt: fields.read("serviceControlExempt", At::bool)?.unwrap_or(false),
        };
        fields.finish()?;
        Ok(policies)
    }

    fn list(&self, at: &At<'_>, policy_type: PolicyType, place: &Pointer) -> Result<Vec<AttachedPolicy>, Error> {
        let policies = at.elements()?;
        policies.iter().enumerate().map(|(at, one)| self.policy(one, policy_type, place.element(at))).collect()
    }

    fn levels(&self, at: &At<'_>, policy_type: PolicyType, place: &Pointer) -> Result<Vec<Level>, Error> {
        let levels = at.elements()?;
        if levels.is_empty() {
            return Err(
                at.error("an organization has at least one level; leave the field out where there is no organization")
            );
        }
        let level = |(at, one): (usize, &At<'_>)| {
            Ok(Level { name: None, policies: self.list(one, policy_type, &place.element(at))? })
        };
        levels.iter().enumerate().map(level).collect()
    }

    /// A document, or `{ name, document }`.
    fn policy(&self, at: &At<'_>, policy_type: PolicyType, place: Pointer) -> Result<AttachedPolicy, Error> {
        let wrapped = at.json.as_object().is_some_and(|members| members.iter().any(|member| member.name == "document"));
        let (name, at, place) = if wrapped {
            let fields = at.fields()?;
            let name = fields.required("name")?.string()?;
            let document = fields.required("document")?;
            fields.finish()?;
            (Some(name), document, place.member("document"))
        } else {
            (None, *at, place)
        };
        let document = match (&at.json.value, self.detail) {
            // Without a trace only the place of what decides is told, and `Places` finds that one.
            (Value::Object(_), Detail::Decision) => {
                Document::without_text(Policy::from_json(at.json, policy_type, self.settings.scp))
            }
            _ => Document::new(policy_source(&at)?.text().to_string(), policy_type, self.settings.scp),
        };
        Ok(AttachedPolicy { pointer: place.as_str().to_owned(), name, document: Arc::new(document) })
    }
}

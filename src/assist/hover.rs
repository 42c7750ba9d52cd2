//! What the word under the pointer means.

use super::complete::conditions::key_type;
use super::knowledge as know;
use super::place::{Place, Role, place};
use super::scan::scan;
use super::{LARGEST, Setting};
use crate::arn;
use crate::condition::Operator;
use crate::pattern::{NoVariables, Pattern};
use crate::service_data::{Action, Service};
use crate::text::ByteRange;

/// What a word means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The word.
    pub at: ByteRange,
    /// What it is.
    pub title: String,
    /// What there is to say, in paragraphs; words in backticks are code.
    pub paragraphs: Vec<String>,
    /// A page of AWS's documentation.
    pub link: Option<String>,
}

/// So many names are listed.
const MOST: usize = 6;

/// What the word at a byte of a text means; none where there is nothing to say.
pub fn hover(text: &str, at: usize, setting: Setting<'_>) -> Option<Hover> {
    if text.len() > LARGEST || !text.is_char_boundary(at) {
        return None;
    }
    let root = scan(text);
    let place = place(text, root.as_ref(), at);
    let word = place.word?;
    let written = word.text(text);
    let said = match place.role {
        Role::DocumentElement | Role::StatementElement => element(written),
        Role::Version => version(written),
        Role::Effect => effect(written),
        Role::Action => action(written, setting),
        Role::Resource => resource(written, setting),
        Role::Principal => (written == "*").then(everybody),
        Role::PrincipalKind => principal_kind(written),
        Role::PrincipalValue(kind) => principal(kind, written, setting),
        Role::Operator => operator(written),
        Role::ConditionKey(operator) => key(written, operator, setting),
        Role::ConditionValue(operator, key) => value(&place, operator, key, written, setting),
        Role::Empty | Role::Statements | Role::Other => None,
    }?;
    Some(Hover {
        at: ByteRange::new(word.at.start, word.at.end),
        title: said.title,
        paragraphs: said.paragraphs,
        link: said.link,
    })
}

struct Said {
    title: String,
    paragraphs: Vec<String>,
    link: Option<String>,
}

impl Said {
    fn new(title: impl Into<String>, paragraphs: Vec<String>) -> Self {
        Self { title: title.into(), paragraphs, link: None }
    }

    fn link(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }
}

fn element(name: &str) -> Option<Said> {
    let word = know::element(name)?;
    Some(Said::new(word.name, vec![word.about.to_owned()]).link(Some(word.link())))
}

fn version(written: &str) -> Option<Said> {
    let about = match written {
        "2012-10-17" => "The current rules: policy variables such as `${aws:username}` work.",
        "2008-10-17" => "The old rules: policy variables are ordinary text.",
        _ => return None,
    };
    Some(Said::new(written, vec![about.to_owned()]).link(know::element("Version").map(know::Word::link)))
}

fn effect(written: &str) -> Option<Said> {
    let about = match written {
        "Allow" => "Allows the requests that the statement applies to, unless some policy denies them.",
        "Deny" => "Denies the requests that the statement applies to, whatever allows them elsewhere.",
        _ => return None,
    };
    Some(Said::new(written, vec![about.to_owned()]).link(know::element("Effect").map(know::Word::link)))
}

fn operator(name: &str) -> Option<Said> {
    let operator = Operator::parse(name).ok()?;
    Some(Said::new(name, know::operator_about(operator)).link(Some(know::operator_link())))
}

fn key(name: &str, operator: &str, setting: Setting<'_>) -> Option<Said> {
    let kind = key_type(name, setting.data)?;
    let mut paragraphs: Vec<String> = know::key_about(name).map(str::to_owned).into_iter().collect();
    let mut about = format!("Type: {}.", kind.name());
    if let Ok(operator) = Operator::parse(operator)
        && !kind.fits(operator.base)
    {
        about
            .push_str(&format!(" `{}` compares something else: with this key it never matches.", operator.base.name()));
    }
    paragraphs.push(about);
    if let Some(carriers) = carriers(name, setting) {
        paragraphs.push(carriers);
    }
    Some(Said::new(name, paragraphs).link(know::key_link(name)))
}

/// Which requests have a key of a service.
fn carriers(key: &str, setting: Setting<'_>) -> Option<String> {
    let lower = key.to_lowercase();
    let (prefix, name) = lower.split_once(':')?;
    let service = setting.data?.service(prefix)?;
    let position = service.key_position(name)?;
    let actions: Vec<&Action<'_>> =
        service.actions.values().filter(|action| service.action_has_key(action, position)).collect();
    if actions.is_empty() {
        return None;
    }
    Some(format!("Requests that can have it: {}.", listed(actions.iter().map(|action| action.name))))
}

fn value(place: &Place<'_, '_>, operator: &str, name: &str, written: &str, setting: Setting<'_>) -> Option<Said> {
    if written.starts_with("arn:") {
        return arn_parts(written, setting);
    }
    if let Some((variable, rest)) = written.split_once("${").and_then(|(_, rest)| rest.split_once('}')) {
        let _ = rest;
        let variable = variable.split(',').next().unwrap_or_default().trim();
        let about = know::key_about(variable).map(str::to_owned);
        let mut paragraphs = vec![format!("A policy variable: the request's own `{variable}`, taken literally.")];
        paragraphs.extend(about);
        return Some(Said::new(format!("${{{variable}}}"), paragraphs));
    }
    // A plain value is explained by its key.
    place.entry?;
    let mut said = key(name, operator, setting)?;
    if let Ok(seconds) = written.parse::<u32>()
        && name.eq_ignore_ascii_case("aws:MultiFactorAuthAge")
    {
        said.paragraphs.insert(0, format!("{written} seconds: {}.", duration(seconds)));
    }
    said.title = format!("{name}: {written}");
    Some(said)
}

/// `1 hour 30 minutes`.
fn duration(seconds: u32) -> String {
    let parts = [(seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")];
    let words: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    if words.is_empty() { "no time at all".to_owned() } else { words.join(" ") }
}

fn action(written: &str, setting: Setting<'_>) -> Option<Said> {
    if written == "*" {
        return Some(Said::new("*", vec!["Every action of every service.".to_owned()]));
    }
    let (prefix, name) = written.split_once(':')?;
    let prefix = prefix.to_lowercase();
    let service = setting.data?.service(&prefix)?;
    let name = name.to_lowercase();
    if let Some(action) = service.actions.get(&name) {
        return Some(one_action(&prefix, service, action));
    }
    let pattern = Pattern::wildcards(&name);
    let found: Vec<&str> = service
        .actions
        .iter()
        .filter(|(lower, _)| pattern.matches(lower, &NoVariables).is_yes())
        .map(|(_, action)| action.name)
        .collect();
    let about = match found.len() {
        0 => format!("Matches none of the {} actions of `{prefix}`.", service.actions.len()),
        all if all == service.actions.len() => format!("All {all} actions of `{prefix}`."),
        some => {
            format!("{some} of the {} actions of `{prefix}`: {}.", service.actions.len(), listed(found.iter().copied()))
        }
    };
    Some(Said::new(written, vec![about]))
}

fn one_action(prefix: &str, service: &Service<'_>, action: &Action<'_>) -> Said {
    let mut paragraphs = Vec::new();
    if let Some(level) = action.level {
        paragraphs.push(format!("Access level: {}.", level.name()));
    }
    let types: Vec<&str> = service.types_for(action).map(|kind| kind.resource).collect();
    paragraphs.push(if types.is_empty() {
        "Is about no resource of its own: it needs `Resource` `*`.".to_owned()
    } else {
        format!("Resources: {}.", listed(types.into_iter()))
    });
    let keys: Vec<String> = service
        .keys
        .iter()
        .enumerate()
        .filter(|(position, _)| service.action_has_key(action, *position))
        .map(|(_, key)| format!("{prefix}:{}", key.name))
        .collect();
    if !keys.is_empty() {
        paragraphs.push(format!("Condition keys beside the global ones: {}.", listed(keys.iter().map(String::as_str))));
    }
    Said::new(format!("{prefix}:{}", action.name), paragraphs)
}

fn resource(written: &str, setting: Setting<'_>) -> Option<Said> {
    if written == "*" {
        return Some(Said::new("*", vec!["Every resource.".to_owned()]));
    }
    arn_parts(written, setting)
}

/// The fields of an ARN, each with what it says.
fn arn_parts(written: &str, setting: Setting<'_>) -> Option<Said> {
    let [_, partition, service, region, account, resource] = arn::fields(written)?;
    let region = match region {
        "" => "no Region".to_owned(),
        "*" => "any Region".to_owned(),
        region => format!("Region `{region}`"),
    };
    let facts = setting.facts;
    let account = match account {
        "" => "no account".to_owned(),
        "*" => "any account".to_owned(),
        account if facts.account.as_deref() == Some(account) => format!("account `{account}`, the document's own"),
        account if facts.accounts.iter().any(|known| known == account) => format!("account `{account}`"),
        account if arn::is_account_id(account) => format!("account `{account}`, which this scenario does not have"),
        account => format!("account `{account}`"),
    };
    let mut paragraphs =
        vec![format!("Partition `{partition}`, service `{service}`, {region}, {account}, resource `{resource}`.")];
    let known = facts.resources.iter().chain(&facts.users).chain(&facts.roles);
    let pattern = Pattern::wildcards(written);
    let in_scenario: Vec<&str> =
        known.map(String::as_str).filter(|known| pattern.matches(known, &NoVariables).is_yes()).collect();
    if written.contains(['*', '?']) && !in_scenario.is_empty() {
        paragraphs.push(format!("In this scenario: {}.", listed(in_scenario.into_iter())));
    }
    Some(Said::new("ARN", paragraphs))
}

fn everybody() -> Said {
    Said::new("*", vec!["Everybody, callers without credentials included.".to_owned()])
        .link(know::element("Principal").map(know::Word::link))
}

fn principal_kind(written: &str) -> Option<Said> {
    let kind = know::PRINCIPAL_KINDS.iter().find(|kind| kind.name == written)?;
    Some(Said::new(kind.name, vec![kind.about.to_owned()]).link(Some(kind.link())))
}

fn principal(kind: &str, written: &str, setting: Setting<'_>) -> Option<Said> {
    let link = know::element("Principal").map(know::Word::link);
    let about = match (kind, written) {
        ("AWS", "*") => return Some(everybody()),
        ("AWS", written) if arn::is_account_id(written) || written.ends_with(":root") => {
            "The whole account: whoever in it has an Allow in their own policies. In the same account this alone grants \
             nothing to users and roles."
        }
        ("AWS", written) if written.contains(":user/") => "One user.",
        ("AWS", written) if written.contains(":assumed-role/") => "One session of a role.",
        ("AWS", written) if written.contains(":role/") => "One role: all its sessions.",
        ("AWS", written) if written.contains(":federated-user/") => {
            "One federated user: sessions made by `GetFederationToken`."
        }
        ("Service", _) => "An AWS service that acts by itself. It carries no MFA information.",
        ("Federated", _) => "An identity provider. Sessions that come from it carry no MFA information.",
        _ => return None,
    };
    let mut paragraphs = vec![about.to_owned()];
    if written.starts_with("arn:") {
        paragraphs.extend(arn_parts(written, setting).map(|said| said.paragraphs).unwrap_or_default());
    }
    Some(Said::new(written, paragraphs).link(link))
}

/// The first few of a list, and how many more there are.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.collect();
    let shown: Vec<String> = all.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = all.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

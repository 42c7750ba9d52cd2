//! Conditions: operators, keys, and the values that a key can have.

use super::super::choices::{Choices, Draft};
use super::super::knowledge as know;
use super::{Around, ChoiceKind};
use crate::condition::{self, Base, Family, KeyType, Operator, Quantifier};
use crate::pattern::{NoVariables, Pattern};
use crate::policy::{PolicyType, global_keys};
use crate::service_data::ServiceData;

/// The type of a key, wherever it is known from.
pub(in crate::assist) fn key_type(key: &str, data: Option<&ServiceData<'_>>) -> Option<KeyType> {
    let lower = key.to_lowercase();
    condition::key_type(&lower)
        .or_else(|| global_keys::key_type(&lower))
        .or_else(|| data.and_then(|data| data.key(&lower)).map(|key| key.key_type))
}

pub(super) fn operators(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    let present = around.present();
    // The keys that stand under the operator already say which operators can match them.
    let keys: Vec<KeyType> = around
        .place
        .entry
        .and_then(|entry| entry.value.as_ref())
        .map(|value| value.entries())
        .unwrap_or_default()
        .iter()
        .filter_map(|entry| key_type(entry.key.text(around.text), around.setting.data))
        .collect();
    let list = keys.contains(&KeyType::StringList);
    for base in Base::ALL {
        let fits = keys.iter().all(|key| key.fits(*base));
        for (quantifier, prefix) in [
            (None, ""),
            (Some(Quantifier::ForAnyValue), "ForAnyValue:"),
            (Some(Quantifier::ForAllValues), "ForAllValues:"),
        ] {
            for if_exists in [false, true] {
                if *base == Base::Null && (if_exists || quantifier.is_some()) {
                    continue;
                }
                let operator = Operator { quantifier, base: *base, if_exists };
                let name = format!("{prefix}{}{}", base.name(), if if_exists { "IfExists" } else { "" });
                if present.contains(&name.as_str()) {
                    continue;
                }
                let mut rank = know::operator_rank(*base) * 2 - i8::from(if_exists);
                rank -= if quantifier.is_some() == list { 0 } else { 20 };
                rank += match (keys.is_empty(), fits) {
                    (true, _) => 0,
                    (false, true) => 30,
                    (false, false) => -30,
                };
                let detail = match (keys.is_empty(), fits) {
                    (false, false) => "does not fit the key".to_owned(),
                    _ => detail(operator),
                };
                let draft = Draft::new(ChoiceKind::Operator, name).detail(detail).rank(rank);
                choices.name(draft.about(know::operator_about(operator).join(" ")), "{\t\"\u{1}\"\n}");
            }
        }
    }
}

fn detail(operator: Operator) -> String {
    let family = know::family_name(operator.base.family());
    match operator {
        Operator { base: Base::Null, .. } => "is the key absent?".to_owned(),
        Operator { quantifier: Some(Quantifier::ForAllValues), .. } => format!("{family}, each of a list"),
        Operator { quantifier: Some(Quantifier::ForAnyValue), .. } => format!("{family}, one of a list"),
        Operator { if_exists: true, .. } => format!("{family}, or no such key"),
        _ => family.to_owned(),
    }
}

pub(super) fn keys(around: &Around<'_, '_, '_>, operator: &str, choices: &mut Choices<'_, '_>) {
    let present: Vec<String> = around.present().iter().map(|key| key.to_lowercase()).collect();
    let operator = Operator::parse(operator).ok();
    let mut add = |name: &str, kind: KeyType, rank: i8, about: &str| {
        if present.contains(&name.to_lowercase()) {
            return;
        }
        let (rank, detail) = match operator {
            Some(operator) if !kind.fits(operator.base) => (rank - 50, format!("{}: does not fit", kind.name())),
            _ => (rank, kind.name().to_owned()),
        };
        let draft = Draft::new(ChoiceKind::Key, name.trim_end_matches('*')).detail(detail).rank(rank).about(about);
        if name.ends_with(['/', '*']) { choices.tag(draft) } else { choices.name(draft, "\"\u{1}\"") }
    };
    for (name, kind) in global_keys::all() {
        let about = know::key_about(name).unwrap_or_default();
        // Those that have something to say are the ones that policies use.
        let rank = match *name {
            "aws:MultiFactorAuthPresent" | "aws:MultiFactorAuthAge" => 12,
            _ if about.is_empty() => -2,
            _ => 4,
        };
        add(name, *kind, rank, about);
    }
    for tag in global_keys::TAGS {
        add(&format!("{tag}/"), KeyType::String, 3, know::key_about(tag).unwrap_or_default());
    }
    let mut actions = around.actions();
    if around.setting.policy_type == PolicyType::Trust {
        actions.push("sts:AssumeRole");
    }
    for (name, kind) in service_keys(&actions, around.setting.data) {
        add(&name, kind, 8, know::key_about(&name).unwrap_or_default());
    }
}

/// The keys that requests for these actions can have, beside the global ones.
fn service_keys(actions: &[&str], data: Option<&ServiceData<'_>>) -> Vec<(String, KeyType)> {
    let mut found: Vec<(String, KeyType)> = Vec::new();
    for written in actions {
        let Some((prefix, name)) = written.split_once(':') else { continue };
        let prefix = prefix.to_lowercase();
        let Some(service) = data.and_then(|data| data.service(&prefix)) else { continue };
        let name = name.to_lowercase();
        let pattern = Pattern::wildcards(&name);
        for (position, key) in service.keys.iter().enumerate() {
            // The operations of one sign-in share its keys.
            let has = prefix == "sts"
                || service.actions.iter().any(|(lower, action)| {
                    service.action_has_key(action, position) && pattern.matches(lower, &NoVariables).is_yes()
                });
            let full = format!("{prefix}:{}", key.name);
            if has && !found.iter().any(|(known, _)| *known == full) {
                found.push((full, key.key_type));
            }
        }
    }
    found
}

pub(super) fn values(around: &Around<'_, '_, '_>, operator: &str, key: &str, choices: &mut Choices<'_, '_>) {
    let listed = around.listed();
    let facts = around.setting.facts;
    let lower = key.to_lowercase();
    let operator = Operator::parse(operator).ok();
    let mut add = |value: &str, detail: &str| {
        if !listed.contains(&value) {
            choices.string(Draft::new(ChoiceKind::Value, value).detail(detail));
        }
    };
    if operator.is_some_and(|operator| operator.base == Base::Null) {
        add("true", "the key is absent");
        add("false", "the key is there");
        return;
    }
    match lower.as_str() {
        "aws:multifactorauthpresent" => {
            add("true", "with MFA");
            add("false", "without MFA, but not without the key");
        }
        "aws:multifactorauthage" => know::AGES.iter().for_each(|(seconds, words)| add(seconds, words)),
        "aws:principaltype" => know::PRINCIPAL_TYPES.iter().for_each(|(value, who)| add(value, who)),
        "aws:requestedregion" | "ec2:region" => know::REGIONS.iter().for_each(|region| add(region, "")),
        "aws:principalaccount" | "aws:sourceaccount" | "aws:resourceaccount" => {
            facts.accounts.iter().for_each(|account| add(account, "account"));
            add("${aws:PrincipalAccount}", "the caller's account");
        }
        "aws:principalorgid" | "aws:resourceorgid" | "aws:sourceorgid" => {
            facts.organization.iter().for_each(|id| add(id, "this organization"));
            add("${aws:PrincipalOrgID}", "the caller's organization");
        }
        "aws:principalarn" => {
            facts.users.iter().for_each(|user| add(user, "user"));
            facts.roles.iter().for_each(|role| add(role, "role"));
        }
        "aws:sourcearn" => facts.resources.iter().for_each(|resource| add(resource, "resource")),
        "aws:username" => {
            for user in &facts.users {
                add(user.rsplit('/').next().unwrap_or_default(), "user");
            }
        }
        "aws:sourceip" => add("203.0.113.0/24", "an example network"),
        "aws:vpcsourceip" => add("10.0.0.0/8", "an example network"),
        "aws:calledvia"
        | "aws:calledviafirst"
        | "aws:calledvialast"
        | "aws:principalservicename"
        | "iam:passedtoservice" => know::SERVICE_PRINCIPALS.iter().for_each(|service| add(service, "")),
        _ => {
            let kind = key_type(key, around.setting.data);
            let boolean = kind == Some(KeyType::Bool)
                || kind.is_none() && operator.is_some_and(|operator| operator.base.family() == Family::Bool);
            if boolean {
                know::values_of(KeyType::Bool).iter().for_each(|(value, detail)| add(value, detail));
            }
            if matches!(kind, None | Some(KeyType::String | KeyType::StringList | KeyType::Arn)) && !boolean {
                know::VARIABLES.iter().for_each(|(variable, detail)| add(variable, detail));
                if lower.contains("resourcetag/") {
                    let own = key.split_once('/').map_or("", |(_, tag)| tag);
                    add(&format!("${{aws:PrincipalTag/{own}}}"), "the caller's tag of the same name");
                }
            }
        }
    }
}

//! Services, actions, and the groups of actions that begin with the same word.

use std::collections::BTreeMap;

use super::super::choices::{Choices, Draft};
use super::{Around, ChoiceKind};
use crate::policy::PolicyType;
use crate::service_data::{Action, Service, services};

/// The actions of trust policies (rule B7).
const TRUST: &[&str] =
    &["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "SetContext", "SetSourceIdentity", "TagSession"];

/// So many letters without a service find actions of every service.
const ENOUGH: usize = 3;

/// So many actions are found that way.
const MOST_FOUND: usize = 60;

pub(super) fn offer(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    let listed = around.listed();
    let typed = choices.typed();
    if around.setting.policy_type == PolicyType::Trust {
        for (rank, name) in (0..).zip(TRUST.iter().rev()) {
            let action = format!("sts:{name}");
            if !listed.contains(&action.as_str()) {
                choices.string(Draft::new(ChoiceKind::Action, action).rank(rank));
            }
        }
        return;
    }
    match typed.split_once(':') {
        Some((prefix, _)) => {
            let prefix = prefix.to_lowercase();
            if let Some(service) = around.setting.data.and_then(|data| data.service(&prefix)) {
                of_service(&prefix, service, &listed, choices);
            }
        }
        None => {
            if !listed.contains(&"*") {
                choices.string(Draft::new(ChoiceKind::Action, "*").detail("every action of every service").rank(-20));
            }
            for prefix in services() {
                let known = around.setting.data.is_some_and(|data| data.service(prefix).is_some());
                let draft = Draft::new(ChoiceKind::Service, format!("{prefix}:")).rank(if known { 10 } else { 0 });
                choices.beginning(draft);
            }
            if typed.len() >= ENOUGH {
                by_name(around, &typed.to_lowercase(), &listed, choices);
            }
        }
    }
}

fn of_service(prefix: &str, service: &Service<'_>, listed: &[&str], choices: &mut Choices<'_, '_>) {
    for action in service.actions.values() {
        add(prefix, service, action, listed, choices);
    }
    let all = format!("{prefix}:*");
    let detail = format!("all {} actions", service.actions.len());
    if !listed.contains(&all.as_str()) {
        choices.string(Draft::new(ChoiceKind::Action, all).detail(detail).rank(3));
    }
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for action in service.actions.values() {
        *groups.entry(first_word(action.name)).or_default() += 1;
    }
    for (word, count) in groups.into_iter().filter(|(_, count)| *count > 2) {
        let group = format!("{prefix}:{word}*");
        if !listed.contains(&group.as_str()) {
            choices.string(Draft::new(ChoiceKind::Action, group).detail(format!("{count} actions")).rank(2));
        }
    }
}

fn add(prefix: &str, service: &Service<'_>, action: &Action<'_>, listed: &[&str], choices: &mut Choices<'_, '_>) {
    let name = format!("{prefix}:{}", action.name);
    if listed.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
        return;
    }
    let mut draft = Draft::new(ChoiceKind::Action, name);
    if let Some(level) = action.level {
        draft = draft.detail(level.name());
    }
    let types: Vec<String> = service.types_for(action).take(3).map(|kind| format!("`{}`", kind.resource)).collect();
    let about = if types.is_empty() {
        "Is about no resource of its own: `Resource` must be `*`.".to_owned()
    } else {
        format!("Is about {}.", types.join(", "))
    };
    choices.string(draft.about(about));
}

/// Actions of all services whose name has what was typed.
fn by_name(around: &Around<'_, '_, '_>, typed: &str, listed: &[&str], choices: &mut Choices<'_, '_>) {
    let Some(data) = around.setting.data else { return };
    let found = data.services().flat_map(|(prefix, service)| {
        service
            .actions
            .iter()
            .filter(|(lower, _)| lower.contains(typed))
            .map(move |(_, action)| (prefix, service, action))
    });
    for (prefix, service, action) in found.take(MOST_FOUND) {
        add(prefix, service, action, listed, choices);
    }
}

/// `Describe` of `DescribeInstances`.
fn first_word(name: &str) -> &str {
    let end = name.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or(name)
}

//! ARNs: what the scenario has, and the shapes that the statement's actions are about.

use super::super::choices::{Choices, Draft};
use super::{Around, ChoiceKind};
use crate::arn;
use crate::pattern::{NoVariables, Pattern};
use crate::service_data::{ResourceType, Service};

pub(super) fn offer(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    let listed = around.listed();
    let mut kinds: Vec<(String, String)> = Vec::new();
    let (mut named, mut without) = (0_usize, Vec::new());
    let actions = around.actions();
    for written in &actions {
        named += 1;
        let found = types(around, written);
        if found.is_some_and(|found| found.is_empty()) {
            without.push(*written);
        }
        for (service, kind) in types(around, written).unwrap_or_default() {
            let arn = shape(around, &kind, service);
            if !kinds.iter().any(|(known, _)| *known == arn) {
                kinds.push((arn, (*written).to_owned()));
            }
        }
    }
    if !listed.contains(&"*") {
        let detail = match without.as_slice() {
            [] => "every resource".to_owned(),
            [only] => format!("{only} needs it"),
            _ => format!("{} actions need it", without.len()),
        };
        let rank = if named > 0 && without.len() == named { 30 } else { 5 };
        choices.string(Draft::new(ChoiceKind::Resource, "*").detail(detail).rank(rank));
    }
    let facts = around.setting.facts;
    let everything = facts.resources.iter().chain(&facts.users).chain(&facts.roles);
    for known in everything.filter(|known| !listed.contains(&known.as_str())) {
        let fits = kinds.iter().any(|(shape, _)| may_be(shape, known));
        if fits || named == 0 {
            let draft = Draft::new(ChoiceKind::Resource, known.as_str()).detail("in this scenario");
            choices.string(draft.rank(if fits { 20 } else { 1 }));
            if known.starts_with("arn:aws:s3:::") && !known.contains('/') {
                let objects = format!("{known}/*");
                if !listed.contains(&objects.as_str()) {
                    choices.string(Draft::new(ChoiceKind::Resource, objects).detail("its objects").rank(19));
                }
            }
        }
    }
    for (arn, action) in kinds {
        if !listed.contains(&arn.as_str()) {
            choices.string(Draft::new(ChoiceKind::Resource, arn).detail(action).rank(10));
        }
    }
}

/// The resource types of an action or of a pattern of actions; none where nothing is known of them.
fn types<'d>(around: &'d Around<'_, '_, '_>, written: &str) -> Option<Vec<(&'d str, ResourceType<'d>)>> {
    let (prefix, name) = written.split_once(':')?;
    let data = around.setting.data?;
    let service: &Service<'_> = data.service(&prefix.to_lowercase())?;
    let name = name.to_lowercase();
    let pattern = Pattern::wildcards(&name);
    let actions: Vec<_> =
        service.actions.iter().filter(|(lower, _)| pattern.matches(lower, &NoVariables).is_yes()).collect();
    if actions.is_empty() {
        return None;
    }
    let mut positions: Vec<usize> = actions.iter().flat_map(|(_, action)| action.types.iter().copied()).collect();
    positions.sort_unstable();
    positions.dedup();
    Some(positions.iter().filter_map(|at| service.types.get(*at)).map(|kind| (kind.service, kind.clone())).collect())
}

fn shape(around: &Around<'_, '_, '_>, kind: &ResourceType<'_>, service: &str) -> String {
    let region = if kind.region { "*" } else { "" };
    let facts = around.setting.facts;
    let account = match (kind.account, &facts.account) {
        (false, _) => "",
        (true, Some(account)) => account,
        (true, None) => facts.accounts.first().map_or("*", String::as_str),
    };
    format!("arn:aws:{service}:{region}:{account}:{}", kind.resource)
}

/// Whether an ARN of the scenario has a shape, whatever its Region and account.
fn may_be(shape: &str, known: &str) -> bool {
    let (Some([_, _, service, _, _, resource]), Some([_, _, own, _, _, last])) =
        (arn::fields(shape), arn::fields(known))
    else {
        return false;
    };
    service == own
        && (Pattern::wildcards(resource).matches(last, &NoVariables).is_yes() || resource == "*/*" && service == "s3")
}

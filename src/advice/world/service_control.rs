//! A level of an organization whose service control policies allow nothing (rule D3).

use super::{Survey, WorldFinding};
use crate::engine::Level;
use crate::finding::{Finding, FindingType};
use crate::policy::{Effect, PolicyType};
use crate::text::Pointer;

const CODE: &str = "SCP_LEVEL_WITHOUT_ALLOW";

pub(super) fn find(survey: &Survey<'_>, findings: &mut Vec<WorldFinding>) {
    let Some(organization) = &survey.world.organization else { return };
    let Some(entries) = &organization.service_control_policies else { return };
    let mut gaps: Vec<(String, Vec<&str>)> = Vec::new();
    for (id, _) in survey.world.accounts.iter().filter(|(id, _)| !survey.world.is_management(id)) {
        for level in survey.shelf.control(id, PolicyType::ServiceControl).iter().flatten().filter(|l| !allows(l)) {
            let name = level.name.clone().unwrap_or_default();
            match gaps.iter_mut().find(|(known, _)| *known == name) {
                Some((_, accounts)) => accounts.push(id),
                None => gaps.push((name, vec![id])),
            }
        }
    }
    for (level, accounts) in gaps {
        let covers = |account: &&str, listed: Option<&Vec<String>>| {
            listed.is_none_or(|listed| listed.iter().any(|one| one == account))
        };
        let Some(position) = entries.iter().position(|entry| {
            entry.level == level && accounts.iter().any(|account| covers(account, entry.accounts.as_ref()))
        }) else {
            continue;
        };
        let details = format!(
            "no service control policy of level {level} allows anything, so that {} can do nothing; attach one such as FullAWSAccess beside those that deny",
            accounts.join(", ")
        );
        let pointer = Pointer::root().member("organization").member("serviceControlPolicies").element(position);
        let finding = Finding::about(FindingType::Warning, CODE, "D3", details);
        findings.push(WorldFinding { pointer: pointer.as_str().to_owned(), finding });
    }
}

fn allows(level: &Level) -> bool {
    level
        .policies
        .iter()
        .flat_map(|policy| &policy.document.policy.statements)
        .any(|statement| !statement.void && statement.effect == Effect::Allow)
}

//! Who a statement is about: accounts, users and roles of the scenario, services, identity providers.

use super::super::choices::{Choices, Draft};
use super::super::knowledge as know;
use super::{Around, ChoiceKind};
use crate::policy::PolicyType;

pub(super) fn whole(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    choices.string(Draft::new(ChoiceKind::Principal, "*").detail("everybody, also without credentials").rank(-5));
    if around.setting.policy_type == PolicyType::ResourceControl {
        return;
    }
    for kind in know::PRINCIPAL_KINDS {
        if kind.name != "CanonicalUser" || around.setting.policy_type == PolicyType::Resource {
            let draft = Draft::new(ChoiceKind::Principal, format!("{} …", kind.name)).about(kind.about);
            choices.raw(draft, &format!("{{ \"{}\": \"\u{1}\" }}", kind.name));
        }
    }
}

pub(super) fn kinds(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    let present = around.present();
    for (rank, kind) in (0..).zip(know::PRINCIPAL_KINDS.iter().rev()) {
        let fits = kind.name != "CanonicalUser" || around.setting.policy_type == PolicyType::Resource;
        if fits && !present.contains(&kind.name) {
            choices.name(Draft::new(ChoiceKind::Element, kind.name).about(kind.about).rank(rank), "\"\u{1}\"");
        }
    }
}

pub(super) fn offer(around: &Around<'_, '_, '_>, kind: &str, choices: &mut Choices<'_, '_>) {
    let listed = around.listed();
    let facts = around.setting.facts;
    let mut add = |draft: Draft, label: &str| {
        if !listed.contains(&label) {
            choices.string(draft);
        }
    };
    let principal = |label: &str| Draft::new(ChoiceKind::Principal, label);
    match kind {
        "AWS" => {
            for account in &facts.accounts {
                add(principal(account).detail("the whole account").rank(8), account);
            }
            for user in &facts.users {
                add(principal(user).detail("user").rank(10), user);
            }
            for role in &facts.roles {
                add(principal(role).detail("role").rank(9), role);
            }
            for account in &facts.accounts {
                let root = format!("arn:aws:iam::{account}:root");
                add(principal(&root).detail("the whole account").rank(5), &root);
            }
            add(principal("*").detail("everybody, also without credentials").rank(-5), "*");
        }
        "Service" => {
            for service in know::SERVICE_PRINCIPALS {
                add(principal(service), service);
            }
        }
        "Federated" => {
            for provider in &facts.providers {
                add(principal(provider).detail("in this scenario").rank(10), provider);
            }
            for provider in know::WEB_IDENTITY_PROVIDERS {
                add(principal(provider), provider);
            }
        }
        _ => {}
    }
}

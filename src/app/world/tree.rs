//! The rows of the tree.

use std::collections::BTreeMap;

use super::node::{Kind, name, parent};
use crate::app::documents::DocumentView;
use crate::scenario::Scenario;
use crate::text::Pointer;
use crate::world::{Account, BoundarySource, ControlLevel, Named};

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The node.
    pub pointer: String,
    /// What it is.
    pub kind: Kind,
    /// What stands before its name, for who needs a word: `user`.
    pub word: &'static str,
    /// Its name.
    pub name: String,
    /// What stands behind its name.
    pub hint: String,
    /// How deep: 0 for the scenario, accounts and the organization.
    pub depth: usize,
    /// Whether it is open; none where there is nothing below.
    pub open: Option<bool>,
    /// How many errors there are in it, and below it where it is closed.
    pub errors: usize,
    /// How many other findings.
    pub others: usize,
}

/// How many rows are shown before branches that nobody needs stay closed.
const ROOM: usize = 60;

/// The rows that can be seen: those of open branches.
pub fn tree(
    scenario: &Scenario,
    documents: &[DocumentView],
    shown: Option<&str>,
    turned: &BTreeMap<String, bool>,
) -> Vec<Row> {
    let all = all(scenario);
    let counts: BTreeMap<&str, (usize, usize)> =
        documents.iter().map(|view| (view.document.pointer.as_str(), view.counts())).collect();
    let big = all.len() > ROOM;
    let mut rows: Vec<Row> = Vec::new();
    // The place of the closed branch that hides what comes.
    let mut closed: Option<(usize, usize)> = None;
    for (index, (pointer, depth, hint)) in all.iter().enumerate() {
        let (errors, others) = counts.get(pointer.as_str()).copied().unwrap_or_default();
        if let Some((row, above)) = closed {
            if *depth > above {
                if let Some(row) = rows.get_mut(row) {
                    row.errors += errors;
                    row.others += others;
                }
                continue;
            }
            closed = None;
        }
        let Some(kind) = Kind::of(pointer) else { continue };
        let branch = all.get(index + 1).is_some_and(|(_, next, _)| next > depth);
        let needed = || shown.is_some_and(|shown| is_above(pointer, shown));
        let open =
            branch.then(|| turned.get(pointer.as_str()).copied().unwrap_or_else(|| !big || *depth == 0 || needed()));
        if open == Some(false) {
            closed = Some((rows.len(), *depth));
        }
        let word = match kind {
            Kind::User | Kind::Group | Kind::Role | Kind::Resource | Kind::Account | Kind::Scenario => kind.word(),
            Kind::Level if pointer.contains("/service") => "SCPs",
            Kind::Level => "RCPs",
            _ => "",
        };
        rows.push(Row {
            pointer: pointer.clone(),
            kind,
            word,
            name: name(scenario, pointer),
            hint: hint.clone(),
            depth: *depth,
            open,
            errors,
            others,
        });
    }
    rows
}

fn is_above(branch: &str, node: &str) -> bool {
    let mut at = parent(node);
    while let Some(above) = at {
        if above == branch {
            return true;
        }
        at = parent(above);
    }
    false
}

/// Every node: its place, its depth, and what is said beside its name.
fn all(scenario: &Scenario) -> Vec<(String, usize, String)> {
    let mut rows = Vec::new();
    let mut add = |at: &Pointer, depth: usize, hint: &str| rows.push((at.as_str().to_owned(), depth, hint.to_owned()));
    add(&Pointer::root(), 0, "");
    for (id, account) in &scenario.world.accounts {
        let at = Pointer::root().member("accounts").member(id);
        add(&at, 0, account.alias.as_deref().unwrap_or_default());
        below_account(&at, account, &mut add);
    }
    if let Some(organization) = &scenario.world.organization {
        let at = Pointer::root().member("organization");
        add(&at, 0, organization.id.as_deref().unwrap_or_default());
        levels(&at.member("serviceControlPolicies"), organization.service_control_policies.as_deref(), &mut add);
        levels(&at.member("resourceControlPolicies"), organization.resource_control_policies.as_deref(), &mut add);
    }
    rows
}

fn below_account(at: &Pointer, account: &Account, add: &mut impl FnMut(&Pointer, usize, &str)) {
    let own = |boundary: &Option<BoundarySource>| matches!(boundary, Some(BoundarySource::Document(_)));
    for (name, user) in &account.users {
        let at = at.member("users").member(name);
        let hint = if user.groups.is_empty() { String::new() } else { format!("in {}", user.groups.join(", ")) };
        add(&at, 1, &hint);
        policies(&at, &user.policies, add);
        if own(&user.boundary) {
            add(&at.member("boundary"), 2, "");
        }
    }
    for (name, group) in &account.groups {
        let at = at.member("groups").member(name);
        add(&at, 1, "");
        policies(&at, &group.policies, add);
    }
    for (name, role) in &account.roles {
        let at = at.member("roles").member(name);
        add(&at, 1, "");
        add(&at.member("trust"), 2, "");
        policies(&at, &role.policies, add);
        if own(&role.boundary) {
            add(&at.member("boundary"), 2, "");
        }
    }
    for (name, _) in &account.managed_policies {
        add(&at.member("managedPolicies").member(name).member("document"), 1, "managed");
    }
    for (arn, resource) in &account.resources {
        let at = at.member("resources").member(arn);
        add(&at, 1, "");
        if resource.policy.is_some() {
            add(&at.member("policy"), 2, "");
        }
    }
}

fn policies<T>(at: &Pointer, policies: &Named<T>, add: &mut impl FnMut(&Pointer, usize, &str)) {
    for (name, _) in policies {
        add(&at.member("policies").member(name), 2, "");
    }
}

fn levels(at: &Pointer, levels: Option<&[ControlLevel]>, add: &mut impl FnMut(&Pointer, usize, &str)) {
    for (index, level) in levels.unwrap_or_default().iter().enumerate() {
        let at = at.element(index);
        add(&at, 1, "");
        policies(&at, &level.policies, add);
    }
}

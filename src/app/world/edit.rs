//! What an edit of the world comes to: changes of the scenario, and what to say about them.

use super::add::{Addable, add, duplicate};
use super::node::{Kind, account, arn, cut, find, iam_arn, last, name, names, parent, place};
use super::refs;
use crate::app::model::Offer;
use crate::arn::Arn;
use crate::scenario::{Change, Scenario};
use crate::text::Pointer;
use crate::text::json::Json;

/// What somebody wants. Nodes are JSON pointers.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// Something new in a node. The text is the secret of a new MFA device.
    Add(String, Addable, String),
    /// Another name.
    Rename(String, String),
    /// A copy beside it.
    Duplicate(String),
    /// Without it.
    Delete(String),
    /// Earlier (-1) or later (1) among its like.
    Move(String, i32),
}

/// What it comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// What to say about them; may be empty.
    pub said: String,
    /// The node to go to.
    pub goes_to: String,
    /// The element that the keyboard goes to; none for the node's row.
    pub focus: Option<String>,
    /// A place that is another one afterwards, with all below it.
    pub moved: Option<(String, String)>,
    /// The ARN that the thing had and the one that it has.
    pub arns: Option<(String, String)>,
}

/// What an intent comes to.
///
/// # Errors
/// A sentence on why it cannot be.
pub fn plan(scenario: &Scenario, intent: &Intent) -> Result<Plan, String> {
    match intent {
        Intent::Add(to, what, secret) => add(scenario, to, *what, secret),
        Intent::Rename(pointer, name) => rename(scenario, pointer, name.trim()),
        Intent::Duplicate(pointer) => duplicate(scenario, pointer),
        Intent::Delete(pointer) => delete(scenario, pointer),
        Intent::Move(pointer, by) => shift(scenario, pointer, *by),
    }
}

fn rename(scenario: &Scenario, pointer: &str, to: &str) -> Result<Plan, String> {
    let kind = Kind::of(pointer).filter(|kind| kind.has_name()).ok_or("This has no name of its own.")?;
    let from = name(scenario, pointer);
    if from == to {
        return Ok(Plan { goes_to: pointer.to_owned(), ..Plan::default() });
    }
    kind.check_name(to)?;
    if kind == Kind::Resource && Arn::parse(to).is_none() {
        return Err(format!("`{to}` is no ARN such as arn:aws:s3:::bucket."));
    }
    if kind == Kind::Level {
        let changes = vec![Change::set(format!("{pointer}/level"), to)];
        return Ok(Plan { changes, goes_to: pointer.to_owned(), ..Plan::default() });
    }
    let place = place(pointer);
    let others = names(scenario, cut(place, 1));
    if others.iter().any(|other| *other != from && other.eq_ignore_ascii_case(to)) {
        return Err(format!("The name `{to}` is taken."));
    }
    let there = Pointer::from_text(cut(place, 1)).member(to).as_str().to_owned();
    let old_arn = arn(scenario, pointer);
    let new_arn = old_arn.as_ref().map(|old| match kind {
        Kind::Resource => to.to_owned(),
        _ => old.strip_suffix(&from).map_or_else(|| old.clone(), |start| format!("{start}{to}")),
    });
    let arns = if kind == Kind::Account { Some((from.clone(), to.to_owned())) } else { old_arn.zip(new_arn) };
    let mut changes = match kind {
        Kind::Account => account_renamed(scenario, &from, to),
        Kind::Group => group_renamed(scenario, pointer, &from, to),
        _ => arns.as_ref().map_or_else(Vec::new, |(old, new)| arn_changed(scenario, kind, old, new)),
    };
    changes.push(Change::Rename { pointer: place.to_owned(), name: to.to_owned() });
    let said = arns.as_ref().map_or_else(String::new, |(old, _)| still_named(scenario, old));
    let goes_to = format!("{there}{}", pointer.strip_prefix(place).unwrap_or_default());
    Ok(Plan { changes, said, goes_to, moved: Some((place.to_owned(), there)), arns, focus: None })
}

/// What names an ARN shall name another. Requests may also be for what is inside a resource.
pub(super) fn arn_changed(scenario: &Scenario, kind: Kind, old: &str, new: &str) -> Vec<Change> {
    refs::renamed(scenario, |text| {
        let rest = text.strip_prefix(old)?;
        let inside = kind == Kind::Resource && rest.starts_with(['/', ':']);
        (rest.is_empty() || inside).then(|| format!("{new}{rest}"))
    })
}

fn account_renamed(scenario: &Scenario, old: &str, new: &str) -> Vec<Change> {
    let within = format!(":{old}:");
    let moved = |text: &str| {
        let in_account = Arn::parse(text).is_some_and(|arn| arn.account == old);
        in_account.then(|| text.replacen(&within, &format!(":{new}:"), 1))
    };
    let mut changes = refs::renamed(scenario, |text| if text == old { Some(new.to_owned()) } else { moved(text) });
    let resources = Pointer::root().member("accounts").member(old).member("resources");
    for arn in names(scenario, resources.as_str()) {
        if let Some(name) = moved(&arn) {
            changes.push(Change::Rename { pointer: resources.member(&arn).as_str().to_owned(), name });
        }
    }
    changes
}

fn group_renamed(scenario: &Scenario, pointer: &str, old: &str, new: &str) -> Vec<Change> {
    // Groups are names within their account, and members are read against them: both change in one go.
    let users = format!("{}/users/", cut(pointer, 2));
    let mut changes = refs::renamed(scenario, |text| (text == old).then(|| new.to_owned()));
    changes.retain(|change| match change {
        Change::Set { pointer, .. } => pointer.starts_with(&users) && last(cut(pointer, 1)) == "groups",
        _ => false,
    });
    changes
}

fn delete(scenario: &Scenario, pointer: &str) -> Result<Plan, String> {
    let kind = Kind::of(pointer).filter(|kind| kind.can_go()).ok_or("This cannot be deleted.")?;
    let place = place(pointer);
    if find(scenario, place).is_none() {
        return Err("It is not there any more.".to_owned());
    }
    let called = name(scenario, pointer);
    let own = arn(scenario, pointer);
    let id = account(pointer);
    let mut said = match kind {
        Kind::Organization | Kind::Boundary | Kind::ResourcePolicy => format!("Deleted: the {}", kind.word()),
        _ => format!("Deleted: {} `{called}`", kind.word()),
    };
    let steps = match kind {
        Kind::User | Kind::Role => refs::steps(scenario, |arn| own.as_deref() == Some(arn)),
        Kind::Account => refs::steps(scenario, |text| Arn::parse(text).is_some_and(|arn| arn.account == id)),
        _ => Vec::new(),
    };
    match steps.len() {
        0 => {}
        1 => said.push_str(", and one step of the script that needs it"),
        more => said.push_str(&format!(", and {more} steps of the script that need it")),
    }
    let mut changes: Vec<Change> = steps.iter().rev().map(|step| Change::remove(format!("/script/{step}"))).collect();
    match kind {
        Kind::Group => {
            changes.extend(refs::taken_out(scenario, &format!("{}/users/", cut(pointer, 2)), "groups", &called))
        }
        Kind::Managed => {
            let arn = own.as_deref().unwrap_or_default();
            let attached = refs::taken_out(scenario, "/accounts/", "attached", arn);
            let boundaries = refs::boundaries(scenario, arn);
            match attached.len() {
                0 => {}
                1 => said.push_str(", and what attached it"),
                more => said.push_str(&format!(", and the {more} places that attached it")),
            }
            // Without its boundary an identity may do more: that must not go unsaid.
            match boundaries.len() {
                0 => {}
                1 => said.push_str(". It was a permissions boundary: who had it has none now, and may do more"),
                more => said.push_str(&format!(
                    ". It was the permissions boundary of {more} identities: they have none now, and may do more"
                )),
            }
            changes.extend(attached);
            changes.extend(boundaries.into_iter().map(Change::remove));
        }
        Kind::Account => {
            changes.extend(refs::taken_out(scenario, "/organization", "accounts", &id));
            if find(scenario, "/organization/managementAccount").and_then(Json::as_str) == Some(&id) {
                changes.push(Change::remove("/organization/managementAccount"));
            }
        }
        _ => {}
    }
    for view in ["/view/user", "/view/role"] {
        let arn = find(scenario, view).and_then(Json::as_str);
        let inside = kind == Kind::Account && arn.and_then(Arn::parse).is_some_and(|arn| arn.account == id);
        if arn.is_some() && arn == own.as_deref() || inside {
            changes.push(Change::remove(view));
        }
    }
    let alone = kind == Kind::Level
        && find(scenario, cut(place, 1)).and_then(Json::as_array).is_some_and(|list| list.len() == 1);
    changes.push(Change::remove(if alone { cut(place, 1) } else { place }));
    said.push('.');
    if let Some(arn) = &own {
        let after = scenario.changed(&changes).ok();
        said.push_str(&still_named(after.as_ref().unwrap_or(scenario), arn));
    }
    Ok(Plan { changes, said, goes_to: parent(pointer).unwrap_or_default().to_owned(), ..Plan::default() })
}

/// Which policies name an ARN that nothing has any more.
pub(super) fn still_named(scenario: &Scenario, arn: &str) -> String {
    let policies = refs::policies_that_name(scenario, arn);
    let called: Vec<String> =
        policies.iter().take(3).map(|policy| format!("{}: {}", policy.owner, policy.name)).collect();
    let more = match policies.len() - called.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    match called.as_slice() {
        [] => String::new(),
        [one] => format!(" One policy still names `{arn}` ({one})."),
        _ => format!(" {} policies still name `{arn}` ({}{more}).", policies.len(), called.join("; ")),
    }
}

/// What makes policies name a thing by its new ARN.
pub(super) fn naming_anew(scenario: &Scenario, old: &str, new: &str) -> Option<Offer> {
    let policies = refs::policies_that_name(scenario, old);
    let (words, said) = match policies.len() {
        0 => return None,
        1 => ("Change it there".to_owned(), format!("The policy now names `{new}`.")),
        many => (format!("Change it in all {many}"), format!("{many} policies now name `{new}`.")),
    };
    Some(Offer { words, changes: refs::renamed_in_policies(&policies, old, new), said })
}

/// Where a node stands among its like, and how many there are.
pub fn position(scenario: &Scenario, pointer: &str) -> Option<(usize, usize)> {
    let kind = Kind::of(pointer).filter(|kind| kind.has_name())?;
    let place = place(pointer);
    let list = cut(place, 1);
    if kind == Kind::Level {
        return Some((last(place).parse().ok()?, find(scenario, list)?.as_array()?.len()));
    }
    let names = names(scenario, list);
    Some((names.iter().position(|name| *name == last(place))?, names.len()))
}

fn shift(scenario: &Scenario, pointer: &str, by: i32) -> Result<Plan, String> {
    let (at, len) = position(scenario, pointer).ok_or("This stays where it is.")?;
    let to = at.saturating_add_signed(by as isize).min(len.saturating_sub(1));
    let place = place(pointer);
    let mut plan = Plan { goes_to: pointer.to_owned(), ..Plan::default() };
    if to != at {
        plan.changes.push(Change::Move { pointer: place.to_owned(), to });
        if Kind::of(pointer) == Some(Kind::Level) {
            plan.goes_to = format!("{}/{to}", cut(place, 1));
        }
    }
    Ok(plan)
}

/// The changes after which a user, role or managed policy has another path.
pub(super) fn repathed(scenario: &Scenario, pointer: &str, path: &str) -> (Vec<Change>, Option<(String, String)>) {
    let kind = Kind::of(pointer);
    let word = match kind {
        Some(Kind::User) => "user",
        Some(Kind::Role) => "role",
        _ => "policy",
    };
    let at = format!("{}/path", place(pointer));
    let new = iam_arn(&account(pointer), word, Some(path).filter(|path| !path.is_empty()), &last(place(pointer)));
    let arns = arn(scenario, pointer).map(|old| (old, new));
    let mut changes = match (&arns, kind) {
        (Some((old, new)), Some(kind)) => arn_changed(scenario, kind, old, new),
        _ => Vec::new(),
    };
    if !path.is_empty() {
        changes.push(Change::set(at, path));
    } else if find(scenario, &at).is_some() {
        changes.push(Change::remove(at));
    }
    (changes, arns)
}

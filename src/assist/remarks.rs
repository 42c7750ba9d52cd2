//! What is worth a word about the action and the resource of a request. Nothing here keeps the request from being sent.

use crate::condition::distance;
use crate::pattern::{NoVariables, Pattern};
use crate::service_data::{Service, ServiceData, is_service, nearest_service};

/// So many names are offered.
const OFFERED: usize = 3;

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The action.
    Action,
    /// The resource.
    Resource,
}

/// A remark on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The part of the request.
    pub about: About,
    /// One or two sentences.
    pub message: String,
    /// What may have been meant, the likeliest first.
    pub offers: Vec<String>,
    /// Whether it may be only that somebody is still typing.
    pub half_typed: bool,
}

/// What there is to say about a request for an action on a resource.
pub fn remarks(action: &str, resource: &str, data: Option<&ServiceData<'_>>) -> Vec<Remark> {
    on_action(action.trim(), data).into_iter().chain(on_resource(resource.trim())).collect()
}

fn on_action(text: &str, data: Option<&ServiceData<'_>>) -> Option<Remark> {
    let (prefix, name) = text.split_once(':').unwrap_or((text, ""));
    let prefix = prefix.to_ascii_lowercase();
    let service = data.and_then(|data| data.service(&prefix));
    let remark = |message: String, offers: Vec<String>| Remark {
        about: About::Action,
        message,
        offers: offers.into_iter().map(|name| format!("{prefix}:{name}")).collect(),
        half_typed: false,
    };
    if text.contains(['*', '?']) {
        let message = "A request is about exactly one action: `*` and `?` are for policies.".to_owned();
        return Some(remark(message, service.map(|service| matching(service, name)).unwrap_or_default()));
    }
    if name.is_empty() {
        return None;
    }
    if !is_service(&prefix) {
        let offers = nearest_service(&prefix).map(|near| format!("{near}:{name}"));
        let message = format!("AWS has no service with the prefix `{prefix}`. {ALL_THE_SAME}");
        return Some(Remark { offers: offers.into_iter().collect(), ..remark(message, Vec::new()) });
    }
    let service = service?;
    let lower = name.to_ascii_lowercase();
    if service.actions.contains_key(&lower) {
        return None;
    }
    let half_typed = service.actions.keys().any(|known| known.starts_with(&lower));
    let message = format!("`{prefix}` has no action `{name}`. {ALL_THE_SAME}");
    Some(Remark { half_typed, ..remark(message, nearest(service, &lower)) })
}

const ALL_THE_SAME: &str = "The request is answered all the same.";

fn on_resource(text: &str) -> Option<Remark> {
    (text != "*" && text.contains(['*', '?'])).then(|| Remark {
        about: About::Resource,
        message: "A request is about exactly one resource: `*` and `?` are ordinary characters here.".to_owned(),
        offers: Vec::new(),
        half_typed: false,
    })
}

/// Actions that a pattern stands for.
fn matching(service: &Service<'_>, name: &str) -> Vec<String> {
    let pattern = Pattern::wildcards(&name.to_ascii_lowercase());
    let known = service.actions.iter().filter(|(known, _)| pattern.matches(known, &NoVariables).is_yes());
    // The plainest is as a rule the shortest.
    let mut names: Vec<&str> = known.map(|(_, action)| action.name).collect();
    names.sort_by_key(|name| (name.len(), *name));
    names.into_iter().take(OFFERED).map(str::to_owned).collect()
}

/// Actions that are spelled much like this: few letters differ, or one name begins with the other.
fn nearest(service: &Service<'_>, lower: &str) -> Vec<String> {
    let mut near: Vec<(usize, &str)> = service
        .actions
        .iter()
        .filter_map(|(known, action)| {
            let letters = distance(known, lower);
            let spelled = letters <= 3 && letters * 3 <= lower.len();
            let begins = lower.len() >= 3 && (known.starts_with(lower) || lower.starts_with(known.as_str()));
            (spelled || begins).then_some((letters, action.name))
        })
        .collect();
    near.sort();
    near.into_iter().take(OFFERED).map(|(_, name)| name.to_owned()).collect()
}

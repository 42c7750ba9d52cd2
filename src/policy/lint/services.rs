//! What AWS's services do not have: prefixes, actions, condition keys, resources (rules B10 to B12, C6).
//!
//! Prefixes are known for all services; the rest is judged for services whose data is at hand, and no others.

use super::{Lint, Test, cover, fix, tests};
use crate::arn;
use crate::condition::{Base, distance};
use crate::pattern::NoVariables;
use crate::policy::{ActionPattern, Effect, ResourcePattern, Statement};
use crate::service_data::{Action, Service, ServiceData, is_service, nearest_service};

impl Lint<'_> {
    pub(super) fn services(&mut self, statement: &Statement) {
        for pattern in &statement.action.patterns {
            if let Some(service) = &pattern.service {
                self.action(pattern, service);
            }
        }
        let Some(data) = self.data else { return };
        for pattern in statement.resource.iter().flat_map(|clause| &clause.patterns) {
            self.resource_form(data, pattern);
        }
        if statement.void || statement.action.not {
            return;
        }
        for pattern in &statement.action.patterns {
            if let Some((service, action)) = named_action(data, pattern) {
                self.resource_for_action(statement, pattern, service, action);
                for test in tests(statement) {
                    self.key_for_action(statement, pattern, (service, action), test);
                }
            }
        }
    }

    fn action(&mut self, pattern: &ActionPattern, prefix: &str) {
        let text = &pattern.text;
        if !is_service(prefix) {
            let near = self.hint(|| nearest_service(prefix));
            let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let details = format!("`{text}`: AWS has no service with the prefix `{prefix}`{hint}");
            self.error("INVALID_SERVICE_IN_ACTION", "B10", pattern.at, details);
            if let (Some(near), Some((_, name))) = (near, text.split_once(':')) {
                let better = format!("{near}:{name}");
                self.fix(format!("Write `{better}`"), fix::replace(pattern.at, &better));
            }
            return;
        }
        let Some(service) = self.data.and_then(|data| data.service(prefix)) else { return };
        let name = cover::action_name(pattern);
        if name.contains(['*', '?']) {
            if !service.actions.keys().any(|known| pattern.name.matches(known, &NoVariables).is_yes()) {
                let details = format!("`{text}` matches no action of `{prefix}`");
                self.error("INVALID_ACTION", "B10", pattern.at, details);
            }
        } else if !service.actions.contains_key(&name) {
            let near = self.hint(|| nearest_action(service, &name));
            let hint = near.map_or(String::new(), |near| format!("; did you mean `{prefix}:{near}`?"));
            self.error("INVALID_ACTION", "B10", pattern.at, format!("`{prefix}` has no action `{text}`{hint}"));
            if let Some(near) = near {
                let better = format!("{prefix}:{near}");
                self.fix(format!("Write `{better}`"), fix::replace(pattern.at, &better));
            }
        }
    }

    /// A key of a service that has no such key.
    pub(super) fn service_key(&mut self, test: Test<'_>) {
        let (key, lower) = (&test.key.key, test.key.key_lower.as_str());
        let Some((prefix, name)) = lower.split_once(':') else { return };
        let Some(service) = self.data.and_then(|data| data.service(prefix)) else { return };
        if service.key_position(name).is_some() {
            return;
        }
        let near = self.hint(|| nearest_key(service, prefix, name));
        let hint = near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        let details = format!("`{prefix}` has no condition key `{key}`{hint}");
        self.error("INVALID_SERVICE_CONDITION_KEY", "C6", test.key.key_at, details);
        if let Some(near) = near.filter(|near| !near.contains('*')) {
            self.fix(format!("Write `{near}`"), fix::replace(test.key.key_at, &near));
        }
    }

    /// An ARN that has the form of none of its service's resource types.
    fn resource_form(&mut self, data: &ServiceData<'_>, pattern: &ResourcePattern) {
        let Some([_, _, service, _, _, resource]) = arn::fields(&pattern.text).filter(|_| !pattern.completed) else {
            return;
        };
        let kind = resource.split(['/', ':']).next().unwrap_or_default();
        if data.service(service).is_none() || kind.is_empty() || kind.contains(['*', '?', '$']) {
            return;
        }
        let form = without_variables(resource);
        if !data.types_of(service).any(|known| cover::may_overlap(known.resource, &form)) {
            let details = format!("`{}` does not match the ARN of any resource type of `{service}`", pattern.text);
            self.error("INVALID_ARN_RESOURCE", "B11", pattern.at, details);
        }
    }

    /// An action whose statement names no resource that it could be about.
    fn resource_for_action(
        &mut self,
        statement: &Statement,
        pattern: &ActionPattern,
        service: &Service<'_>,
        action: &Action<'_>,
    ) {
        let Some(clause) = statement.resource.as_ref().filter(|clause| !clause.not && !clause.patterns.is_empty())
        else {
            return;
        };
        if action.types.is_empty() {
            if clause.patterns.iter().all(|pattern| !pattern.is_any() && !may_be_any(pattern)) {
                let details = format!("`{}` is about no resource of its own: it needs `Resource` \"*\"", pattern.text);
                self.warn("RESOURCE_DOES_NOT_FIT_ACTION", "B11", pattern.at, details);
            }
            return;
        }
        let fits = clause.patterns.iter().any(|resource| {
            may_be_any(resource)
                || service.types_for(action).any(|known| may_be(resource, known.service, known.resource))
        });
        if !fits {
            let wanted: Vec<&str> = service.types_for(action).map(|known| known.resource).take(3).collect();
            let details =
                format!("`{}` is about `{}`: none of the resources here is one", pattern.text, wanted.join("`, `"));
            self.warn("RESOURCE_DOES_NOT_FIT_ACTION", "B11", pattern.at, details);
        }
    }

    /// A condition key that requests for an action never have.
    fn key_for_action(
        &mut self,
        statement: &Statement,
        pattern: &ActionPattern,
        (service, action): (&Service<'_>, &Action<'_>),
        test: Test<'_>,
    ) {
        let operator = test.operator();
        // `IfExists`, `Null` and negated operators may be meant for requests without the key.
        if operator.base == Base::Null || operator.if_exists || operator.base.is_negated() {
            return;
        }
        let key = &test.key.key;
        if test.key.key_lower.starts_with("aws:resourcetag/") {
            if !service.action_has_resource_tag(action) {
                let details = format!("requests for `{}` never have `{key}`", pattern.text);
                match statement.effect {
                    Effect::Allow => self.suggest(
                        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
                        "C4",
                        test.key.key_at,
                        format!("{details}: the action is not allowed here"),
                    ),
                    Effect::Deny => self.security(
                        "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
                        "C4",
                        test.key.key_at,
                        format!("{details}: the action is not denied here"),
                    ),
                }
            }
            return;
        }
        let own = pattern.service.as_deref().unwrap_or_default();
        // The operations of one sign-in share its keys: AWS's lists name them at the main one only.
        if own == "sts" {
            return;
        }
        let position = test
            .key
            .key_lower
            .split_once(':')
            .filter(|(prefix, _)| *prefix == own)
            .and_then(|(_, name)| service.key_position(name));
        if let Some(position) = position
            && !service.action_has_key(action, position)
        {
            let details =
                format!("requests for `{}` never have `{key}`: give the action a statement of its own", pattern.text);
            self.error("UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "C4", test.key.key_at, details);
        }
    }
}

/// The action that a pattern without wildcards names, where its service's data is at hand.
fn named_action<'d>(data: &'d ServiceData<'_>, pattern: &ActionPattern) -> Option<(&'d Service<'d>, &'d Action<'d>)> {
    let service = data.service(pattern.service.as_deref()?)?;
    Some((service, service.actions.get(pattern.name.as_literal()?)?))
}

fn nearest_action<'a>(service: &Service<'a>, name: &str) -> Option<&'a str> {
    service
        .actions
        .iter()
        .map(|(known, action)| (distance(known, name), action.name))
        .filter(|(distance, _)| *distance <= 3 && *distance * 3 <= name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn nearest_key(service: &Service<'_>, prefix: &str, name: &str) -> Option<String> {
    service
        .keys
        .iter()
        .map(|known| (distance(&known.name_lower, name), known.name))
        .filter(|(distance, _)| *distance <= 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| format!("{prefix}:{name}"))
}

/// Whether a pattern may stand for resources of every service, or is too short to tell.
fn may_be_any(pattern: &ResourcePattern) -> bool {
    pattern.is_any() || pattern.completed || arn::fields(&pattern.text).is_none_or(|[_, _, service, ..]| service == "*")
}

fn may_be(pattern: &ResourcePattern, service: &str, resource: &str) -> bool {
    arn::fields(&pattern.text).is_none_or(|[_, _, written, _, _, last]| {
        cover::may_overlap(written, service) && cover::may_overlap(&without_variables(last), resource)
    })
}

/// A text with `*` in the place of each variable.
fn without_variables(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        out.push('*');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

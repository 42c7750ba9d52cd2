//! A request as a command: the command of its action, and its resource where the command names it.

use super::commands::{COMMANDS, Command, NO_COMMAND, SAME_NAMES, SERVICES};
use super::shell::{Line, as_it_is, kebab, mention, option};
use super::{profile, region, signed};
use crate::arn::{Arn, friendly_name};
use crate::scenario::{RequestStep, Scenario};

/// The command; none where the action is checked as a part of other calls.
pub(super) fn request(scenario: &Scenario, request: &RequestStep, notes: &mut Vec<String>) -> Option<Line> {
    let action = &request.action;
    if let Some((_, when)) = NO_COMMAND.iter().find(|(name, _)| name.eq_ignore_ascii_case(&action.text)) {
        notes.push(format!("{} has no command of its own: it is checked {when}.", mention(&action.text)));
        return None;
    }
    signed(scenario, request.signed_by, notes);
    let known = COMMANDS.iter().find(|command| command.action.eq_ignore_ascii_case(&action.text));
    let mut line = Line::new(&known.map_or_else(|| spelled(&action.text, notes), |known| known.command.to_owned()));
    let named = known.is_some_and(|known| name_resource(known, &request.resource, &mut line));
    if !named && request.resource != "*" {
        notes.push(format!("The resource is {}.", mention(&request.resource)));
    }
    if let Some(known) = known.filter(|known| !known.rest.is_empty()) {
        let variables: Vec<&str> = known.rest.split('$').skip(1).filter_map(|text| text.split('"').next()).collect();
        if !variables.is_empty() {
            notes.push(format!("Set {} first.", variables.join(" and ")));
        }
        line.raw(known.rest);
    }
    if !request.context.is_empty() {
        let keys: Vec<String> = request.context.iter().map(|(key, _)| mention(key)).collect();
        notes.push(format!("The scenario sets in the request context: {}.", keys.join(", ")));
    }
    if !request.via.is_empty() {
        let services: Vec<String> = request.via.iter().map(|service| mention(service)).collect();
        notes.push(format!("In the scenario a service sends it for the caller: {}.", services.join(", ")));
    }
    if let Some(region) = region(&request.resource) {
        line.raw(region);
    }
    line.raw(profile(scenario, request.signed_by));
    Some(line)
}

/// The command that an action most likely has.
fn spelled(action: &str, notes: &mut Vec<String>) -> String {
    let (prefix, name) = action.split_once(':').unwrap_or(("", action));
    let prefix = prefix.to_lowercase();
    let service = SERVICES.iter().find(|(other, _)| *other == prefix).map_or(prefix.as_str(), |(_, service)| *service);
    if !SAME_NAMES.contains(&prefix.as_str()) || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        notes.push(format!("IAM action {}: the command may have another name.", mention(action)));
    }
    let word = |text: &str| super::shell::quote(text);
    format!("{} {}", word(service), word(&kebab(name)))
}

/// Writes the resource as the command takes it. Says whether it could.
fn name_resource(command: &Command, resource: &str, line: &mut Line) -> bool {
    let Some(arn) = Arn::parse(resource).filter(|_| as_it_is(resource)) else { return false };
    let prefix = command.action.split(':').next().unwrap_or_default();
    // Roles belong to IAM, whoever assumes them.
    if resource.contains(['*', '?', '$']) || arn.service != (if prefix == "sts" { "iam" } else { prefix }) {
        return false;
    }
    // The parts of the resource between the fixed words of the shape, for example `table/{table-name}`.
    let mut rest = arn.resource;
    let mut options = Vec::new();
    let mut shape = command.shape;
    while let Some((fixed, after)) = shape.split_once('{') {
        let Some((flag, after)) = after.split_once('}') else { return false };
        let Some(stripped) = rest.strip_prefix(fixed) else { return false };
        let end = after.chars().next().filter(|c| *c != '{');
        let value = match end {
            Some(end) => stripped.split(end).next().unwrap_or_default(),
            None => stripped,
        };
        if value.is_empty() {
            return false;
        }
        rest = stripped.get(value.len()..).unwrap_or_default();
        shape = after;
        let (flag, kind) = flag.split_once(' ').unwrap_or((flag, ""));
        let value = match kind {
            "arn" => resource.to_owned(),
            "name" => friendly_name(value).to_owned(),
            "path" if value.contains('/') => format!("/{value}"),
            "url" => queue_url(&arn),
            _ => value.to_owned(),
        };
        // Only keys of objects have these signs; elsewhere something stands behind the name.
        let elsewhere = kind.is_empty() && flag != "key" && value.contains(['/', ':']);
        if value.is_empty() || elsewhere || (kind.is_empty() && !as_it_is(&value)) {
            return false;
        }
        options.push(option(&format!("--{flag}"), &value));
    }
    if options.is_empty() || rest != shape {
        return false;
    }
    options.into_iter().for_each(|option| line.raw(option));
    true
}

/// The address of a queue.
fn queue_url(arn: &Arn<'_>) -> String {
    format!("https://sqs.{}.amazonaws.com/{}/{}", arn.region, arn.account, arn.resource)
}

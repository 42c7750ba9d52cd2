//! What the fields of a request suggest: the names that the scenario itself uses.

use std::collections::BTreeSet;

use super::shared::Shared;
use crate::arn::Arn;
use crate::assist::Remark;
use crate::scenario::{Scenario, StepKind};
use crate::text::json::{self, Json};

/// How many suggestions a field makes.
const SUGGESTED: usize = 300;

/// Keys that requests are often tried with.
const OFTEN: &[&str] = &[
    "aws:SourceIp",
    "aws:SourceVpce",
    "aws:CurrentTime",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:ResourceTag/team",
];

/// What the fields of the form suggest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggestions {
    /// Actions that the policies and the script name.
    pub actions: Vec<String>,
    /// Resources that the world, the policies and the script name.
    pub resources: Vec<String>,
    /// Keys that the policies ask for.
    pub keys: Vec<String>,
    /// What is worth a word about the request that is typed.
    pub remarks: Shared<Vec<Remark>>,
}

/// What the policies, the world and the script name.
pub(super) fn suggestions(scenario: &Scenario) -> Suggestions {
    let mut found = Found::default();
    for step in &scenario.script {
        let StepKind::Request(request) = &step.kind else { continue };
        found.action(&request.action.text);
        found.resource(&request.resource);
        request.context.iter().for_each(|(key, _)| found.key(key));
    }
    for arn in scenario.world.accounts.iter().flat_map(|(_, account)| &account.resources).map(|(arn, _)| arn) {
        found.resource(arn);
    }
    for document in scenario.documents() {
        if let Ok(document) = json::parse(&document.text)
            && let Some(statements) = document.get("Statement")
        {
            let one = std::slice::from_ref(statements);
            statements.as_array().unwrap_or(one).iter().for_each(|statement| found.statement(statement));
        }
    }
    OFTEN.iter().for_each(|key| found.key(key));
    let list = |set: BTreeSet<String>| set.into_iter().take(SUGGESTED).collect();
    Suggestions {
        actions: list(found.actions),
        resources: list(found.resources),
        keys: list(found.keys),
        remarks: Shared::default(),
    }
}

#[derive(Default)]
struct Found {
    actions: BTreeSet<String>,
    resources: BTreeSet<String>,
    keys: BTreeSet<String>,
}

impl Found {
    fn action(&mut self, text: &str) {
        if text.contains(':') && !text.contains(['*', '?']) {
            self.actions.insert(text.to_owned());
        }
    }

    fn resource(&mut self, text: &str) {
        if text == "*" || Arn::parse(text).is_some() && !text.contains(['*', '?', '$']) {
            self.resources.insert(text.to_owned());
        }
    }

    fn key(&mut self, text: &str) {
        if text.contains(':') {
            self.keys.insert(text.to_owned());
        }
    }

    fn statement(&mut self, statement: &Json) {
        for member in statement.as_object().unwrap_or_default() {
            match member.name.as_str() {
                "Action" | "NotAction" => each(&member.value, &mut |text| self.action(text)),
                "Resource" | "NotResource" => each(&member.value, &mut |text| self.resource(text)),
                "Condition" => member
                    .value
                    .as_object()
                    .unwrap_or_default()
                    .iter()
                    .flat_map(|operator| operator.value.as_object().unwrap_or_default())
                    .for_each(|key| self.key(&key.name)),
                _ => {}
            }
        }
    }
}

fn each(value: &Json, found: &mut impl FnMut(&str)) {
    value.as_str().into_iter().for_each(&mut *found);
    value.as_array().unwrap_or_default().iter().filter_map(Json::as_str).for_each(found);
}

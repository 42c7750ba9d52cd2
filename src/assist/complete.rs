//! Completion: what could stand at the caret.

use super::choices::{Choices, Draft};
use super::knowledge as know;
use super::place::{Place, Role, place};
use super::scan::{Node, scan};
use super::{LARGEST, Setting, snippets};
use crate::finding::Edit;
use crate::policy::PolicyType;
use crate::text::ByteRange;

mod actions;
pub(super) mod conditions;
mod principals;
mod resources;

/// What could stand at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What a choice replaces.
    pub at: ByteRange,
    /// The choices; those with a higher rank first.
    pub options: Vec<Choice>,
    /// Edits that come with any choice: a comma that is missing before it.
    pub also: Vec<Edit>,
}

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is called, and what typed letters are compared with.
    pub label: String,
    /// What it is.
    pub kind: ChoiceKind,
    /// A few words beside the label.
    pub detail: String,
    /// What is written.
    pub apply: String,
    /// Where in it the caret goes, in bytes, if not to its end; there something else can be chosen at once.
    pub caret: Option<usize>,
    /// A sentence or two; empty where there is nothing to say.
    pub about: String,
    /// How likely it is, from -99 to 99.
    pub rank: i8,
}

/// What a choice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceKind {
    /// An element of a document or a statement.
    Element,
    /// A value.
    Value,
    /// An operator.
    Operator,
    /// A condition key.
    Key,
    /// A service.
    Service,
    /// An action or a group of them.
    Action,
    /// A resource.
    Resource,
    /// A principal.
    Principal,
    /// A whole statement or document.
    Snippet,
}

impl ChoiceKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Element => "element",
            Self::Value => "value",
            Self::Operator => "operator",
            Self::Key => "key",
            Self::Service => "service",
            Self::Action => "action",
            Self::Resource => "resource",
            Self::Principal => "principal",
            Self::Snippet => "snippet",
        }
    }
}

/// What could stand at a byte of a text, however broken the text is; none where there is nothing to offer.
pub fn complete(text: &str, at: usize, setting: Setting<'_>) -> Option<Completion> {
    if text.len() > LARGEST || !text.is_char_boundary(at) {
        return None;
    }
    let root = scan(text);
    let place = place(text, root.as_ref(), at);
    // Before a quote there is nothing to complete: the string behind it has been written.
    if place.word.is_some_and(|word| at < word.inside.start) {
        return None;
    }
    let around = Around { text, root: root.as_ref(), place: &place, setting };
    let mut choices = Choices::new(text, at, &place);
    match place.role {
        Role::Empty => documents(&around, &mut choices),
        Role::DocumentElement => document_elements(&around, &mut choices),
        Role::Version => versions(&mut choices),
        Role::Statements => statements(&around, &mut choices),
        Role::StatementElement => statement_elements(&around, &mut choices),
        Role::Effect => effects(&around, &mut choices),
        Role::Action => actions::offer(&around, &mut choices),
        Role::Resource => resources::offer(&around, &mut choices),
        Role::Principal => principals::whole(&around, &mut choices),
        Role::PrincipalKind => principals::kinds(&around, &mut choices),
        Role::PrincipalValue(kind) => principals::offer(&around, kind, &mut choices),
        Role::Operator => conditions::operators(&around, &mut choices),
        Role::ConditionKey(operator) => conditions::keys(&around, operator, &mut choices),
        Role::ConditionValue(operator, key) => conditions::values(&around, operator, key, &mut choices),
        Role::Other => {}
    }
    choices.finish()
}

/// What is known around the caret.
struct Around<'a, 't, 'n> {
    text: &'t str,
    root: Option<&'n Node>,
    place: &'n Place<'t, 'n>,
    setting: Setting<'a>,
}

impl<'t, 'n> Around<'_, 't, 'n> {
    /// The names that the object around the caret has, without the one at the caret.
    fn present(&self) -> Vec<&'t str> {
        let Some(container) = self.place.container else { return Vec::new() };
        let own = self.place.word.map(|word| word.at.start);
        container
            .entries()
            .iter()
            .filter(|entry| Some(entry.key.at.start) != own)
            .map(|entry| entry.key.text(self.text))
            .collect()
    }

    /// The words of the list around the caret, without the one at the caret.
    fn listed(&self) -> Vec<&'t str> {
        let own = self.place.word.map(|word| word.text(self.text));
        let Some(container) = self.place.container else { return Vec::new() };
        let mut words = container.words(self.text);
        if let Some(at) = own.and_then(|own| words.iter().position(|word| *word == own)) {
            words.remove(at);
        }
        words
    }

    /// An element of the statement around the caret.
    fn element(&self, name: &str) -> Option<&'n Node> {
        self.place.statement?.member(self.text, name)
    }

    /// The actions of the statement, as they are written.
    fn actions(&self) -> Vec<&'t str> {
        self.element("Action").map(|node| node.words(self.text)).unwrap_or_default()
    }
}

fn documents(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    if around.root.is_some_and(|root| !root.entries().is_empty()) {
        return;
    }
    for snippet in snippets::snippets(around.setting.policy_type) {
        let draft = Draft::new(ChoiceKind::Snippet, snippet.title).about(snippet.about);
        choices.raw(draft, &snippets::document(snippet));
    }
}

fn statements(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    for snippet in snippets::snippets(around.setting.policy_type) {
        let draft = Draft::new(ChoiceKind::Snippet, snippet.title).about(snippet.about);
        choices.raw(draft, snippet.statement);
    }
}

fn document_elements(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    let present = around.present();
    let with_id = around.setting.policy_type == PolicyType::Resource;
    let elements = [("Version", "\"2012-10-17\""), ("Statement", "[\t\u{1}\n]"), ("Id", "\"\u{1}\"")];
    for (rank, (name, value)) in (1..).zip(elements.iter().rev()) {
        if !present.contains(name) && (with_id || *name != "Id") {
            choices.name(element(name).rank(rank), value);
        }
    }
}

fn statement_elements(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    let present = around.present();
    let policy_type = around.setting.policy_type;
    let has = |name: &str| present.contains(&name);
    let mut rank = 20;
    let mut offer = |fits: bool, name: &'static str, value: &str| {
        rank -= 1;
        if fits && !has(name) {
            choices.name(element(name).rank(rank), value);
        }
    };
    let text = "\"\u{1}\"";
    let (principal, action, resource) = (
        has("NotPrincipal") || has("Principal"),
        has("NotAction") || has("Action"),
        has("NotResource") || has("Resource"),
    );
    let trust = policy_type == PolicyType::Trust;
    let control = policy_type == PolicyType::ResourceControl;
    let everybody = if control { "\"*\"" } else { "\u{1}" };
    offer(true, "Effect", text);
    offer(policy_type.has_principal() && !principal, "Principal", everybody);
    offer(!action, "Action", text);
    offer(!trust && !resource, "Resource", text);
    offer(true, "Condition", "{\t\"\u{1}\"\n}");
    offer(true, "Sid", text);
    offer(!action && !trust && !control, "NotAction", text);
    offer(!trust && !resource, "NotResource", text);
    offer(policy_type == PolicyType::Resource && !principal, "NotPrincipal", "{ \"AWS\": \"\u{1}\" }");
}

fn element(name: &str) -> Draft {
    Draft::new(ChoiceKind::Element, name).about(know::element(name).map_or("", |word| word.about))
}

fn versions(choices: &mut Choices<'_, '_>) {
    choices.string(Draft::new(ChoiceKind::Value, "2012-10-17").detail("policy variables work").rank(2));
    choices.string(Draft::new(ChoiceKind::Value, "2008-10-17").detail("no policy variables"));
}

fn effects(around: &Around<'_, '_, '_>, choices: &mut Choices<'_, '_>) {
    if around.setting.policy_type != PolicyType::ResourceControl {
        choices.string(Draft::new(ChoiceKind::Value, "Allow").rank(2));
    }
    choices.string(Draft::new(ChoiceKind::Value, "Deny").detail("wins over every Allow"));
}

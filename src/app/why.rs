//! The explanation of one cell.

use std::rc::Rc;

use super::journey::{self, Station, StationState};
use super::message::Place;
use super::script;
use super::sessions::{failed_call, request_words};
use super::words;
use crate::engine::Path;
use crate::scenario::{Detail, EvaluationReport, Outcome, Runner, Scenario, StepKind, StepReport};
use crate::sts::ContextEntry;
use crate::text::Span;
use crate::trace::{NodeKind, NodeResult, NodeRole, SourceSpan, TraceNode};
use crate::whatif::SessionKind;
use crate::world::Library;

/// What there is to say about one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The action that was asked for.
    pub action: String,
    /// On what.
    pub resource: String,
    /// With which credentials.
    pub credentials: String,
    /// The STS call that failed, where the request was never sent.
    pub failed_call: Option<&'static str>,
    /// What came out.
    pub outcome: Outcome,
    /// The sentence.
    pub reason: String,
    /// What that means.
    pub plain: &'static str,
    /// The stations of the journey.
    pub stations: Vec<Rc<Station>>,
    /// The steps that matter, in order.
    pub walk: Vec<String>,
    /// The step that tells most.
    pub focus: Option<String>,
    /// The request context.
    pub context: Vec<ContextEntry>,
    /// Which reading of the rules the context rests on, where there is more than one.
    pub reading: Option<String>,
    /// Keys that were asked for and not there.
    pub missing: Vec<String>,
}

/// A range of a document to be highlighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// First UTF-16 unit.
    pub from: u32,
    /// The unit after the last.
    pub to: u32,
    /// How strongly.
    pub kind: MarkKind,
}

/// How strongly a range is highlighted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// The words themselves.
    Deciding,
    /// The statement around them.
    Context,
}

impl Why {
    /// Explains a cell of the matrix.
    pub(super) fn of_cell(scenario: &Scenario, request: usize, kind: SessionKind, report: Option<&StepReport>) -> Self {
        let (action, resource) = request_words(scenario, request);
        match report {
            Some(report) => Self::of(action, resource, kind.label().to_owned(), failed_call(kind, report), report),
            None => Self::nothing(action, resource),
        }
    }

    /// Explains a step of the script.
    pub(super) fn of_step(scenario: &Scenario, index: usize) -> Self {
        let library = Library::default();
        let mut runner = Runner::new(scenario, &library);
        for before in 0..index {
            runner.step(before, Detail::Decision);
        }
        let report = runner.step(index, Detail::Full);
        let (action, resource) = script::step_words(scenario, index);
        match report {
            report if report.outcome.is_some() => {
                let mut why = Self::of(action, resource, script::signer_words(scenario, index), None, &report);
                let step = scenario.script.get(index);
                if why.outcome == Outcome::Issued && step.is_some_and(|step| matches!(step.kind, StepKind::SignIn(_))) {
                    why.plain = words::SIGNED_IN;
                }
                why
            }
            _ => Self::nothing(action, resource),
        }
    }

    fn of(
        action: String,
        resource: String,
        credentials: String,
        failed_call: Option<&'static str>,
        report: &StepReport,
    ) -> Self {
        let outcome = report.outcome.unwrap_or(Outcome::Refused);
        let counts = report.evaluations.as_ref().and_then(|evaluations| {
            let first_no = evaluations
                .iter()
                .find(|evaluation| Outcome::from(evaluation.evaluation.verdict.decision) != Outcome::Allowed);
            first_no.or_else(|| evaluations.first())
        });
        let trace: &[TraceNode] = counts.map_or(&[], |evaluation| &evaluation.trace);
        let stations = journey::stations(report, trace, counts.map(|counts| counts.evaluation.verdict.layer));
        let stations: Vec<Rc<Station>> = stations.into_iter().map(Rc::new).collect();
        let focus = focus(&stations);
        let walk = walk(&stations, focus.as_deref());
        Self {
            action,
            resource,
            credentials,
            failed_call,
            outcome,
            reason: reason(report, counts),
            plain: plain(outcome, counts),
            focus,
            stations,
            walk,
            context: report.context.clone().unwrap_or_default(),
            reading: report
                .trace
                .iter()
                .find(|node| node.kind == NodeKind::Context && !node.facts.is_empty())
                .and_then(|node| node.detail.clone()),
            missing: counts.map(|evaluation| evaluation.missing_context.clone()).unwrap_or_default(),
        }
    }

    /// There is no such step.
    pub(super) fn nowhere() -> Self {
        Self::nothing(String::new(), String::new())
    }

    fn nothing(action: String, resource: String) -> Self {
        Self {
            action,
            resource,
            credentials: String::new(),
            failed_call: None,
            outcome: Outcome::Refused,
            reason: "There is nothing to explain here.".to_owned(),
            plain: "",
            stations: Vec::new(),
            walk: Vec::new(),
            focus: None,
            context: Vec::new(),
            reading: None,
            missing: Vec::new(),
        }
    }

    /// Whether there is nothing to explain.
    pub fn is_empty(&self) -> bool {
        self.stations.is_empty()
    }

    /// A step in words, for those who cannot see where it stands.
    pub fn spoken(&self, id: &str) -> String {
        let path = self.path(id);
        let Some(node) = path.last() else { return String::new() };
        let mut said = format!(": {} {}.", node.title, words::result(node.kind, node.result));
        if let Some(detail) = &node.detail {
            said.push(' ');
            said.push_str(&detail.replace('`', ""));
        }
        said
    }

    /// Where a step stands in the policies.
    pub fn source(&self, id: &str) -> Option<&SourceSpan> {
        self.path(id).last().and_then(|node| node.source.as_ref())
    }

    /// The steps from a station down to a step.
    pub fn path(&self, id: &str) -> Vec<&TraceNode> {
        self.stations.iter().flat_map(|station| &station.nodes).find_map(|node| path_to(node, id)).unwrap_or_default()
    }

    /// The step that is about a place in a document: of the steps whose words hold it, the one with the fewest. In the
    /// name of a property it is the widest step about that property, where none is about the name.
    pub(super) fn step_at(&self, document: &str, place: Place) -> Option<&str> {
        let part = |deciding| self.stations.iter().filter(move |station| station.deciding == deciding);
        let stations = part(false).chain(part(true));
        let mut spans = Vec::new();
        stations.flat_map(|station| &station.nodes).for_each(|node| sources_below(node, document, &mut spans));
        let in_property = |span: &&(Span, &str)| place.from <= span.0.start && span.0.end <= place.to;
        // Of two with the same words, the one further down says more, and the one at the deciding station most.
        let holding = spans
            .iter()
            .rev()
            .filter(|(span, _)| span.start <= place.at && place.at <= span.end)
            .min_by_key(|(span, _)| span.end - span.start);
        let of_property = || spans.iter().filter(in_property).max_by_key(|(span, _)| span.end - span.start);
        holding.filter(in_property).or_else(of_property).or(holding).map(|(_, id)| *id)
    }

    /// The station that a step belongs to.
    pub(super) fn station_of(&self, id: &str) -> Option<&Station> {
        self.stations
            .iter()
            .map(Rc::as_ref)
            .find(|station| station.nodes.iter().any(|node| path_to(node, id).is_some()))
    }

    /// What to highlight in a document for a step: its words, and the statement around them.
    pub(super) fn marks(&self, id: &str, document: &str) -> Vec<Mark> {
        let path = self.path(id);
        let Some((last, above)) = path.split_last() else { return Vec::new() };
        let around = above.iter().rev().find(|node| node.kind == NodeKind::Statement);
        let mark = |node: &TraceNode, kind| {
            let source = node.source.as_ref().filter(|source| source.policy == document)?;
            Some(Mark { from: source.at.start, to: source.at.end, kind })
        };
        // A whole document needs no highlight.
        let words = (last.kind != NodeKind::Policy).then(|| mark(last, MarkKind::Deciding)).flatten();
        around.and_then(|node| mark(node, MarkKind::Context)).into_iter().chain(words).collect()
    }
}

/// What the outcome means; of the root user's own right, and of calls that need none, no statement has to allow.
fn plain(outcome: Outcome, counts: Option<&EvaluationReport>) -> &'static str {
    match (outcome, counts.map(|counts| counts.evaluation.verdict.path)) {
        (Outcome::Allowed | Outcome::Issued, Some(Path::RootRight)) => words::ROOT_RIGHT,
        (Outcome::Allowed | Outcome::Issued, Some(Path::NoPermissionNeeded)) => words::NO_PERMISSION_NEEDED,
        _ => words::outcome_plain(outcome),
    }
}

fn reason(report: &StepReport, counts: Option<&EvaluationReport>) -> String {
    match (&report.error, counts) {
        (Some(error), _) => format!("{}: {}", error.code, error.message),
        (None, Some(evaluation)) => evaluation.reason.clone(),
        (None, None) => String::new(),
    }
}

/// With more statements than this at the station that stops the request, its policies are walked through and not they.
const FEW: usize = 12;

/// The steps that matter, up to the station where the request stops.
fn walk(stations: &[Rc<Station>], focus: Option<&str>) -> Vec<String> {
    let mut walk = Vec::new();
    for station in stations.iter().filter(|station| station.state != StationState::Unreached) {
        let before = walk.len();
        station.nodes.iter().for_each(|node| walk_through(node, &mut walk));
        if station.state == StationState::Stopped && walk.len() == before {
            let few = station.nodes.iter().map(statements).sum::<usize>() <= FEW;
            station.nodes.iter().for_each(|node| walk_past(node, few, focus, &mut walk));
        }
    }
    walk
}

fn statements(node: &TraceNode) -> usize {
    if node.kind == NodeKind::Statement { 1 } else { node.children.iter().map(statements).sum() }
}

/// Where nothing applies, each policy says no, and each statement by the clause that failed.
fn walk_past(node: &TraceNode, few: bool, focus: Option<&str>, walk: &mut Vec<String>) {
    match node.kind {
        NodeKind::Level if node.result == NodeResult::Allow => {}
        NodeKind::Statement => {
            let step = failed_clause(node).unwrap_or(node);
            if few || focus == Some(&step.id) {
                walk.push(step.id.clone());
            }
        }
        _ => {
            walk.push(node.id.clone());
            node.children.iter().for_each(|child| walk_past(child, few, focus, walk));
        }
    }
}

fn failed_clause(statement: &TraceNode) -> Option<&TraceNode> {
    statement.children.iter().find(|clause| clause.result == NodeResult::NotMatched)
}

fn walk_through(node: &TraceNode, walk: &mut Vec<String>) {
    if node.role == NodeRole::Irrelevant {
        return;
    }
    walk.push(node.id.clone());
    // A statement that applies matters as a whole; one that does not, by the clause that failed.
    let failed = node.kind != NodeKind::Statement || node.result != NodeResult::NoOpinion;
    for child in node.children.iter().filter(|child| failed || child.result == NodeResult::NotMatched) {
        walk_through(child, walk);
    }
}

/// The steps from a node down that stand in a document.
fn sources_below<'a>(node: &'a TraceNode, document: &str, spans: &mut Vec<(Span, &'a str)>) {
    if let Some(source) = node.source.as_ref().filter(|source| source.policy == document) {
        spans.push((source.at, &node.id));
    }
    node.children.iter().for_each(|child| sources_below(child, document, spans));
}

fn path_to<'a>(node: &'a TraceNode, id: &str) -> Option<Vec<&'a TraceNode>> {
    if node.id == id {
        return Some(vec![node]);
    }
    let mut path = node.children.iter().find_map(|child| path_to(child, id))?;
    path.insert(0, node);
    Some(path)
}

/// The step that tells a reader most: the failing key of an Allow that nearly applied, the statement that decided.
fn focus(stations: &[Rc<Station>]) -> Option<String> {
    let stopped = stations.iter().find(|station| station.state == StationState::Stopped);
    if let Some(station) = stopped {
        let near_miss = station.nodes.iter().find_map(|node| {
            find(node, &|node| {
                node.kind == NodeKind::Statement
                    && node.role == NodeRole::Contributing
                    && node.result == NodeResult::NoOpinion
            })
        });
        if let Some(statement) = near_miss {
            let key = find(statement, &|node| node.kind == NodeKind::Key && node.result == NodeResult::NotMatched);
            return Some(key.unwrap_or(statement).id.clone());
        }
        let mut clauses = Vec::new();
        station.nodes.iter().for_each(|node| failed_allows(node, &mut clauses));
        let furthest = clauses.into_iter().rev().max_by_key(|clause| how_far(clause.kind));
        if let Some(clause) = furthest.filter(|clause| how_far(clause.kind) > 0) {
            return Some(clause.id.clone());
        }
    }
    let station = stopped.or_else(|| stations.iter().find(|station| station.deciding))?;
    let deciding = |kind: NodeKind| {
        station.nodes.iter().find_map(|node| find(node, &|node| node.kind == kind && node.role == NodeRole::Deciding))
    };
    let statement = deciding(NodeKind::Statement);
    // Where a condition made the difference, its words tell more than the whole statement.
    let condition = statement.and_then(|statement| {
        statement.children.iter().find(|node| node.kind == NodeKind::Condition && node.result == NodeResult::Matched)
    });
    condition
        .map(only_key)
        .or(statement)
        .or_else(|| deciding(NodeKind::Authentication))
        .or_else(|| station.nodes.first())
        .map(|node| node.id.clone())
}

/// The clauses that kept Allow statements from applying.
fn failed_allows<'a>(node: &'a TraceNode, found: &mut Vec<&'a TraceNode>) {
    if node.kind != NodeKind::Statement {
        node.children.iter().for_each(|child| failed_allows(child, found));
    } else if node.children.first().is_some_and(|effect| effect.title.ends_with("Allow")) {
        found.extend(failed_clause(node));
    }
}

/// How much a failed clause tells: one about other actions is about something else altogether.
fn how_far(clause: NodeKind) -> u8 {
    match clause {
        NodeKind::Condition => 3,
        NodeKind::Resource => 2,
        NodeKind::Principal => 1,
        _ => 0,
    }
}

/// The key of a condition that has only one, else the condition.
fn only_key(condition: &TraceNode) -> &TraceNode {
    match condition.children.as_slice() {
        [operator] => match operator.children.as_slice() {
            [key] => key,
            _ => operator,
        },
        _ => condition,
    }
}

fn find<'a>(node: &'a TraceNode, wanted: &dyn Fn(&TraceNode) -> bool) -> Option<&'a TraceNode> {
    if wanted(node) { Some(node) } else { node.children.iter().find_map(|child| find(child, wanted)) }
}

//! The request's journey: the stations of rule D18, and how far the request came.

use crate::engine::Layer;
use crate::scenario::{Outcome, StepReport};
use crate::trace::{NodeKind, NodeResult, NodeRole, TraceNode};

/// One station.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Its name in ids.
    pub id: &'static str,
    /// Its name for the reader.
    pub name: String,
    /// How the request fared.
    pub state: StationState,
    /// A few words on that.
    pub words: String,
    /// Whether the decision was made here.
    pub deciding: bool,
    /// The steps taken here.
    pub nodes: Vec<TraceNode>,
}

impl Station {
    /// Its key among the steps that the user opened or closed.
    pub fn key(&self) -> String {
        format!("station/{}", self.id)
    }
}

/// How the request fared at a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StationState {
    /// It went on.
    Passed,
    /// There was nothing to pass: no policy, or none that says anything.
    Nothing,
    /// It went no further.
    Stopped,
    /// It never got here.
    Unreached,
    /// The end of the line.
    End,
}

/// The layers, in the order in which AWS reports them.
const LAYERS: &[(&str, &str)] = &[
    ("resourceControl", "Resource control policies"),
    ("serviceControl", "Service control policies"),
    ("resource", "Resource-based policy"),
    ("identity", "Identity-based policies"),
    ("boundary", "Permissions boundary"),
    ("session", "Session policies"),
];

/// Lays out the stations of one report; `trace` is the explanation of the evaluation that counts, `layer` the one where
/// that was decided.
pub(super) fn stations(report: &StepReport, trace: &[TraceNode], layer: Option<Layer>) -> Vec<Station> {
    let outcome = report.outcome.unwrap_or(Outcome::Refused);
    let missing = layer.filter(|_| outcome == Outcome::ImplicitDeny).map(Layer::name);
    let mut line = Line { stopped: false, missing, stations: Vec::new() };
    line.authentication(report, outcome);
    line.context(report);
    line.deny_scan(trace, outcome);
    for (id, name) in LAYERS {
        let node = trace.iter().find(|node| node.kind == NodeKind::Layer && node.id == *id);
        line.layer(id, name, node, outcome);
    }
    if let Some(node) = trace.iter().find(|node| node.id == "principal") {
        line.layer("principal", "The caller's own right", Some(node), outcome);
    }
    line.end(report, outcome);
    // No policy is asked about GetSessionToken, or about signing in: good credentials are all that it takes.
    if outcome == Outcome::Issued
        && !line.stations.iter().any(|station| station.deciding)
        && let Some(authentication) = line.stations.first_mut()
    {
        authentication.deciding = true;
        for node in authentication.nodes.iter_mut().filter(|node| node.role != NodeRole::Irrelevant) {
            node.role = NodeRole::Deciding;
        }
    }
    line.stations
}

struct Line {
    stopped: bool,
    /// The layer whose Allow is missing.
    missing: Option<&'static str>,
    stations: Vec<Station>,
}

impl Line {
    fn add(
        &mut self,
        id: &'static str,
        name: impl Into<String>,
        state: StationState,
        words: impl Into<String>,
        nodes: Vec<TraceNode>,
    ) {
        let state = if self.stopped { StationState::Unreached } else { state };
        let deciding = state == StationState::Stopped;
        self.stopped |= deciding;
        self.stations.push(Station { id, name: name.into(), state, words: words.into(), deciding, nodes });
    }

    fn authentication(&mut self, report: &StepReport, outcome: Outcome) {
        let node = report.trace.iter().find(|node| node.kind == NodeKind::Authentication);
        let failed = outcome == Outcome::Refused || node.is_some_and(|node| node.result == NodeResult::NotMatched);
        let (state, words) = if failed {
            (StationState::Stopped, "refused before any policy was read")
        } else {
            (StationState::Passed, "credentials are good")
        };
        self.add(
            "authentication",
            "Authentication",
            state,
            words,
            node.map(|node| node.children.clone()).unwrap_or_default(),
        );
    }

    fn context(&mut self, report: &StepReport) {
        let count = report.context.as_ref().map_or(0, Vec::len);
        self.add("context", "Request context", StationState::Passed, format!("{count} keys collected"), Vec::new());
    }

    fn deny_scan(&mut self, trace: &[TraceNode], outcome: Outcome) {
        let mut found = Vec::new();
        trace.iter().for_each(|node| denying(node, None, &mut found));
        if outcome == Outcome::ExplicitDeny {
            self.add("denyScan", "Deny scan", StationState::Stopped, "a statement forbids it", found);
        } else {
            self.add("denyScan", "Deny scan", StationState::Passed, "no statement forbids it", Vec::new());
        }
    }

    fn layer(&mut self, id: &'static str, name: &str, node: Option<&TraceNode>, outcome: Outcome) {
        let Some(node) = node else {
            self.add(id, name, StationState::Nothing, "none", Vec::new());
            return;
        };
        let allowed = outcome == Outcome::Allowed || outcome == Outcome::Issued;
        let missing = self.missing == Some(id) && node.result != NodeResult::Allow;
        let (state, words) = match node.result {
            NodeResult::Skipped if missing => (StationState::Stopped, "none, and its Allow is needed"),
            NodeResult::Skipped => (StationState::Nothing, "none"),
            NodeResult::NoOpinion if missing => (StationState::Stopped, "nobody allows it"),
            NodeResult::Allow => (StationState::Passed, "allows"),
            _ if node.role == NodeRole::Deciding && !allowed => (StationState::Stopped, "nobody allows it"),
            NodeResult::NoOpinion => (StationState::Nothing, "says nothing"),
            _ => (StationState::Passed, "says nothing"),
        };
        // A station that stops the request always has something to show.
        let nodes = if node.children.is_empty() && state == StationState::Stopped {
            vec![TraceNode { role: NodeRole::Deciding, ..node.clone() }]
        } else if node.children.is_empty() && node.result != NodeResult::Skipped {
            vec![node.clone()]
        } else {
            node.children.clone()
        };
        self.add(id, node.title.clone(), state, words, nodes);
        if let Some(station) = self.stations.last_mut() {
            station.deciding |= allowed && node.role == NodeRole::Deciding;
        }
    }

    fn end(&mut self, report: &StepReport, outcome: Outcome) {
        let words = match (outcome, &report.error) {
            (_, Some(error)) => error.code.clone(),
            (outcome, None) => super::words::outcome(outcome).to_owned(),
        };
        self.stations.push(Station {
            id: "decision",
            name: "Decision".into(),
            state: StationState::End,
            words,
            deciding: false,
            nodes: Vec::new(),
        });
    }
}

/// The statements that deny, each with the name of its policy.
fn denying(node: &TraceNode, policy: Option<&TraceNode>, found: &mut Vec<TraceNode>) {
    if node.kind == NodeKind::Statement && node.result == NodeResult::Deny {
        let mut copy = node.clone();
        rename(&mut copy);
        if let Some(policy) = policy {
            copy.title = format!("{}, {}", policy.title, copy.title);
        }
        found.push(copy);
    } else {
        let policy = if node.kind == NodeKind::Policy { Some(node) } else { policy };
        node.children.iter().for_each(|child| denying(child, policy, found));
    }
}

/// The same statement stands in its own layer too; ids stay unique.
fn rename(node: &mut TraceNode) {
    node.id = format!("denyScan/{}", node.id);
    node.children.iter_mut().for_each(rename);
}

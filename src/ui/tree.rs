//! The journey: a line with stations, each opening into the steps taken there.

use std::collections::BTreeMap;
use std::rc::Rc;

use iam_playground::app::{Msg, Station, StationState, words};
use iam_playground::scenario::Outcome;
use iam_playground::trace::{NodeKind, NodeResult, NodeRole, TraceNode};
use yew::prelude::*;

use super::signs::{icon, shape};
use super::text::prose;
use super::why::WhyProps;

/// Draws the line.
pub fn journey(props: &WhyProps) -> Html {
    let why = &props.why;
    html! {
        <ol class={classes!("journey", words::outcome_class(why.outcome))} aria-label="The request's journey">
            { for why.stations.iter().map(|station| {
                let here = |id: &Option<String>| id.clone().filter(|id| station.nodes.iter().any(|node| holds(node, Some(id.as_str()))));
                html! {
                    <StationOnLine key={station.id} station={Rc::clone(station)} outcome={why.outcome} focus={here(&why.focus)} step={here(&props.step)}
                        pointed={here(&props.pointed)} turned={props.turned.clone()} dispatch={props.dispatch.clone()} />
                }
            }) }
        </ol>
    }
}

/// The properties of [`StationOnLine`].
#[derive(Properties, PartialEq)]
struct StationProps {
    /// What to draw.
    station: Rc<Station>,
    /// What came of the request.
    outcome: Outcome,
    /// The step that tells most, where it is here.
    focus: Option<String>,
    /// The chosen step, where it is here.
    step: Option<String>,
    /// The step whose words the pointer or the caret is on, where it is here.
    pointed: Option<String>,
    /// What the user opened or closed.
    turned: BTreeMap<String, bool>,
    /// Takes messages.
    dispatch: Callback<Msg>,
}

/// Draws a station, again only where something about it has changed.
#[component]
fn StationOnLine(props: &StationProps) -> Html {
    let station = &*props.station;
    let state = match station.state {
        StationState::Passed => "passed",
        StationState::Nothing => "nothing",
        StationState::Stopped => "stop",
        StationState::Unreached => "unreached",
        StationState::End => "end",
    };
    let holds_step = props.step.is_some();
    let key = station.key();
    let open = props.turned.get(&key).copied().unwrap_or(station.deciding || holds_step);
    let pointed = !open && props.pointed.is_some();
    let deciding = station.deciding || station.state == StationState::End;
    let outcome = props.outcome;
    html! {
        <li class={classes!("station", state, deciding.then(|| format!("deciding {}", words::outcome_class(outcome))))}>
            <span class="stop-sign">{ stop_sign(station, outcome) }</span>
            { station_head(props, station, key, open, pointed) }
            if open && !station.nodes.is_empty() {
                <ul class="tree">{ for station.nodes.iter().map(|node| draw_node(props, node)) }</ul>
            }
        </li>
    }
}

fn station_head(props: &StationProps, station: &Station, key: String, open: bool, pointed: bool) -> Html {
    let inside = html! {
        <>
            <span class="label">{ &station.name }</span>
            <span class="station-state">{ if station.state == StationState::Unreached { "never got here" } else { station.words.as_str() } }</span>
            if station.deciding { <span class="decides">{ "decides" }</span> }
        </>
    };
    if station.nodes.is_empty() {
        return html! { <div class="station-head">{ inside }</div> };
    }
    html! {
        <button class={classes!("station-head", pointed.then_some("pointed"))} aria-expanded={open.to_string()} onclick={props.dispatch.reform(move |_: MouseEvent| Msg::Turned(key.clone(), !open))}>
            { inside }{ icon("right") }
        </button>
    }
}

fn stop_sign(station: &Station, outcome: Outcome) -> Html {
    match station.state {
        StationState::Stopped | StationState::End => shape(outcome),
        StationState::Passed if station.deciding => shape(outcome),
        StationState::Passed => html! { { icon("check") } },
        StationState::Nothing => html! { { icon("dot") } },
        StationState::Unreached => html! { { icon("unreached") } },
    }
}

fn holds(node: &TraceNode, step: Option<&str>) -> bool {
    step.is_some_and(|step| {
        node.id == step || step.strip_prefix(node.id.as_str()).is_some_and(|rest| rest.starts_with('/'))
    })
}

/// Whether a step is open before anybody turned it: those on the way to the chosen step, and to the one that tells most.
fn opens_by_itself(node: &TraceNode, focus: &Option<String>, chosen: &Option<String>) -> bool {
    let below = |id: &String| id.strip_prefix(node.id.as_str()).is_some_and(|rest| rest.starts_with('/'));
    chosen.as_ref().is_some_and(below) || focus.as_ref().is_some_and(below)
}

fn turn(props: &StationProps, key: &str, open: bool, name: &str) -> Html {
    let id = key.to_owned();
    html! {
        <button class="turn" aria-expanded={open.to_string()} aria-label={format!("Steps of {name}")} onclick={props.dispatch.reform(move |_: MouseEvent| Msg::Turned(id.clone(), !open))}>
            { icon("right") }
        </button>
    }
}

fn draw_node(props: &StationProps, node: &TraceNode) -> Html {
    let chosen = props.step.as_deref() == Some(node.id.as_str());
    let open = props.turned.get(&node.id).copied().unwrap_or_else(|| opens_by_itself(node, &props.focus, &props.step));
    let id = node.id.clone();
    let under = props.pointed.as_deref();
    // A closed step stands for those in it.
    let pointed = if open { under == Some(node.id.as_str()) } else { holds(node, under) };
    let literal = matches!(node.kind, NodeKind::Value | NodeKind::Key | NodeKind::Operator);
    html! {
        <li key={node.id.clone()} class={(node.role == NodeRole::Irrelevant).then_some("faint")}>
            <div class="node">
                if node.children.is_empty() { <span class="turn none"></span> } else { { turn(props, &node.id, open, &node.title) } }
                <button class={classes!("step", pointed.then_some("pointed"))} aria-current={chosen.then_some("step")} onclick={props.dispatch.reform(move |_: MouseEvent| Msg::StepChosen(id.clone()))}>
                    <span class="line"><span class={classes!("title", literal.then_some("literal"))}>{ &node.title }</span>{ result(node) }</span>
                    if let Some(detail) = &node.detail {
                        <span class="detail">{ prose(detail) }</span>
                    }
                </button>
            </div>
            if open && !node.children.is_empty() {
                <ul class="tree">{ for node.children.iter().map(|child| draw_node(props, child)) }</ul>
            }
        </li>
    }
}

fn result(node: &TraceNode) -> Html {
    let (class, shown) = match node.result {
        NodeResult::Matched | NodeResult::Allow => ("good", "check"),
        NodeResult::NotMatched if node.kind == NodeKind::Authentication => {
            return html! { <span class="result refused">{ shape(Outcome::Refused) }{ words::result(node.kind, node.result) }</span> };
        }
        NodeResult::NotMatched => ("bad", "ring"),
        NodeResult::Deny => ("deny", "cross"),
        NodeResult::NoOpinion => ("", "small-dot"),
        NodeResult::Skipped => ("", "small-dot"),
        NodeResult::Info => return html! {},
    };
    html! { <span class={classes!("result", class)}>{ icon(shown) }{ words::result(node.kind, node.result) }</span> }
}

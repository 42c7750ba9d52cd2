//! The Script view: the steps on their time line, and the clock with the device.

mod card;
mod clock;
mod form;

use iam_playground::app::script::{Card, Msg, NEW_STEPS, Open, State, Timeline, clock::Face};
use iam_playground::app::{Shared, Subject, WorldFinding};
use iam_playground::assist::Remark;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::signs::icon;
use super::text::prose;
use super::when;

/// The properties of [`ScriptView`].
#[derive(Properties, PartialEq)]
pub struct ScriptProps {
    /// The steps.
    pub timeline: Shared<Timeline>,
    /// What is open.
    pub state: State,
    /// The clock and the device.
    pub face: Option<Face>,
    /// The command of the AWS CLI that is wanted.
    pub command: Option<String>,
    /// What is worth a word about the request that is typed.
    pub remarks: Shared<Vec<Remark>>,
    /// The step that Why explains.
    pub subject: Subject,
    /// What is wrong with the scenario as a whole.
    pub world: Shared<Vec<WorldFinding>>,
    /// A document shall be shown.
    pub open: Callback<String>,
    /// Whether the answers are older than the text.
    pub stale: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
    /// Why shall explain a step.
    pub explain: Callback<usize>,
}

/// Draws the view.
#[component]
pub fn ScriptView(props: &ScriptProps) -> Html {
    let timeline = &props.timeline;
    let cards = &timeline.cards;
    html! {
        <div class={classes!("script", props.stale.then_some("stale"))}>
            if let Some(face) = &props.face {
                { clock::clock(face, &props.dispatch) }
            }
            { expectations(timeline, &props.dispatch) }
            { world(&props.world, &props.open) }
            <ol class="timeline" aria-label="Steps of the script">
                { for cards.iter().map(|card| html! {
                    <li key={card.index} class={classes!("moment", here(props, card.index))} ondragover={over(props, card.index)} ondrop={dropped(props)}>
                        { between(props, card.index) }
                        { step(props, card) }
                    </li>
                }) }
                <li key="end" class={classes!("moment", "end", here(props, cards.len()))} ondragover={over(props, cards.len())} ondrop={dropped(props)}>{ between(props, cards.len()) }</li>
            </ol>
        </div>
    }
}

/// Whether what is dragged would come to stand before this step.
fn here(props: &ScriptProps, index: usize) -> Option<&'static str> {
    (props.state.over == Some(index)).then_some("drop-here")
}

/// Over the lower half of a step it is about the place behind it.
fn over(props: &ScriptProps, index: usize) -> Callback<DragEvent> {
    let (dragged, known, last) = (props.state.dragged.is_some(), props.state.over, props.timeline.cards.len());
    when(&props.dispatch, move |event: DragEvent| {
        let moment = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()).filter(|_| dragged)?;
        event.prevent_default();
        let at = moment.get_bounding_client_rect();
        let lower = f64::from(event.client_y()) > at.top() + at.height() / 2.0;
        let place = (index + usize::from(lower)).min(last);
        (known != Some(place)).then_some(Msg::DraggedOver(place))
    })
}

fn dropped(props: &ScriptProps) -> Callback<DragEvent> {
    let dragged = props.state.dragged.is_some();
    when(&props.dispatch, move |event: DragEvent| {
        // A file that is dropped here is opened by the page.
        dragged.then(|| {
            event.prevent_default();
            Msg::Dropped
        })
    })
}

fn step(props: &ScriptProps, card: &Card) -> Html {
    match &props.state.open {
        Open::Form(form) if !form.new && form.index == card.index => form::draw(form, &props.remarks, &props.dispatch),
        _ => card::draw(props, card),
    }
}

/// Between two steps: the way to add one, or what is being added.
fn between(props: &ScriptProps, index: usize) -> Html {
    let open = props.state.open == Open::Adding(index);
    if let Open::Form(form) = &props.state.open
        && form.new
        && form.index == index
    {
        return form::draw(form, &props.remarks, &props.dispatch);
    }
    let last = index == props.timeline.cards.len();
    let label = if last { "Add a step at the end".to_owned() } else { format!("Add a step before step {}", index + 1) };
    html! {
        <>
            <button class={classes!("button", "quiet", "add-step", last.then_some("last"))} id={format!("step-add-{index}")} aria-expanded={open.to_string()} aria-label={label.clone()} title={label}
                onclick={props.dispatch.reform(move |_: MouseEvent| Msg::AddTurned(index))}>{ icon("plus") }if last { <span>{ "Add a step" }</span> }</button>
            if open { { choices(index, &props.dispatch) } }
        </>
    }
}

/// What can be added.
fn choices(index: usize, dispatch: &Callback<Msg>) -> Html {
    let escape = when(dispatch, |event: KeyboardEvent| (event.key() == "Escape").then_some(Msg::Closed));
    html! {
        <div class="new-steps" role="group" aria-label="Which step to add?" onkeydown={escape}>
            { for NEW_STEPS.iter().enumerate().map(|(position, (key, name, explains))| {
                let key = *key;
                html! {
                    <button class="new-step" key={key} id={format!("step-new-{position}")} onclick={dispatch.reform(move |_: MouseEvent| Msg::Added(index, key))}>
                        <strong>{ *name }</strong><span>{ *explains }</span>
                    </button>
                }
            }) }
        </div>
    }
}

fn expectations(timeline: &Timeline, dispatch: &Callback<Msg>) -> Html {
    let (all, unmet) = (timeline.expectations, timeline.unmet);
    let words = match (all, unmet) {
        (0, _) if timeline.cards.is_empty() => "No steps yet: somebody signs in, then sends a request.".to_owned(),
        (0, _) => "No step has an expected outcome.".to_owned(),
        (all, 0) => format!("All {all} expectations are met."),
        (all, 1) => format!("1 of {all} expectations is not met."),
        (all, unmet) => format!("{unmet} of {all} expectations are not met."),
    };
    html! {
        <div class="expectations">
            <span class={if unmet > 0 { "unmet" } else { "met" }}>{ icon(if unmet > 0 { "warning" } else if all > 0 { "check" } else { "small-dot" }) }<span role="status">{ words }</span></span>
            if !timeline.cards.is_empty() {
                <button class="button quiet" onclick={dispatch.reform(|_: MouseEvent| Msg::AllExpected)}>{ "Expect the current outcomes" }</button>
            }
        </div>
    }
}

/// What is wrong with the scenario as a whole.
fn world(findings: &[WorldFinding], open: &Callback<String>) -> Html {
    if findings.is_empty() {
        return html! {};
    }
    html! {
        <ul class="world-findings" aria-label="About this scenario">
            { for findings.iter().enumerate().map(|(index, WorldFinding { finding, about, document })| {
                let severity = finding.severity.name();
                let inside = html! { <>{ icon(severity) }<span><span class="hidden">{ format!("{severity}: ") }</span>if let Some((name, owner)) = document { <strong>{ name }</strong>{ format!(" of {owner}: ") } }{ prose(&finding.message) }</span></> };
                let about = about.clone();
                html! {
                    <li key={index}>
                        if document.is_some() {
                            <button class={classes!("finding", severity)} title="Show this policy" onclick={open.reform(move |_: MouseEvent| about.clone())}>{ inside }</button>
                        } else {
                            <p class={classes!("finding", severity)}>{ inside }</p>
                        }
                    </li>
                }
            }) }
        </ul>
    }
}

//! The right pane: the verdict, the journey of the request, and what it carried.

use std::collections::BTreeMap;

use iam_playground::app::flips::{self, Flips};
use iam_playground::app::{Msg, Shared, Why, words};
use yew::prelude::*;

use super::context::ContextTable;
use super::flips::flips_section;
use super::signs::{icon, old, sign};
use super::tree::journey;
use super::{browser, idle};

/// The properties of [`WhyPane`].
#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// What to explain.
    pub why: Shared<Why>,
    /// The changes that lead to another outcome.
    pub ways: Shared<Flips>,
    /// What is chosen about them.
    pub flips: flips::State,
    /// The chosen step.
    pub step: Option<String>,
    /// The step whose words the pointer or the caret is on.
    pub pointed: Option<String>,
    /// When this changes, the chosen step is brought into view.
    pub walked: u32,
    /// When this changes, the step under the caret is brought into view.
    pub followed: u32,
    /// Whether the steps are being played.
    pub playing: bool,
    /// What the user opened or closed.
    pub turned: BTreeMap<String, bool>,
    /// Whether the answers are older than the text.
    pub stale: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the pane.
#[component]
pub fn WhyPane(props: &WhyProps) -> Html {
    let why = &props.why;
    let steps = use_node_ref();
    {
        let steps = steps.clone();
        use_effect_with(props.walked, move |walked| {
            if *walked > 0 {
                browser::show_current(&steps);
            }
        });
    }
    {
        let steps = steps.clone();
        use_effect_with(props.followed, move |_| browser::show_pointed(&steps));
    }
    let at = props.step.as_ref().and_then(|step| why.walk.iter().position(|id| id == step));
    let send = |msg: Msg| props.dispatch.reform(move |_: MouseEvent| msg.clone());
    let position = at
        .map_or_else(|| "not one of the main steps".to_owned(), |at| format!("step {} of {}", at + 1, why.walk.len()));
    let title = props.step.as_deref().map(|step| why.spoken(step)).unwrap_or_default();
    let (play, play_words) = if props.playing { ("pause", "Stop playing") } else { ("play", "Play the steps") };
    html! {
        <>
        <div class="pane-head why-head">
            <h2 id="why-title">{ "Why" }</h2>
            if !why.is_empty() {
                <span class={classes!("verdict-sign", props.stale.then_some("stale"))}>{ sign(why.outcome) }</span>
            }
            { old(props.stale, words::STALE_SHORT) }
            if !why.is_empty() {
                <button class="button quiet icon copy-why" onclick={send(Msg::WhyCopied)} aria-label="Copy the explanation as Markdown" title="Copy the explanation as Markdown">{ icon("copy") }</button>
            }
        </div>
        <div class={classes!(props.stale.then_some("stale"))}>
            <div class="part">
                if !why.is_empty() {
                    <p class="question"><code>{ &why.action }</code><span>{ "with " }{ &why.credentials }</span></p>
                }
                <div class="verdict">
                    <p class="plain">{ why.plain }</p>
                    if let Some(call) = &why.failed_call {
                        <p class="session-note">{ format!("There is no session to send the request with: this is the answer to {call}.") }</p>
                    }
                    <p class="reason">{ &why.reason }</p>
                </div>
            </div>
            { flips_section(&props.ways, &props.flips, props.stale, &props.dispatch.reform(Msg::Flips)) }
            if !why.walk.is_empty() {
                <div class="stepper" role="group" aria-label="Steps of the explanation">
                    <button class="button quiet" onclick={send(Msg::StepMoved(-1))} aria-disabled={idle(at == Some(0))} aria-label="Previous step">{ icon("left") }<span class="long">{ "Previous" }</span></button>
                    <button class="button quiet to-policy" onclick={send(Msg::PolicyShown)}>{ "In the policy" }</button>
                    <button class="button quiet icon" onclick={send(Msg::PlayTurned)} aria-label={play_words} title={play_words}>{ icon(play) }</button>
                    <span class="position" role="status">{ position }<span class="hidden">{ title }</span></span>
                    <button class="button quiet icon" onclick={send(Msg::StepDeciding)} aria-disabled={idle(why.focus.is_none())} aria-label="Go to the step that decides" title="Go to the step that decides">{ icon("target") }</button>
                    <button class="button quiet" onclick={send(Msg::StepMoved(1))} aria-disabled={idle(at.is_some_and(|at| at + 1 == why.walk.len()))} aria-label="Next step"><span class="long">{ "Next" }</span>{ icon("right") }</button>
                </div>
            }
            <div ref={steps}>
                { journey(props) }
            </div>
            if !why.missing.is_empty() {
                <div class="missing">
                    <h3>{ "Missing context keys" }</h3>
                    <p class="muted">{ for why.missing.iter().enumerate().map(|(index, key)| html! { <>{ if index > 0 { ", " } else { "" } }<code>{ key }</code></> }) }</p>
                </div>
            }
            if !why.context.is_empty() {
                <ContextTable context={why.context.clone()} reading={why.reading.clone()} />
            }
        </div>
        </>
    }
}

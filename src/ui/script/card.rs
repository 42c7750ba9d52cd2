//! One step.

use iam_playground::app::script::{Card, Msg, Open, menu_id};
use iam_playground::app::{Subject, words};
use web_sys::{DragEvent, Element};
use yew::prelude::*;

use super::ScriptProps;
use crate::ui::signs::{icon, sign};
use crate::ui::text::{breakable, prose};
use crate::ui::{idle, when};

/// Draws a card.
pub fn draw(props: &ScriptProps, card: &Card) -> Html {
    let index = card.index;
    let (dispatch, explain) = (&props.dispatch, &props.explain);
    let chosen = props.subject == Subject::Step(index);
    let menu = props.state.open == Open::Menu(index);
    let command = props.command.as_ref().filter(|_| props.state.open == Open::Command(index));
    let onkeydown = when(dispatch, move |event: KeyboardEvent| {
        let msg = match (event.key().as_str(), event.alt_key()) {
            ("ArrowUp", true) => Msg::Moved(index, -1),
            ("ArrowDown", true) => Msg::Moved(index, 1),
            ("Escape", _) => Msg::Closed,
            _ => return None,
        };
        event.prevent_default();
        Some(msg)
    });
    let explained = card.outcome.is_some();
    let outcome = card.outcome.map_or("is-wait", words::outcome_class);
    html! {
        <article class={classes!("step-card", outcome, chosen.then_some("chosen"), (props.state.dragged == Some(index)).then_some("dragged"))} {onkeydown}>
            <div class="step-head">
                <span class="step-grip" title="Drag this step to another place" aria-hidden="true" draggable="true"
                    ondragstart={when(dispatch, move |event: DragEvent| { show_dragged(&event); Some(Msg::Dragged(Some(index))) })}
                    ondragend={when(dispatch, |_: DragEvent| Some(Msg::Dragged(None)))}>{ icon("grip") }</span>
                <button class="step-title" id={format!("step-{index}")} aria-current={chosen.then_some("step")} aria-disabled={idle(card.outcome.is_none())}
                    onclick={when(explain, move |_: MouseEvent| explained.then_some(index))}>
                    <span class="step-number" aria-hidden="true">{ index + 1 }</span>
                    <span class="step-words">
                        <strong>{ breakable(&card.title) }</strong>
                        if let Some(id) = &card.id { { " " }<span class="tag">{ id }</span> }
                        if card.outcome.is_some() { <span class="hidden">{ ": why?" }</span> }
                    </span>
                </button>
                if let Some(outcome) = card.outcome { { sign(outcome) } }
                <button class="button quiet icon" id={menu_id(index)} aria-expanded={menu.to_string()} aria-label={format!("Change step {}", index + 1)} title="Edit, copy, move or delete this step"
                    onclick={dispatch.reform(move |_: MouseEvent| Msg::MenuTurned(index))}>{ icon("more") }</button>
            </div>
            if menu { { actions(card, props.timeline.cards.len(), dispatch) } }
            if let Some(command) = command { { command_line(command, dispatch) } }
            <div class="step-body">
                <p class="step-when"><time datetime={card.at.clone()}>{ card.at.replace('T', " ").replace('Z', "") }</time>
                    if let Some(after) = &card.after { <span>{ after }</span> }
                    if let Some(signer) = &card.signer { <span>{ "with " }<code>{ signer }</code></span> }
                    if let Some(resource) = &card.resource { <span>{ "on " }<code>{ resource }</code></span> }
                </p>
                if !card.told.is_empty() { <p class="step-told">{ prose(&card.told) }</p> }
                if let Some(expiry) = &card.expiry { <p class="step-expiry">{ icon("clock") }<span>{ expiry }</span></p> }
                if let Some(note) = &card.note { <p class="step-note">{ prose(note) }</p> }
                if let Some(expected) = &card.expected {
                    <p class={classes!("step-expected", if expected.met { "met" } else { "unmet" })}>
                        { icon(if expected.met { "check" } else { "warning" }) }
                        <span>{ if expected.met { "as expected: " } else { "expected: " } }{ &expected.word }
                        if let Some(came) = &expected.came { { ", but got: " }{ prose(came) } }
                        </span>
                    </p>
                }
            </div>
        </article>
    }
}

/// The whole card is seen under the pointer, and not only what it is held by.
fn show_dragged(event: &DragEvent) {
    let card = event.target_dyn_into::<Element>().and_then(|grip| grip.closest(".step-card").ok().flatten());
    if let (Some(data), Some(card)) = (event.data_transfer(), card) {
        data.set_drag_image(&card, 12, 12);
    }
}

fn actions(card: &Card, steps: usize, dispatch: &Callback<Msg>) -> Html {
    let index = card.index;
    let send = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    let has_outcome = card.outcome.is_some();
    html! {
        <div class="row-actions" role="group" aria-label={format!("Step {}", index + 1)}>
            <button class="button" id="step-edit" onclick={send(Msg::EditAsked(index))}>{ icon("pencil") }{ "Edit" }</button>
            <button class="button" onclick={send(Msg::CopyAsked(index))}>{ icon("copy") }{ "Duplicate" }</button>
            <button class="button" onclick={send(Msg::DeleteAsked(index))}>{ icon("bin") }{ "Delete" }</button>
            <button class="button" onclick={send(Msg::Moved(index, -1))} aria-disabled={idle(index == 0)} title="Alt and arrow up">{ icon("up") }{ "Move up" }</button>
            <button class="button" onclick={send(Msg::Moved(index, 1))} aria-disabled={idle(index + 1 == steps)} title="Alt and arrow down">{ icon("down") }{ "Move down" }</button>
            if has_outcome && card.signer.is_some() {
                <button class="button" onclick={send(Msg::CommandAsked(index))}>{ icon("code") }{ "As AWS CLI" }</button>
            }
            if has_outcome {
                if card.expected.as_ref().is_none_or(|expected| !expected.met) {
                    <button class="button" onclick={send(Msg::Expected(index, true))}>{ icon("check") }{ "Expect this outcome" }</button>
                }
                if card.expected.is_some() {
                    <button class="button" onclick={send(Msg::Expected(index, false))}>{ icon("cross") }{ "Remove the expectation" }</button>
                }
            }
        </div>
    }
}

/// The step as a command of the AWS CLI.
fn command_line(command: &str, dispatch: &Callback<Msg>) -> Html {
    html! {
        <div class="command">
            <pre id="step-command" tabindex="0" aria-label="Command of the AWS CLI" role="region">{ command }</pre>
            <div class="row-actions">
                <button class="button" onclick={dispatch.reform(|_: MouseEvent| Msg::CommandCopied)}>{ icon("copy") }{ "Copy" }</button>
                <button class="button quiet" onclick={dispatch.reform(|_: MouseEvent| Msg::Closed)}>{ "Close" }</button>
            </div>
        </div>
    }
}

//! The smallest changes that lead to another outcome.

use iam_playground::app::flips::{Flip, Flips, Found, Msg, State};
use iam_playground::app::words;
use iam_playground::whatif::Family;
use yew::prelude::*;

use super::diff::draw_lines;
use super::idle;
use super::parts;
use super::signs::{icon, sign};
use super::text::prose;

/// Draws the section, closed at first.
pub fn flips_section(flips: &Flips, state: &State, stale: bool, dispatch: &Callback<Msg>) -> Html {
    let Flips::Of { choices, to, found, .. } = flips else { return html! {} };
    let open = state.open;
    html! {
        <section class="flips" aria-labelledby="flips">
            <button class="flips-head" id="flips" aria-expanded={open.to_string()} aria-controls="flips-inside" onclick={dispatch.reform(|_: MouseEvent| Msg::Turned)}>
                { icon("right") }{ flips.title() }
            </button>
            <div id="flips-inside">
                if open {
                    if choices.len() > 1 {
                        <div class="flips-to" role="group" aria-label="Wanted outcome">
                            { for choices.iter().map(|choice| {
                                let choice = *choice;
                                html! {
                                    <button class="choice" key={words::outcome(choice)} aria-pressed={(choice == *to).to_string()} onclick={dispatch.reform(move |_: MouseEvent| Msg::ToChosen(choice))}>{ sign(choice) }</button>
                                }
                            }) }
                        </div>
                    }
                    { parts::ways(found, state, stale, dispatch) }
                }
            </div>
        </section>
    }
}

/// What is in the open section.
pub fn inside(found: &Found, state: &State, stale: bool, dispatch: &Callback<Msg>) -> Html {
    match found {
        Found::Unasked => html! {},
        Found::Searching(old) if old.is_empty() => {
            html! { <p class="flips-note" role="status">{ "Looking for the smallest changes…" }</p> }
        }
        Found::Searching(old) => list(old, state, true, dispatch),
        Found::Changes(changes) => list(changes, state, stale, dispatch),
        Found::Impossible(why) => html! { <p class="flips-note">{ prose(why) }</p> },
    }
}

fn list(changes: &[Flip], state: &State, waiting: bool, dispatch: &Callback<Msg>) -> Html {
    html! {
        <ol class="flips-list">
            { for changes.iter().enumerate().map(|(index, flip)| one(index, flip, state.shown == Some(index), waiting, dispatch)) }
        </ol>
    }
}

fn one(index: usize, flip: &Flip, shown: bool, waiting: bool, dispatch: &Callback<Msg>) -> Html {
    let (shape, family) = match flip.family {
        Family::Session => ("key", "session"),
        Family::Request => ("send", "request"),
        Family::Policy => ("page", "policy"),
    };
    let send = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    let (apply, title) = if flip.only_looks() {
        ("Go there", "Look at that cell; nothing is changed")
    } else {
        ("Apply", "Make this change; one step to undo")
    };
    let about = format!("flip-{index}");
    html! {
        <li key={index} class="flip-way">
            <span class="family">{ icon(shape) }{ family }</span>
            <p id={about.clone()}>{ prose(&flip.sentence) }</p>
            <span class="flip-buttons">
                if !flip.differences.is_empty() {
                    <button class="button quiet" aria-expanded={shown.to_string()} aria-describedby={about.clone()} onclick={send(Msg::ShowTurned(index))}>{ if shown { "Hide" } else { "Show" } }</button>
                }
                <button class="button" {title} aria-disabled={idle(waiting)} aria-describedby={about} onclick={send(Msg::Applied(index))}>{ apply }</button>
            </span>
            if shown {
                <div class="flip-difference">
                    { for flip.differences.iter().map(|difference| html! { <><p class="difference-title">{ &difference.title }</p>{ draw_lines(&difference.lines) }</> }) }
                </div>
            }
        </li>
    }
}

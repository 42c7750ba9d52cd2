//! What could not be done, at the foot of the page until somebody has read it.

use iam_playground::app::{Msg, Notice, Told, place_words};
use yew::prelude::*;

use super::signs::icon;
use super::text::prose;

/// Draws it. The frame stays in the page, so that screen readers hear what comes into it.
pub fn notice(notice: Option<&Notice>, dispatch: &Callback<Msg>) -> Html {
    html! {
        <div class="notice-place" role="alert">
            if let Some(notice) = notice {
                <div class="notice problem">
                    <strong>{ &notice.title }</strong>
                    { told_at(&notice.place, &notice.message) }
                    <button class="button quiet icon" onclick={dispatch.reform(|_: MouseEvent| Msg::NoticeClosed)} aria-label="Close this message">{ icon("cross") }</button>
                </div>
            }
        </div>
    }
}

/// Says what was done, and how to take it back.
pub fn told(told: Option<&Told>, dispatch: &Callback<Msg>) -> Html {
    html! {
        <div class="notice-place" role="status">
            if let Some(told) = told {
                <div class="notice told">
                    <span>{ prose(&told.text) }</span>
                    if let Some(offer) = &told.offer {
                        <button class="button quiet" onclick={dispatch.reform(|_: MouseEvent| Msg::OfferTaken)}>{ &offer.words }</button>
                    }
                    if told.changed {
                        <button class="button quiet" onclick={dispatch.reform(|_: MouseEvent| Msg::Undo)}>{ icon("undo") }{ "Undo" }</button>
                    }
                    <button class="button quiet icon" onclick={dispatch.reform(|_: MouseEvent| Msg::ToldClosed)} aria-label="Close this message">{ icon("cross") }</button>
                </div>
            }
        </div>
    }
}

/// What is wrong and where: in words, and as the JSON pointer in small type.
pub fn told_at(place: &str, message: &str) -> Html {
    let words = place_words(place);
    html! {
        <>
            <span>if !words.is_empty() { <strong class="place">{ words }{ ": " }</strong> }{ prose(message) }</span>
            if !place.is_empty() { <code class="pointer">{ shortened(place) }</code> }
        </>
    }
}

/// A pointer, as far as anybody follows it.
fn shortened(place: &str) -> String {
    const LONGEST: usize = 160;
    let mut letters = place.chars();
    let beginning: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() { format!("{beginning}…") } else { beginning }
}

//! Running text with code and emphasis in it.

use iam_playground::app::{Inline, inlines};
use yew::prelude::*;

/// Draws a line of text, in the subset of Markdown that scenarios use.
pub fn prose(text: &str) -> Html {
    inlines(text)
        .into_iter()
        .map(|piece| match piece {
            Inline::Text(text) => html! { { text } },
            Inline::Code(text) => html! { <code>{ text }</code> },
            Inline::Strong(text) => html! { <strong>{ text }</strong> },
        })
        .collect()
}

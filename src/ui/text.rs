//! Running text with code and emphasis in it.

use iam_playground::app::{Inline, inlines};
use yew::prelude::*;

/// The properties of [`Prose`].
#[derive(Properties, PartialEq)]
pub struct ProseProps {
    /// The text, in the subset of Markdown that scenarios use.
    pub text: AttrValue,
}

/// Draws a line of text.
#[component]
pub fn Prose(props: &ProseProps) -> Html {
    inlines(&props.text)
        .into_iter()
        .map(|piece| match piece {
            Inline::Text(text) => html! { { text } },
            Inline::Code(text) => html! { <code>{ text }</code> },
            Inline::Strong(text) => html! { <strong>{ text }</strong> },
        })
        .collect()
}

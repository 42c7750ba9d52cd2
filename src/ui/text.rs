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

/// A text whose long names may break where a reader would: after a colon, and before a capital within a word.
pub fn breakable(text: &str) -> Html {
    let mut parts: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in text.chars() {
        if before == ':' || before.is_lowercase() && c.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
        before = c;
    }
    html! {
        { for parts.into_iter().enumerate().map(|(index, part)| html! { <>if index > 0 { <wbr /> }{ part }</> }) }
    }
}

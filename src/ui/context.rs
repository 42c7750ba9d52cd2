//! What the request carried, and where each key came from.

use iam_playground::app::{Shared, Why, words};
use yew::prelude::*;

use super::text::Prose;

/// The properties of [`ContextTable`].
#[derive(Properties, PartialEq)]
pub struct ContextProps {
    /// What is explained.
    pub why: Shared<Why>,
}

/// Draws the table, closed at first.
#[component]
pub fn ContextTable(props: &ContextProps) -> Html {
    let context = &props.why.context;
    html! {
        <details class="more">
            <summary>{ format!("Request context: {} keys", context.len()) }</summary>
            if let Some(reading) = &props.why.reading {
                <p class="reading"><Prose text={reading.clone()} /></p>
            }
            <table class="context">
                <thead><tr><th scope="col">{ "Key" }</th><th scope="col">{ "Value" }</th><th scope="col">{ "From" }</th></tr></thead>
                <tbody>
                    { for context.iter().map(|entry| html! {
                        <tr key={entry.key.clone()}><td class="key">{ &entry.key }</td><td class="key">{ entry.values.join(", ") }</td><td>{ words::origin(entry.origin) }</td></tr>
                    }) }
                </tbody>
            </table>
        </details>
    }
}

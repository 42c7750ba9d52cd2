//! What the request carried, and where each key came from.

use iam_playground::app::words;
use iam_playground::sts::ContextEntry;
use yew::prelude::*;

use super::text::prose;

/// The properties of [`ContextTable`].
#[derive(Properties, PartialEq)]
pub struct ContextProps {
    /// The keys.
    pub context: Vec<ContextEntry>,
    /// Which reading of the rules they rest on, where there is more than one.
    pub reading: Option<String>,
}

/// Draws the table, closed at first.
#[component]
pub fn ContextTable(props: &ContextProps) -> Html {
    let context = &props.context;
    html! {
        <details class="more">
            <summary>{ format!("Request context: {}", words::count(context.len(), "key", "keys")) }</summary>
            if let Some(reading) = &props.reading {
                <p class="reading">{ prose(reading) }</p>
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

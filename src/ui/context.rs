//! What the request carried, and where each key came from.

use iam_playground::app::{Why, words};
use yew::prelude::*;

use super::text::prose;

/// Draws the table, closed at first.
pub fn context_table(why: &Why) -> Html {
    let context = &why.context;
    html! {
        <details class="more">
            <summary>{ format!("Request context: {} keys", context.len()) }</summary>
            if let Some(reading) = &why.reading {
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

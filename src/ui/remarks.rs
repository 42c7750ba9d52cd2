//! What is worth a word about a field of a request, and what may have been meant.

use iam_playground::assist::{About, Remark};
use yew::prelude::*;

use super::signs::icon;
use super::text::prose;

/// Draws the remarks on one field, under it. The place stays in the page, so that screen readers hear what comes into it;
/// what may be only half typed waits until the field is left.
pub fn remarks(all: &[Remark], about: About, id: String, take: &Callback<String>) -> Html {
    html! {
        <div class="remarks" {id} role="status">
            { for all.iter().filter(|remark| remark.about == about).map(|remark| html! {
                <div class={classes!("remark", remark.half_typed.then_some("half-typed"))}>
                    { icon("suggestion") }
                    <span>{ prose(&remark.message) }</span>
                    if !remark.offers.is_empty() {
                        <span class="offers">
                            { "Did you mean " }
                            { for remark.offers.iter().map(|offer| {
                                let taken = offer.clone();
                                html! { <button class="button offer" type="button" key={offer.clone()} onclick={take.reform(move |_: MouseEvent| taken.clone())}>{ offer }</button> }
                            }) }
                            { "?" }
                        </span>
                    }
                </div>
            }) }
        </div>
    }
}

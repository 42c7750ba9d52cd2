//! What is worth a word about a request that is typed, and what may have been meant.

use iam_playground::assist::{About, Remark};
use yew::prelude::*;

use super::signs::icon;
use super::text::prose;

/// Draws the remarks on both fields behind them, so that Tab leads from field to field as it always does. The place stays
/// in the page, so that screen readers hear what comes into it; what may be only half typed waits until its field is left.
pub fn remarks(all: &[Remark], of: &str, take: &Callback<(About, String)>) -> Html {
    let on = |about: About| {
        html! {
            <div id={remarks_id(of, about)}>
                { for all.iter().filter(|remark| remark.about == about).map(|remark| draw(remark, take)) }
            </div>
        }
    };
    html! { <div class="remarks" role="status">{ on(About::Action) }{ on(About::Resource) }</div> }
}

/// The id of the remarks on a field, in the form with this name.
pub fn remarks_id(of: &str, about: About) -> String {
    format!("{of}-{}-remarks", if about == About::Action { "action" } else { "resource" })
}

fn draw(remark: &Remark, take: &Callback<(About, String)>) -> Html {
    let about = remark.about;
    html! {
        <div class={classes!("remark", remark.half_typed.then_some("half-typed"))}>
            { icon("suggestion") }
            <span>{ prose(&remark.message) }</span>
            if !remark.offers.is_empty() {
                <span class="offers">
                    { "Did you mean " }
                    { for remark.offers.iter().map(|offer| {
                        let taken = offer.clone();
                        html! { <button class="button offer" type="button" key={offer.clone()} onclick={take.reform(move |_: MouseEvent| (about, taken.clone()))}>{ offer }</button> }
                    }) }
                    { "?" }
                </span>
            }
        </div>
    }
}

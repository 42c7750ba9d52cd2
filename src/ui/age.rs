//! The MFA age: slider, field, keys.

use iam_playground::app::{Msg, age, words};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::when;

/// How far the buttons go: seconds, sign, words for a screen reader.
const LESS: &[(i64, &str, &str)] =
    &[(-3_600, "−1 h", "One hour less"), (-60, "−1 min", "One minute less"), (-1, "−1 s", "One second less")];
const MORE: &[(i64, &str, &str)] =
    &[(1, "+1 s", "One second more"), (60, "+1 min", "One minute more"), (3_600, "+1 h", "One hour more")];

/// How many flip points are drawn; more would be a hatch.
const DRAWN: usize = 60;

/// Draws the control; `flips` are the ages at which some decision changes.
pub fn age_control(seconds: i64, typed: Option<&String>, flips: &[i64], dispatch: &Callback<Msg>) -> Html {
    let on_typed =
        when(dispatch, |event: InputEvent| Some(Msg::AgeTyped(event.target_dyn_into::<HtmlInputElement>()?.value())));
    let dragged = when(dispatch, |event: InputEvent| {
        event.target_dyn_into::<HtmlInputElement>()?.value().parse().ok().map(Msg::AgeDragged)
    });
    let keys = when(dispatch, |event: KeyboardEvent| {
        let seconds = match (event.key().as_str(), event.shift_key()) {
            ("ArrowUp" | "ArrowRight", false) => 1,
            ("ArrowDown" | "ArrowLeft", false) => -1,
            ("ArrowUp" | "ArrowRight", true) => 60,
            ("ArrowDown" | "ArrowLeft", true) => -60,
            ("PageUp", _) => 3_600,
            ("PageDown", _) => -3_600,
            _ => return None,
        };
        event.prevent_default();
        Some(Msg::AgeMoved(seconds))
    });
    // In the field, left and right move the caret.
    let field_keys = {
        let keys = keys.clone();
        Callback::from(move |event: KeyboardEvent| {
            if !matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
                keys.emit(event);
            }
        })
    };
    let invalid = typed.is_some();
    let button = |(by, sign, label): &(i64, &'static str, &'static str)| {
        let by = *by;
        html! { <button class="button" onclick={dispatch.reform(move |_: MouseEvent| Msg::AgeMoved(by))}>{ *sign }<span class="hidden">{ *label }</span></button> }
    };
    html! {
        <>
            <div class="age-line">
                <h3>{ "MFA age" }</h3>
                <div class="age-keys" role="group" aria-label="Move the age">
                    { for LESS.iter().map(button) }
                    <label class="hidden" for="age-field">{ "MFA age in seconds" }</label>
                    <input class="field" id="age-field" type="number" inputmode="numeric" min="0" max={age::MAX.to_string()} step="1"
                        value={typed.cloned().unwrap_or_else(|| seconds.to_string())} aria-invalid={invalid.then_some("true")} aria-describedby="age-help"
                        oninput={on_typed} onkeydown={field_keys} />
                    { for MORE.iter().map(button) }
                </div>
            </div>
            <div class="slider">
            <svg class="flip-points" viewBox={format!("0 0 {} 24", age::LENGTH)} preserveAspectRatio="none" aria-hidden="true">
                { for flips.iter().take(DRAWN).map(|flip| {
                    let x = age::position(*flip).to_string();
                    html! { <line class={(*flip == seconds).then_some("here")} x1={x.clone()} x2={x} y1="0" y2="24" /> }
                }) }
            </svg>
            <input type="range" id="age-slider" aria-label="MFA age" aria-describedby="age-help" min="0" max={age::LENGTH.to_string()} step="1"
                value={age::position(seconds).to_string()} aria-valuetext={format!("{} ({} seconds)", words::duration(seconds), seconds)}
                oninput={dragged} onkeydown={keys} />
            </div>
            <div class="ticks" aria-hidden="true">{ for age::STOPS.iter().map(|(_, words)| html! { <span>{ *words }</span> }) }</div>
            <p class="small muted" id="age-help">
                if invalid {
                    { words::NO_AGE }
                } else {
                    <span class="age-words">{ words::duration(seconds) }</span>{ words::AGE }
                }
            </p>
        </>
    }
}

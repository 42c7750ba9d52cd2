//! The form of a step.

use iam_playground::app::script::form::{Field, Form, Input};
use iam_playground::app::script::{Msg, field_id};
use iam_playground::assist::{About, Remark};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::ui::remarks::{remarks, remarks_id};
use crate::ui::signs::icon;
use crate::ui::text::prose;
use crate::ui::when;

/// Draws it.
pub fn draw(form: &Form, all: &[Remark], dispatch: &Callback<Msg>) -> Html {
    let submit = when(dispatch, |event: SubmitEvent| {
        event.prevent_default();
        Some(Msg::Saved)
    });
    let escape = when(dispatch, |event: KeyboardEvent| (event.key() == "Escape").then_some(Msg::Closed));
    let further = form.fields.iter().any(|field| field.further);
    let place = |about| if about == About::Action { "action" } else { "resource" };
    let places: Vec<&'static str> = form.fields.iter().map(|field| field.place).collect();
    let take = when(dispatch, move |(about, offer): (About, String)| {
        Some(Msg::Taken(places.iter().position(|known| *known == place(about))?, offer))
    });
    let label = format!("{} {}", if form.new { "New step:" } else { "Edit step:" }, form.title);
    html! {
        <form class="step-card step-form" aria-label={label.clone()} novalidate=true onsubmit={submit} onkeydown={escape}>
            <h3>{ label }</h3>
            if let Some(problem) = &form.problem { <p class="field-problem" role="alert">{ icon("error") }<span>{ prose(problem) }</span></p> }
            <div class="step-fields">
                { for form.fields.iter().enumerate().filter(|(_, field)| !field.further).map(|(index, field)| html! {
                    <>
                        { draw_field(index, field, dispatch) }
                        if field.place == "resource" { <div class="wide">{ remarks(all, "step", &take) }</div> }
                    </>
                }) }
            </div>
            <div class="request-buttons">
                if further {
                    <button class="button quiet" type="button" onclick={dispatch.reform(|_: MouseEvent| Msg::AllShown)}>{ icon("plus") }{ "More fields" }</button>
                }
                <span class="space"></span>
                <button class="button" type="button" onclick={dispatch.reform(|_: MouseEvent| Msg::Closed)}>{ "Cancel" }</button>
                <button class="button primary" type="submit">{ if form.new { "Add" } else { "Save" } }</button>
            </div>
        </form>
    }
}

fn draw_field(index: usize, field: &Field, dispatch: &Callback<Msg>) -> Html {
    let id = field_id(index);
    let note = format!("{id}-note");
    let about = match field.place {
        "action" => Some(About::Action),
        "resource" => Some(About::Resource),
        _ => None,
    };
    let wrong = field.problem.is_some().then_some("true");
    let control = match &field.input {
        Input::Line(suggestions) => {
            let list = format!("{id}-list");
            let oninput = when(dispatch, move |event: InputEvent| {
                Some(Msg::Typed(index, event.target_dyn_into::<HtmlInputElement>()?.value()))
            });
            html! {
                <>
                    <input class="field code" id={id.clone()} list={(!suggestions.is_empty()).then(|| list.clone())} value={field.text.clone()} autocomplete="off" autocapitalize="off" spellcheck="false"
                        aria-invalid={wrong} aria-describedby={about.map_or(note.clone(), |about| format!("{note} {}", remarks_id("step", about)))} data-part={(about == Some(About::Action)).then_some("action")} {oninput} />
                    if !suggestions.is_empty() {
                        <datalist id={list}>{ for suggestions.iter().filter(|value| !value.is_empty()).map(|value| html! { <option key={value.clone()} value={value.clone()} /> }) }</datalist>
                    }
                </>
            }
        }
        Input::Lines => {
            let oninput = when(dispatch, move |event: InputEvent| {
                Some(Msg::Typed(index, event.target_dyn_into::<HtmlTextAreaElement>()?.value()))
            });
            html! {
                <textarea class="field code" id={id.clone()} rows={field.text.lines().count().clamp(2, 12).to_string()} value={field.text.clone()} spellcheck="false"
                    aria-invalid={wrong} aria-describedby={note.clone()} {oninput} />
            }
        }
        Input::Choice(choices) => {
            let onchange = when(dispatch, move |event: Event| {
                Some(Msg::Typed(index, event.target_dyn_into::<HtmlSelectElement>()?.value()))
            });
            html! {
                <select class="select" id={id.clone()} aria-invalid={wrong} aria-describedby={note.clone()} {onchange}>
                    { for choices.iter().map(|(value, name)| html! { <option key={value.clone()} value={value.clone()} selected={*value == field.text}>{ name }</option> }) }
                </select>
            }
        }
    };
    html! {
        <div class={classes!("labelled", field.is_wide().then_some("wide"))} key={field.place}>
            <label for={id}>{ field.label }</label>
            { control }
            <span id={note}>
                if let Some(problem) = &field.problem {
                    <span class="field-problem" role="alert">{ icon("error") }<span>{ prose(problem) }</span></span>
                } else {
                    <span class="small muted">{ &field.hint }</span>
                }
            </span>
        </div>
    }
}

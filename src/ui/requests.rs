//! What opens in the matrix to add, change and delete requests.

use iam_playground::app::requests::{ADD_ID, Field, Form, KeyRow, Msg, State, menu_id};
use iam_playground::app::{Row, Suggestions};
use iam_playground::assist::About;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::parts;
use super::remarks::{remarks, remarks_id};
use super::signs::icon;
use super::text::prose;
use super::when;

/// The button at a row that opens its menu. As in the cells, one row is in the tab order.
pub fn menu_button(row: &Row, state: &State, current: bool, dispatch: &Callback<Msg>) -> Html {
    let request = row.request;
    let open = *state == State::Menu(request);
    html! {
        <button class="button quiet icon row-menu" id={menu_id(request)} aria-expanded={open.to_string()} tabindex={if current { "0" } else { "-1" }}
            aria-label={format!("Change {} on {}", row.action, row.short_resource)} title="Edit, copy or delete this request"
            onclick={dispatch.reform(move |_: MouseEvent| Msg::MenuTurned(request))}>{ icon("more") }</button>
    }
}

/// What is open under a row.
pub fn under(row: &Row, state: &State, suggestions: &Suggestions, dispatch: &Callback<Msg>) -> Option<Html> {
    let request = row.request;
    match state {
        State::Menu(open) if *open == request => parts::request_menu(request, dispatch),
        State::Form(form) if form.of == Some(request) => parts::request_form(form, suggestions, dispatch),
        _ => None,
    }
}

/// The end of the list: a button, or the form of a new request.
pub fn at_the_end(state: &State, suggestions: &Suggestions, dispatch: &Callback<Msg>) -> Html {
    match state {
        State::Form(form) if form.of.is_none() => parts::request_form(form, suggestions, dispatch).unwrap_or_default(),
        _ => html! {
            <button class="button quiet add-request" id={ADD_ID} onclick={dispatch.reform(|_: MouseEvent| Msg::AddAsked)}>{ icon("plus") }{ "Add a request" }</button>
        },
    }
}

/// The menu of a request.
pub fn draw_menu(request: usize, dispatch: &Callback<Msg>) -> Html {
    let send = |msg: Msg| dispatch.reform(move |_: MouseEvent| msg.clone());
    html! {
        <div class="row-actions" role="group" aria-label="This request" onkeydown={escape(dispatch)}>
            <button class="button" id="request-edit" onclick={send(Msg::EditAsked(request))}>{ icon("pencil") }{ "Edit" }</button>
            <button class="button" onclick={send(Msg::CopyAsked(request))}>{ icon("copy") }{ "Duplicate" }</button>
            <button class="button" onclick={send(Msg::DeleteAsked(request))}>{ icon("bin") }{ "Delete" }</button>
        </div>
    }
}

fn escape(dispatch: &Callback<Msg>) -> Callback<KeyboardEvent> {
    when(dispatch, |event: KeyboardEvent| (event.key() == "Escape").then_some(Msg::Closed))
}

/// The form of a request.
pub fn draw_form(form: &Form, suggestions: &Suggestions, dispatch: &Callback<Msg>) -> Html {
    let submit = when(dispatch, |event: SubmitEvent| {
        event.prevent_default();
        Some(Msg::Saved)
    });
    let take = dispatch.reform(|(about, offer)| {
        let field = if about == About::Action { Field::Action } else { Field::Resource };
        Msg::Taken(field, offer)
    });
    html! {
        <form class="request-form" aria-label={if form.of.is_some() { "Edit the request" } else { "New request" }} novalidate=true onsubmit={submit} onkeydown={escape(dispatch)}>
            <div class="request-fields">
                { field(form, Field::Action, &form.action, dispatch) }
                { field(form, Field::Resource, &form.resource, dispatch) }
            </div>
            { remarks(&suggestions.remarks, "request", &take) }
            { list("request-actions", &suggestions.actions) }
            { list("request-resources", &suggestions.resources) }
            if !form.keys.is_empty() {
                { list("request-keys", &suggestions.keys) }
                { for form.keys.iter().enumerate().map(|(index, row)| key_row(form, index, row, dispatch)) }
                <p class="small muted">{ "These override the values that come from the credentials and the simulator. For several values, write a JSON list." }</p>
            }
            <div class="request-buttons">
                <button class="button quiet" type="button" id="request-key-add" onclick={dispatch.reform(|_: MouseEvent| Msg::KeyAdded)}>{ icon("plus") }{ "Set a context key" }</button>
                <span class="space"></span>
                <button class="button" type="button" onclick={dispatch.reform(|_: MouseEvent| Msg::Closed)}>{ "Cancel" }</button>
                <button class="button primary" type="submit">{ if form.of.is_some() { "Save" } else { "Add" } }</button>
            </div>
        </form>
    }
}

fn field(form: &Form, which: Field, value: &str, dispatch: &Callback<Msg>) -> Html {
    let (label, example, suggested) = match which {
        Field::Action => ("Action", "s3:GetObject", "request-actions"),
        Field::Resource => ("Resource", "arn:aws:s3:::bucket/key, or *", "request-resources"),
        Field::Key(_) => ("Context key", "aws:SourceIp", "request-keys"),
        Field::Value(_) => ("Value", "198.51.100.7", ""),
    };
    let problem = form.problem.as_ref().filter(|problem| problem.field == which);
    let typed = when(dispatch, move |event: InputEvent| {
        Some(Msg::Typed(which, event.target_dyn_into::<HtmlInputElement>()?.value()))
    });
    let id = which.id();
    let note = format!("{id}-problem");
    let about = match which {
        Field::Action => Some(About::Action),
        Field::Resource => Some(About::Resource),
        Field::Key(_) | Field::Value(_) => None,
    };
    let described =
        if problem.is_some() { Some(note.clone()) } else { about.map(|about| remarks_id("request", about)) };
    html! {
        <div class="labelled">
            <label for={id.clone()}>{ label }</label>
            <input class="field code" {id} list={suggested} value={value.to_owned()} placeholder={example} autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-invalid={problem.is_some().then_some("true")} aria-describedby={described} data-part={(which == Field::Action).then_some("action")} oninput={typed} />
            if let Some(problem) = problem {
                <span class="field-problem" id={note} role="alert">{ icon("error") }<span>{ prose(&problem.message) }</span></span>
            }
        </div>
    }
}

fn key_row(form: &Form, index: usize, row: &KeyRow, dispatch: &Callback<Msg>) -> Html {
    let chosen = when(dispatch, move |event: Event| {
        Some(Msg::KeyLeftOut(index, event.target_dyn_into::<HtmlSelectElement>()?.value() == "out"))
    });
    html! {
        <div class="key-row" key={index}>
            { field(form, Field::Key(index), &row.key, dispatch) }
            <label class="labelled"><span>{ "Set or missing" }</span>
                <select class="select" onchange={chosen}>
                    <option value="set" selected={!row.left_out}>{ "is" }</option>
                    <option value="out" selected={row.left_out}>{ "is missing" }</option>
                </select>
            </label>
            if !row.left_out {
                { field(form, Field::Value(index), &row.value, dispatch) }
            }
            <button class="button quiet icon" type="button" aria-label={format!("Remove the setting of {}", if row.key.is_empty() { "this key" } else { &row.key })} title="Remove the setting of this key"
                onclick={dispatch.reform(move |_: MouseEvent| Msg::KeyDropped(index))}>{ icon("cross") }</button>
        </div>
    }
}

fn list(id: &'static str, values: &[String]) -> Html {
    html! { <datalist {id}>{ for values.iter().map(|value| html! { <option key={value.clone()} value={value.clone()} /> }) }</datalist> }
}

//! The form of a node that is no document.

use iam_playground::app::world::{Addable, Control, Device, Draft, Field, Form, Msg, State, Target, field_id};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::rows::added;
use crate::ui::signs::icon;
use crate::ui::text::prose;
use crate::ui::when;

/// Draws a form. Every field takes effect when it is left, or at Enter.
pub fn draw_form(form: &Form, at: &str, word: &'static str, state: &State, send: &Callback<Msg>) -> Html {
    let submit = Callback::from(|event: SubmitEvent| event.prevent_default());
    html! {
        <form class="world-form" key={at.to_owned()} aria-label={form.title.clone()} novalidate=true onsubmit={submit}>
            <div class="editor-head"><h3>{ &form.title }</h3><span class="tag">{ word }</span></div>
            <div class="world-fields">
                { for form.fields.iter().map(|field| draw(field, state, send)) }
                if let Some(devices) = &form.devices { { draw_devices(devices, at, state, send) } }
                if form.fields.is_empty() { <p class="small muted">{ "Nothing to set here yet: managed policies of the account can be attached." }</p> }
                if !form.policies.is_empty() {
                    <div class="world-adds">
                        { for form.policies.iter().map(|what| {
                            let (what, to) = (*what, at.to_owned());
                            html! { <button class="button" type="button" key={what.word()} onclick={send.reform(move |_: MouseEvent| added(&to, what))}>{ icon("plus") }{ format!("Add {}", what.word()) }</button> }
                        }) }
                    </div>
                }
            </div>
        </form>
    }
}

fn draw(field: &Field, state: &State, send: &Callback<Msg>) -> Html {
    let draft = state.drafts.get(&field.target.key());
    html! {
        <>
            if !field.heading.is_empty() { <h4>{ field.heading }</h4> }
            { control(field, draft, send) }
        </>
    }
}

fn control(field: &Field, draft: Option<&Draft>, send: &Callback<Msg>) -> Html {
    let id = field_id(&field.target.key());
    let problem = draft.and_then(|draft| draft.problem.as_deref());
    let (help_id, problem_id) = (format!("{id}-help"), format!("{id}-problem"));
    let described: Vec<&str> =
        [(!field.help.is_empty()).then_some(help_id.as_str()), problem.map(|_| problem_id.as_str())]
            .into_iter()
            .flatten()
            .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = problem.is_some().then_some("true");
    let value = |written: &str| draft.map_or_else(|| written.to_owned(), |draft| draft.text.clone());
    let target = field.target.clone();
    let drawn = match &field.control {
        Control::Tick(on) => {
            let ticked = written(send, &target, |event: &Event| {
                Some(event.target_dyn_into::<HtmlInputElement>()?.checked().to_string())
            });
            return html! { <label class="check tick"><input type="checkbox" {id} checked={*on} onchange={ticked} /><span>{ &field.label }</span></label> };
        }
        Control::Line(text) => {
            let typed = drafted(send, &target, |event| Some(event.target_dyn_into::<HtmlInputElement>()?.value()));
            let left = written(send, &target, |event| Some(event.target_dyn_into::<HtmlInputElement>()?.value()));
            html! { <input class="field" id={id.clone()} value={value(text)} autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid={invalid} aria-describedby={described} oninput={typed} onchange={left} /> }
        }
        Control::Lines(text) => {
            let typed = drafted(send, &target, |event| Some(event.target_dyn_into::<HtmlTextAreaElement>()?.value()));
            let left = written(send, &target, |event| Some(event.target_dyn_into::<HtmlTextAreaElement>()?.value()));
            html! { <textarea class="field" id={id.clone()} rows="3" value={value(text)} spellcheck="false" aria-invalid={invalid} aria-describedby={described} oninput={typed} onchange={left} /> }
        }
        Control::Choice(now, options) => {
            let chosen = written(send, &target, |event| Some(event.target_dyn_into::<HtmlSelectElement>()?.value()));
            html! {
                <select class="select" id={id.clone()} aria-describedby={described} onchange={chosen}>
                    { for options.iter().map(|(value, words)| html! { <option key={value.clone()} value={value.clone()} selected={value == now}>{ words }</option> }) }
                </select>
            }
        }
    };
    html! {
        <div class="labelled">
            <label for={id}>{ &field.label }</label>
            { drawn }
            if !field.help.is_empty() { <span class="small muted" id={help_id}>{ prose(&field.help) }</span> }
            if let Some(problem) = problem {
                <span class="field-problem" id={problem_id} role="alert">{ icon("error") }<span>{ prose(problem) }</span></span>
            }
        </div>
    }
}

fn written(
    send: &Callback<Msg>,
    target: &Target,
    read: impl Fn(&Event) -> Option<String> + 'static,
) -> Callback<Event> {
    let target = target.clone();
    when(send, move |event: Event| Some(Msg::Written(target.clone(), read(&event)?)))
}

fn drafted(
    send: &Callback<Msg>,
    target: &Target,
    read: impl Fn(&InputEvent) -> Option<String> + 'static,
) -> Callback<InputEvent> {
    let target = target.clone();
    when(send, move |event: InputEvent| Some(Msg::Drafted(target.clone(), read(&event)?)))
}

fn draw_devices(devices: &[Device], user: &str, state: &State, send: &Callback<Msg>) -> Html {
    let user = user.to_owned();
    html! {
        <>
            <h4>{ "MFA devices" }</h4>
            <p class="small muted">{ "Never enter the secret of a real device: new devices get a made-up one." }</p>
            { for devices.iter().map(|device| {
                let pointer = device.pointer.clone();
                html! {
                    <div class="device" key={pointer.clone()} role="group" aria-label={format!("Device {}", pointer.rsplit('/').next().and_then(|at| at.parse::<usize>().ok()).map_or(1, |at| at + 1))}>
                        { for device.fields.iter().map(|field| draw(field, state, send)) }
                        <button class="button quiet" type="button" onclick={send.reform(move |_: MouseEvent| Msg::DeviceDropped(pointer.clone()))}>{ icon("bin") }{ "Delete this device" }</button>
                    </div>
                }
            }) }
            <button class="button" type="button" id="add-device" onclick={send.reform(move |_: MouseEvent| added(&user, Addable::Device))}>{ icon("plus") }{ "Add an MFA device" }</button>
        </>
    }
}

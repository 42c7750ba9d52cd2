//! The dialog that opens what somebody brings, by file, paste or drop, and says first what it is.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use iam_playground::app::{Import, ImportMsg, ImportPlace as Place, Msg, What};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::notice::told_at;
use super::{browser, idle, when};

/// The properties of [`ImportDialog`].
#[derive(Properties, PartialEq)]
pub struct ImportProps {
    /// What was typed, what it is, and what is wrong with it.
    pub import: Import,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the dialog.
#[component]
pub fn ImportDialog(props: &ImportProps) -> Html {
    let node = use_node_ref();
    let dispatch = props.dispatch.clone();
    {
        let node = node.clone();
        use_effect_with((), move |()| browser::show_modal(&node));
    }
    let import = &props.import;
    let typed = when(&dispatch, |event: InputEvent| {
        Some(Msg::ImportTyped(event.target_dyn_into::<HtmlTextAreaElement>()?.value()))
    });
    let chosen = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            if let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) {
                browser::read_file(&file, &dispatch);
            }
        })
    };
    let closed = dispatch.reform(|_: Event| Msg::ImportClosed);
    let empty = import.text.trim().is_empty();
    let action = match import.what {
        Some(What::Policy(_)) => "Add the policy",
        Some(What::Details(_)) => "Open the account",
        _ => "Open",
    };
    html! {
        <dialog class="sheet" ref={node} aria-labelledby="import-title" onclose={closed}>
            <h2 id="import-title">{ "Open" }</h2>
            <p class="muted">{ "A scenario, a policy document (JSON, or YAML as in a CloudFormation template), or the output of " }<code>{ "aws iam get-account-authorization-details" }</code>{ ". Choose a file, drop one anywhere on the page, or paste the text. What you have now stays in Undo." }</p>
            <textarea id="import-text" aria-label="Text to open, as JSON or YAML" spellcheck="false" value={import.text.clone()} oninput={typed}
                aria-invalid={import.problem.is_some().then_some("true")} aria-describedby="import-problem" />
            <div role="status" class="recognised">{ import.what.as_ref().map(said) }if let Some(tidied) = &import.tidied { <p class="muted">{ &tidied.said }</p> }</div>
            if let Some(What::Policy(places)) = &import.what { { place(import, places, &dispatch) } }
            <div id="import-problem" role="alert">
                if let Some((path, message)) = &import.problem {
                    <div class="problem">
                        <strong>{ "This cannot be opened" }</strong>
                        { told_at(path, message) }
                    </div>
                }
            </div>
            <div class="sheet-actions">
                <label class="labelled"><span class="hidden">{ "File" }</span><input type="file" accept=".json,.yaml,.yml,.txt,application/json,text/plain" onchange={chosen} /></label>
                <button class="button" onclick={dispatch.reform(|_: MouseEvent| Msg::Import(ImportMsg::Scratch))}>{ "Start from scratch" }</button>
                <button class="button" onclick={dispatch.reform(|_: MouseEvent| Msg::ImportClosed)}>{ "Cancel" }</button>
                <button class="button primary" onclick={when(&dispatch, move |_: MouseEvent| (!empty).then_some(Msg::ImportRead))} aria-disabled={idle(empty)}>{ action }</button>
            </div>
        </dialog>
    }
}

fn said(what: &What) -> Html {
    match what {
        What::Scenario(title) => html! { <p><strong>{ "A scenario: " }</strong>{ title }</p> },
        What::Policy(_) => html! { <p><strong>{ "A policy document." }</strong></p> },
        What::Details(notes) => html! {
            <>
                <p><strong>{ "The details of an account: " }</strong>{ notes.first() }</p>
                <ul>{ for notes.iter().skip(1).map(|note| html! { <li>{ note }</li> }) }</ul>
            </>
        },
    }
}

fn place(import: &Import, places: &[Place], dispatch: &Callback<Msg>) -> Html {
    let chosen = when(dispatch, |event: Event| {
        let index = event.target_dyn_into::<HtmlSelectElement>()?.value().parse().ok()?;
        Some(Msg::Import(ImportMsg::PlaceChosen(index)))
    });
    let named = when(dispatch, |event: InputEvent| {
        Some(Msg::Import(ImportMsg::Named(event.target_dyn_into::<HtmlInputElement>()?.value())))
    });
    let mut groups: Vec<(&str, Vec<(usize, &Place)>)> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        match groups.last_mut().filter(|(kind, _)| *kind == place.kind) {
            Some((_, group)) => group.push((index, place)),
            None => groups.push((place.kind, vec![(index, place)])),
        }
    }
    html! {
        <div class="import-place">
            <label class="labelled"><span>{ "Where it goes" }</span>
                <select class="select" id="import-place" onchange={chosen}>
                    { for groups.into_iter().map(|(kind, group)| html! {
                        <optgroup label={kind}>
                            { for group.into_iter().map(|(index, place)| html! {
                                <option value={index.to_string()} selected={index == import.place}>{ &place.label }</option>
                            }) }
                        </optgroup>
                    }) }
                </select>
            </label>
            if places.get(import.place).is_some_and(|place| place.named) {
                <label class="labelled"><span>{ "Its name" }</span>
                    <input class="field" id="import-name" value={import.name.clone()} oninput={named} autocomplete="off" />
                </label>
            }
        </div>
    }
}

/// Opens files that are dropped anywhere on the page, and shows while one is dragged over it that it may be dropped.
pub fn watch(dispatch: &Callback<Msg>) {
    let options = EventListenerOptions::enable_prevent_default();
    let mark = |over: bool| {
        if let Some(root) = document().document_element() {
            let _ = if over { root.set_attribute("data-drop", "") } else { root.remove_attribute("data-drop") };
        }
    };
    let window = window();
    EventListener::new_with_options(&window, "dragover", options, move |event| {
        if brings_files(event) {
            event.prevent_default();
            mark(true);
        }
    })
    .forget();
    EventListener::new(&window, "dragleave", move |event| {
        // Left for nothing else: the pointer left the page.
        if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
            mark(false);
        }
    })
    .forget();
    let dispatch = dispatch.clone();
    EventListener::new_with_options(&window, "drop", options, move |event| {
        mark(false);
        if !brings_files(event) {
            return;
        }
        event.prevent_default();
        let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        if let Some(file) = data.and_then(|data| data.files()).and_then(|files| files.get(0)) {
            browser::read_file(&file, &dispatch);
        }
    })
    .forget();
}

fn brings_files(event: &web_sys::Event) -> bool {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

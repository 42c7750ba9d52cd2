//! The dialog that opens a scenario from a file or from pasted text.

use iam_playground::app::{Import, Msg};
use web_sys::{DragEvent, HtmlDialogElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::when;

use super::browser;

/// The properties of [`ImportDialog`].
#[derive(Properties, PartialEq)]
pub struct ImportProps {
    /// What was typed, and what is wrong with it.
    pub import: Import,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the dialog.
#[component]
pub fn ImportDialog(props: &ImportProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        });
    }
    let dispatch = props.dispatch.clone();
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
    let dropped = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: DragEvent| {
            if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)) {
                event.prevent_default();
                browser::read_file(&file, &dispatch);
            }
        })
    };
    let closed = dispatch.reform(|_: Event| Msg::ImportClosed);
    html! {
        <dialog class="sheet" ref={node} aria-labelledby="import-title" onclose={closed} ondrop={dropped} ondragover={Callback::from(|event: DragEvent| event.prevent_default())}>
            <h2 id="import-title">{ "Open a scenario" }</h2>
            <p class="muted">{ "Choose a file, drop one here, or paste its text. What you have now stays in Undo." }</p>
            <textarea id="import-text" aria-label="Scenario as JSON" spellcheck="false" value={props.import.text.clone()} oninput={typed}
                aria-invalid={props.import.problem.is_some().then_some("true")} aria-describedby="import-problem" />
            <div id="import-problem" role="alert">
                if let Some((path, message)) = &props.import.problem {
                    <div class="problem">
                        <strong>{ "This scenario cannot be opened" }</strong>
                        <span>{ message }</span>
                        if !path.is_empty() { <span>{ "At " }<code>{ path }</code></span> }
                    </div>
                }
            </div>
            <div class="sheet-actions">
                <label class="labelled"><span class="hidden">{ "Scenario file" }</span><input type="file" accept=".json,application/json" onchange={chosen} /></label>
                <button class="button" onclick={dispatch.reform(|_: MouseEvent| Msg::ImportClosed)}>{ "Cancel" }</button>
                <button class="button primary" onclick={dispatch.reform(|_: MouseEvent| Msg::ImportRead)} disabled={props.import.text.trim().is_empty()}>{ "Open" }</button>
            </div>
        </dialog>
    }
}

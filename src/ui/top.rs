//! The title bar, and the tabs of a narrow page.

use iam_playground::app::{GALLERY, Msg, Origin, Pane, Theme};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::when;

use super::signs::{icon, mark};

/// The properties of [`Top`].
#[derive(Properties, PartialEq)]
pub struct TopProps {
    /// Where the scenario came from.
    pub origin: Origin,
    /// Its title.
    pub title: AttrValue,
    /// The colours.
    pub theme: Theme,
    /// Whether there is something to undo.
    pub can_undo: bool,
    /// Whether there is something to redo.
    pub can_redo: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Title, scenario picker, and what concerns the whole page.
#[component]
pub fn Top(props: &TopProps) -> Html {
    let send = |msg: Msg| props.dispatch.reform(move |_: MouseEvent| msg.clone());
    let pick = when(&props.dispatch, |event: Event| {
        event.target_dyn_into::<HtmlSelectElement>()?.value().parse().ok().map(Msg::GalleryPicked)
    });
    let theme = format!("Theme: {}", props.theme.name());
    html! {
        <header class="top">
            <h1 class="brand">{ mark() }{ "IAM Playground" }</h1>
            <div class="picker">
                <select class="select" aria-label="Scenario" onchange={pick}>
                    if props.origin == Origin::Imported {
                        <option value="own" selected=true>{ format!("Yours: {}", props.title) }</option>
                    }
                    { for GALLERY.iter().enumerate().map(|(index, entry)| html! {
                        <option key={index} value={index.to_string()} selected={props.origin == Origin::Gallery(index)}>{ entry.name }</option>
                    }) }
                </select>
            </div>
            <div class="space"></div>
            <div class="group">
                <button class="button quiet icon" onclick={send(Msg::Undo)} disabled={!props.can_undo} aria-label="Undo" title="Undo the last edit">{ icon("undo") }</button>
                <button class="button quiet icon" onclick={send(Msg::Redo)} disabled={!props.can_redo} aria-label="Redo" title="Redo">{ icon("redo") }</button>
            </div>
            <div class="group">
                <button class="button quiet" onclick={send(Msg::ImportOpened)} aria-label="Open a scenario">{ icon("open") }<span class="long">{ "Open" }</span></button>
                <button class="button quiet" onclick={send(Msg::Exported)} aria-label="Save the scenario as a file">{ icon("save") }<span class="long">{ "Save" }</span></button>
                <button class="button quiet icon" onclick={send(Msg::ThemeTurned)} aria-label={theme.clone()} title={theme}>{ icon(props.theme.name()) }</button>
            </div>
        </header>
    }
}

/// One tab a pane; the style sheet shows them on narrow pages only.
pub fn tabs(shown: Pane, dispatch: &Callback<Msg>) -> Html {
    let onkeydown = when(dispatch, |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return None,
        };
        event.prevent_default();
        Some(Msg::PaneMoved(by))
    });
    html! {
        <div class="tabs" role="tablist" aria-label="Parts of the page" {onkeydown}>
            { for Pane::ALL.iter().map(|pane| {
                let pane = *pane;
                let chosen = pane == shown;
                html! {
                    <button key={pane.id()} class="tab" role="tab" id={format!("tab-{}", pane.id())} aria-selected={chosen.to_string()} aria-controls={pane.id()}
                        tabindex={if chosen { "0" } else { "-1" }} onclick={dispatch.reform(move |_: MouseEvent| Msg::PaneChosen(pane))}>
                        { pane.name() }
                    </button>
                }
            }) }
        </div>
    }
}

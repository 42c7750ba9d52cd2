//! Keys that work wherever nothing is typed: undo and redo, which text fields and the editor have of their own, and Escape
//! for the messages at the foot of the page.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use iam_playground::app::Msg;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::Callback;

/// What has an undo of its own, or covers the page.
const OWN: &str = "input:not([type=range], [type=checkbox], [type=radio]), textarea, policy-editor, dialog";

/// Listens from now on.
pub fn watch(dispatch: &Callback<Msg>) {
    let dispatch = dispatch.clone();
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let elsewhere = target.or_else(|| document().body().map(Into::into));
        if elsewhere.is_some_and(|at| at.closest(OWN).is_ok_and(|own| own.is_some())) {
            return;
        }
        if let Some(msg) = meant(key) {
            event.prevent_default();
            dispatch.emit(msg);
        }
    })
    .forget();
}

fn meant(key: &KeyboardEvent) -> Option<Msg> {
    let told = || document().query_selector(".notice").is_ok_and(|notice| notice.is_some());
    if key.key() == "Escape" && !key.default_prevented() && told() {
        return Some(Msg::MessagesClosed);
    }
    if key.alt_key() || !(key.ctrl_key() || key.meta_key()) {
        return None;
    }
    match (key.key().to_ascii_lowercase().as_str(), key.shift_key()) {
        ("z", false) => Some(Msg::Undo),
        ("z", true) | ("y", false) => Some(Msg::Redo),
        _ => None,
    }
}

//! Work in the browser's storage and in links.

use std::cell::RefCell;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use iam_playground::app::{Msg, Opening, Recent, Saved};
use iam_playground::later::IS_SPLIT;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use yew::Callback;

use super::browser::settle;
use super::scripts;

/// How long nothing must have happened until work is kept, milliseconds.
const PAUSE: u32 = 300;

/// What the page opens with: a link's scenario, or this tab's work from before a reload.
pub fn opening() -> Opening {
    let opened = scripts::opened();
    let with_second = saved(&opened).is_some();
    let problem = text(&opened, "problem").map(Err);
    Opening {
        saved: problem.or_else(|| saved(&opened).map(Ok)),
        recents: recents(&Reflect::get(&opened, &"recents".into()).unwrap_or_default()),
        in_parts: IS_SPLIT && !with_second,
    }
}

/// Keeps the work when the page goes; follows links within the page.
pub fn watch(dispatch: &Callback<Msg>) {
    let (goes, hides, follows) = (dispatch.clone(), dispatch.clone(), dispatch.clone());
    EventListener::new(&window(), "pagehide", move |_| goes.emit(Msg::KeepNow)).forget();
    EventListener::new(&document(), "visibilitychange", move |_| hides.emit(Msg::KeepNow)).forget();
    EventListener::new(&window(), "hashchange", move |_| {
        let fragment = window().location().hash().unwrap_or_default();
        settle(scripts::unpack(&fragment), &follows, |link| match link {
            // It is no link of ours.
            Ok(link) => saved(&link).map(|saved| Msg::LinkFollowed(Ok(saved))),
            Err(message) => Some(Msg::LinkFollowed(Err(message))),
        });
    })
    .forget();
}

thread_local! {
    static WAITING: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

/// Keeps the work when nothing more has happened for a moment.
pub fn keep_soon(dispatch: &Callback<Msg>) {
    let dispatch = dispatch.clone();
    let timeout = Timeout::new(PAUSE, move || dispatch.emit(Msg::KeepNow));
    // The one before is cancelled by being dropped.
    WAITING.with(|waiting| drop(waiting.replace(Some(timeout))));
}

/// Keeps the work now.
pub fn keep(opening: u32, title: &str, saved: &Saved, untouched: bool, dispatch: &Callback<Msg>) {
    let keeping = scripts::keep(opening, title, &saved.scenario, &saved.choices, untouched);
    settle(keeping, dispatch, |kept| Some(Msg::Kept(kept.map(|others| recents(&others)))));
}

/// Opens earlier work.
pub fn open_recent(id: &str, dispatch: &Callback<Msg>) {
    dispatch.emit(Msg::RecentFound(saved(&scripts::recent(id))));
}

/// Makes a link's fragment; `number` comes back with it.
pub fn pack(number: u32, saved: &Saved, dispatch: &Callback<Msg>) {
    settle(scripts::pack(&saved.scenario, &saved.choices), dispatch, move |fragment| {
        Some(Msg::Packed { number, fragment: fragment.map(|text| text.as_string().unwrap_or_default()) })
    });
}

/// The whole address of a fragment.
pub fn address(fragment: &str) -> String {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    format!("{}{}{}#{fragment}", part(location.origin()), part(location.pathname()), part(location.search()))
}

fn recents(list: &JsValue) -> Vec<Recent> {
    let recent = |item: JsValue| {
        Some(Recent { id: text(&item, "id")?, title: text(&item, "title")?, when: text(&item, "when")? })
    };
    Array::from(list).into_iter().filter_map(recent).collect()
}

fn saved(object: &JsValue) -> Option<Saved> {
    Some(Saved { scenario: text(object, "scenario")?, choices: text(object, "choices")? })
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}

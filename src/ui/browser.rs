//! All that touches the browser outside of drawing: storage, files, focus, and the editor element's properties.
//! Storage may be absent or forbidden; then the page simply forgets.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use iam_playground::app::script::Msg as Tick;
use iam_playground::app::{
    Answer, Effect, FindingView, Mark, MarkKind, Model, Msg, Pane, Place, Question, Severity, TextEdit, Theme,
};
use iam_playground::policy::PolicyType;
use iam_playground::scenario::Scenario;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CustomEvent, CustomEventInit, Element, Event, File, HtmlAnchorElement, HtmlDialogElement,
    HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, Url,
};
use yew::platform::spawn_local;
use yew::{BaseComponent, Callback, NodeRef};

use super::scripts;
use super::storage;

const THEME: &str = "iam-playground.theme";

/// How long a step of the explanation stays when the steps are played, milliseconds.
const TO_READ: u32 = 1_800;

/// How long nobody types before what takes longer is looked at, milliseconds.
const TO_SETTLE: u32 = 350;

/// Draws a component where the page has room for it.
pub fn mount<C: BaseComponent<Properties = ()>>() {
    if let Some(root) = document().get_element_by_id("app") {
        root.replace_children_with_node_0();
        yew::Renderer::<C>::with_root(root).render();
    }
}

/// Carries out what followed from a message.
pub fn carry_out(effect: Effect, dispatch: &Callback<Msg>) {
    match effect {
        Effect::GoOnLater(play) => {
            let dispatch = dispatch.clone();
            Timeout::new(TO_READ, move || dispatch.emit(Msg::PlayWentOn(play))).forget();
        }
        Effect::Ask(question) => ask(question, dispatch),
        Effect::FetchSecond => settle(scripts::second(), dispatch, |came| Some(Msg::SecondCame(came.map(drop)))),
        Effect::KeepSoon => storage::keep_soon(dispatch),
        Effect::Keep { opening, title, saved, untouched } => {
            storage::keep(opening, &title, &saved, untouched, dispatch)
        }
        Effect::OpenRecent(id) => storage::open_recent(&id, dispatch),
        Effect::Pack { number, saved } => storage::pack(number, &saved, dispatch),
        Effect::SettleLater(number) => {
            let dispatch = dispatch.clone();
            Timeout::new(TO_SETTLE, move || dispatch.emit(Msg::Settled(number))).forget();
        }
        Effect::Copy(text) => settle(scripts::copy(&text), dispatch, |done| Some(Msg::Copied(done.is_ok()))),
        Effect::TickLater(running) => {
            let dispatch = dispatch.clone();
            Timeout::new(1_000, move || dispatch.emit(Msg::Script(Tick::Ticked(running)))).forget();
        }
        Effect::ToTop(pane) => drawn(move || to_top(pane)),
        Effect::ToEditor => drawn(to_editor),
        Effect::SetTheme(theme) => set_theme(theme),
        Effect::Focus(id) => focus(id),
        Effect::Download { name, text } => download(&name, &text),
    }
}

/// Says once that somebody is there.
pub fn watch_for_somebody(dispatch: &Callback<Msg>) {
    settle(scripts::somebody(), dispatch, |_| Some(Msg::SecondWanted));
}

/// Has a question answered in the worker. It is asked when what was typed is on the screen.
fn ask(question: Question, dispatch: &Callback<Msg>) {
    let Question { topic, number, function, first, second } = question;
    let dispatch = dispatch.clone();
    let ask = move || {
        settle(scripts::ask(function, &first, &second), &dispatch, move |answer| {
            let text = answer.map(|text| text.as_string().unwrap_or_default());
            Some(Msg::Answered(Answer { topic, number, text }))
        });
    };
    Timeout::new(0, ask).forget();
}

/// Sends what comes of a promise, if anything: its value, or the message of its error.
pub fn settle(
    promise: Promise,
    dispatch: &Callback<Msg>,
    message: impl FnOnce(Result<JsValue, String>) -> Option<Msg> + 'static,
) {
    let dispatch = dispatch.clone();
    spawn_local(async move {
        let settled = JsFuture::from(promise).await.map_err(|error| {
            let text = Reflect::get(&error, &"message".into()).ok().and_then(|text| text.as_string());
            text.unwrap_or_default()
        });
        if let Some(message) = message(settled) {
            dispatch.emit(message);
        }
    });
}

/// The theme that was chosen on an earlier visit.
pub fn stored_theme() -> Theme {
    let stored = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(THEME).ok().flatten());
    stored.map_or(Theme::Auto, |name| Theme::from_name(&name))
}

fn set_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = match theme {
            Theme::Auto => root.remove_attribute("data-theme"),
            theme => root.set_attribute("data-theme", theme.name()),
        };
    }
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(THEME, theme.name());
    }
}

/// Moves the focus as soon as what follows has been drawn: what has this id now may be gone then, or may not be there yet.
/// Nothing that is typed meanwhile may get lost, so that a timer would be too late.
fn focus(id: String) {
    let then = Closure::once_into_js(move || {
        // Where the drawing itself had to wait for another one, it comes later still.
        if !focus_now(&id) {
            drawn(move || {
                focus_now(&id);
            });
        }
    });
    window().queue_microtask(then.unchecked_ref());
}

fn focus_now(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// Shows a dialog over the page. What is returned closes it, and gives the focus back to what had it before: the browser
/// itself does so only where the dialog is closed before it goes.
pub fn show_modal(node: &NodeRef) -> impl FnOnce() + 'static + use<> {
    let dialog = node.cast::<HtmlDialogElement>();
    let opener = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(dialog) = &dialog {
        let _ = dialog.show_modal();
    }
    move || {
        if let Some(dialog) = dialog {
            dialog.close();
        }
        let _ = opener.map(|opener| opener.focus());
    }
}

thread_local! {
    /// What had the focus last outside the messages at the foot of the page, and whether one of these has it now.
    static FOCUSED: RefCell<(Option<HtmlElement>, bool)> = const { RefCell::new((None, false)) };
}

/// Notes where the focus is, for [`keep_focus`].
pub fn watch_focus() {
    EventListener::new(&window(), "focusin", |event| {
        let Some(at) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
        let in_message = at.closest(".notice-place").is_ok_and(|place| place.is_some());
        FOCUSED.with_borrow_mut(|(before, inside)| {
            *inside = in_message;
            if !in_message {
                *before = Some(at);
            }
        });
    })
    .forget();
}

/// Gives the focus back when the message that had it is gone.
pub fn keep_focus() {
    let nowhere = document().active_element().is_none_or(|at| at.tag_name() == "BODY");
    let before = FOCUSED.with_borrow(|(before, inside)| before.clone().filter(|_| *inside && nowhere));
    if let Some(before) = before {
        let _ = before.focus();
    }
}

/// Calls it when what follows from the message has been drawn.
fn drawn(then: impl FnOnce() + 'static) {
    Timeout::new(0, then).forget();
}

/// Wide pages scroll each pane, narrow ones the page, where another pane than this may be what is seen.
fn to_top(pane: Pane) {
    let Some(element) = document().get_element_by_id(pane.id()) else { return };
    if element.client_height() > 0 {
        element.set_scroll_top(0);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

fn to_editor() {
    if let Ok(Some(editor)) = document().query_selector("policy-editor") {
        into_view(&editor);
    }
}

fn download(name: &str, text: &str) {
    let properties = BlobPropertyBag::new();
    properties.set_type("application/json");
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &properties) else {
        return;
    };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    if let Some(link) = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

/// Reads a file's text, and sends it as a message.
pub fn read_file(file: &File, dispatch: &Callback<Msg>) {
    const LIMIT: f64 = 16.0 * 1024.0 * 1024.0;
    if file.size() > LIMIT {
        dispatch
            .emit(Msg::FileFailed("This file is larger than 16 MiB, the most that a scenario may have.".to_owned()));
        return;
    }
    settle(file.text().unchecked_into(), dispatch, |text| {
        Some(match text {
            Ok(text) => Msg::FileRead { text: text.as_string().unwrap_or_default(), secret: made_up_secret() },
            Err(_) => Msg::FileFailed("The browser could not read this file.".to_owned()),
        })
    });
}

/// A secret for an MFA device: 160 random bits in base32.
pub fn made_up_secret() -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bytes = js_sys::Uint8Array::new_with_length(32);
    let crypto = Reflect::get(&window(), &"crypto".into()).unwrap_or_default();
    if let Ok(fill) = Reflect::get(&crypto, &"getRandomValues".into()).and_then(JsCast::dyn_into::<Function>) {
        let _ = fill.call1(&crypto, &bytes);
    }
    // One letter a byte: 32 divides 256, so that each is as likely as any other.
    bytes
        .to_vec()
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)))
        .map(|letter| char::from(*letter))
        .collect()
}

/// Whether the editor element's script is there.
pub fn has_editor() -> bool {
    scripts::has_editor()
}

/// Fetches that script; says whether it came.
pub fn fetch_editor(then: impl FnOnce(bool) + 'static) {
    let coming = JsFuture::from(scripts::editor());
    spawn_local(async move { then(coming.await.is_ok()) });
}

/// The text in an editor element.
pub fn editor_value(editor: &Element) -> String {
    Reflect::get(editor, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// Puts a document into an editor element; what tells it from others comes before its text.
pub fn set_editor_document(editor: &Element, pointer: &str, text: &str) {
    set(editor, "document", &pointer.into());
    set(editor, "value", &text.into());
}

/// Underlines findings in an editor element.
pub fn set_editor_diagnostics(editor: &Element, findings: &[FindingView]) {
    let list = Array::new();
    for finding in findings {
        let item = range(finding.from, finding.to);
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Suggestion => "info",
        };
        set(&item, "severity", &severity.into());
        set(&item, "message", &finding.message.as_str().into());
        let fixes = Array::new();
        for fix in &finding.fixes {
            let entry = Object::new();
            set(&entry, "title", &fix.title.as_str().into());
            set(&entry, "edits", &edits(&fix.edits));
            fixes.push(&entry);
        }
        set(&item, "fixes", &fixes);
        list.push(&item);
    }
    set(editor, "diagnostics", &list);
}

fn edits(list: &[TextEdit]) -> Array {
    let edits = Array::new();
    for edit in list {
        let entry = Object::new();
        set(&entry, "start", &edit.from.into());
        set(&entry, "end", &edit.to.into());
        set(&entry, "text", &edit.text.as_str().into());
        edits.push(&entry);
    }
    edits
}

/// Tells an editor element what its help rests on.
pub fn tell_editor(editor: &Element, policy_type: PolicyType, facts: &str) {
    set(editor, "policyType", &policy_type.name().into());
    set(editor, "facts", &facts.into());
}

/// Makes edits in the editor, as one thing to undo there.
pub fn edit_in_editor(list: &[TextEdit], said: &str) {
    call_editor("edit", &edits(list), &said.into());
}

/// Runs a command of the editor at its caret.
pub fn run_in_editor(command: &str, number: Option<f64>) {
    call_editor("run", &command.into(), &number.map_or(JsValue::UNDEFINED, JsValue::from_f64));
}

fn call_editor(method: &str, first: &JsValue, second: &JsValue) {
    let Ok(Some(editor)) = document().query_selector("policy-editor") else { return };
    if let Some(method) =
        Reflect::get(&editor, &method.into()).ok().and_then(|value| value.dyn_into::<js_sys::Function>().ok())
    {
        let _ = method.call2(&editor, first, second);
    }
}

/// Highlights words in an editor element.
pub fn set_editor_marks(editor: &Element, marks: &[Mark]) {
    let list = Array::new();
    for mark in marks {
        let item = range(mark.from, mark.to);
        let kind = match mark.kind {
            MarkKind::Deciding => "deciding",
            MarkKind::Context => "context",
        };
        set(&item, "kind", &kind.into());
        list.push(&item);
    }
    set(editor, "marks", &list);
}

/// Scrolls an editor element to its highlight; before the element is defined there is nothing to scroll.
pub fn reveal_editor_marks(editor: &Element) {
    if let Some(reveal) =
        Reflect::get(editor, &"reveal".into()).ok().and_then(|value| value.dyn_into::<js_sys::Function>().ok())
    {
        let _ = reveal.call0(editor);
    }
}

/// Where the editor says that the pointer or the caret is, as `(place, caret)`.
pub fn editor_point(event: &Event) -> Option<(Option<Place>, bool)> {
    let detail = event.dyn_ref::<CustomEvent>()?.detail();
    let get = |name: &str| Reflect::get(&detail, &name.into()).ok();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an offset in a text")]
    let number = |name: &str| get(name)?.as_f64().map(|number| number as u32);
    let place = number("place").zip(number("from")).zip(number("to")).map(|((at, from), to)| Place { at, from, to });
    Some((place, get("caret")?.is_truthy()))
}

/// The sentence that an event of the editor brings.
pub fn sentence(event: &Event) -> String {
    event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string()).unwrap_or_default()
}

/// Moves the focus to the finding that the editor asks for.
pub fn to_finding(event: &Event) {
    let index = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_f64()).unwrap_or_default();
    focus_now(&format!("finding-{index}"));
}

/// Scrolls a list to its current entry.
pub fn show_current(list: &NodeRef) {
    show(list, "[aria-current]");
}

/// Scrolls to what lies under the pointer in the editor.
pub fn show_pointed(list: &NodeRef) {
    show(list, ".pointed");
}

fn show(list: &NodeRef, which: &str) {
    let current = list.cast::<Element>().and_then(|list| list.query_selector(which).ok().flatten());
    if let Some(current) = current {
        into_view(&current);
    }
}

fn into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

fn range(from: u32, to: u32) -> Object {
    let item = Object::new();
    set(&item, "from", &from.into());
    set(&item, "to", &to.into());
    item
}

fn set(target: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(target, &name.into(), value);
}

thread_local! {
    static LAST: RefCell<Option<Rc<Scenario>>> = const { RefCell::new(None) };
}

/// Remembers the scenario, to be offered for download if the page fails.
pub fn keep_for_failure(model: &Model) {
    LAST.with(|last| {
        if let Ok(mut last) = last.try_borrow_mut() {
            *last = Some(Rc::clone(&model.work.scenario));
        }
    });
}

/// If the page fails, `boot.js` says so and offers what was typed.
pub fn watch_for_failure() {
    std::panic::set_hook(Box::new(|info| {
        let scenario = LAST.with(|last| {
            last.try_borrow().ok().and_then(|last| last.as_deref().map(iam_playground::wire::write_scenario))
        });
        let detail = Object::new();
        set(&detail, "message", &info.to_string().into());
        set(&detail, "scenario", &scenario.map_or(JsValue::NULL, JsValue::from));
        let init = CustomEventInit::new();
        init.set_detail(&detail);
        if let Ok(event) = CustomEvent::new_with_event_init_dict("playground:failed", &init) {
            let _ = window().dispatch_event(&event);
        }
    }));
}

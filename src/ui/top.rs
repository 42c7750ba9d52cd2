//! The title bar, and the tabs of a narrow page.

use iam_playground::app::{GALLERY, Kept, Msg, Origin, Recent, Sheet, Tab, Theme};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::signs::{icon, mark};
use super::{browser, idle, when};

/// What the picker's values for earlier work begin with.
const RECENT: &str = "recent:";
/// The value of the way to a new scenario.
const NEW: &str = "new";

/// The properties of [`Top`].
#[derive(Properties, PartialEq)]
pub struct TopProps {
    /// Where the scenario came from.
    pub origin: Origin,
    /// Whether it is another one by now.
    pub edited: bool,
    /// Its title.
    pub title: AttrValue,
    /// The colours.
    pub theme: Theme,
    /// Whether there is something to undo.
    pub can_undo: bool,
    /// Whether there is something to redo.
    pub can_redo: bool,
    /// Earlier work.
    pub recents: Vec<Recent>,
    /// Whether the browser has what there is to keep.
    pub kept: Kept,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Title, scenario picker, and what concerns the whole page.
#[component]
pub fn Top(props: &TopProps) -> Html {
    let send = |msg: Msg| props.dispatch.reform(move |_: MouseEvent| msg.clone());
    let pick = when(&props.dispatch, |event: Event| {
        let value = event.target_dyn_into::<HtmlSelectElement>()?.value();
        if value == NEW {
            return Some(Msg::ScratchWanted { secret: browser::made_up_secret() });
        }
        match value.strip_prefix(RECENT) {
            Some(id) => Some(Msg::RecentChosen(id.to_owned())),
            None => value.parse().ok().map(Msg::GalleryPicked),
        }
    });
    let opened = props.dispatch.reform(|_: MouseEvent| Msg::ImportOpened { secret: browser::made_up_secret() });
    let theme = format!("Theme: {}", props.theme.name());
    // The entry that an edited scenario came from stands apart from it, so that it can be picked afresh.
    let own = match props.origin {
        Origin::Imported => Some(format!("Yours: {}", props.title)),
        Origin::Gallery(_) if props.edited => Some(format!("Changed: {}", props.title)),
        Origin::Gallery(_) => None,
    };
    html! {
        <header class="top">
            <h1 class="brand">{ mark() }{ "IAM Playground" }</h1>
            <div class="picker">
                <select class="select" aria-label="Scenario" onchange={pick}>
                    if let Some(own) = own {
                        <option value="own" selected=true>{ own }</option>
                    }
                    { for GALLERY.iter().enumerate().map(|(index, entry)| html! {
                        <option key={index} value={index.to_string()} selected={!props.edited && props.origin == Origin::Gallery(index)}>{ entry.name }</option>
                    }) }
                    <option value={NEW}>{ "Start from scratch" }</option>
                    if !props.recents.is_empty() {
                        <optgroup label="Your earlier work, in this browser">
                            { for props.recents.iter().map(|recent| html! {
                                <option key={recent.id.clone()} value={format!("{RECENT}{}", recent.id)}>{ format!("{} · {}", recent.title, recent.when) }</option>
                            }) }
                        </optgroup>
                    }
                </select>
            </div>
            <div class="space"></div>
            if let Kept::Refused(why) = &props.kept {
                <span class="unkept" role="status" title={format!("{why} Save the scenario as a file to keep it.")}>{ icon("warning") }<span>{ "not saved" }</span><span class="hidden">{ format!(" by the browser: {why} Save the scenario as a file to keep it.") }</span></span>
            }
            <div class="group">
                <button class="button quiet icon" onclick={send(Msg::Undo)} aria-disabled={idle(!props.can_undo)} aria-label="Undo" title="Undo the last edit">{ icon("undo") }</button>
                <button class="button quiet icon" onclick={send(Msg::Redo)} aria-disabled={idle(!props.can_redo)} aria-label="Redo" title="Redo">{ icon("redo") }</button>
            </div>
            <div class="group">
                <button class="button quiet" onclick={opened} aria-label="Open a scenario">{ icon("open") }<span class="long">{ "Open" }</span></button>
                <button class="button quiet" onclick={send(Msg::Exported)} aria-label="Save the scenario as a file">{ icon("save") }<span class="long">{ "Save" }</span></button>
                <button class="button quiet" onclick={send(Msg::ShareOpened)} aria-label="Share a link">{ icon("link") }<span class="long">{ "Share" }</span></button>
                <button class="button quiet icon" onclick={send(Msg::ThemeTurned)} aria-label={theme.clone()} title={theme}>{ icon(props.theme.name()) }</button>
            </div>
        </header>
    }
}

/// One tab for what a narrow page shows at a time; the style sheet shows them there only.
pub fn tabs(shown: Sheet, dispatch: &Callback<Msg>) -> Html {
    let onkeydown = along(dispatch, Msg::SheetMoved);
    html! {
        <div class="tabs" role="tablist" aria-label="Parts of the page" {onkeydown}>
            { for Sheet::all().into_iter().map(|sheet| {
                let chosen = sheet == shown;
                html! {
                    <button key={sheet.id()} class="tab" role="tab" id={format!("tab-{}", sheet.id())} aria-selected={chosen.to_string()} aria-controls={sheet.pane.id()}
                        tabindex={if chosen { "0" } else { "-1" }} onclick={dispatch.reform(move |_: MouseEvent| Msg::SheetChosen(sheet))}>
                        { sheet.name() }
                    </button>
                }
            }) }
        </div>
    }
}

/// The views of the middle pane; on narrow pages [`tabs`] has them.
pub fn views(shown: Tab, dispatch: &Callback<Msg>) -> Html {
    let onkeydown = along(dispatch, Msg::TabMoved);
    html! {
        <div class="views" role="tablist" aria-label="Views" {onkeydown}>
            { for Tab::ALL.iter().map(|tab| {
                let tab = *tab;
                let chosen = tab == shown;
                html! {
                    <button key={tab.id()} class="view" role="tab" id={format!("view-{}", tab.id())} aria-selected={chosen.to_string()} aria-controls="view"
                        tabindex={if chosen { "0" } else { "-1" }} onclick={dispatch.reform(move |_: MouseEvent| Msg::TabChosen(tab))}>
                        { tab.name() }
                    </button>
                }
            }) }
        </div>
    }
}

/// The arrow keys move along a list of tabs.
fn along(dispatch: &Callback<Msg>, moved: fn(i32) -> Msg) -> Callback<KeyboardEvent> {
    when(dispatch, move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return None,
        };
        event.prevent_default();
        Some(moved(by))
    })
}

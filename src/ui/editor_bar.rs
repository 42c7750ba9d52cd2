//! What the editor can do, as buttons above it: for those who do not know the keys, or have none.

use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::browser;
use super::signs::icon;

/// How long a code is good for, unless somebody says otherwise, in seconds.
const HOUR: &str = "3600";

/// The buttons, and what opens under them to require MFA.
#[component]
pub fn EditorBar() -> Html {
    let open = use_state(|| false);
    let (seconds, opener) = (use_node_ref(), use_node_ref());
    let run = |command: &'static str| Callback::from(move |_: MouseEvent| browser::run_in_editor(command, None));
    let turn = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let require = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| {
            open.set(false);
            browser::run_in_editor("requireMfa", None);
        })
    };
    let require_within = {
        let (open, seconds) = (open.clone(), seconds.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // What is not a number of seconds, the engine has words for.
            let typed = seconds.cast::<HtmlInputElement>().map(|input| input.value_as_number()).unwrap_or_default();
            open.set(false);
            browser::run_in_editor("requireMfa", Some(typed));
        })
    };
    let escape = {
        let (open, opener) = (open.clone(), opener.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                open.set(false);
                if let Some(button) = opener.cast::<HtmlElement>() {
                    let _ = button.focus();
                }
            }
        })
    };
    html! {
        <>
            <div class="editor-bar" role="group" aria-label="Editor">
                <button class="button quiet" title="Format (Shift+Alt+F)" onclick={run("format")}>{ icon("format") }{ "Format" }</button>
                <button class="button quiet" title="Find and replace (Ctrl+F)" onclick={run("find")}>{ icon("find") }{ "Find" }</button>
                <button class="button quiet" title="Explain the word at the caret (Ctrl+I)" onclick={run("explain")}>{ icon("suggestion") }{ "Explain" }</button>
                <button class="button quiet" ref={opener} title="Write the right MFA condition into the statement at the caret" aria-expanded={open.to_string()} onclick={turn}>{ icon("shield") }{ "Require MFA" }</button>
            </div>
            if *open {
                <form class="editor-mfa" aria-label="Require MFA" onsubmit={require_within} onkeydown={escape}>
                    <p class="muted">{ "In the statement at the caret:" }</p>
                    <button type="button" class="button" onclick={require}>{ "MFA at any time" }</button>
                    <label><span>{ "or within" }</span><input class="field" type="number" min="1" max="129600" step="1" required=true value={HOUR} ref={seconds} /><span><abbr title="seconds">{ "s" }</abbr></span></label>
                    <button class="button">{ "Require it" }</button>
                </form>
            }
        </>
    }
}

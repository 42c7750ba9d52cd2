//! The dialog with the link.

use iam_playground::app::{Msg, Share};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::signs::icon;
use super::{browser, idle, storage, when};

/// The properties of [`ShareDialog`].
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The link, and what became of it.
    pub share: Share,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the dialog.
#[component]
pub fn ShareDialog(props: &ShareProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| browser::show_modal(&node));
    }
    let dispatch = &props.dispatch;
    let link = match &props.share.fragment {
        Some(Ok(fragment)) => storage::address(fragment),
        _ => String::new(),
    };
    let copy = {
        let link = link.clone();
        when(dispatch, move |_: MouseEvent| (!link.is_empty()).then(|| Msg::LinkCopied(link.clone())))
    };
    let masked =
        when(dispatch, |event: Event| Some(Msg::ShareMasked(event.target_dyn_into::<HtmlInputElement>()?.checked())));
    let length = match link.len() {
        0 => String::new(),
        length @ ..=2_000 => format!("{length} characters"),
        length => format!("{length} characters: some chat tools cut off links longer than 2,000"),
    };
    html! {
        <dialog class="sheet" ref={node} aria-labelledby="share-title" onclose={dispatch.reform(|_: Event| Msg::ShareClosed)}>
            <h2 id="share-title">{ "Share" }</h2>
            <p class="muted">{ "Everything is in the link itself: whoever opens it sees this scenario, this tab and this cell. No server keeps it." }</p>
            if let Some(Err(problem)) = &props.share.fragment {
                <div class="problem" role="alert"><strong>{ "No link could be made" }</strong><span>{ problem }</span></div>
            } else {
                <label class="labelled link"><span>{ "Link" }</span>
                    <input class="field" id="share-link" type="text" readonly=true value={link.clone()} onfocus={Callback::from(|event: FocusEvent| {
                        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() { input.select(); }
                    })} /></label>
                <p class="small muted" role="status">{ match props.share.copied {
                    Some(true) => "The link is in the clipboard.".to_owned(),
                    Some(false) => "The browser did not let the page copy it: select the link and copy it yourself.".to_owned(),
                    None => length,
                } }</p>
            }
            <label class="check"><input type="checkbox" checked={props.share.masked} onchange={masked} />
                <span>{ "Replace account IDs and the secrets of MFA devices with made-up ones" }</span></label>
            <div class="sheet-actions">
                <button class="button" onclick={dispatch.reform(|_: MouseEvent| Msg::ShareClosed)}>{ "Close" }</button>
                <button class="button primary" onclick={copy} aria-disabled={idle(link.is_empty())}>{ icon("link") }{ "Copy link" }</button>
            </div>
        </dialog>
    }
}

//! What is wrong in the document that is shown, with buttons that mend it.

use iam_playground::app::{Checked, DocumentView, FindingView, Msg};
use yew::prelude::*;

use super::signs::icon;
use super::text::prose;
use super::{browser, idle};

/// The findings, in as much room as they need, up to a limit.
pub fn findings(shown: &DocumentView, chosen: Option<usize>, dispatch: &Callback<Msg>) -> Html {
    let findings = &shown.findings;
    let head = match findings.len() {
        _ if shown.checked == Checked::NotYet => "Checks follow in a moment".to_owned(),
        _ if shown.checked == Checked::Failed => "The checks could not be run".to_owned(),
        0 => "No findings".to_owned(),
        1 => "1 finding".to_owned(),
        more => format!("{more} findings"),
    };
    html! {
        <section class="findings" aria-label="Findings">
            <p class="findings-head">{ head }</p>
            <ul>
                { for findings.iter().enumerate().map(|(index, finding)| html! {
                    <li key={index}>
                        <button class={classes!("finding", finding.severity.name())} id={format!("finding-{index}")} aria-pressed={(chosen == Some(index)).to_string()}
                            onclick={dispatch.reform(move |_: MouseEvent| Msg::FindingChosen(index))}>
                            { icon(finding.severity.name()) }
                            <span><span class="hidden">{ format!("{}: ", finding.severity.name()) }</span>{ prose(&finding.message) } <span class="muted">{ format!(" · line {}", finding.line) }</span></span>
                        </button>
                        { fixes(finding, shown.is_checked()) }
                    </li>
                }) }
            </ul>
        </section>
    }
}

/// One button a fix; none while the text is another than the one that was checked.
fn fixes(finding: &FindingView, checked: bool) -> Html {
    if finding.fixes.is_empty() {
        return html! {};
    }
    html! {
        <div class="fixes">
            { for finding.fixes.iter().enumerate().map(|(index, fix)| {
                let (edits, said) = (fix.edits.clone(), format!("{}: done.", fix.title));
                let onclick = Callback::from(move |_: MouseEvent| {
                    if checked {
                        browser::edit_in_editor(&edits, &said);
                    }
                });
                html! { <button key={index} class="button fix" aria-disabled={idle(!checked)} {onclick}>{ prose(&fix.title) }</button> }
            }) }
        </div>
    }
}

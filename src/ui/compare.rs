//! The policies beside a pinned copy: what changed, and what that changes.

use iam_playground::app::compare::{
    Became, ChangedBand, ChangedCell, ChangedDocument, Compare, Comparison, Group, Msg,
};
use iam_playground::app::{CellAt, Disputed, Matrix, Msg as PageMsg, Shared, Suggestions, flips, requests, words};
use yew::prelude::*;

use super::age::age_control;
use super::bands::strips;
use super::diff::draw_lines;
use super::matrix::MatrixTable;
use super::signs::{icon, shape, sign};

/// The properties of [`ComparePane`].
#[derive(Properties, PartialEq)]
pub struct CompareProps {
    /// What changed.
    pub compare: Shared<Compare>,
    /// The matrix of the policies as they are.
    pub matrix: Shared<Matrix>,
    /// Whose sessions these are, and which role they assume.
    pub who: (String, Option<String>),
    /// Seconds since MFA.
    pub age: i64,
    /// What stands in the age field, where it is not the age.
    pub age_text: Option<String>,
    /// The cells that the readings of role sessions disagree on.
    pub disputed: Shared<Vec<Disputed>>,
    /// The chosen cell.
    pub cell: CellAt,
    /// The cell that the keyboard is on.
    pub cursor: CellAt,
    /// What is open at the requests.
    pub requests: requests::State,
    /// What their form suggests.
    pub suggestions: Shared<Suggestions>,
    /// Whether the answers are older than the text.
    pub stale: bool,
    /// Takes messages.
    pub dispatch: Callback<PageMsg>,
}

/// Draws the view.
#[component]
pub fn ComparePane(props: &CompareProps) -> Html {
    let dispatch = props.dispatch.reform(PageMsg::Compare);
    match &*props.compare {
        Compare::Hidden => html! {},
        Compare::Unpinned(policies) => unpinned(*policies, &dispatch),
        Compare::Of(comparison) => pinned(props, comparison, &dispatch),
    }
}

fn button(
    id: &'static str,
    shown: &'static str,
    label: &'static str,
    msg: Msg,
    class: &'static str,
    dispatch: &Callback<Msg>,
) -> Html {
    html! { <button class={classes!("button", class)} {id} onclick={dispatch.reform(move |_: MouseEvent| msg)}>{ icon(shown) }{ label }</button> }
}

fn unpinned(policies: usize, dispatch: &Callback<Msg>) -> Html {
    html! {
        <div class="part empty">
            <h3>{ "What would this edit change?" }</h3>
            <p>{ "Pin the policies as they are, then edit them. This view shows before and after side by side: every verdict that changes, at which MFA age, and which statement decides." }</p>
            <ul class="muted">
                <li>{ "The pinned copy is part of the scenario: it is saved, shared and undone with it." }</li>
                <li>{ "Only policies are compared, not users, groups or the script." }</li>
            </ul>
            { button("compare-pin", "pin", if policies == 1 { "Pin the policy as it is" } else { "Pin the policies as they are" }, Msg::Pinned, "primary", dispatch) }
        </div>
    }
}

fn pinned(props: &CompareProps, comparison: &Comparison, dispatch: &Callback<Msg>) -> Html {
    let stale = props.stale.then_some("stale");
    let changed = comparison.documents.len();
    // Several bands may flip at one age; the slider marks it once.
    let mut flips_now: Vec<i64> = comparison
        .bands
        .iter()
        .flat_map(|band| {
            let starts = band.after.iter().skip(1).map(|segment| segment.from);
            starts.chain(flips(std::slice::from_ref(&band.before))).collect::<Vec<i64>>()
        })
        .collect();
    flips_now.sort_unstable();
    flips_now.dedup();
    html! {
        <>
            <div class="part compare-head">
                <p>{ format!("{} pinned, {}.", words::count(comparison.pinned, "policy", "policies"), if changed == 0 { "none changed since".to_owned() } else { format!("{changed} changed since") }) }</p>
                <div class="compare-buttons">
                    { button("compare-restore", "undo", "Restore pinned", Msg::Restored, "", dispatch) }
                    { button("compare-swap", "swap", "Swap", Msg::Swapped, "", dispatch) }
                    { button("compare-again", "pin", "Pin again", Msg::Pinned, "", dispatch) }
                    { button("compare-unpin", "cross", "Unpin", Msg::Unpinned, "quiet", dispatch) }
                </div>
            </div>
            <div class={classes!("part", stale)}>{ summary(props, comparison) }</div>
            if props.matrix.problem.is_none() && !props.matrix.rows.is_empty() {
                <div class={classes!("part", stale)}>
                    <p class="small muted compare-who">{ who(props) }</p>
                    <MatrixTable matrix={props.matrix.clone()} before={Some(comparison.before.clone())} cell={props.cell} cursor={props.cursor} disputed={props.disputed.clone()}
                        requests={props.requests.clone()} suggestions={props.suggestions.clone()} dispatch={props.dispatch.clone()} />
                </div>
                <div class="part age">{ age_control(props.age, props.age_text.as_ref(), &flips_now, &props.dispatch) }</div>
            }
            if !comparison.bands.is_empty() {
                <section class={classes!("part", "bands", stale)} aria-labelledby="changed-bands">
                    <div class="bands-head"><h3 id="changed-bands">{ "Decision by age, before and after" }</h3></div>
                    { for comparison.bands.iter().map(|band| draw_band(props, band)) }
                </section>
            }
            <section class="part changed-documents" aria-labelledby="changed-documents">
                <h3 id="changed-documents">{ "Changed policies" }</h3>
                if changed == 0 { <p class="muted small">{ "Edit a policy to see its changes here." }</p> }
                { for comparison.documents.iter().map(|document| draw_document(document, changed == 1, &props.dispatch)) }
            </section>
        </>
    }
}

fn who(props: &CompareProps) -> String {
    let (user, role) = &props.who;
    let role = role.as_ref().map(|role| format!(", assuming {}", words::arn_name(role))).unwrap_or_default();
    format!(
        "For {}{role}, {} after the code. A changed cell shows what it was, then what it is.",
        words::arn_name(user),
        words::duration(props.age)
    )
}

/// How many verdicts changed, and which.
fn summary(props: &CompareProps, comparison: &Comparison) -> Html {
    if comparison.cells.is_empty() {
        let words = match (comparison.documents.is_empty(), comparison.bands.is_empty()) {
            (true, _) => "Nothing has changed since the policies were pinned.",
            (false, true) => "The policies changed, but no verdict of this matrix does.",
            (false, false) => "At this age no verdict changes; at other ages some do, see below.",
        };
        return html! { <p class="compare-none">{ words }</p> };
    }
    html! {
        <div class="changes" id="changes">
            { group(props, comparison, Group::Allowed, "newly allowed") }
            { group(props, comparison, Group::Denied, "newly denied") }
            { group(props, comparison, Group::Otherwise, "denied in another way") }
        </div>
    }
}

fn group(props: &CompareProps, comparison: &Comparison, which: Group, title: &str) -> Html {
    let cells: Vec<&ChangedCell> = comparison.cells.iter().filter(|cell| cell.group() == which).collect();
    let Some(first) = cells.first() else { return html! {} };
    html! {
        <details class="change-group" open=true>
            <summary class={words::outcome_class(first.after.outcome)}><span class="sign">{ shape(first.after.outcome) }<span>{ format!("{} {title}", cells.len()) }</span></span></summary>
            <ul>{ for cells.into_iter().map(|cell| change(props, cell)) }</ul>
        </details>
    }
}

fn change(props: &CompareProps, cell: &ChangedCell) -> Html {
    let at = cell.at;
    let side = |name: &str, outcome, decided_by: &str| {
        html! {
            <><dt>{ name }</dt><dd>{ sign(outcome) }<span class="muted">{ decided_by }</span></dd></>
        }
    };
    html! {
        <li key={format!("{}-{}", at.request, at.kind.name())}>
            <button class="change" aria-pressed={(at == props.cell).to_string()} title="Explain this cell" onclick={props.dispatch.reform(move |_: MouseEvent| PageMsg::CellChosen(at))}>
                <code>{ &cell.action }</code><span class="muted">{ format!("on {} with {}", cell.resource, cell.label) }</span>
            </button>
            <dl class="sides">
                { side("was", cell.before.outcome, &cell.before.decided_by) }
                { side("is", cell.after.outcome, &cell.after.decided_by) }
            </dl>
        </li>
    }
}

fn draw_band(props: &CompareProps, changed: &ChangedBand) -> Html {
    let band = &changed.before;
    html! {
        <div class="band changed-band" key={format!("{}-{}", band.request, changed.label)}>
            <span class="band-name">{ &band.action }{ " " }<span>{ format!("on {} with {}", band.resource, changed.label) }</span></span>
            <div class="side"><span class="side-name">{ "was" }</span><div>{ strips(&band.segments, props.age, &props.dispatch) }</div></div>
            <div class="side"><span class="side-name">{ "is" }</span><div>{ strips(&changed.after, props.age, &props.dispatch) }</div></div>
        </div>
    }
}

fn draw_document(document: &ChangedDocument, open: bool, dispatch: &Callback<PageMsg>) -> Html {
    let pointer = document.pointer.clone();
    let became = match document.became {
        Became::Edited => "",
        Became::Added => "new",
        Became::Removed => "gone",
    };
    html! {
        <details class="changed-document" key={document.pointer.clone()} {open}>
            <summary>
                <span class="name">{ &document.name }</span><span class="muted">{ &document.owner }</span>
                if !became.is_empty() { <span class="tag">{ became }</span> }
                <span class="lines-changed"><span class="plus">{ format!("+{}", document.added) }</span>{ " " }<span class="minus">{ format!("−{}", document.removed) }</span><span class="hidden">{ " lines" }</span></span>
            </summary>
            { draw_lines(&document.lines) }
            if document.became != Became::Removed {
                <button class="button quiet" onclick={dispatch.reform(move |_: MouseEvent| PageMsg::DocumentChosen(pointer.clone()))}>{ icon("pencil") }{ "Open in the editor" }</button>
            }
        </details>
    }
}

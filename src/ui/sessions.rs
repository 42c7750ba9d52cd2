//! The middle pane: whose sessions, how old, and what each request comes to.

use iam_playground::app::world::Addable;
use iam_playground::app::{
    Band, CellAt, Disputed, Matrix, Msg, Pane, Shared, Sheet, Suggestions, flips, requests, words,
};
use iam_playground::scenario::Outcome;
use iam_playground::whatif::SessionKind;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::age::age_control;
use super::bands::Bands;
use super::kinds::KindsChooser;
use super::matrix::MatrixTable;
use super::requests::at_the_end;
use super::signs::{icon, sign};
use super::text::prose;
use super::when;
use super::world::added;

/// The properties of [`SessionsPane`].
#[derive(Properties, PartialEq)]
pub struct SessionsProps {
    /// What the scenario is about.
    pub summary: Option<String>,
    /// All users.
    pub users: Vec<String>,
    /// All roles.
    pub roles: Vec<String>,
    /// The chosen user.
    pub user: String,
    /// The chosen role.
    pub role: Option<String>,
    /// Seconds since MFA.
    pub age: i64,
    /// What stands in the age field, where it is not the age.
    pub age_text: Option<String>,
    /// The matrix.
    pub matrix: Shared<Matrix>,
    /// Decisions over age.
    pub bands: Shared<Vec<Band>>,
    /// For which credentials.
    pub bands_kind: SessionKind,
    /// Whether some policy asks for the MFA age.
    pub asks_for_age: bool,
    /// The user, where it has no MFA device: a JSON pointer.
    pub without_device: Option<String>,
    /// The kinds of credentials that are shown.
    pub kinds: Vec<SessionKind>,
    /// What is open at the requests.
    pub requests: requests::State,
    /// What their form suggests.
    pub suggestions: Shared<Suggestions>,
    /// The cells that the readings of role sessions disagree on.
    pub disputed: Shared<Vec<Disputed>>,
    /// The chosen cell.
    pub cell: CellAt,
    /// The cell that the keyboard is on.
    pub cursor: CellAt,
    /// Whether the answers are older than the text.
    pub stale: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the pane.
#[component]
pub fn SessionsPane(props: &SessionsProps) -> Html {
    let stale = props.stale.then_some("stale");
    html! {
        <>
            if let Some(summary) = &props.summary {
                <p class="part summary">{ prose(summary) }</p>
            }
            <div class="part who">
                <label class="labelled"><span>{ "User" }</span>{ choice(&props.users, Some(&props.user), props.dispatch.reform(Msg::UserChosen)) }</label>
                if !props.roles.is_empty() {
                    <label class="labelled"><span>{ "Role to assume" }</span>{ choice(&props.roles, props.role.as_ref(), props.dispatch.reform(Msg::RoleChosen)) }</label>
                }
            </div>
            if let Some(user) = &props.without_device {
                <div class="part no-device">
                    { icon("warning") }<p>{ format!("{} has no MFA device, so that no session of theirs can have MFA.", words::arn_name(&props.user)) }</p>
                    <button class="button" onclick={let user = user.clone(); props.dispatch.reform(move |_: MouseEvent| Msg::World(added(&user, Addable::Device)))}>{ icon("plus") }{ "Add a device" }</button>
                </div>
            }
            <div class="part"><KindsChooser shown={props.kinds.clone()} has_role={!props.roles.is_empty()} dispatch={props.dispatch.clone()} /></div>
            if let Some(problem) = &props.matrix.problem {
                <p class="part muted">{ problem }</p>
            } else if props.matrix.rows.is_empty() {
                <div class="part">
                    <p class="muted">{ "No requests yet. Add one, and see with which credentials it is allowed." }</p>
                    { at_the_end(&props.requests, &props.suggestions, &props.dispatch.reform(Msg::Request)) }
                </div>
            } else if props.matrix.columns.is_empty() {
                <p class="part muted">{ "The kinds of credentials that are shown need a role, and this scenario has none. Choose others above." }</p>
            } else {
                // Above what it moves, so that both are in view.
                <div class="part age">
                    { age_control(props.age, props.age_text.as_ref(), &flips(&props.bands), &props.dispatch) }
                </div>
                <div class={classes!("part", stale)}>
                    <MatrixTable matrix={props.matrix.clone()} cell={props.cell} cursor={props.cursor} disputed={props.disputed.clone()} requests={props.requests.clone()} suggestions={props.suggestions.clone()} dispatch={props.dispatch.clone()} />
                </div>
                <div class={classes!("part", stale)}>
                    <Bands bands={props.bands.clone()} kind={props.bands_kind} age={props.age} asked_for={props.asks_for_age} dispatch={props.dispatch.clone()} />
                </div>
            }
            <div class="part">{ lesson() }</div>
            if !matches!(props.requests, requests::State::Form(_)) {
            <button class="button primary to-why" onclick={props.dispatch.reform(|_: MouseEvent| Msg::SheetChosen(Sheet { pane: Pane::Why, tab: None }))}>{ question(props) }</button>
            }
        </>
    }
}

/// What a narrow page asks about the chosen cell.
fn question(props: &SessionsProps) -> String {
    let row = props.matrix.rows.iter().find(|row| row.request == props.cell.request);
    let column = props.matrix.columns.iter().position(|column| column.kind == props.cell.kind);
    let cell = row.zip(column).and_then(|(row, column)| row.cells.get(column));
    cell.map_or_else(|| "Why?".to_owned(), |cell| format!("Why {}?", words::outcome(cell.outcome)))
}

fn choice(arns: &[String], chosen: Option<&String>, send: Callback<String>) -> Html {
    let onchange = when(&send, |event: Event| Some(event.target_dyn_into::<HtmlSelectElement>()?.value()));
    html! {
        <select class="select" {onchange}>
            { for arns.iter().map(|arn| html! {
                <option key={arn.clone()} value={arn.clone()} selected={chosen == Some(arn)}>
                    { format!("{} · {}", words::arn_name(arn), words::arn_account(arn)) }
                </option>
            }) }
        </select>
    }
}

/// What the signs mean.
fn lesson() -> Html {
    let all = [Outcome::Allowed, Outcome::ImplicitDeny, Outcome::ExplicitDeny, Outcome::Refused, Outcome::Issued];
    html! {
        <details class="lesson">
            <summary>{ "One yes, three kinds of no" }</summary>
            <dl>
                { for all.into_iter().map(|outcome| html! { <><dt>{ sign(outcome) }</dt><dd>{ words::outcome_plain(outcome) }</dd></> }) }
            </dl>
        </details>
    }
}

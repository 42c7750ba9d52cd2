//! Which kinds of credentials the matrix shows.

use iam_playground::app::Msg;
use iam_playground::whatif::SessionKind;
use yew::prelude::*;

/// The properties of [`KindsChooser`].
#[derive(Properties, PartialEq)]
pub struct KindsProps {
    /// The kinds that are shown.
    pub shown: Vec<SessionKind>,
    /// Whether there is a role to assume.
    pub has_role: bool,
    /// Takes messages.
    pub dispatch: Callback<Msg>,
}

/// Draws the chooser, closed at first.
#[component]
pub fn KindsChooser(props: &KindsProps) -> Html {
    let KindsProps { shown, has_role, dispatch } = props;
    html! {
        <details class="kinds">
            <summary>{ "Credentials" }<span class="muted">{ format!("{} of {} kinds shown", shown.len(), SessionKind::ALL.len()) }</span></summary>
            <ul>
                { for SessionKind::ALL.iter().map(|kind| {
                    let kind = *kind;
                    let checked = shown.contains(&kind);
                    html! {
                        <li key={kind.name()}>
                            <label>
                                <input type="checkbox" {checked} disabled={checked && shown.len() == 1} onchange={dispatch.reform(move |_: Event| Msg::KindTurned(kind))} />
                                <span><strong>{ kind.label() }</strong>{ " " }<span class="muted">{ kind.explains() }{ if kind.needs_role() && !*has_role { " Needs a role." } else { "" } }</span></span>
                            </label>
                        </li>
                    }
                }) }
            </ul>
        </details>
    }
}

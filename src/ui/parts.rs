//! What is drawn only after something was done, in the second part of the page's module (`src/app/parts.rs`). The messages
//! that lead there wait for it, so that it is there when one of these is called.

use std::rc::Rc;

use iam_playground::app::world::{Kind, Row as TreeRow, State as World, form};
use iam_playground::app::{Derived, Import, Model, Msg, Share, Suggestions, flips, requests, world};
use iam_playground::later;
use iam_playground::scenario::Scenario;
use yew::prelude::*;

use super::compare::ComparePane;
use super::import::ImportDialog;
use super::script::ScriptView;
use super::share::ShareDialog;
use super::world::{draw_form, draw_menu, name_field};

later! {
    in "ui":
    /// The Script.
    pub fn script(model: &Model, derived: &Derived, dispatch: &Callback<Msg>) -> Html = draw_script;
}

later! {
    in "ui":
    /// Compare.
    pub fn compare(model: &Model, derived: &Derived, dispatch: &Callback<Msg>) -> Html = draw_compare;
}

later! {
    in "ui":
    /// The dialog with the link.
    pub fn share_dialog(share: &Share, dispatch: &Callback<Msg>) -> Html = draw_share;
}

later! {
    in "ui":
    /// The dialog that opens things.
    pub fn import_dialog(import: &Import, dispatch: &Callback<Msg>) -> Html = draw_import;
}

later! {
    in "ui":
    /// The form of a node that is no document, where there is such a node.
    pub fn world_form(scenario: &Rc<Scenario>, at: &str, state: &World, dispatch: &Callback<Msg>) -> Option<Html> = draw_world_form;
}

later! {
    in "ui":
    /// The menu of a node.
    pub fn world_menu(scenario: &Scenario, row: &TreeRow, send: &Callback<world::Msg>) -> Html = draw_menu;
}

later! {
    in "ui":
    /// The field for a node's name.
    pub fn world_name(row: &TreeRow, naming: &world::Naming, send: &Callback<world::Msg>) -> Html = name_field;
}

later! {
    in "ui":
    /// What the button at the top of the tree offers.
    pub fn world_choices(scenario: &Scenario, account: Option<&str>, send: &Callback<world::Msg>) -> Html = super::world::draw_choices;
}

later! {
    in "ui":
    /// The menu of a request.
    pub fn request_menu(request: usize, dispatch: &Callback<requests::Msg>) -> Html = super::requests::draw_menu;
}

later! {
    in "ui":
    /// The form of a request.
    pub fn request_form(form: &requests::Form, suggestions: &Suggestions, dispatch: &Callback<requests::Msg>) -> Html = super::requests::draw_form;
}

later! {
    in "ui":
    /// The changes that lead to another outcome.
    pub fn ways(found: &flips::Found, state: &flips::State, stale: bool, dispatch: &Callback<flips::Msg>) -> Html = super::flips::inside;
}

fn draw_script(model: &Model, derived: &Derived, dispatch: &Callback<Msg>) -> Html {
    html! {
        <ScriptView timeline={derived.script().clone()} state={model.script.clone()} face={derived.clock(model)} command={derived.command(model)} remarks={derived.suggestions().remarks.clone()} subject={model.subject} world={derived.world().clone()} open={dispatch.reform(Msg::DocumentChosen)}
            stale={derived.stale()} dispatch={dispatch.reform(Msg::Script)} explain={dispatch.reform(Msg::ScriptStepChosen)} />
    }
}

fn draw_compare(model: &Model, derived: &Derived, dispatch: &Callback<Msg>) -> Html {
    html! {
        <ComparePane compare={derived.compare().clone()} matrix={derived.matrix().clone()} who={(model.user.clone(), model.role.clone())}
            age={model.age} age_text={model.age_text.clone()} requests={model.requests.clone()} suggestions={derived.suggestions().clone()}
            cell={model.cell} cursor={model.cursor} disputed={derived.disputed().clone()} stale={derived.stale()} dispatch={dispatch.clone()} />
    }
}

fn draw_share(share: &Share, dispatch: &Callback<Msg>) -> Html {
    html! { <ShareDialog share={share.clone()} dispatch={dispatch.clone()} /> }
}

fn draw_import(import: &Import, dispatch: &Callback<Msg>) -> Html {
    html! { <ImportDialog import={import.clone()} dispatch={dispatch.clone()} /> }
}

fn draw_world_form(scenario: &Rc<Scenario>, at: &str, state: &World, dispatch: &Callback<Msg>) -> Option<Html> {
    let form = form(scenario, at)?;
    Some(draw_form(&form, at, Kind::of(at).map_or("", Kind::word), state, &dispatch.reform(Msg::World)))
}

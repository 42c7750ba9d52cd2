//! The tree: rows in nested lists, each with a menu. Up and down go from row to row, left and right close and open.

use std::rc::Rc;

use iam_playground::app::Msg as PageMsg;
use iam_playground::app::world::{
    Addable, FIRST_ID, Intent, Kind, Msg, NAME_ID, Naming, Row, State, addables, menu_id, position, row_id,
};
use iam_playground::scenario::Scenario;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::ui::browser;
use crate::ui::parts;
use crate::ui::signs::icon;
use crate::ui::text::prose;
use crate::ui::when;

/// The properties of [`Tree`].
#[derive(Properties)]
pub struct TreeProps {
    /// What can be seen.
    pub rows: Vec<Row>,
    /// What they belong to.
    pub scenario: Rc<Scenario>,
    /// The row of what is shown.
    pub current: Option<String>,
    /// The node whose menu is open.
    pub menu: Option<String>,
    /// The name that is being typed.
    pub naming: Option<Naming>,
    /// Takes messages.
    pub dispatch: Callback<PageMsg>,
}

impl PartialEq for TreeProps {
    /// Whether the tree looks the same. Only menus and names ask more of the scenario than the rows say, and the scenario
    /// is another one with each letter that is typed.
    fn eq(&self, other: &Self) -> bool {
        let asks = self.menu.is_some() || self.naming.is_some();
        self.rows == other.rows
            && self.current == other.current
            && self.menu == other.menu
            && self.naming == other.naming
            && self.dispatch == other.dispatch
            && (!asks || Rc::ptr_eq(&self.scenario, &other.scenario))
    }
}

/// Draws the tree.
#[component]
pub fn Tree(props: &TreeProps) -> Html {
    rows(props, &props.rows)
}

/// The rows of one depth, with those below them.
fn rows(props: &TreeProps, rows: &[Row]) -> Html {
    let Some(depth) = rows.first().map(|row| row.depth) else { return html! {} };
    let mut items = Vec::new();
    let mut rest = rows;
    while let Some((row, after)) = rest.split_first() {
        let below = after.iter().take_while(|other| other.depth > depth).count();
        let (inside, next) = after.split_at(below);
        items.push(html! {
            <li key={row.pointer.clone()}>
                { draw(props, row) }
                if !inside.is_empty() { { self::rows(props, inside) } }
            </li>
        });
        rest = next;
    }
    html! { <ul class={format!("branch depth-{depth}")}>{ items }</ul> }
}

fn draw(props: &TreeProps, row: &Row) -> Html {
    let dispatch = &props.dispatch;
    let current = props.current.as_ref() == Some(&row.pointer);
    if let Some(naming) = props.naming.as_ref().filter(|naming| naming.of == row.pointer) {
        return parts::world_name(row, naming, &dispatch.reform(PageMsg::World)).unwrap_or_default();
    }
    let pointer = row.pointer.clone();
    let document = row.kind.is_document();
    let chosen = {
        let pointer = pointer.clone();
        dispatch.reform(move |_: MouseEvent| {
            if document {
                PageMsg::DocumentChosen(pointer.clone())
            } else {
                PageMsg::World(Msg::Chosen(pointer.clone()))
            }
        })
    };
    let send = dispatch.reform(PageMsg::World);
    let turn = row.open.map(|open| {
        let pointer = pointer.clone();
        send.reform(move |_: MouseEvent| Msg::Turned(pointer.clone(), !open))
    });
    let menu_open = props.menu.as_ref() == Some(&pointer);
    let menu = {
        let pointer = pointer.clone();
        send.reform(move |_: MouseEvent| Msg::MenuTurned(pointer.clone()))
    };
    let named = format!("{} {}", row.word, row.name);
    html! {
        <>
            <div class="node">
                if let Some(turn) = turn {
                    <span class="turn" aria-hidden="true" onclick={turn}>{ icon(if row.open == Some(true) { "down" } else { "right" }) }</span>
                } else if !document {
                    <span class="turn"></span>
                }
                <button class={classes!("document", (!document).then_some("owner"))} id={row_id(&pointer)} aria-current={current.then_some("true")}
                    aria-expanded={row.open.map(|open| open.to_string())} onclick={chosen} onkeydown={keys(row, &send)}>
                    <span class="name">
                        if !row.word.is_empty() { <span class="word">{ row.word }{ " " }</span> }
                        if document { { &row.name } } else { <strong>{ &row.name }</strong> }
                        if !row.hint.is_empty() { <span class="word">{ " " }{ &row.hint }</span> }
                    </span>
                    { count(row.errors, "error") }
                    { count(row.others, "warning") }
                </button>
                <button class="button quiet icon row-menu" id={menu_id(&pointer)} aria-expanded={menu_open.to_string()} tabindex={if current || menu_open { "0" } else { "-1" }}
                    aria-label={format!("Change {}", named.trim())} title="Add, rename, duplicate, move or delete" onclick={menu}>{ icon("more") }</button>
            </div>
            if menu_open { { parts::world_menu(&props.scenario, row, &send) } }
        </>
    }
}

fn count(number: usize, kind: &'static str) -> Html {
    html! {
        if number > 0 {
            <span class={classes!("count", kind)}>{ icon(kind) }{ number }<span class="hidden">{ if number == 1 { format!(" {kind}") } else { format!(" {kind}s") } }</span></span>
        }
    }
}

fn keys(row: &Row, send: &Callback<Msg>) -> Callback<KeyboardEvent> {
    let pointer = row.pointer.clone();
    let (open, kind) = (row.open, row.kind);
    when(send, move |event: KeyboardEvent| {
        let pointer = pointer.clone();
        let msg = match event.key().as_str() {
            "F2" => Msg::NameAsked(pointer),
            "Delete" if kind.can_go() => Msg::Wanted(Intent::Delete(pointer)),
            "F10" if event.shift_key() => Msg::MenuTurned(pointer),
            "ContextMenu" => Msg::MenuTurned(pointer),
            "ArrowDown" => Msg::Moved(pointer, 1),
            "ArrowUp" => Msg::Moved(pointer, -1),
            "ArrowRight" if open == Some(false) => Msg::Turned(pointer, true),
            "ArrowLeft" if open == Some(true) => Msg::Turned(pointer, false),
            _ => return None,
        };
        event.prevent_default();
        Some(msg)
    })
}

fn escape(send: &Callback<Msg>) -> Callback<KeyboardEvent> {
    when(send, |event: KeyboardEvent| (event.key() == "Escape").then_some(Msg::Closed))
}

/// Words, an icon, and what comes of it.
type Offer = (String, &'static str, Box<dyn Fn() -> Msg>);

/// What a menu offers.
fn offers(scenario: &Scenario, row: &Row) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for what in addables(scenario, &row.pointer) {
        let pointer = row.pointer.clone();
        offers.push((format!("Add {}", what.word()), "plus", Box::new(move || added(&pointer, what))));
    }
    let mut edit = |possible: bool, words: &str, sign: &'static str, msg: &dyn Fn(String) -> Msg| {
        if possible {
            let msg = msg(row.pointer.clone());
            offers.push((words.to_owned(), sign, Box::new(move || msg.clone())));
        }
    };
    let (at, len) = position(scenario, &row.pointer).unwrap_or((0, 1));
    edit(row.kind.has_name(), "Rename", "pencil", &Msg::NameAsked);
    edit(row.kind.can_be_copied(), "Duplicate", "copy", &|at| Msg::Wanted(Intent::Duplicate(at)));
    edit(at > 0, "Move up", "up", &|at| Msg::Wanted(Intent::Move(at, -1)));
    edit(at + 1 < len, "Move down", "down", &|at| Msg::Wanted(Intent::Move(at, 1)));
    edit(row.kind.can_go(), "Delete", "bin", &|at| Msg::Wanted(Intent::Delete(at)));
    offers
}

/// The message that adds something.
pub fn added(to: &str, what: Addable) -> Msg {
    let secret = if what == Addable::Device { browser::made_up_secret() } else { String::new() };
    Msg::Wanted(Intent::Add(to.to_owned(), what, secret))
}

/// The menu of a node.
pub fn draw_menu(scenario: &Scenario, row: &Row, send: &Callback<Msg>) -> Html {
    let offers = offers(scenario, row);
    if offers.is_empty() {
        return html! {
            <div class="row-actions" role="group" aria-label={format!("{} {}", row.word, row.name)} onkeydown={escape(send)}>
                <p class="small muted" id={FIRST_ID} tabindex="-1">{ "A role always has its trust policy; it is edited below." }</p>
            </div>
        };
    }
    html! {
        <div class="row-actions" role="group" aria-label={format!("{} {}", row.word, row.name)} onkeydown={escape(send)}>
            { for offers.into_iter().enumerate().map(|(index, (words, sign, msg))| html! {
                <button class="button" key={words.clone()} id={(index == 0).then_some(FIRST_ID)} onclick={send.reform(move |_: MouseEvent| msg())}>{ icon(sign) }{ words }</button>
            }) }
        </div>
    }
}

/// The field for a node's name.
pub fn name_field(row: &Row, naming: &Naming, send: &Callback<Msg>) -> Html {
    let problem = naming.problem.as_deref();
    let submit = when(send, |event: SubmitEvent| {
        event.prevent_default();
        Some(Msg::NameSaved)
    });
    let typed =
        when(send, |event: InputEvent| Some(Msg::NameTyped(event.target_dyn_into::<HtmlInputElement>()?.value())));
    html! {
        <form class="naming" aria-label={format!("Rename {}", row.name)} novalidate=true onsubmit={submit} onkeydown={escape(send)}>
            <input class="field" id={NAME_ID} aria-label={format!("Name of the {}", row.kind.word())} value={naming.text.clone()} autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-invalid={problem.is_some().then_some("true")} aria-describedby={problem.is_some().then_some("node-name-problem")} oninput={typed}
                onfocus={Callback::from(|event: FocusEvent| if let Some(input) = event.target_dyn_into::<HtmlInputElement>() { input.select(); })} />
            <button class="button icon" type="submit" aria-label="Rename" title="Rename (Enter)">{ icon("check") }</button>
            <button class="button quiet icon" type="button" aria-label="Keep the name" title="Keep the name (Escape)" onclick={send.reform(|_: MouseEvent| Msg::Closed)}>{ icon("cross") }</button>
            if let Some(problem) = problem {
                <span class="field-problem" id="node-name-problem" role="alert">{ icon("error") }<span>{ prose(problem) }</span></span>
            }
        </form>
    }
}

/// The button at the top: adds to the first account, or to the one that is chosen.
pub fn add_button(
    scenario: &Scenario,
    rows: &[Row],
    current: Option<&str>,
    state: &State,
    dispatch: &Callback<PageMsg>,
) -> Html {
    let send = dispatch.reform(PageMsg::World);
    let open = state.menu.as_deref() == Some(ADD);
    let account = rows
        .iter()
        .filter(|row| row.kind == Kind::Account)
        .find(|row| current.is_some_and(|current| current.starts_with(&row.pointer)))
        .or_else(|| rows.iter().find(|row| row.kind == Kind::Account));
    html! {
        <>
            <div class="pane-head">
                <h2 id="policies-title">{ "Policies" }</h2>
                <button class="button quiet add-node" id={menu_id(ADD)} aria-expanded={open.to_string()} onclick={send.reform(|_: MouseEvent| Msg::MenuTurned(ADD.to_owned()))}>{ icon("plus") }{ "Add" }</button>
            </div>
            if open {
                { parts::world_choices(scenario, account.map(|row| row.pointer.as_str()), &send) }
            }
        </>
    }
}

/// What that button offers for an account, and for the whole world.
pub fn draw_choices(scenario: &Scenario, account: Option<&str>, send: &Callback<Msg>) -> Html {
    let places = account.map(str::to_owned).into_iter().chain(std::iter::once(String::new()));
    let choices: Vec<(String, Addable)> =
        places.flat_map(|at| addables(scenario, &at).into_iter().map(move |what| (at.clone(), what))).collect();
    html! {
        <div class="row-actions add-choices" role="group" aria-label="Add to the world" onkeydown={escape(send)}>
            { for choices.into_iter().enumerate().map(|(index, (at, what))| html! {
                <button class="button" key={what.word()} id={(index == 0).then_some(FIRST_ID)} onclick={send.reform(move |_: MouseEvent| added(&at, what))}>{ what.word() }</button>
            }) }
        </div>
    }
}

/// What the menu of the button at the top is called in the state.
const ADD: &str = "add";

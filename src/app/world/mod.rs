//! The world as a tree in the Policies pane: what is chosen and open in it, and what its menus, names and forms do.

mod add;
mod edit;
mod form;
mod node;
mod refs;
mod tree;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use add::{Addable, addables};
pub use edit::{Intent, Plan, plan, position};
pub use form::{Control, Device, Field, Form, Target, form};
pub use node::{Kind, name, parent};
pub use tree::{Row, tree};

use super::derived::Derived;
use super::message::Effect;
use super::model::Model;
use super::update::change;

/// What is open and chosen in the tree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// The node whose form is shown instead of the editor, a JSON pointer.
    pub chosen: Option<String>,
    /// Branches that somebody opened or closed.
    pub turned: BTreeMap<String, bool>,
    /// The node whose menu is open.
    pub menu: Option<String>,
    /// The name that is being typed.
    pub naming: Option<Naming>,
    /// What stands in fields of the form and is not in the scenario, by the field's key.
    pub drafts: BTreeMap<String, Draft>,
}

/// A name under somebody's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Of which node.
    pub of: String,
    /// The text so far.
    pub text: String,
    /// Why it cannot be.
    pub problem: Option<String>,
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// Why it is not in the scenario.
    pub problem: Option<String>,
}

/// What happens in the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A node was chosen. A second time opens or closes it.
    Chosen(String),
    /// A branch shall be open, or not.
    Turned(String, bool),
    /// The keyboard moved among the rows.
    Moved(String, i32),
    /// The menu of a node was opened or closed.
    MenuTurned(String),
    /// What is open shall close.
    Closed,
    /// A name shall be changed.
    NameAsked(String),
    /// Somebody typed a name.
    NameTyped(String),
    /// It shall be so.
    NameSaved,
    /// An edit.
    Wanted(Intent),
    /// Somebody types in a field of a form.
    Drafted(Target, String),
    /// A field of a form has a new value.
    Written(Target, String),
    /// An MFA device shall go.
    DeviceDropped(String),
}

/// The id of a node's row.
pub fn row_id(pointer: &str) -> String {
    format!("node-{}", pointer.replace(char::is_whitespace, "_"))
}

/// The id of the button that opens a node's menu.
pub fn menu_id(pointer: &str) -> String {
    format!("menu-{}", pointer.replace(char::is_whitespace, "_"))
}

/// The id of a field of a form, by its [`Target::key`].
pub fn field_id(key: &str) -> String {
    format!("field-{}", key.replace(char::is_whitespace, "_"))
}

/// The id of the first entry of the open menu.
pub const FIRST_ID: &str = "node-first";

/// The id of the field for a name.
pub const NAME_ID: &str = "node-name";

impl State {
    /// A document is looked at: no form is.
    pub(super) fn leave(&mut self) {
        self.chosen = None;
        self.drafts.clear();
    }

    /// After an edit, an undo or a redo: what is not there any more is not chosen.
    pub(super) fn mend(&mut self, scenario: &crate::scenario::Scenario) {
        let gone = |pointer: &String| node::find(scenario, pointer).is_none();
        if self.chosen.as_ref().is_some_and(gone) {
            self.leave();
        }
        if self.menu.as_ref().is_some_and(gone) {
            self.menu = None;
        }
        if self.naming.as_ref().is_some_and(|naming| gone(&naming.of)) {
            self.naming = None;
        }
    }
}

/// Carries a message out.
pub(super) fn update(model: &mut Model, seen: &Derived, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Chosen(pointer) => choose(model, seen, &pointer),
        Msg::Turned(pointer, open) => {
            model.world.turned.insert(pointer, open);
        }
        Msg::Moved(from, by) => {
            let rows = tree(model.scenario(), seen.documents(), shown(model, seen).as_deref(), &model.world.turned);
            let at = rows.iter().position(|row| row.pointer == from).unwrap_or_default();
            let to = at.saturating_add_signed(by as isize).min(rows.len().saturating_sub(1));
            return rows.get(to).map(|row| Effect::Focus(row_id(&row.pointer))).into_iter().collect();
        }
        Msg::MenuTurned(pointer) => {
            if model.world.menu.as_ref() == Some(&pointer) {
                return close(model);
            }
            model.world.naming = None;
            model.world.menu = Some(pointer);
            return vec![Effect::Focus(FIRST_ID.to_owned())];
        }
        Msg::Closed => return close(model),
        Msg::NameAsked(pointer) => {
            if !Kind::of(&pointer).is_some_and(Kind::has_name) {
                return Vec::new();
            }
            model.world.menu = None;
            let text = name(model.scenario(), &pointer);
            model.world.naming = Some(Naming { of: pointer, text, problem: None });
            return vec![Effect::Focus(NAME_ID.to_owned())];
        }
        Msg::NameTyped(text) => {
            if let Some(naming) = &mut model.world.naming {
                naming.text = text;
                naming.problem = None;
            }
        }
        Msg::NameSaved => return save_name(model),
        Msg::Wanted(intent) => {
            model.world.menu = None;
            return match plan(model.scenario(), &intent) {
                Ok(plan) => carry_out(model, plan),
                Err(message) => {
                    model.tell_only(message);
                    Vec::new()
                }
            };
        }
        Msg::Drafted(target, text) => {
            model.world.drafts.insert(target.key(), Draft { text, problem: None });
        }
        Msg::Written(target, text) => write(model, &target, text),
        Msg::DeviceDropped(pointer) => {
            if let Some(changes) = form::without_device(model.scenario(), &pointer)
                && change(model, &changes)
            {
                model.world.drafts.clear();
                model.tell("Deleted: an MFA device. Steps of the script that use it will be refused.");
            }
            return vec![Effect::Focus("add-device".to_owned())];
        }
    }
    Vec::new()
}

/// The document in the editor, unless a form is there.
fn shown(model: &Model, seen: &Derived) -> Option<String> {
    if model.world.chosen.is_some() {
        return model.world.chosen.clone();
    }
    seen.document().map(|view| view.document.pointer.clone())
}

fn choose(model: &mut Model, seen: &Derived, pointer: &str) {
    model.world.menu = None;
    model.world.naming = None;
    if model.world.chosen.as_deref() == Some(pointer) {
        let rows = tree(model.scenario(), seen.documents(), Some(pointer), &model.world.turned);
        if let Some(open) = rows.iter().find(|row| row.pointer == pointer).and_then(|row| row.open) {
            model.world.turned.insert(pointer.to_owned(), !open);
        }
        return;
    }
    go_to(model, pointer);
}

/// Shows a node: a document in the editor, anything else as a form.
fn go_to(model: &mut Model, pointer: &str) {
    model.world.leave();
    if Kind::of(pointer).is_some_and(Kind::is_document) {
        model.document = Some(pointer.to_owned());
        model.finding = None;
    } else {
        model.world.chosen = Some(pointer.to_owned());
    }
    let mut above = parent(pointer);
    while let Some(branch) = above {
        if model.world.turned.get(branch) == Some(&false) {
            model.world.turned.remove(branch);
        }
        above = parent(branch);
    }
}

/// Closes what is open; the focus goes back to where it was opened.
fn close(model: &mut Model) -> Vec<Effect> {
    let menu = model.world.menu.take().map(|pointer| menu_id(&pointer));
    let naming = model.world.naming.take().map(|naming| row_id(&naming.of));
    menu.or(naming).map(Effect::Focus).into_iter().collect()
}

fn save_name(model: &mut Model) -> Vec<Effect> {
    let Some(naming) = model.world.naming.clone() else { return Vec::new() };
    let planned = plan(model.scenario(), &Intent::Rename(naming.of.clone(), naming.text.clone()));
    let planned = planned.and_then(|plan| match model.scenario().changed(&plan.changes) {
        Ok(_) => Ok(plan),
        Err(error) => Err(format!("This name cannot be used: {}.", error.message)),
    });
    match planned {
        Ok(plan) => {
            model.world.naming = None;
            carry_out(model, plan)
        }
        Err(problem) => {
            model.world.naming = Some(Naming { problem: Some(problem), ..naming });
            vec![Effect::Focus(NAME_ID.to_owned())]
        }
    }
}

/// Makes the changes; choices go along with what was renamed.
fn carry_out(model: &mut Model, plan: Plan) -> Vec<Effect> {
    let focus = vec![Effect::Focus(plan.focus.clone().unwrap_or_else(|| row_id(&plan.goes_to)))];
    if plan.changes.is_empty() {
        return focus;
    }
    let (document, user, role) = (model.document.clone(), model.user.clone(), model.role.clone());
    let turned = model.world.turned.clone();
    if !change(model, &plan.changes) {
        return Vec::new();
    }
    let moved = |pointer: &str| -> Option<String> {
        let (from, to) = plan.moved.as_ref()?;
        let rest = pointer.strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    };
    model.world.turned = turned.into_iter().map(|(at, open)| (moved(&at).unwrap_or(at), open)).collect();
    follow(model, plan.arns.as_ref(), &user, role.as_deref());
    let scenario = Rc::clone(&model.work.scenario);
    if plan.moved.is_some() {
        model.document = document.map(|at| moved(&at).unwrap_or(at)).filter(|at| scenario.has_document(at));
    }
    go_to(model, &plan.goes_to);
    if !plan.said.is_empty() {
        let offer = plan.arns.as_ref().and_then(|(old, new)| edit::naming_anew(model.scenario(), old, new));
        model.tell_offering(plan.said.trim(), offer);
    }
    focus
}

/// Whoever was chosen stays so under a new ARN.
fn follow(model: &mut Model, arns: Option<&(String, String)>, user: &str, role: Option<&str>) {
    let Some((old, new)) = arns else { return };
    if user == old {
        model.user.clone_from(new);
    }
    if role == Some(old) {
        model.role = Some(new.clone());
    }
}

/// Puts what stands in a field into the scenario; what cannot be there stays in the field with its message.
fn write(model: &mut Model, target: &Target, text: String) {
    let planned = target.changes(model.scenario(), &text).and_then(|(changes, arns)| {
        model.scenario().changed(&changes).map_err(|error| super::words::sentence(&error.message))?;
        Ok((changes, arns))
    });
    match planned {
        Ok((changes, arns)) => {
            model.world.drafts.remove(&target.key());
            let (user, role) = (model.user.clone(), model.role.clone());
            if !changes.is_empty() && change(model, &changes) {
                follow(model, arns.as_ref(), &user, role.as_deref());
                if let Some((old, new)) = &arns {
                    let said = edit::still_named(model.scenario(), old);
                    if !said.is_empty() {
                        let offer = edit::naming_anew(model.scenario(), old, new);
                        model.tell_offering(said.trim(), offer);
                    }
                }
            }
        }
        Err(problem) => {
            model.world.drafts.insert(target.key(), Draft { text, problem: Some(problem) });
        }
    }
}

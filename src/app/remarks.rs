//! What is worth a word about the request in an open form, as the worker knows it. The request can be sent all the same.

use super::desk::{Answer, Desk, Topic};
use super::model::{Model, Offer, Tab};
use super::requests;
use super::script;
use super::shared::Shared;
use crate::assist::{About, Remark};
use crate::scenario::Change;
use crate::text::json::{self, Json, Value};
use crate::text::pretty;

/// An action and a resource.
pub(super) type Asked = (String, String);

/// The remarks on the request that somebody types.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    asked: Option<Asked>,
    /// What the answer is about: not always what was asked last.
    answered: Option<Asked>,
    found: Shared<Vec<Remark>>,
}

impl Remarks {
    /// The remarks; those on the text before, until there are new ones.
    pub fn found(&self) -> &Shared<Vec<Remark>> {
        &self.found
    }

    /// Follows what is typed.
    pub fn follow(&mut self, model: &Model, desk: &mut Desk) {
        let typed = typed(model);
        if typed == self.asked {
            return;
        }
        self.asked = typed;
        match &self.asked {
            Some((action, resource)) => {
                let members = [("action", action.as_str().into()), ("resource", resource.as_str().into())];
                desk.ask(Topic::Request, "remarks", pretty(&Json::object(members)), String::new());
            }
            None => {
                desk.forget(&Topic::Request);
                self.answered = None;
                self.found = Shared::default();
            }
        }
    }

    /// Takes the answer. Where there is none, there is nothing to remark.
    pub fn answered(&mut self, answer: &Answer) {
        let list = answer.text.as_ref().ok().and_then(|text| json::parse(text).ok());
        let list = list.as_ref().and_then(Json::as_array).unwrap_or_default();
        let found: Vec<Remark> = list.iter().map(read).collect();
        self.answered.clone_from(&self.asked);
        if *self.found != found {
            self.found = Shared::new(found);
        }
    }

    /// What is to be said of an action that was just put into steps of the script, and a way to mend it.
    pub fn after(&self, asked: &Asked, steps: &[usize]) -> Option<(String, Option<Offer>)> {
        let on_this = self.answered.as_ref() == Some(asked);
        let remark = self.found.iter().find(|remark| on_this && remark.about == About::Action)?;
        let offer = remark.offers.first().map(|name| Offer {
            words: format!("Make it {name}"),
            changes: steps.iter().map(|step| Change::set(format!("/script/{step}/action"), name.as_str())).collect(),
            said: format!("The request is for `{name}` now."),
        });
        Some((remark.message.clone(), offer))
    }
}

/// The request in the form that is open.
fn typed(model: &Model) -> Option<Asked> {
    match (model.tab, &model.requests, &model.script.open) {
        (Tab::Script, _, script::Open::Form(form)) => form.request(),
        (Tab::Sessions | Tab::Compare, requests::State::Form(form), _) => {
            Some((form.action.trim().to_owned(), form.resource.trim().to_owned()))
        }
        _ => None,
    }
}

fn read(json: &Json) -> Remark {
    let word = |name: &str| json.get(name).and_then(Json::as_str).unwrap_or_default();
    let offers = json.get("offers").and_then(Json::as_array).unwrap_or_default();
    Remark {
        about: if word("about") == "resource" { About::Resource } else { About::Action },
        message: word("message").to_owned(),
        offers: offers.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        half_typed: json.get("halfTyped").is_some_and(|json| json.value == Value::Bool(true)),
    }
}

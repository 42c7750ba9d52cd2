//! Where statements stand in policies that were read for decisions alone.
//!
//! The text of a document given as an object is that object, printed. To print every document and read it again would
//! take longer than to decide, so this is done for those that decide, once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::engine::{AttachedPolicy, DecidedBy, PolicySet};
use crate::policy::{Document, PolicyType, ScpLanguage};
use crate::text::json::{Json, Value};
use crate::text::{Pointer, Span, pretty};
use crate::trace::{SourceSpan, decided_by_source};

/// The documents of a set of policies.
pub(super) struct Places {
    /// The `policies` of the input.
    policies: Json,
    /// Those that have decided, by their pointer.
    printed: RefCell<HashMap<String, Rc<Document>>>,
}

impl Places {
    pub(super) fn new(policies: Json) -> Self {
        Self { policies, printed: RefCell::default() }
    }

    /// Where a deciding statement stands in its document's text.
    pub(super) fn source(&self, policies: &PolicySet, by: &DecidedBy) -> Option<SourceSpan> {
        let policy = policies.policy(by.layer, by.level, by.policy?)?;
        if !policy.document.text.is_empty() {
            return decided_by_source(policies, by);
        }
        Some(SourceSpan { policy: policy.pointer.clone(), at: self.span(policy, by.statement?)? })
    }

    fn span(&self, policy: &AttachedPolicy, statement: usize) -> Option<Span> {
        let known = self.printed.borrow().get(&policy.pointer).cloned();
        let printed = match known {
            Some(printed) => printed,
            None => {
                // What kind of policy it is changes what is remarked about it, and not where anything stands.
                let text = pretty(self.document(&policy.pointer)?);
                let printed = Rc::new(Document::new(text, PolicyType::Resource, ScpLanguage::default()));
                self.printed.borrow_mut().insert(policy.pointer.clone(), printed.clone());
                printed
            }
        };
        printed.policy.statements.get(statement).map(|statement| printed.lines().span(statement.at))
    }

    fn document(&self, pointer: &str) -> Option<&Json> {
        // The first part is the word `policies` itself.
        Pointer::parts(pointer).iter().skip(1).try_fold(&self.policies, |json, part| match &json.value {
            Value::Array(items) => items.get(part.parse::<usize>().ok()?),
            _ => json.get(part),
        })
    }
}

//! Policies, understood once and kept.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::policy::{Document, PolicyType, ScpLanguage};

/// Keeps understood documents by their text, so that an edit of one policy reads only that one again.
#[derive(Debug, Default)]
pub struct Library {
    documents: RefCell<HashMap<(PolicyType, bool, String), Arc<Document>>>,
}

/// How many documents are kept before the shelf is emptied.
const CAPACITY: usize = 4096;

impl Library {
    /// An empty library.
    pub fn new() -> Self {
        Self::default()
    }

    /// A document, read now or before.
    pub fn document(&self, text: String, policy_type: PolicyType, scp: ScpLanguage) -> Arc<Document> {
        let key = (policy_type, scp == ScpLanguage::Narrow2023, text);
        if let Some(document) = self.documents.borrow().get(&key) {
            return document.clone();
        }
        let document = Arc::new(Document::new(key.2.clone(), policy_type, scp));
        let mut documents = self.documents.borrow_mut();
        if documents.len() >= CAPACITY {
            documents.clear();
        }
        documents.insert(key, document.clone());
        document
    }
}

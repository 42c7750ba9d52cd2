//! Policies, understood once and kept.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::policy::{Document, PolicyType, ScpLanguage};

/// Keeps understood documents by their text, so that an edit of one policy reads only that one again.
#[derive(Debug, Default)]
pub struct Library {
    shelves: RefCell<Shelves>,
}

/// How a text is read: as what, and under which language of SCPs.
type Reading = (PolicyType, bool);

/// A text, and what it says.
type Read = (Arc<str>, Arc<Document>);

#[derive(Debug, Default)]
struct Shelves {
    by_text: HashMap<(Reading, Arc<str>), Arc<Document>>,
    /// The same by where a text stands in memory. It stands there as long as it is kept here.
    by_place: HashMap<(Reading, *const u8), Read>,
    /// Bytes of the texts on each of the two.
    bytes: usize,
    bytes_by_place: usize,
}

/// How many documents are kept, and how many bytes of texts, before the shelves are emptied.
const CAPACITY: usize = 4096;
const MOST_BYTES: usize = 32 * 1024 * 1024;

impl Library {
    /// An empty library.
    pub fn new() -> Self {
        Self::default()
    }

    /// A document, read now or before.
    pub fn document(&self, text: &Arc<str>, policy_type: PolicyType, scp: ScpLanguage) -> Arc<Document> {
        let reading = (policy_type, scp == ScpLanguage::Narrow2023);
        let place = (reading, text.as_ptr());
        let mut shelves = self.shelves.borrow_mut();
        if let Some((_, document)) = shelves.by_place.get(&place).filter(|(known, _)| known.len() == text.len()) {
            return document.clone();
        }
        if shelves.by_text.len() >= CAPACITY || shelves.bytes >= MOST_BYTES {
            *shelves = Shelves::default();
        }
        // A text that is made anew for each request, such as a default key policy, must not cost the documents.
        if shelves.by_place.len() >= CAPACITY || shelves.bytes_by_place >= MOST_BYTES {
            shelves.by_place.clear();
            shelves.bytes_by_place = 0;
        }
        let key = (reading, Arc::clone(text));
        let document = match shelves.by_text.get(&key) {
            Some(document) => document.clone(),
            None => {
                let document = Arc::new(Document::new(text.to_string(), policy_type, scp));
                shelves.by_text.insert(key, document.clone());
                shelves.bytes += text.len();
                document
            }
        };
        shelves.bytes_by_place += text.len();
        shelves.by_place.insert(place, (Arc::clone(text), document.clone()));
        document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_once_and_the_shelves_do_not_grow_without_end() {
        let library = Library::new();
        let read = |text: &Arc<str>| library.document(text, PolicyType::Identity, ScpLanguage::default());
        let text: Arc<str> = "{}".into();
        let first = read(&text);
        assert!(Arc::ptr_eq(&first, &read(&text)), "by its place");
        assert!(Arc::ptr_eq(&first, &read(&"{}".into())), "by its text");
        let trust = library.document(&text, PolicyType::Trust, ScpLanguage::default());
        assert!(!Arc::ptr_eq(&first, &trust), "read as something else it may say something else");
        for number in 0..CAPACITY {
            read(&number.to_string().into());
        }
        assert!(library.shelves.borrow().by_place.len() <= CAPACITY);
        let kept = read(&"{\"Id\":\"kept\"}".into());
        for _ in 0..2 * CAPACITY {
            read(&"{}".into());
        }
        assert!(Arc::ptr_eq(&kept, &read(&"{\"Id\":\"kept\"}".into())), "copies of one text push no other out");
        let large: Arc<str> = " ".repeat(MOST_BYTES).into();
        read(&large);
        read(&text);
        assert_eq!(library.shelves.borrow().by_text.len(), 1);
    }
}

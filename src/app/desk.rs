//! Questions that are answered beside the page, in a worker: what the first view can do without, and what takes long.
//! Question and answer are the calls of the JavaScript API ([`crate::wire::call`]), as text.

/// What a question is about. Of two questions on one topic only the later one is of interest.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Topic {
    /// What is wrong in a document, by its JSON pointer.
    Findings(String),
    /// What is wrong with the world and the script as a whole.
    World,
    /// A text that somebody brings, made readable.
    Import,
    /// What is worth a word about the request in an open form.
    Request,
    /// The smallest changes that lead to another outcome.
    Flips,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub topic: Topic,
    /// Grows with every question.
    pub number: u64,
    /// A function of [`crate::wire::call`].
    pub function: &'static str,
    /// Its first argument, as JSON text.
    pub first: String,
    /// Its second argument; empty for none.
    pub second: String,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What the question was about.
    pub topic: Topic,
    /// The question's number.
    pub number: u64,
    /// The answer as JSON text, or why there is none.
    pub text: Result<String, String>,
}

/// Gives questions their numbers, and knows which are still of interest.
#[derive(Debug, Default)]
pub(super) struct Desk {
    last: u64,
    open: Vec<(Topic, u64)>,
    unsent: Vec<Question>,
}

impl Desk {
    /// Asks something; an earlier question on the same topic is forgotten.
    pub fn ask(&mut self, topic: Topic, function: &'static str, first: String, second: String) {
        self.last += 1;
        self.forget(&topic);
        self.open.push((topic.clone(), self.last));
        self.unsent.push(Question { topic, number: self.last, function, first, second });
    }

    /// Nobody wants to know any more.
    pub fn forget(&mut self, topic: &Topic) {
        self.open.retain(|(open, _)| open != topic);
        self.unsent.retain(|question| question.topic != *topic);
    }

    /// Whether this answers the last question on its topic; it is closed then.
    pub fn closes(&mut self, answer: &Answer) -> bool {
        let known = self.open.iter().position(|(topic, number)| *number == answer.number && *topic == answer.topic);
        known.map(|at| self.open.swap_remove(at)).is_some()
    }

    /// The questions to be sent now.
    pub fn unsent(&mut self) -> Vec<Question> {
        std::mem::take(&mut self.unsent)
    }
}

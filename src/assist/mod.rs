//! Help for somebody who writes a policy: what could stand at the caret, what a word means, the right MFA condition,
//! clean layout, clean paste.
//!
//! Everything here works on the text as it is being typed, by a tolerant reader of its own (`scan`); nothing here is
//! used to decide. Places are bytes of the text. Ready-made statements are a file of `snippets`.

mod choices;
mod complete;
mod format;
mod hover;
mod knowledge;
mod paste;
mod place;
mod remarks;
mod require_mfa;
mod scan;
mod snippets;
mod yaml;

pub use complete::{Choice, ChoiceKind, Completion, complete};
pub use format::{Unformatted, format};
pub use hover::{Hover, hover};
pub use paste::{Pasted, tidy_paste};
pub use remarks::{About, Remark, remarks};
pub use require_mfa::{RequiredMfa, require_mfa};
pub use snippets::{Snippet, snippets};

use crate::policy::PolicyType;
use crate::service_data::ServiceData;

/// Larger texts get no completion and no hover, in bytes: no policy that AWS stores comes near.
const LARGEST: usize = 1024 * 1024;

/// What the scenario has that a policy may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The account of the document's owner.
    pub account: Option<String>,
    /// All accounts.
    pub accounts: Vec<String>,
    /// ARNs of users.
    pub users: Vec<String>,
    /// ARNs of roles.
    pub roles: Vec<String>,
    /// ARNs of resources.
    pub resources: Vec<String>,
    /// Identity providers, as a trust policy names them.
    pub providers: Vec<String>,
    /// The organization.
    pub organization: Option<String>,
}

/// What the help rests on.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// What the document is attached to.
    pub policy_type: PolicyType,
    /// What exists.
    pub facts: &'a Facts,
    /// The services in detail, where they are at hand.
    pub data: Option<&'a ServiceData<'a>>,
}

/// The byte at which a UTF-16 unit begins; places beyond the text are its end.
pub fn byte_at(text: &str, utf16: u32) -> usize {
    let wanted = utf16 as usize;
    if text.is_ascii() {
        return wanted.min(text.len());
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= wanted {
            return at;
        }
        units += c.len_utf16();
    }
    text.len()
}

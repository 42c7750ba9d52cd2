//! Explanations: what an evaluation looked at, projected from the same outcomes that made the decision.
//!
//! Nothing here decides anything. [`evaluation`] walks the outcomes and, for the details of a condition, runs the
//! engine's own comparison again with a watcher; all prose stands in [`explain`].

mod authentication;
mod clause;
pub mod explain;
mod missing;
mod node;
mod project;
mod room;
mod rules;

pub use authentication::{authentication, context};
pub use missing::missing_context;
pub use node::{Fact, NodeKind, NodeResult, NodeRole, SourceSpan, TraceNode};
pub use project::{decided_by_source, evaluation};
pub use room::Room;
pub use rules::{Rule, rule, rules};

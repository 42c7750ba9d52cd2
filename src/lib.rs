//! IAM Playground: the AWS IAM policy language and AWS STS sessions as a library.
//!
//! Modules in reading order, each using only the ones above it (see ARCHITECTURE.md):
//! text and places, names, patterns and time; the policy language; what exists and what is asked; the engine;
//! sessions; the explanation; the saved document; what-if; the wire formats.

pub mod text;
pub mod arn;
pub mod pattern;
pub mod time;
pub mod finding;
pub mod condition;
pub mod policy;
pub mod request;
pub mod engine;
pub mod trace;
pub mod world;
pub mod sts;
pub mod scenario;
pub mod whatif;
pub mod wire;
pub mod app;

#[cfg(feature = "js")]
mod js;

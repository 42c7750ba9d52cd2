//! IAM Playground: the AWS IAM policy language and AWS STS sessions as a library.
//!
//! Modules in reading order, each using only the ones above it (see ARCHITECTURE.md):
//! text and places, names, patterns and time; the policy language; what exists and what is asked; the engine;
//! sessions; the explanation; the saved document; what-if; the wire formats.

pub mod advice;
pub mod app;
pub mod arn;
pub mod assist;
pub mod condition;
pub mod engine;
pub mod finding;
#[doc(hidden)]
pub mod later;
pub mod pattern;
pub mod policy;
pub mod request;
pub mod scenario;
pub mod service_data;
pub mod sts;
pub mod text;
pub mod time;
pub mod trace;
pub mod whatif;
pub mod wire;
pub mod world;

#[cfg(feature = "js")]
mod js;

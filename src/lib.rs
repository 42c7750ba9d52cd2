//! IAM Playground: the AWS IAM policy language and AWS STS sessions as a library.
//!
//! In reading order, each using only the ones before it (see ARCHITECTURE.md): [`text`] and places, [`arn`], [`pattern`] and
//! [`time`]; [`finding`], [`condition`], [`service_data`] and [`policy`]: the policy language; [`request`] and [`world`]:
//! what is asked and what exists; the [`engine`]; sessions ([`sts`]); the explanation ([`trace`]); [`assist`] and
//! [`advice`]; the saved document ([`scenario`]); [`whatif`]; the [`wire`] formats; and the page without its screen
//! ([`app`]).

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

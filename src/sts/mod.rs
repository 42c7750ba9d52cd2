//! Sessions (section A of the rules): credentials, STS calls, MFA devices, and what a request carries.
//!
//! Everything here is a function of the world, the call and the time. Refusals are data: AWS's code, status and
//! wording.

mod call;
mod context;
mod credentials;
mod error;
mod federation;
mod mfa;
mod parameters;
mod request;
mod restrict;
mod shelf;
mod simulator;
mod tags;

pub use call::{CallOutcome, CallResult, StsCall};
pub use context::{ContextEntry, Origin, Overrides};
pub use credentials::{CredentialKind, Credentials, Mfa};
pub use error::StsError;
pub use federation::{Federation, PUBLIC_PROVIDERS};
pub use mfa::{CodeProblem, Devices, TOTP_STEP_SECONDS, decode_secret, totp_code};
pub use parameters::{Operation, Parameters, TokenCode};
pub use request::{AwsRequest, RequestOutcome};
pub use restrict::{Use, may_call};
pub use shelf::Shelf;
pub use simulator::{Evaluated, Principal, RoleSessionMfa, Settings, Simulator};

/// One thing that was looked at before any policy: the trace of a step starts with these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The request is signed with these credentials.
    Signed {
        /// Their kind.
        kind: CredentialKind,
        /// Whose they are.
        arn: String,
    },
    /// The request is not signed; whether that will do.
    Unsigned {
        /// Whether the call works unsigned.
        ok: bool,
    },
    /// When the credentials expire, and the time of the call.
    Expiry {
        /// Unix seconds; none for long-term keys.
        expires_at: Option<i64>,
        /// Unix seconds.
        now: i64,
    },
    /// The parameters have the shape that the API asks for.
    Parameters {
        /// What is wrong with them.
        problem: Option<String>,
    },
    /// Whether this kind of credentials may make the call at all (rule A13).
    MayCall {
        /// The action.
        action: String,
        /// The answer.
        answer: Use,
    },
    /// No MFA device was named and no code sent.
    NoMfa,
    /// Only one of serial number and code was sent.
    HalfMfa,
    /// Whether the device belongs to the caller.
    Device {
        /// The serial number that was sent.
        serial: String,
        /// Whether it is one of the caller's.
        ok: bool,
    },
    /// Whether the code is right.
    Code {
        /// What is wrong with it.
        problem: Option<CodeProblem>,
    },
    /// Whether the identity provider is one that the account knows.
    Provider {
        /// The provider.
        provider: String,
        /// Whether the role's account knows it.
        ok: bool,
    },
}

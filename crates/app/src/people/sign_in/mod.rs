//! Signing in: a password with its second factor, a passkey, or the company's identity provider.
//!
//! Slow steps (hashing, requests to a provider) run between two transactions, never inside one. An attempt is counted
//! as failed before it is checked, and uncounted when it succeeds, so that many concurrent attempts cannot evade the
//! limit.

pub(crate) mod guard;
mod halfway;
pub mod openid;
pub mod passkeys;
mod password;
pub(crate) mod remembered;
mod second_factor;

pub(crate) use halfway::{PATIENCE, continued, halfway, stale};
pub use password::with_password;
pub(crate) use second_factor::{from_code, use_code};
pub use second_factor::{start_passkey, ways, with_code, with_passkey, with_recovery_code};

use serde::Serialize;
use tasuki_store::persons::Person;

use crate::sessions;
use crate::{Context, Error};

pub use crate::origin::Origin;

/// How far somebody came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// Signed in: the secret of the session's cookie.
    In(String),
    /// The second factor is missing: the secret with which to continue.
    SecondFactor(String),
}

/// The second factors that a person can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ways {
    /// Codes of an authenticator application.
    pub codes: bool,
    /// A passkey.
    pub passkeys: bool,
    /// The number of unused recovery codes.
    pub recovery_codes: usize,
}

/// Creates the session of somebody who has proven everything.
pub(crate) fn enter(
    cx: &mut Context<'_, '_>,
    person: Person,
    way: &str,
    assured: bool,
    origin: &Origin,
) -> Result<String, Error> {
    remembered::remember(cx, person.id, origin)?;
    cx.act_as(person);
    sessions::open(cx, way, assured, origin)
}

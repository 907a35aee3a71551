//! Who is there: passwords, one-time codes, recovery codes, passkeys, an identity provider, secret tokens, and what to do
//! about somebody who keeps guessing.
//!
//! The crate knows neither the store nor a page. What must be remembered between two steps is handed out as a value to keep
//! and taken back; the time and the randomness are parameters ([`Random`]).
//!
//! | module | question |
//! | --- | --- |
//! | [`passwords`] | is it good enough, and is it the one |
//! | [`codes`] | does the six-digit code fit, and was it used before |
//! | [`recovery`] | is it one of the ten written-down codes |
//! | [`passkeys`] | did the device sign our challenge, with its owner present |
//! | [`openid`] | whom does the company's identity provider name |
//! | [`tokens`] | is this the secret that we handed out |
//! | [`lockout`] | may another attempt be made now |

pub mod codes;
pub mod lockout;
pub mod openid;
pub mod passkeys;
pub mod passwords;
pub mod random;
pub mod recovery;
pub mod tokens;

pub use random::{OperatingSystem, Random};

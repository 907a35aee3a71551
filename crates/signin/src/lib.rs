//! Authentication: passwords, one-time codes, recovery codes, passkeys, an identity provider, secret tokens, and
//! protection against guessing.
//!
//! The crate knows neither the store nor the pages. State that must survive between two steps is returned as a
//! value for the caller to keep and pass back; the time and the randomness are parameters ([`Random`]).
//!
//! | module | question |
//! | --- | --- |
//! | [`passwords`] | is it strong enough, and does it match |
//! | [`codes`] | is the six-digit code right, and was it used before |
//! | [`recovery`] | is it one of the ten recovery codes |
//! | [`passkeys`] | did the device sign our challenge, with its owner present |
//! | [`openid`] | whom does the company's identity provider identify |
//! | [`tokens`] | is this a secret that we issued |
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

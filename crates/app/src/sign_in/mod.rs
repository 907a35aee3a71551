//! Signing in: a password with its second factor, a passkey, or the company's identity provider.
//!
//! What takes long on purpose (hashing) or by nature (asking a provider) happens between two transactions, never inside of one. An
//! attempt is counted as failed before it is judged, and forgiven when it succeeds, so that many at once are no way
//! around the count.

pub mod devices;
pub(crate) mod guard;
pub mod openid;
pub mod passkeys;
mod password;
mod second_factor;

pub use password::with_password;
pub(crate) use second_factor::{from_code, use_code};
pub use second_factor::{start_passkey, ways, with_code, with_passkey, with_recovery_code};

use serde::Serialize;
use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::people::Person;
use tasuki_store::{
    PersonId,
    ceremonies::{self, Ceremony},
};

use crate::{Actor, Context, Error, Kind, secrets, sessions};

/// How long something half done may stay so: ten minutes.
pub(crate) const PATIENCE: i64 = 10 * 60 * 1_000;

/// Where an attempt comes from, for the log and the list of sessions.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// What the browser says it is, shortened.
    pub device: String,
    /// The network address.
    pub address: String,
    /// The digest of the secret by which the browser is known, or will be known once somebody has signed in with it.
    pub browser: Option<[u8; 32]>,
}

/// How far somebody came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// All the way: the secret of the session's cookie.
    In(String),
    /// The second factor is missing: the secret with which to go on.
    SecondFactor(String),
}

/// What a person may show as a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ways {
    /// Codes of an authenticator application.
    pub codes: bool,
    /// A passkey.
    pub passkeys: bool,
    /// Recovery codes that are left.
    pub recovery_codes: usize,
}

/// Makes the person who has just proven who they are the one who acts.
pub(crate) fn act_as(cx: &mut Context<'_, '_>, person: Person) {
    cx.actor = Some(Actor::system(person, None));
}

/// Begins the session of somebody who has proven everything.
pub(crate) fn enter(
    cx: &mut Context<'_, '_>,
    person: Person,
    way: &str,
    assured: bool,
    origin: &Origin,
) -> Result<String, Error> {
    devices::remember(cx, person.id, origin)?;
    act_as(cx, person);
    sessions::open(cx, way, assured, origin)
}

/// Keeps something half done and returns the secret with which to go on.
pub(crate) fn halfway(
    cx: &mut Context<'_, '_>,
    kind: &str,
    person: Option<PersonId>,
    state: String,
    lasts: i64,
) -> Result<String, Error> {
    let token = secrets::mint(cx, TokenKind::Session);
    let ends = cx.now.milliseconds() + lasts;
    ceremonies::put(cx.tx, &token.digest().0, &Ceremony { kind: kind.to_owned(), person, state, ends })?;
    Ok(token.reveal().to_owned())
}

/// The digest under which something half done is kept, if the text can be its secret.
pub(crate) fn continued(secret: &str) -> Result<[u8; 32], Error> {
    Token::parse(secret, TokenKind::Session).map(|token| token.digest().0).ok_or_else(stale)
}

/// Too much time has passed, or it was done already.
pub(crate) fn stale() -> Error {
    Error::new(Kind::State, "sign_in.stale", "時間が経ちすぎました。", "Too much time has passed.")
        .hint("サインインを最初からやり直してください。", "Start signing in again.")
}

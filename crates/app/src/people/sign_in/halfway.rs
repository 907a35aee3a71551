//! Unfinished operations: a sign-in between its first and its second step, a challenge that a device must answer.

use tasuki_signin::tokens::{Token, TokenKind};
use tasuki_store::PersonId;
use tasuki_store::ceremonies::{self, Ceremony};

use crate::{Context, Error, Kind, secrets};

/// How long an operation may remain unfinished: ten minutes.
pub(crate) const PATIENCE: i64 = 10 * 60 * 1_000;

/// Stores an unfinished operation and returns the secret with which to continue it.
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

/// The digest under which an unfinished operation is stored, if the text can be its secret.
pub(crate) fn continued(secret: &str) -> Result<[u8; 32], Error> {
    Token::parse(secret, TokenKind::Session).map(|token| token.digest().0).ok_or_else(stale)
}

/// Too much time has passed, or it was completed before.
pub(crate) fn stale() -> Error {
    Error::new(Kind::State, "sign_in.stale", "時間が経ちすぎました。", "Too much time has passed.")
        .hint("サインインを最初からやり直してください。", "Start signing in again.")
}

//! Making secrets and judging passwords, off the threads that serve.

use tasuki_signin::passwords::{HashingFailed, Password, Verdict};
use tasuki_signin::tokens::{Token, TokenKind};
use tokio::task;

use crate::{App, Context, Error, Kind};

/// A new secret that we hand out.
pub(crate) fn mint(cx: &Context<'_, '_>, kind: TokenKind) -> Token {
    let random = cx.random;
    Token::new(kind, &mut |bytes: &mut [u8]| random.fill(bytes))
}

/// Whether a password is the one whose hash is stored; as slow where nothing is stored.
pub(crate) async fn verify(app: &App, password: Password, stored: Option<String>) -> Result<Verdict, Error> {
    let passwords = app.sign_in().passwords;
    let judged = task::spawn_blocking(move || passwords.verify(&password, stored.as_deref())).await;
    judged.map_err(|_| broken())?.map_err(|error| unhashable(&error))
}

/// Bytes as text, two digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |text, byte| text + &format!("{byte:02x}"))
}

/// The hash of a password, to be kept.
pub(crate) async fn hash(app: &App, password: Password) -> Result<String, Error> {
    let passwords = app.sign_in().passwords;
    let random = std::sync::Arc::clone(&app.options().random);
    let hashed =
        task::spawn_blocking(move || passwords.hash(&password, &mut |bytes: &mut [u8]| random.fill(bytes))).await;
    hashed.map_err(|_| broken())?.map_err(|error| unhashable(&error))
}

fn unhashable(error: &HashingFailed) -> Error {
    tracing::error!(%error, "hashing a password failed");
    broken()
}

fn broken() -> Error {
    Error::new(Kind::Internal, "internal", "うまくいきませんでした。", "Something went wrong.")
        .hint("もう一度お試しください。", "Try again.")
}

//! Creates secrets, and verifies passwords in the hashing queue.

use std::sync::Arc;

use tasuki_signin::passwords::{HashingFailed, Password, Verdict};
use tasuki_signin::tokens::{Token, TokenKind};

use crate::hashing::{Turn, broken};
use crate::{App, Context, Error};

/// A new secret to hand out.
pub(crate) fn mint(cx: &Context<'_, '_>, kind: TokenKind) -> Token {
    let random = cx.random;
    Token::new(kind, &mut |bytes: &mut [u8]| random.fill(bytes))
}

impl Turn {
    /// Whether the password matches the stored hash; takes the same time if there is no hash.
    pub(crate) async fn verify(
        self,
        app: &App,
        password: Password,
        stored: Option<String>,
    ) -> Result<(Verdict, Self), Error> {
        let passwords = app.sign_in().passwords;
        let work = move || (passwords.verify(&password, stored.as_deref()), self);
        let (verdict, turn) = app.hashing().work(work).await?;
        Ok((verdict.map_err(|error| unhashable(&error))?, turn))
    }

    /// The hash of a password, for storing.
    pub(crate) async fn hash(self, app: &App, password: Password) -> Result<String, Error> {
        let passwords = app.sign_in().passwords;
        let random = Arc::clone(&app.options().random);
        let work = move || {
            let hash = passwords.hash(&password, &mut |bytes: &mut [u8]| random.fill(bytes));
            drop(self);
            hash
        };
        app.hashing().work(work).await?.map_err(|error| unhashable(&error))
    }
}

fn unhashable(error: &HashingFailed) -> Error {
    tracing::error!(%error, "hashing a password failed");
    broken()
}

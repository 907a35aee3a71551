//! The cookie of a visit: only for the pages of its link.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tasuki_app::Credentials;
use tasuki_app::links::visits;

use crate::who::{Secure, cookie};
use crate::{Web, Who};

/// The name of the cookie.
const NAME: &str = "tasuki-link";

/// Its full name. A cookie with a path of its own cannot have the prefix `__Host-`.
fn name(secure: bool) -> &'static str {
    if secure { "__Secure-tasuki-link" } else { NAME }
}

/// Whoever asks for a page of a link: with the preferences of the browser, but nothing that proves who it is.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    pub(super) who: Who,
    /// The secret of the visit; empty if there is none.
    pub(super) visit: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let secure = parts.extensions.get::<Secure>().is_some_and(|secure| secure.0);
        let visit = cookie(parts, name(secure)).unwrap_or_default().to_owned();
        Ok(Self {
            who: Who::of(parts).with(|caller| (caller.credentials, caller.once) = (Credentials::None, None)),
            visit,
        })
    }
}

/// The cookie of a visit of a link.
pub(super) fn of(web: &Web, link: &str, visit: &str) -> String {
    written(web, link, visit, visits::LASTS / 1_000)
}

/// Takes the cookie away.
pub(super) fn none(web: &Web, link: &str) -> String {
    written(web, link, "", 0)
}

fn written(web: &Web, link: &str, visit: &str, seconds: i64) -> String {
    let (name, flag) = (name(web.is_secure()), if web.is_secure() { "; Secure" } else { "" });
    format!("{name}={visit}; Path=/l/{link}; Max-Age={seconds}; HttpOnly; SameSite=Strict{flag}")
}

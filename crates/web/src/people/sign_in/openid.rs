//! The company's identity provider. Uses links instead of forms, because the content security policy allows no form
//! to lead to another site.

use axum::extract::{FromRequestParts, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::sign_in::openid;

use super::page::Back;
use super::{Visit, enter, halfway_cookie};
use crate::address::local;
use crate::take::Query;
use crate::{Reply, Web, Who};

/// The cookie that binds the provider's response to the browser that was sent there.
const COOKIE: &str = "tasuki-openid";

/// What that cookie holds.
pub(super) struct Own(String);

impl<S: Send + Sync> FromRequestParts<S> for Own {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(crate::who::own_cookie(parts, COOKIE).unwrap_or_default().to_owned()))
    }
}

/// `GET /sign-in/openid/start`: redirects to the provider.
pub(super) async fn start(State(web): State<Web>, who: Who, Query(back): Query<Back>) -> Response {
    match openid::start(web.app(), who.credentials, back.path()).await {
        Ok((address, state)) => {
            let cookie = halfway_cookie(COOKIE, &state, web.is_secure());
            (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&address)).into_response()
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

#[derive(Deserialize)]
pub(super) struct Returned {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
}

/// `GET /sign-in/openid/back`: receives the provider's response.
pub(super) async fn back(State(web): State<Web>, who: Who, own: Own, Query(returned): Query<Returned>) -> Response {
    let visit = Visit::of(&web, &who);
    match openid::finish(web.app(), &own.0, &returned.state, &returned.code, visit.origin.clone()).await {
        Ok(done) => {
            let next = local(&done.back).to_owned();
            let gone = halfway_cookie(COOKIE, "", web.is_secure());
            let response = match done.session {
                Some(session) => enter(&web, &visit, &session, &next),
                None => Redirect::to(&next).into_response(),
            };
            (AppendHeaders([(SET_COOKIE, gone)]), response).into_response()
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

//! The first start.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::get;
use tasuki_app::{Error, welcome};

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::{Reply, Web, Who};

pub(crate) fn pages() -> Router<Web> {
    Router::new().route("/welcome/{secret}", get(form).post(begin))
}

#[derive(Template)]
#[template(path = "welcome/form.html")]
struct Welcome {
    page: Page,
}

/// `GET /welcome/{secret}`: who the first administrator is.
async fn form(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    if !web.is_setup(&secret) {
        return web.respond(&who, Err(Error::not_found()));
    }
    let copy = who.clone();
    web.page(&who, None, move |cx| {
        Reply::page(&Welcome { page: Page::load(cx, &copy, Section::Other, "ようこそ", "Welcome")? })
    })
    .await
}

/// `POST /welcome/{secret}`: makes the first administrator and organization, and signs in.
async fn begin(
    State(web): State<Web>,
    who: Who,
    Path(secret): Path<String>,
    Form(first): Form<welcome::First>,
) -> Response {
    if !web.is_setup(&secret) {
        return web.respond(&who, Err(Error::not_found()));
    }
    match web.app().write(who.credentials, None, move |cx| welcome::begin(cx, &first)).await {
        Ok((organization, session)) => {
            web.end_setup();
            let cookie = session_cookie(&session, web.is_secure());
            (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&format!("/o/{organization}"))).into_response()
        }
        Err(error) => web.respond(&who, Err(error)),
    }
}

/// The cookie of a session: not for scripts, not for other sites, and over TLS only where there is TLS.
pub(crate) fn session_cookie(secret: &str, secure: bool) -> String {
    let (name, flag) = if secure { (crate::who::SECURE_COOKIE, "; Secure") } else { (crate::who::COOKIE_NAME, "") };
    format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{flag}")
}

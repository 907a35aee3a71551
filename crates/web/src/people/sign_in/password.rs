//! The password.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::sign_in::{self, Entered};

use super::page::Back;
use super::{Visit, enter as go_in, factor, halfway_cookie};
use crate::page::Page;
use crate::take::{Form, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/sign_in/password.html")]
struct PasswordPage {
    page: Page,
    back: Back,
    mail: String,
    passkeys: bool,
    trouble: Trouble,
}

/// `GET /sign-in/password`.
pub(super) async fn page(State(web): State<Web>, who: Who, Query(back): Query<Back>) -> Response {
    let shown = show(&web, &who, back, String::new(), Trouble::default());
    Reply::respond(&who, shown)
}

fn show(web: &Web, who: &Who, back: Back, mail: String, trouble: Trouble) -> Result<Reply, tasuki_app::Error> {
    let page = Page::plain(who);
    let title = page.t("パスワードでサインイン", "Sign in with a password").to_owned();
    let passkeys = sign_in::passkeys::party(web.app()).is_ok();
    Reply::page_with(trouble.outcome(), &PasswordPage { page: page.titled(title), back, mail, passkeys, trouble })
}

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    mail: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    back: String,
}

/// `POST /sign-in/password`: signs in, or continues with the second factor.
pub(super) async fn enter(State(web): State<Web>, who: Who, Form(given): Form<Given>) -> Response {
    let (back, visit) = (Back { back: given.back }, Visit::of(&web, &who));
    match sign_in::with_password(web.app(), &given.mail, &given.password, visit.origin.clone()).await {
        Ok(Entered::In(session)) => go_in(&web, &visit, &session, back.path()),
        Ok(Entered::SecondFactor(secret)) => {
            let cookie = halfway_cookie(factor::COOKIE, &secret, web.is_secure());
            let next = format!("/sign-in/second-factor{}", back.query());
            (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&next)).into_response()
        }
        Err(error) => {
            let refused = Trouble::discarding(error, who.lang);
            Reply::respond(&who, refused.and_then(|trouble| show(&web, &who, back, given.mail, trouble)))
        }
    }
}

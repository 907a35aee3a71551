//! One-time codes and recovery codes.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::factors::{self, Enrolment};

use super::page::refused;
use crate::page::{Page, Section};
use crate::sign_in::origin;
use crate::take::Form;
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/account/codes.html")]
struct Codes {
    page: Page,
    enrolment: Enrolment,
    trouble: Trouble,
}

#[derive(Template)]
#[template(path = "people/account/recovery_codes.html")]
struct RecoveryCodes {
    page: Page,
    codes: Vec<String>,
}

/// `GET /me/codes`: the QR code to scan.
pub(super) async fn enrol(State(web): State<Web>, who: Who) -> Response {
    show(&web, &who, Trouble::default()).await
}

async fn show(web: &Web, who: &Who, trouble: Trouble) -> Response {
    web.act_for(who, None, move |cx, who| {
        let enrolment = factors::enrol(cx)?;
        let page = Page::load(cx, who, Section::Other, "認証アプリを登録", "Set up an authenticator app")?;
        Reply::page_with(trouble.outcome(), &Codes { page, enrolment, trouble })
    })
    .await
}

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    code: String,
}

/// `POST /me/codes`: completes the set-up with the first code.
pub(super) async fn confirm(State(web): State<Web>, who: Who, Form(given): Form<Given>) -> Response {
    match web.change(&who, None, move |cx| factors::confirm(cx, &given.code)).await {
        Ok(codes) if codes.is_empty() => Redirect::to("/me?done=codes").into_response(),
        Ok(codes) => sheet(&web, &who, codes).await,
        // The page changes something, too: it makes another secret.
        Err(error) => match Trouble::discarding(error, who.lang) {
            Ok(trouble) => show(&web, &who, trouble).await,
            Err(error) => Reply::respond(&who, Err(error)),
        },
    }
}

#[derive(Deserialize)]
pub(super) struct Current {
    #[serde(default)]
    current: String,
}

/// `POST /me/codes/remove`.
pub(super) async fn remove(State(web): State<Web>, who: Who, Form(given): Form<Current>) -> Response {
    match factors::remove(web.app(), who.credentials, &given.current, &origin(&who)).await {
        Ok(()) => Redirect::to("/me?done=codes").into_response(),
        Err(error) => refused(&web, &who, "codes", error).await,
    }
}

/// `POST /me/recovery-codes`: creates ten new codes, shown once.
pub(super) async fn renew(State(web): State<Web>, who: Who, Form(given): Form<Current>) -> Response {
    match factors::renew_recovery_codes(web.app(), who.credentials, &given.current, &origin(&who)).await {
        Ok(codes) => sheet(&web, &who, codes).await,
        Err(error) => refused(&web, &who, "recovery", error).await,
    }
}

async fn sheet(web: &Web, who: &Who, codes: Vec<String>) -> Response {
    web.page_for(who, None, move |cx, who| {
        let page = Page::load(cx, who, Section::Other, "復旧コード", "Recovery codes")?;
        Reply::page(&RecoveryCodes { page, codes })
    })
    .await
}

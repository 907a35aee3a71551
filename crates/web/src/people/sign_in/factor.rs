//! The second factor.

use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tasuki_app::sign_in::{self, Ways};
use tasuki_app::{Context, Error};

use super::page::Back;
use super::passkeys::{Answer, begun};
use super::{Visit, enter};
use crate::page::Page;
use crate::take::{Form, Json, Query};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

/// The cookie that carries an unfinished sign-in from the password page to this one.
pub(super) const COOKIE: &str = "tasuki-halfway";

/// The secret of the unfinished sign-in; empty if there is none, and then it matches nothing.
pub(super) struct Halfway(String);

impl<S: Send + Sync> FromRequestParts<S> for Halfway {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(crate::who::own_cookie(parts, COOKIE).unwrap_or_default().to_owned()))
    }
}

#[derive(Template)]
#[template(path = "people/sign_in/factor.html")]
struct Factor {
    page: Page,
    back: Back,
    ways: Ways,
    passkeys: bool,
    trouble: Trouble,
}

/// `GET /sign-in/second-factor`.
pub(super) async fn page(State(web): State<Web>, who: Who, half: Halfway, Query(back): Query<Back>) -> Response {
    let passkeys = sign_in::passkeys::party(web.app()).is_ok();
    web.page_for(&who, None, move |cx, who| show(cx, who, &half, back, passkeys, Trouble::default())).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    half: &Halfway,
    back: Back,
    passkeys: bool,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let ways = sign_in::ways(cx, &half.0)?;
    let page = Page::plain(who);
    let title = page.t("本人の確認", "Confirm that it is you").to_owned();
    let trouble = trouble.said_in(page.language());
    Reply::page_with(trouble.outcome(), &Factor { page: page.titled(title), back, ways, passkeys, trouble })
}

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

/// `POST /sign-in/second-factor`: a code of the authenticator application.
pub(super) async fn code(State(web): State<Web>, who: Who, half: Halfway, Form(given): Form<Given>) -> Response {
    let visit = Visit::of(&web, &who);
    let done = sign_in::with_code(web.app(), &half.0, &given.code, visit.origin.clone()).await;
    finish(&web, &who, &visit, half, Back { back: given.back }, done).await
}

/// `POST /sign-in/second-factor/recovery-code`.
pub(super) async fn recovery_code(
    State(web): State<Web>,
    who: Who,
    half: Halfway,
    Form(given): Form<Given>,
) -> Response {
    let visit = Visit::of(&web, &who);
    let done = sign_in::with_recovery_code(web.app(), &half.0, &given.code, visit.origin.clone()).await;
    finish(&web, &who, &visit, half, Back { back: given.back }, done).await
}

async fn finish(
    web: &Web,
    who: &Who,
    visit: &Visit,
    half: Halfway,
    back: Back,
    done: Result<String, Error>,
) -> Response {
    match done {
        Ok(session) => enter(web, visit, &session, back.path()),
        // There is nothing left that a code could complete.
        Err(error) if error.code == "sign_in.stale" => Reply::respond(who, Err(error)),
        Err(error) => {
            let passkeys = sign_in::passkeys::party(web.app()).is_ok();
            let again =
                move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, &half, back, passkeys, trouble);
            web.again(who, None, Trouble::discarding(error, who.lang), again).await
        }
    }
}

/// `POST /sign-in/second-factor/passkey/begin`.
pub(super) async fn passkey_begin(State(web): State<Web>, who: Who, half: Halfway) -> Result<Json<Value>, Problem> {
    begun(&who, sign_in::start_passkey(web.app(), &half.0).await)
}

/// `POST /sign-in/second-factor/passkey/finish`.
pub(super) async fn passkey_finish(
    State(web): State<Web>,
    who: Who,
    half: Halfway,
    Json(answer): Json<Answer>,
) -> Result<Response, Problem> {
    let visit = Visit::of(&web, &who);
    let origin = visit.origin.clone();
    let session = sign_in::with_passkey(web.app(), &half.0, &answer.state, answer.credential, origin).await;
    let session = session.map_err(|error| Problem::new(error, who.lang))?;
    Ok((visit.cookies(&web, &session), Json(json!({}))).into_response())
}

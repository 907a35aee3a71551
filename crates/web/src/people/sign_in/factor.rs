//! The second factor.

use askama::Template;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tasuki_app::Error;
use tasuki_app::sign_in::{self, Ways};

use super::page::Back;
use super::passkeys::{Answer, begun};
use super::{Visit, enter};
use crate::page::Page;
use crate::take::{Form, Json, Query};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

/// The cookie that carries a half-done sign-in from the password to here.
pub(super) const COOKIE: &str = "tasuki-halfway";

/// The secret of the half-done sign-in; empty when there is none, which leads nowhere.
pub(super) struct Halfway(String);

impl<S: Send + Sync> FromRequestParts<S> for Halfway {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(crate::who::own_cookie(parts, COOKIE).unwrap_or_default().to_owned()))
    }
}

#[derive(Template)]
#[template(path = "sign_in/factor.html")]
struct Factor {
    page: Page,
    back: Back,
    ways: Ways,
    passkeys: bool,
    trouble: Trouble,
}

/// `GET /sign-in/second-factor`.
pub(super) async fn page(State(web): State<Web>, who: Who, half: Halfway, Query(back): Query<Back>) -> Response {
    show(&web, &who, half, back, Trouble::default()).await
}

async fn show(web: &Web, who: &Who, half: Halfway, back: Back, trouble: Trouble) -> Response {
    let copy = who.clone();
    let passkeys = sign_in::passkeys::party(web.app()).is_ok();
    web.page(who, None, move |cx| {
        let ways = sign_in::ways(cx, &half.0)?;
        let page = Page::plain(&copy);
        let title = page.t("本人の確認", "Confirm that it is you").to_owned();
        Reply::page_with(trouble.outcome(), &Factor { page: page.titled(title), back, ways, passkeys, trouble })
    })
    .await
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
        Err(error) if error.code != "sign_in.stale" && Trouble::belongs_to_form(&error) => {
            show(web, who, half, back, Trouble::new(error, who.lang)).await
        }
        Err(error) => Reply::respond(who, Err(error)),
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

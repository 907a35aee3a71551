//! Recent proof of identity: the person who signed in authenticates again. See [`tasuki_app::proof`].

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tasuki_app::proof::{self, Ways};
use tasuki_app::{Context, Error, sign_in};

use crate::address::{escape_query, local};
use crate::page::Page;
use crate::sign_in::origin;
use crate::sign_in::passkeys::{Answer, begun};
use crate::take::{Form, Json, Query};
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who};

/// What led to the proof.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Cause {
    #[serde(default)]
    back: String,
    /// Whether a form was sent that was not processed and must be sent again.
    #[serde(default)]
    again: bool,
}

impl Cause {
    /// Where the person was.
    fn page(&self) -> &str {
        local(&self.back)
    }

    /// The page to which the person returns. It shows what remains to be done.
    fn next(&self) -> String {
        match self.page() {
            "/" | "/me" => "/me?done=proof".to_owned(),
            path if self.again => {
                let page = path.split('#').next().unwrap_or(path);
                format!("{page}{}told=proved", if page.contains('?') { '&' } else { '?' })
            }
            path => path.to_owned(),
        }
    }

    /// Used if nothing needs the proof.
    fn away(&self) -> &str {
        if self.again { self.page() } else { "/me" }
    }

    fn provider_query(&self) -> String {
        format!("?back={}", escape_query(&self.next()))
    }
}

#[derive(Template)]
#[template(path = "people/account/proof.html")]
struct Proof {
    page: Page,
    cause: Cause,
    ways: Ways,
    passkeys: bool,
    provider: bool,
    mail: String,
    /// The form to which the error belongs.
    place: &'static str,
    trouble: Trouble,
}

/// `GET /me/proof`.
pub(super) async fn page(State(web): State<Web>, who: Who, Query(cause): Query<Cause>) -> Response {
    let server = web.clone();
    web.page_for(&who, None, move |cx, who| show(cx, who, &server, cause, "", Trouble::default())).await
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    web: &Web,
    cause: Cause,
    place: &'static str,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let ways = proof::ways(cx)?;
    if ways.is_none() {
        return Ok(Reply::Go(cause.next()));
    }
    let passkeys = sign_in::passkeys::party(web.app()).is_ok();
    let provider = web.app().provider_name().is_some();
    let mail = cx.person()?.mail.clone();
    let page = Page::plain(who);
    let title = page.t("本人の確認", "Confirm that it is you").to_owned();
    let (outcome, trouble) = (trouble.outcome(), trouble.said_in(page.language()));
    let page = page.titled(title);
    Reply::page_with(outcome, &Proof { page, cause, ways, passkeys, provider, mail, place, trouble })
}

#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
    #[serde(default)]
    again: bool,
}

/// `POST /me/proof`: the password.
pub(super) async fn password(State(web): State<Web>, who: Who, Form(given): Form<Given>) -> Response {
    let done = proof::with_password(web.app(), who.credentials, &given.password, &origin(&who)).await;
    finish(&web, &who, Cause { back: given.back, again: given.again }, "password", done).await
}

/// `POST /me/proof/code`: a code of the authenticator application.
pub(super) async fn code(State(web): State<Web>, who: Who, Form(given): Form<Given>) -> Response {
    let done = proof::with_code(web.app(), who.credentials, &given.code, origin(&who)).await;
    finish(&web, &who, Cause { back: given.back, again: given.again }, "code", done).await
}

async fn finish(web: &Web, who: &Who, cause: Cause, place: &'static str, done: Result<(), Error>) -> Response {
    match done {
        Ok(()) => Redirect::to(&cause.next()).into_response(),
        Err(error) => {
            let server = web.clone();
            let again =
                move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, &server, cause, place, trouble);
            web.again(who, None, Trouble::discarding(error, who.lang), again).await
        }
    }
}

/// `POST /me/proof/passkey/begin`.
pub(super) async fn passkey_begin(State(web): State<Web>, who: Who) -> Result<Json<Value>, Problem> {
    begun(&who, proof::start_passkey(web.app(), who.credentials).await)
}

/// `POST /me/proof/passkey/finish`.
pub(super) async fn passkey_finish(
    State(web): State<Web>,
    who: Who,
    Json(answer): Json<Answer>,
) -> Result<Json<Value>, Problem> {
    let done = proof::with_passkey(web.app(), who.credentials, &answer.state, answer.credential, origin(&who)).await;
    done.map_err(|error| Problem::new(error, who.lang))?;
    Ok(Json(json!({})))
}

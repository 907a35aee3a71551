//! Changing the own account.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::account::{self, MailChange};
use tasuki_app::{Error, devices, sessions};
use tasuki_store::{DeviceId, SessionId};

use super::page::refused;
use crate::sign_in::origin;
use crate::take::{Form, Path};
use crate::{Web, Who};

/// Redirects to the page, which shows what was done.
fn told(done: &str) -> Response {
    Redirect::to(&format!("/me?done={done}")).into_response()
}

async fn answer(web: &Web, who: &Who, place: &'static str, done: Result<(), Error>) -> Response {
    match done {
        Ok(()) => told(place),
        Err(error) => refused(web, who, place, error).await,
    }
}

#[derive(Deserialize)]
pub(super) struct Name {
    #[serde(default)]
    name: String,
}

/// `POST /me/name`.
pub(super) async fn name(State(web): State<Web>, who: Who, Form(given): Form<Name>) -> Response {
    let done = web.change(&who, None, move |cx| account::rename(cx, &given.name)).await;
    answer(&web, &who, "name", done).await
}

#[derive(Deserialize)]
pub(super) struct Mail {
    #[serde(default)]
    mail: String,
    #[serde(default)]
    current: String,
}

/// `POST /me/mail`.
pub(super) async fn mail(State(web): State<Web>, who: Who, Form(given): Form<Mail>) -> Response {
    let origin = origin(&who);
    match account::change_mail(web.app(), who.credentials, &given.mail, &given.current, &origin).await {
        Ok(MailChange::Done) => told("mail"),
        Ok(MailChange::Asked) => told("mail-asked"),
        Err(error) => refused(&web, &who, "mail", error).await,
    }
}

#[derive(Deserialize)]
pub(super) struct Passwords {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

/// `POST /me/password`.
pub(super) async fn password(State(web): State<Web>, who: Who, Form(given): Form<Passwords>) -> Response {
    let origin = origin(&who);
    let done = account::change_password(web.app(), who.credentials, &given.current, &given.password, &origin).await;
    match done {
        // Somebody who knew the old password may have added other ways to sign in.
        Ok(()) => Redirect::to("/me/keys?done=password").into_response(),
        Err(error) => refused(&web, &who, "password", error).await,
    }
}

/// `POST /me/sessions/{session}/end`.
pub(super) async fn end_session(State(web): State<Web>, who: Who, Path(session): Path<SessionId>) -> Response {
    let done = web.change(&who, None, move |cx| sessions::end(cx, session)).await;
    answer(&web, &who, "sessions", done).await
}

/// `POST /me/sessions/end-others`.
pub(super) async fn end_other_sessions(State(web): State<Web>, who: Who) -> Response {
    let done = web.change(&who, None, sessions::end_others).await;
    answer(&web, &who, "sessions", done.map(|_| ())).await
}

/// `POST /me/mail/forget`: cancels the change to an address that waits for its confirmation.
pub(super) async fn forget_mail(State(web): State<Web>, who: Who) -> Response {
    let done = web.change(&who, None, account::forget_mail).await;
    answer(&web, &who, "mail", done).await
}

/// `POST /me/devices/{device}/forget`.
pub(super) async fn forget_device(State(web): State<Web>, who: Who, Path(device): Path<DeviceId>) -> Response {
    let done = web.change(&who, None, move |cx| devices::forget(cx, device)).await;
    answer(&web, &who, "sessions", done).await
}

#[derive(Deserialize)]
pub(super) struct Provider {
    #[serde(default)]
    issuer: String,
}

/// `POST /me/provider/remove`.
pub(super) async fn unlink(State(web): State<Web>, who: Who, Form(given): Form<Provider>) -> Response {
    let done = web.change(&who, None, move |cx| account::unlink(cx, &given.issuer)).await;
    answer(&web, &who, "provider", done).await
}

//! Registering and removing passkeys. The browser's part is in `passkeys.js`.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tasuki_app::passkeys;
use tasuki_store::PasskeyId;

use super::page::refused;
use crate::sign_in::passkeys::begun;
use crate::take::{Form, Json, Path};
use crate::{Problem, Web, Who};

/// `POST /me/passkeys/begin`.
pub(super) async fn begin(State(web): State<Web>, who: Who) -> Result<Json<Value>, Problem> {
    begun(&who, passkeys::start_registration(web.app(), who.credentials).await)
}

#[derive(Deserialize)]
pub(super) struct Answer {
    state: String,
    #[serde(default)]
    name: String,
    credential: Value,
}

/// `POST /me/passkeys/finish`.
pub(super) async fn finish(
    State(web): State<Web>,
    who: Who,
    Json(answer): Json<Answer>,
) -> Result<Json<Value>, Problem> {
    let name = if answer.name.trim().is_empty() { crate::sign_in::origin(&who).device } else { answer.name };
    let done = passkeys::finish_registration(web.app(), who.credentials, &answer.state, &name, answer.credential).await;
    done.map_err(|error| Problem::new(error, who.lang))?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    name: String,
}

/// `POST /me/passkeys/{passkey}`: renames it.
pub(super) async fn rename(
    State(web): State<Web>,
    who: Who,
    Path(passkey): Path<PasskeyId>,
    Form(named): Form<Named>,
) -> Response {
    let done = web.change(&who, None, move |cx| passkeys::rename(cx, passkey, &named.name)).await;
    match done {
        Ok(()) => Redirect::to("/me?done=passkey").into_response(),
        Err(error) => refused(&web, &who, "passkey", error).await,
    }
}

/// `POST /me/passkeys/{passkey}/remove`.
pub(super) async fn remove(State(web): State<Web>, who: Who, Path(passkey): Path<PasskeyId>) -> Response {
    match web.change(&who, None, move |cx| passkeys::remove(cx, passkey)).await {
        Ok(()) => Redirect::to("/me?done=passkey").into_response(),
        Err(error) => refused(&web, &who, "passkey", error).await,
    }
}

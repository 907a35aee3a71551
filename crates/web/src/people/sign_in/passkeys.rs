//! Signing in with a passkey. The browser's part is in `passkeys.js`.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tasuki_app::Error;
use tasuki_app::sign_in::passkeys;

use super::Visit;
use crate::take::Json;
use crate::{Problem, Web, Who};

/// What the script receives when a passkey is requested: the challenge, and the secret with which to continue.
pub(crate) fn begun(who: &Who, begun: Result<(Value, String), Error>) -> Result<Json<Value>, Problem> {
    let (mut challenge, state) = begun.map_err(|error| Problem::new(error, who.lang))?;
    challenge["state"] = Value::String(state);
    Ok(Json(challenge))
}

/// What the script sends after a passkey was used.
#[derive(Deserialize)]
pub(crate) struct Answer {
    pub(crate) state: String,
    pub(crate) credential: Value,
}

/// `POST /sign-in/passkey/begin`.
pub(super) async fn begin(State(web): State<Web>, who: Who) -> Result<Json<Value>, Problem> {
    begun(&who, passkeys::start(web.app()).await)
}

/// `POST /sign-in/passkey/finish`.
pub(super) async fn finish(State(web): State<Web>, who: Who, Json(answer): Json<Answer>) -> Result<Response, Problem> {
    let visit = Visit::of(&web, &who);
    let session = passkeys::finish(web.app(), &answer.state, answer.credential, visit.origin.clone()).await;
    let session = session.map_err(|error| Problem::new(error, who.lang))?;
    Ok((visit.cookies(&web, &session), Json(json!({}))).into_response())
}

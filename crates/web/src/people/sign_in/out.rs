//! Signing out.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use tasuki_app::sessions;

use crate::who::{COOKIE_NAME, cookie_name};
use crate::{Reply, Web, Who};

/// `POST /sign-out`: ends the session in the browser and in the database.
pub(super) async fn leave(State(web): State<Web>, who: Who) -> Response {
    let ended = web.app().write(who.credentials, None, sessions::end_own).await;
    if let Err(error) = ended {
        return Reply::respond(&who, Err(error));
    }
    let cookies = [
        (SET_COOKIE, format!("{COOKIE_NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")),
        (SET_COOKIE, format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure", cookie_name(COOKIE_NAME, true))),
    ];
    (AppendHeaders(cookies), Redirect::to("/sign-in")).into_response()
}

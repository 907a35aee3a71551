//! `GET /demo/{secret}`: signs in as the example's administrator. The link is printed where the server was started and works once.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use tasuki_app::{Error, Kind, demo};

use crate::sign_in::session_cookie;
use crate::take::Path;
use crate::{Reply, Web, Who};

pub(super) async fn enter(State(web): State<Web>, who: Who, Path(secret): Path<String>) -> Response {
    let Some(entrance) = web.take_demo(&secret) else {
        return Reply::respond(&who, Err(used()));
    };
    match web.app().system(move |cx| demo::enter(cx, entrance)).await {
        Ok(session) => {
            let cookie = session_cookie(&session, web.is_secure());
            (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(&format!("/o/{}", entrance.organization)))
                .into_response()
        }
        Err(error) => Reply::respond(&who, Err(error)),
    }
}

fn used() -> Error {
    Error::new(Kind::NotFound, "demo.link_used", "このリンクは使えません。", "This link does not work.").hint(
        "このリンクは一度だけ使えます。もう一度入るには、サーバーを起動し直して、表示されたリンクを開いてください。",
        "The link works once. To come in again, restart the server and open the link that it prints.",
    )
}

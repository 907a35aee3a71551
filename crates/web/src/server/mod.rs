//! The server itself: whether it lives, whether it can work, and a log of requests without personal data.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;

use crate::Web;

pub(crate) fn pages() -> Router<Web> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready))
}

/// `GET /readyz`: whether the database answers.
async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    let answer = web.app().store().read(|tx| tx.one("SELECT 1", &[], |_| Ok(()))).await;
    match answer {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// Notes method, route (not the address: it may hold identifiers) and status of every request.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(String::new, |path| path.as_str().to_owned());
    let response = next.run(request).await;
    tracing::debug!(%method, route, status = response.status().as_u16(), "request");
    response
}

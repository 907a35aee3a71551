//! The server itself: whether it lives, whether it can work, what it did, a log of requests without personal data, and what keeps one
//! guest from eating everybody's dinner.

mod limits;
mod metrics;
mod watch;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::Web;

pub use limits::Limits;
pub(crate) use limits::{Buckets, admit, hurry};
pub(crate) use metrics::Metrics;
pub(crate) use watch::watch;

pub(crate) fn pages() -> Router<Web> {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
}

/// `GET /readyz`: whether the database answers.
async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    let answer = web.app().store().read(|tx| tx.one("SELECT 1", &[], |_| Ok(()))).await;
    match answer {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

//! The server itself: whether it lives, whether it can work, what it did, a log of requests without personal data, and what keeps one
//! guest from eating everybody's dinner.

pub(crate) mod limits;
mod metrics;
mod network;
mod streams;
mod watch;

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;

use crate::Web;
use crate::pages::Pages;

pub use limits::Limits;
pub(crate) use limits::{Buckets, admit, charge, hurry, pay};
pub(crate) use metrics::Metrics;
pub(crate) use network::network;
pub(crate) use streams::{Stream as OpenStream, Streams};
pub(crate) use watch::Watch;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show))
}

/// How long the database may take to say anything at all.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /readyz`: whether the database answers, and whether there is room for what it is to keep.
async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    let (store, blobs) = (web.app().store(), web.app().blobs());
    let answer = async {
        let reads = store.read(|tx| tx.one("SELECT 1", &[], |_| Ok(()))).await.is_ok();
        (reads, blobs.has_room() && store.has_room().await)
    };
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok((true, true)) => (StatusCode::OK, "ready\n"),
        Ok((true, false)) => (StatusCode::SERVICE_UNAVAILABLE, "the disk is full\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

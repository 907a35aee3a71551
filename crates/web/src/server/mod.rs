//! The server itself: health and readiness, metrics, a log of requests without personal data, and the limits that
//! keep one client from using up the capacity.

pub(crate) mod address;
mod admission;
pub(crate) mod assets;
pub(crate) mod current;
pub(crate) mod door;
pub(crate) mod etag;
mod forms;
pub(crate) mod front;
pub(crate) mod guard;
pub(crate) mod limits;
mod metrics;
pub(crate) mod network;
pub(crate) mod once;
pub(crate) mod operations;
pub(crate) mod page;
pub(crate) mod pages;
pub(crate) mod paging;
pub(crate) mod problem;
pub(crate) mod reference;
pub(crate) mod rendered;
pub(crate) mod reply;
mod streams;
pub(crate) mod take;
pub(crate) mod time;
pub(crate) mod trouble;
mod watch;
pub(crate) mod web;
pub(crate) mod who;
pub(crate) mod wire;
pub(crate) mod words;

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;

use crate::Web;
use crate::pages::{Pages, get};

pub(crate) use admission::{admit, charge, hurry, pay};
pub(crate) use limits::Buckets;
pub use limits::Limits;
pub(crate) use metrics::Metrics;
pub(crate) use network::network;
pub(crate) use streams::{Stream as OpenStream, Streams};
pub(crate) use watch::Watch;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::show::show))
}

/// The maximum time for the database to respond.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /readyz`: whether the database responds, and whether there is space for new data.
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

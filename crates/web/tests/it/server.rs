//! What whoever watches the server is told.

use std::sync::mpsc;

use axum::http::StatusCode;
use tasuki_scheme::Role;
use tasuki_store::StoreError;

use crate::common::World;
use crate::support::Browser;

/// More than there are connections for reading.
const MANY: usize = 32;

#[tokio::test]
async fn it_is_ready_only_while_the_database_answers() {
    let world = World::new().await;
    let browser = Browser::new(&world, &world.somebody("佐藤", Role::Viewer).await);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::OK);
    let mut ends = Vec::new();
    let stuck: Vec<_> = (0..MANY)
        .map(|_| {
            let (end, wait) = mpsc::channel::<()>();
            ends.push(end);
            let store = world.store.clone();
            // It waits until the other half of its channel is gone.
            tokio::spawn(async move { store.read(move |_| Ok::<_, StoreError>(wait.recv().is_err())).await })
        })
        .collect();
    tokio::task::yield_now().await;
    let answer = browser.get("/readyz").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.text());
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK, "it lives all the same");
    drop(ends);
    for read in stuck {
        assert!(read.await.expect("a task").expect("a read"));
    }
    assert_eq!(browser.get("/readyz").await.status, StatusCode::OK);
}

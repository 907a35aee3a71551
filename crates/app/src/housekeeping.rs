//! What is over is forgotten: sessions that ended, ceremonies that nobody finished, keys of requests that nobody will send again.

use jiff::ToSpan;
use tasuki_store::{
    StoreError, attempts, ceremonies, daily, deliveries, devices, idempotency, parcels, reset_requests, sessions, steps,
};

use crate::App;

/// How often.
const REST: std::time::Duration = std::time::Duration::from_mins(15);
/// How long the key of a request is kept, and what a change did, in milliseconds: a day.
const KEYS: i64 = 24 * 60 * 60 * 1_000;
/// How long the log of deliveries is kept, in milliseconds: thirty days.
const DELIVERIES: i64 = 30 * 24 * 60 * 60 * 1_000;

/// How long it is counted what strangers do, in milliseconds: a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Of how many strangers.
const MOST_ATTEMPTS: i64 = 100_000;

/// Tidies up from time to time. Never ends.
pub async fn run(app: App) {
    loop {
        if let Err(error) = once(&app).await {
            tracing::error!(%error, "tidying up failed; it is tried again");
        }
        tokio::time::sleep(REST).await;
    }
}

/// Tidies up.
pub async fn once(app: &App) -> Result<u64, StoreError> {
    let moment = app.options().clock.now();
    let (now, yesterday) = (moment.milliseconds(), moment.today.saturating_sub(1.day()));
    app.store()
        .write(move |tx| {
            let mut gone = sessions::sweep(tx, now)?;
            gone += ceremonies::sweep(tx, now)?;
            gone += idempotency::sweep(tx, now - KEYS)?;
            gone += steps::sweep(tx, now - KEYS)?;
            gone += daily::sweep(tx, yesterday)?;
            gone += parcels::sweep(tx, now)?;
            gone += attempts::sweep(tx, now - DAY, MOST_ATTEMPTS)?;
            gone += devices::sweep(tx, now - crate::sign_in::devices::REMEMBERED)?;
            gone += reset_requests::sweep(tx, now - crate::resets::AGAIN)?;
            gone += deliveries::sweep(tx, now - DELIVERIES)?;
            Ok(gone)
        })
        .await
}

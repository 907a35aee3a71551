//! Deletes what is no longer needed: expired sessions, unfinished ceremonies, idempotency keys.

use jiff::ToSpan;
use tasuki_store::blobs::Swept;
use tasuki_store::tidy::{self, Tidied};
use tasuki_store::{
    StoreError, attempts, ceremonies, daily, deliveries, devices, idempotency, links, parcels, reset_requests,
    sessions, steps,
};

use crate::App;

/// How often.
const REST: std::time::Duration = std::time::Duration::from_mins(15);
/// How long idempotency keys and the results of changes are kept, in milliseconds: a day.
const KEYS: i64 = 24 * 60 * 60 * 1_000;
/// How long the log of webhook deliveries is kept, in milliseconds: thirty days.
const DELIVERIES: i64 = 30 * 24 * 60 * 60 * 1_000;

/// How long counters of anonymous attempts are kept, in milliseconds: a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Of how many strangers.
const MOST_ATTEMPTS: i64 = 100_000;
/// The files are cleaned up once in this many runs: once a day.
const FILES: u32 = 24 * 4;

/// Cleans up at the start and periodically afterwards. Never returns.
pub async fn run(app: App) {
    for turn in (0..FILES).cycle() {
        if turn == 0 {
            files(&app).await;
        }
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
            gone += devices::sweep(tx, now - crate::sign_in::remembered::REMEMBERED)?;
            gone += reset_requests::sweep(tx, now - crate::resets::AGAIN)?;
            gone += links::sweep(tx, now)?;
            gone += deliveries::sweep(tx, now - DELIVERIES)?;
            Ok(gone)
        })
        .await
}

/// Deletes what killed uploads and backups left behind, and files to which no row refers; logs the result.
async fn files(app: &App) {
    let now = app.options().clock.now().milliseconds();
    match tidy::once(app.store(), app.blobs(), now).await {
        Ok(Tidied { files, backups }) if backups > 0 || files != Swept::default() => {
            let Swept { unfinished, set_aside, removed, brought_back } = files;
            tracing::info!(
                unfinished,
                set_aside,
                removed,
                brought_back,
                backups,
                "tidied up: unfinished uploads and backups, files that no row names"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "files could not be tidied up; it is tried again tomorrow"),
    }
}

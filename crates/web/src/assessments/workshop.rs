//! Where work is done that takes its time: beside the async threads, and one piece after the other, so that memory stays small.

use tasuki_app::{Error, Kind};
use tokio::sync::Semaphore;

/// One document at a time: a PDF holds fonts and a layout.
pub(super) static PRESS: Semaphore = Semaphore::const_new(1);
/// Files that are read in.
pub(super) static DESK: Semaphore = Semaphore::const_new(2);

/// Does work at a place, once it is free.
pub(super) async fn at<T, F>(place: &'static Semaphore, work: F) -> Result<T, Error>
where
    F: FnOnce() -> Result<T, Error> + Send + 'static,
    T: Send + 'static,
{
    let _seat = place.acquire().await.map_err(|_| broken())?;
    tokio::task::spawn_blocking(work).await.map_err(|_| broken())?
}

/// The work panicked, or the server is going down.
fn broken() -> Error {
    Error::new(Kind::Internal, "internal", "うまくいきませんでした。", "Something went wrong.").hint(
        "もう一度お試しください。続くときは管理者へ知らせてください。",
        "Try again; tell your administrator if it goes on.",
    )
}

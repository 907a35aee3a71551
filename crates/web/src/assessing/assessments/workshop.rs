//! Work that needs time and memory: run on blocking threads, a few at a time, with a short queue; and counted.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tasuki_app::{Context, Error};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::server::pay;
use crate::{Web, Who};

/// One document at a time, because a PDF needs memory for fonts and a layout.
pub(crate) static PRINTING: Place = Place::new(1, 16);
/// One imported file at a time: a sheet with a million rows needs hundreds of megabytes; a usual one is read in a
/// hundredth of a second.
pub(crate) static READING: Place = Place::new(1, 8);

/// One package at a time: the files that go into it, and its zip, are in memory.
pub(crate) static PACKING: Place = Place::new(1, 4);

/// One catalogue of somebody's own at a time: a hundredth of a second each.
pub(crate) static CHECKING: Place = Place::new(1, 32);

/// The maximum time in the queue: less than the time limit of a request.
const PATIENCE: Duration = Duration::from_secs(50);
/// The number of seconds after which to retry.
const AGAIN: u64 = 5;

/// The permits, and the number of those who wait for one.
#[derive(Debug)]
pub(crate) struct Place {
    seats: Semaphore,
    waiting: AtomicUsize,
    queue: usize,
}

/// A place in the queue, which is given up however the waiting ends.
struct Queued<'a>(&'a Place);

impl Place {
    const fn new(seats: usize, queue: usize) -> Self {
        Self { seats: Semaphore::const_new(seats), waiting: AtomicUsize::new(0), queue }
    }

    fn queue(&self) -> Result<Queued<'_>, Error> {
        let queued = Queued(self);
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.queue { Err(Error::busy(AGAIN)) } else { Ok(queued) }
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Waits for a seat, and holds the place until the seat is dropped: for work that must not even gather what it needs before its turn.
pub(crate) async fn seat(place: &'static Place) -> Result<SemaphorePermit<'static>, Error> {
    let queued = place.queue()?;
    let seat = tokio::time::timeout(PATIENCE, place.seats.acquire()).await.map_err(|_| Error::busy(AGAIN))?;
    drop(queued);
    seat.map_err(|_| broken())
}

/// Runs work when it is its turn. If the queue is full, or the waiting takes too long, the caller must retry later.
pub(crate) async fn at<T, F>(place: &'static Place, work: F) -> Result<T, Error>
where
    F: FnOnce() -> Result<T, Error> + Send + 'static,
    T: Send + 'static,
{
    let seat = seat(place).await?;
    let done = tokio::task::spawn_blocking(move || {
        // The client may disconnect before the work ends: the permit belongs to the work.
        let _seat = seat;
        work()
    });
    done.await.map_err(|_| broken())?
}

/// The work panicked, or the server is stopping.
fn broken() -> Error {
    Error::internal()
}

/// Importing or carrying over answers counts as so many requests as the edition has criteria.
pub(super) fn pay_for_answers(web: &Web, who: &Who, cx: &Context<'_, '_>, edition: &str) {
    pay(web, who, cx.library.catalog(edition).map_or(0, |catalog| catalog.criteria().len()));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tasuki_app::Kind;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_finds_the_queue_full_is_told_to_come_again() {
        static TABLE: Place = Place::new(1, 2);
        let (end, wait) = mpsc::channel::<()>();
        let (sitting, sits) = mpsc::channel::<()>();
        let first = tokio::spawn(at(&TABLE, move || {
            sitting.send(()).expect("somebody listens");
            Ok(wait.recv().is_err())
        }));
        tokio::task::spawn_blocking(move || sits.recv()).await.expect("a thread").expect("it sits");
        let queued: Vec<_> = (0..2).map(|number| tokio::spawn(at(&TABLE, move || Ok(number)))).collect();
        while TABLE.waiting.load(Ordering::Relaxed) < 2 {
            tokio::task::yield_now().await;
        }
        let refused = at(&TABLE, || Ok(())).await.expect_err("the queue is full");
        assert_eq!((refused.kind, refused.code, refused.retry_after), (Kind::Busy, "busy", Some(AGAIN)));
        // A client that disconnects leaves the permit to the work, and its place in the queue to others.
        first.abort();
        assert!(first.await.is_err());
        assert_eq!(TABLE.seats.available_permits(), 0);
        drop(end);
        for (number, queued) in queued.into_iter().enumerate() {
            assert_eq!(queued.await.expect("a task").expect("a seat"), number);
        }
        assert_eq!(at(&TABLE, || Ok(7)).await.expect("a seat"), 7);
        assert_eq!(TABLE.waiting.load(Ordering::Relaxed), 0);
    }
}

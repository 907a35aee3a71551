//! Where work is done that takes its time and memory: beside the async threads, few pieces at once, and a short queue before it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tasuki_app::{Error, Kind};
use tokio::sync::Semaphore;

/// One document at a time: a PDF holds fonts and a layout.
pub(super) static PRESS: Place = Place::new(1, 16);
/// One file that is read in at a time: a sheet with a million rows takes hundreds of megabytes, and every usual one a hundredth of a second.
pub(super) static DESK: Place = Place::new(1, 8);

/// How long somebody waits for a seat at most: less than a request may take.
const PATIENCE: Duration = Duration::from_secs(50);
/// After how many seconds there may be a place in the queue again.
const AGAIN: u64 = 5;

/// Seats, and who waits for one.
#[derive(Debug)]
pub(super) struct Place {
    seats: Semaphore,
    waiting: AtomicUsize,
    queue: usize,
}

/// Somebody in the queue; leaves it however the waiting ends.
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

/// Does work at a place, once it is free. Who finds the queue full, or waits for too long, is told to come again.
pub(super) async fn at<T, F>(place: &'static Place, work: F) -> Result<T, Error>
where
    F: FnOnce() -> Result<T, Error> + Send + 'static,
    T: Send + 'static,
{
    let queued = place.queue()?;
    let seat = tokio::time::timeout(PATIENCE, place.seats.acquire()).await.map_err(|_| Error::busy(AGAIN))?;
    let seat = seat.map_err(|_| broken())?;
    drop(queued);
    let done = tokio::task::spawn_blocking(move || {
        // Whoever asked may be gone before the work ends: the seat is the work's, not theirs.
        let _seat = seat;
        work()
    });
    done.await.map_err(|_| broken())?
}

/// The work panicked, or the server is going down.
fn broken() -> Error {
    Error::new(Kind::Internal, "internal", "うまくいきませんでした。", "Something went wrong.").hint(
        "もう一度お試しください。続くときは管理者へ知らせてください。",
        "Try again; tell your administrator if it goes on.",
    )
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

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
        // Who goes away leaves the seat to the work and the queue to others.
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

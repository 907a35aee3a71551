//! Hashing of passwords: on separate threads, with limited concurrency.
//!
//! Hashing a password needs a CPU core and 19 MiB for a while, on purpose. Therefore only as many hashes run at the
//! same time as there are cores ([`Hashing`]), a few requests wait, and all others are refused with a request to
//! retry: so a flood of requests cannot exhaust the memory. Hashing has threads of its own, because a thread may keep
//! the memory that it needed.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time;

use crate::{Error, Kind};

/// How many wait for each core.
const QUEUE: usize = 16;
/// How long anybody waits.
const PATIENCE: Duration = Duration::from_secs(10);
/// The number of seconds after which to retry.
const AGAIN: u64 = 3;

/// The queue for hashing.
#[derive(Debug)]
pub(crate) struct Hashing {
    cores: Arc<Semaphore>,
    /// One permit for everybody who hashes or waits.
    places: Arc<Semaphore>,
    /// How long anybody waits.
    patience: Duration,
    /// The hashing threads, one for each core; they are started with the first hash.
    threads: OnceLock<mpsc::Sender<Job>>,
    how_many: usize,
}

/// Something to be worked out.
type Job = Box<dyn FnOnce() + Send>;

impl Default for Hashing {
    fn default() -> Self {
        Self::new(std::thread::available_parallelism().map_or(1, NonZero::get), QUEUE, PATIENCE)
    }
}

impl Hashing {
    fn new(cores: usize, queue: usize, patience: Duration) -> Self {
        let places = Arc::new(Semaphore::new(cores * (1 + queue)));
        let threads = OnceLock::new();
        Self { cores: Arc::new(Semaphore::new(cores)), places, patience, threads, how_many: cores }
    }

    /// Runs a computation on one of the hashing threads.
    pub(crate) async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move || {
            // The caller may no longer be waiting.
            let _ = reply.send(work());
        });
        let threads = self.threads.get_or_init(|| threads(self.how_many));
        threads.send(job).map_err(|_| broken())?;
        answer.await.map_err(|_| broken())
    }

    /// Waits for a turn, unless too many wait already. Attempts must be counted only after this, because a refused
    /// request has tried nothing.
    pub(crate) async fn turn(&self) -> Result<Turn, Error> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| busy())?;
        let core = time::timeout(self.patience, Arc::clone(&self.cores).acquire_owned()).await;
        let core = core.map_err(|_| busy())?.map_err(|_| busy())?;
        Ok(Turn { _held: (core, place) })
    }
}

/// Starts threads that end when there are no more senders.
fn threads(how_many: usize) -> mpsc::Sender<Job> {
    let (send, jobs) = mpsc::channel::<Job>();
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..how_many {
        let jobs = Arc::clone(&jobs);
        std::thread::spawn(move || {
            loop {
                let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(job) = job else { break };
                // If the computation panics, the caller notices because no reply arrives.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        });
    }
    send
}

/// A turn to hash. It is held until the computation ends, even if nobody waits for the result any more.
#[derive(Debug)]
pub(crate) struct Turn {
    _held: (OwnedSemaphorePermit, OwnedSemaphorePermit),
}

pub(crate) fn broken() -> Error {
    Error::internal()
}

fn busy() -> Error {
    let mut error = Error::new(
        Kind::Busy,
        "sign_in.busy",
        "サインインが混み合っています。",
        "Too many people are signing in at once.",
    )
    .hint("数秒待って、もう一度お試しください。", "Wait a few seconds and try again.");
    error.retry_after = Some(AGAIN);
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn so_many_hash_a_few_wait_and_the_rest_is_sent_away() {
        let hashing = Arc::new(Hashing::new(2, 1, PATIENCE));
        let (first, second) = (hashing.turn().await.unwrap(), hashing.turn().await.unwrap());
        let wait = |hashing: &Arc<Hashing>| {
            let own = Arc::clone(hashing);
            tokio::spawn(async move { own.turn().await })
        };
        let waiting = [wait(&hashing), wait(&hashing)];
        tokio::task::yield_now().await;
        let refused = hashing.turn().await.unwrap_err();
        assert_eq!((refused.code, refused.kind), ("sign_in.busy", Kind::Busy));
        assert_eq!(refused.retry_after, Some(AGAIN));
        drop((first, second));
        for turn in waiting {
            assert!(turn.await.unwrap().is_ok(), "whoever waited has their turn");
        }
        assert!(hashing.turn().await.is_ok(), "and there is room again");
    }

    #[tokio::test]
    async fn one_that_breaks_takes_no_thread_along() {
        let hashing = Hashing::new(1, 4, PATIENCE);
        assert!(hashing.work(|| panic!("broken")).await.map(|(): ()| ()).is_err());
        assert_eq!(hashing.work(|| 7).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let hashing = Hashing::new(1, 4, Duration::from_millis(20));
        let _held = hashing.turn().await.unwrap();
        assert_eq!(hashing.turn().await.unwrap_err().code, "sign_in.busy");
    }
}

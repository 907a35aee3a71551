//! Making secrets and judging passwords, off the threads that serve.
//!
//! Hashing a password takes a core and 19 MiB for a while, on purpose. So it goes on so often at once as there are cores ([`Hashing`]), a few wait
//! their turn, and whoever comes after them is told to come again: whoever asks for hashes by the hundred takes no memory with it. It goes on in
//! threads of its own, as each thread that ever hashed may keep what it needed.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};
use std::time::Duration;

use tasuki_signin::passwords::{HashingFailed, Password, Verdict};
use tasuki_signin::tokens::{Token, TokenKind};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time;

use crate::{App, Context, Error, Kind};

/// How many wait for each core.
const QUEUE: usize = 16;
/// How long anybody waits.
const PATIENCE: Duration = Duration::from_secs(10);
/// When to come again, in seconds.
const AGAIN: u64 = 3;

/// A new secret that we hand out.
pub(crate) fn mint(cx: &Context<'_, '_>, kind: TokenKind) -> Token {
    let random = cx.random;
    Token::new(kind, &mut |bytes: &mut [u8]| random.fill(bytes))
}

/// Bytes as text, two digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |text, byte| text + &format!("{byte:02x}"))
}

/// Where those who want to hash come one after the other.
#[derive(Debug)]
pub(crate) struct Hashing {
    cores: Arc<Semaphore>,
    /// One for everybody who hashes or waits.
    places: Arc<Semaphore>,
    /// How long anybody waits.
    patience: Duration,
    /// Threads that hash, one for each core; there are none before the first hash.
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

    /// Works something out in one of the threads that hash.
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Nobody may be waiting any more.
            let _ = reply.send(work());
        });
        let threads = self.threads.get_or_init(|| threads(self.how_many));
        threads.send(job).map_err(|_| broken())?;
        answer.await.map_err(|_| broken())
    }

    /// Waits for one's turn, unless too many wait already. Whatever counts an attempt comes after it: who is sent away has tried nothing.
    pub(crate) async fn turn(&self) -> Result<Turn, Error> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| busy())?;
        let core = time::timeout(self.patience, Arc::clone(&self.cores).acquire_owned()).await;
        let core = core.map_err(|_| busy())?.map_err(|_| busy())?;
        Ok(Turn { held: (core, place) })
    }
}

/// Threads that end once nobody can send them anything any more.
fn threads(how_many: usize) -> mpsc::Sender<Job> {
    let (send, jobs) = mpsc::channel::<Job>();
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..how_many {
        let jobs = Arc::clone(&jobs);
        std::thread::spawn(move || {
            loop {
                let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(job) = job else { break };
                // Whoever waits for what panicked hears of it by the reply that does not come.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        });
    }
    send
}

/// One's turn to hash. It goes along with the work, also when nobody waits for that any more.
#[derive(Debug)]
pub(crate) struct Turn {
    held: (OwnedSemaphorePermit, OwnedSemaphorePermit),
}

impl Turn {
    /// Whether a password is the one whose hash is stored; as slow where nothing is stored.
    pub(crate) async fn verify(
        self,
        app: &App,
        password: Password,
        stored: Option<String>,
    ) -> Result<(Verdict, Self), Error> {
        let passwords = app.sign_in().passwords;
        let work = move || (passwords.verify(&password, stored.as_deref()), self);
        let (verdict, turn) = app.hashing().work(work).await?;
        Ok((verdict.map_err(|error| unhashable(&error))?, turn))
    }

    /// The hash of a password, to be kept.
    pub(crate) async fn hash(self, app: &App, password: Password) -> Result<String, Error> {
        let passwords = app.sign_in().passwords;
        let random = Arc::clone(&app.options().random);
        let work = move || {
            let hash = passwords.hash(&password, &mut |bytes: &mut [u8]| random.fill(bytes));
            drop(self.held);
            hash
        };
        app.hashing().work(work).await?.map_err(|error| unhashable(&error))
    }
}

fn unhashable(error: &HashingFailed) -> Error {
    tracing::error!(%error, "hashing a password failed");
    broken()
}

fn broken() -> Error {
    Error::new(Kind::Internal, "internal", "うまくいきませんでした。", "Something went wrong.")
        .hint("もう一度お試しください。", "Try again.")
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

//! Group commit: all waiting writes are committed together, and answered after the commit.
//!
//! Only one thread at a time uses the connection (the `Desk`, behind a mutex). If the desk is free, the calling
//! thread does its work at once: waking another thread and being woken by it would cost as much as the work itself.
//! If the desk is taken, the work is put into the queue (the `Pile`). A thread that leaves the desk and finds more
//! work in the queue wakes a dedicated thread (the clerk), which processes the queue in groups. So at most one
//! thread waits for the disk at any time, and under load more writes share a commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::thread::{JoinHandle, Thread};

use crossbeam_channel::{Receiver, Sender};
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::engine::Driver;
use crate::statistics::Counters;
use crate::{Engine, Statistics, StoreError, Tx};

/// The maximum number of writes that share a commit, so that the first of them does not wait too long.
const GROUP: usize = 256;

/// Work that waits for a connection.
pub(crate) trait Job: Send {
    /// Does the work; returns whether it is to be committed.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Replaces the result with an error: the work could not be committed.
    fn refuse(&mut self, error: StoreError);
    /// Replies with the result of the work, or with the error of its group if that was not committed.
    fn finish(self: Box<Self>, group: Result<(), StoreError>);
}

/// Opens a connection, at the start and after one broke.
pub(crate) type Connect = Box<dyn Fn() -> Result<Box<dyn Driver>, StoreError> + Send + Sync>;

/// Accepts writes until it is dropped; accepted writes are completed first.
pub(crate) struct Writer {
    office: Arc<Office>,
    clerk: Option<JoinHandle<()>>,
}

/// Shared between the clerk and the threads that bring work.
struct Office {
    engine: Engine,
    pile: Pile,
    /// `None` after the office has closed.
    desk: Mutex<Option<Desk>>,
    closing: AtomicBool,
    counters: Counters,
}

/// The queue of waiting work: its sender and its receiver.
type Pile = (Sender<Box<dyn Job>>, Receiver<Box<dyn Job>>);

struct Desk {
    driver: Box<dyn Driver>,
    connect: Connect,
}

impl Writer {
    pub(crate) fn start(driver: Box<dyn Driver>, connect: Connect) -> Self {
        let office = Office {
            engine: driver.engine(),
            pile: crossbeam_channel::unbounded(),
            desk: Mutex::new(Some(Desk { driver, connect })),
            closing: AtomicBool::new(false),
            counters: Counters::default(),
        };
        let office = Arc::new(office);
        let own = Arc::clone(&office);
        let clerk = std::thread::spawn(move || {
            loop {
                // Read before working, so that work that arrived before closing is done.
                let closing = own.closing.load(Ordering::Acquire);
                while own.work_off() {}
                if closing {
                    // Dropped only here: a connection to a server must not be dropped inside an async task.
                    drop(own.desk.lock().unwrap_or_else(PoisonError::into_inner).take());
                    break;
                }
                std::thread::park();
            }
        });
        Self { office, clerk: Some(clerk) }
    }

    pub(crate) fn engine(&self) -> Engine {
        self.office.engine
    }

    pub(crate) fn statistics(&self) -> Statistics {
        self.office.counters.read(self.office.pile.0.len())
    }

    /// Whether the disk was full at the last write.
    pub(crate) fn is_full(&self) -> bool {
        self.office.counters.is_full()
    }

    /// Accepts a write. It may be done already when this returns.
    pub(crate) fn take(&self, job: Box<dyn Job>) {
        // The office holds both ends of the queue, so sending cannot fail.
        let _ = self.office.pile.0.send(job);
        let is_left = match self.office.engine {
            Engine::Sqlite => self.office.work_off(),
            // A connection to a server has its own runtime, which must not be entered from another one; and the
            // network may take time.
            Engine::Postgres if may_wait() => tokio::task::block_in_place(|| self.office.work_off()),
            Engine::Postgres => true,
        };
        if is_left {
            self.clerk().into_iter().for_each(Thread::unpark);
        }
    }

    fn clerk(&self) -> Option<&Thread> {
        self.clerk.as_ref().map(JoinHandle::thread)
    }
}

/// Whether this thread belongs to a runtime that has other threads for its other tasks.
fn may_wait() -> bool {
    Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread)
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.office.closing.store(true, Ordering::Release);
        self.clerk().into_iter().for_each(Thread::unpark);
        // A write may hold the last store; then the clerk itself drops this.
        if let Some(clerk) = self.clerk.take_if(|clerk| clerk.thread().id() != std::thread::current().id()) {
            let _ = clerk.join();
        }
    }
}

impl Office {
    /// Commits one group from the queue if the desk is free. Returns whether somebody must check the queue again;
    /// if the desk is taken this is not necessary, because the thread at the desk checks when it leaves.
    fn work_off(&self) -> bool {
        let mut desk = match self.desk.try_lock() {
            Ok(desk) => desk,
            Err(TryLockError::Poisoned(desk)) => desk.into_inner(),
            Err(TryLockError::WouldBlock) => return false,
        };
        let group: Vec<_> = self.pile.1.try_iter().take(GROUP).collect();
        if let Some(desk) = desk.as_mut().filter(|_| !group.is_empty()) {
            desk.serve(group, &self.counters);
        }
        drop(desk);
        !self.pile.1.is_empty()
    }
}

impl Desk {
    fn serve(&mut self, mut group: Vec<Box<dyn Job>>, counters: &Counters) {
        if self.driver.is_broken()
            && let Ok(fresh) = (self.connect)()
        {
            self.driver = fresh;
        }
        let mut is_full = false;
        let committed = commit(self.driver.as_mut(), &mut group, &mut is_full);
        if let Err(Failed { error, is_unknown }) = &committed {
            tracing::error!(%error, is_unknown, "a group of writes was not committed");
            // The transaction may still be open; on a broken connection the rollback fails.
            let _ = self.driver.batch("ROLLBACK");
        }
        counters.count(group.len(), committed.is_ok());
        counters.note_full(is_full || committed.as_ref().err().is_some_and(|failed| failed.error.is_full()));
        for job in group {
            job.finish(match &committed {
                Ok(()) => Ok(()),
                Err(failed) => Err(failed.error.told(failed.is_unknown)),
            });
        }
    }
}

/// Why a group was not committed.
struct Failed {
    error: StoreError,
    /// The commit had been sent: it may have succeeded anyway.
    is_unknown: bool,
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self { error, is_unknown: false }
    }
}

/// Ends a transaction. If the connection breaks after it was sent, the outcome is unknown.
const COMMIT: &str = "COMMIT";

/// The failure of statements that ended with `last`.
fn failed_at(last: &str) -> impl FnOnce(StoreError) -> Failed + use<> {
    let commits = last == COMMIT;
    move |error| Failed { is_unknown: commits && error.is_cut(), error }
}

fn commit(driver: &mut dyn Driver, group: &mut [Box<dyn Job>], is_full: &mut bool) -> Result<(), Failed> {
    driver.begin_write()?;
    // With a single write there are no others to keep when it is rolled back. On PostgreSQL a savepoint is still
    // needed, because only that reveals errors that the work ignored.
    if let ([job], Engine::Sqlite) = (&mut *group, driver.engine()) {
        let end = if run(driver, job.as_mut(), is_full) { COMMIT } else { "ROLLBACK" };
        return driver.control(&[end]).map_err(failed_at(end));
    }
    driver.send("SAVEPOINT job", &[])?;
    let last = group.len().saturating_sub(1);
    for (place, job) in group.iter_mut().enumerate() {
        let next = if place == last { COMMIT } else { "SAVEPOINT job" };
        if !run(driver, job.as_mut(), is_full) {
            undo(driver, next).map_err(failed_at(next))?;
        } else if let Err(error) = driver.control(&["RELEASE SAVEPOINT job", next]) {
            // PostgreSQL refuses to continue after an error that the work ignored. That is the fault of this work
            // and no other. If the commit failed, the savepoint no longer exists.
            let failed = failed_at(next)(error);
            if failed.is_unknown || undo(driver, next).is_err() {
                return Err(failed);
            }
            job.refuse(failed.error);
        }
    }
    Ok(())
}

/// Does a job; returns whether it is to be committed. A job that panics is not.
fn run(driver: &mut dyn Driver, job: &mut dyn Job, is_full: &mut bool) -> bool {
    let kept = catch_unwind(AssertUnwindSafe(|| {
        let mut tx = Tx::new(driver);
        let kept = job.run(&mut tx);
        *is_full |= tx.is_full();
        kept
    }));
    kept.unwrap_or(false)
}

/// Rolls a job back, and continues. Its delayed statements are sent first and separately, so that an error in them
/// is not taken for an error of the commit.
fn undo(driver: &mut dyn Driver, next: &str) -> Result<(), StoreError> {
    driver.settle();
    driver.control(&["ROLLBACK TO SAVEPOINT job", "RELEASE SAVEPOINT job", next])
}

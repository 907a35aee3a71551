//! Whatever waits is committed together, and answered after the commit.
//!
//! One at a time sits at the desk, where the connection is. Whoever brings work and finds the desk free does it at once: waking another thread
//! and being woken by it would cost as much as the work itself. Whoever finds the desk taken leaves the work on the pile. Who gets up and sees
//! something on the pile wakes the clerk, a thread that does nothing else, and the clerk works it off in groups. So at most one thread waits
//! for the disk at any time, and the more there is to do, the more share a commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::thread::{JoinHandle, Thread};

use crossbeam_channel::{Receiver, Sender};
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::engine::Driver;
use crate::statistics::Counters;
use crate::{Engine, Statistics, StoreError, Tx};

/// How many writes share a commit at most, so that the first of them does not wait for long.
const GROUP: usize = 256;

/// Work that waits for a connection.
pub(crate) trait Job: Send {
    /// Does the work and tells whether it is to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Takes back what the work led to: it could not be kept.
    fn refuse(&mut self, error: StoreError);
    /// Replies: with the work's own result, or with why its group did not reach the disk.
    fn finish(self: Box<Self>, group: Result<(), StoreError>);
}

/// Opens a connection, at the start and when one broke.
pub(crate) type Connect = Box<dyn Fn() -> Result<Box<dyn Driver>, StoreError> + Send + Sync>;

/// Takes writes, until it is dropped; what was taken is done then.
pub(crate) struct Writer {
    office: Arc<Office>,
    clerk: Option<JoinHandle<()>>,
}

/// What the writer's own thread shares with those who bring work.
struct Office {
    engine: Engine,
    pile: Pile,
    /// Empty when the office has closed.
    desk: Mutex<Option<Desk>>,
    closing: AtomicBool,
    counters: Counters,
}

/// Work that waits: where it is put, and where it is taken.
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
                // Asked before the work: what was brought before closing is done.
                let closing = own.closing.load(Ordering::Acquire);
                while own.work_off() {}
                if closing {
                    // Here and nowhere else: a connection to a server must not end within somebody's asynchronous work.
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

    /// Whether there was no room on the disk when something was written last.
    pub(crate) fn is_full(&self) -> bool {
        self.office.counters.is_full()
    }

    /// Takes a write. It may be done when this returns.
    pub(crate) fn take(&self, job: Box<dyn Job>) {
        // The office holds both ends of the pile: there is always room.
        let _ = self.office.pile.0.send(job);
        let is_left = match self.office.engine {
            Engine::Sqlite => self.office.work_off(),
            // A connection to a server has a runtime of its own, which must not begin within another; and a network may take its time.
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

/// Whether this thread belongs to a runtime that has others for its other work.
fn may_wait() -> bool {
    Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread)
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.office.closing.store(true, Ordering::Release);
        self.clerk().into_iter().for_each(Thread::unpark);
        // A write may hold the last store, and then it is the clerk who drops this.
        if let Some(clerk) = self.clerk.take_if(|clerk| clerk.thread().id() != std::thread::current().id()) {
            let _ = clerk.join();
        }
    }
}

impl Office {
    /// Commits one group of what is on the pile, if the desk is free. Tells whether somebody must look after the pile: whoever finds the
    /// desk taken need not, for who sits there looks when leaving.
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
            // The transaction may still be open; a broken connection cannot say so.
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
    /// The commit had been sent: it may have been done all the same.
    is_unknown: bool,
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self { error, is_unknown: false }
    }
}

/// What ends a transaction. Once it is sent, a broken connection leaves unknown what became of it.
const COMMIT: &str = "COMMIT";

/// Why statements failed of which the last was this one.
fn failed_at(last: &str) -> impl FnOnce(StoreError) -> Failed + use<> {
    let commits = last == COMMIT;
    move |error| Failed { is_unknown: commits && error.is_cut(), error }
}

fn commit(driver: &mut dyn Driver, group: &mut [Box<dyn Job>], is_full: &mut bool) -> Result<(), Failed> {
    driver.begin_write()?;
    // There is nobody whose work must stay when this is taken back. PostgreSQL tells only by a savepoint what the work passed over.
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
            // PostgreSQL refuses to go on after an error that the work passed over. That is the work's fault and nobody else's. Where it
            // is the commit that failed, there is no savepoint any more.
            let failed = failed_at(next)(error);
            if failed.is_unknown || undo(driver, next).is_err() {
                return Err(failed);
            }
            job.refuse(failed.error);
        }
    }
    Ok(())
}

/// Does a job and tells whether it is to be kept. One that panics is not.
fn run(driver: &mut dyn Driver, job: &mut dyn Job, is_full: &mut bool) -> bool {
    let kept = catch_unwind(AssertUnwindSafe(|| {
        let mut tx = Tx::new(driver);
        let kept = job.run(&mut tx);
        *is_full |= tx.is_full();
        kept
    }));
    kept.unwrap_or(false)
}

/// Takes back what a job did, and goes on. What it put off goes first and by itself: an error in it is not one of the commit.
fn undo(driver: &mut dyn Driver, next: &str) -> Result<(), StoreError> {
    driver.settle();
    driver.control(&["ROLLBACK TO SAVEPOINT job", "RELEASE SAVEPOINT job", next])
}

//! One thread that writes: whatever is queued is committed together, and answered after the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender};

use crate::engine::Driver;
use crate::statistics::Counters;
use crate::{StoreError, Tx};

/// How many writes share a commit at most, so that the first of them does not wait for long.
const GROUP: usize = 256;

/// Work that waits for the thread.
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

pub(crate) fn start(
    mut driver: Box<dyn Driver>,
    connect: Connect,
    counters: Arc<Counters>,
) -> (Sender<Box<dyn Job>>, JoinHandle<()>) {
    let (sender, receiver) = crossbeam_channel::unbounded();
    let thread = std::thread::spawn(move || work(&mut driver, &connect, &receiver, &counters));
    (sender, thread)
}

fn work(driver: &mut Box<dyn Driver>, connect: &Connect, queue: &Receiver<Box<dyn Job>>, counters: &Counters) {
    while let Ok(first) = queue.recv() {
        if driver.is_broken()
            && let Ok(fresh) = connect()
        {
            *driver = fresh;
        }
        let mut group = vec![first];
        group.extend(queue.try_iter().take(GROUP - 1));
        let committed = commit(driver.as_mut(), &mut group);
        if let Err(error) = &committed {
            tracing::error!(%error, "a group of writes was not committed");
            // The transaction may still be open; a broken connection cannot say so.
            let _ = driver.batch("ROLLBACK");
        }
        counters.count(group.len(), committed.is_ok());
        let told = committed.map_err(|error| error.to_string());
        for job in group {
            job.finish(told.clone().map_err(StoreError::Commit));
        }
    }
}

fn commit(driver: &mut dyn Driver, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    driver.control(&["BEGIN", "SAVEPOINT job"])?;
    let last = group.len().saturating_sub(1);
    for (place, job) in group.iter_mut().enumerate() {
        let next = if place == last { "COMMIT" } else { "SAVEPOINT job" };
        let undo = ["ROLLBACK TO SAVEPOINT job", "RELEASE SAVEPOINT job", next];
        let kept = catch_unwind(AssertUnwindSafe(|| {
            let mut tx = Tx::new(driver);
            job.run(&mut tx)
        }));
        if !kept.unwrap_or(false) {
            driver.control(&undo)?;
        } else if let Err(error) = driver.control(&["RELEASE SAVEPOINT job", next]) {
            // PostgreSQL refuses to go on after an error that the work passed over. That is the work's fault and nobody else's. Where it
            // is the commit that failed, there is no savepoint any more.
            if driver.control(&undo).is_err() {
                return Err(error);
            }
            job.refuse(error);
        }
    }
    Ok(())
}

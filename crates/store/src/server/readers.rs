//! A few reader threads, each with its own connection.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender};

use crate::engine::Driver;
use crate::writer::{Connect, Job};
use crate::{StoreError, Tx};

/// The queue of the reader threads, and the threads.
type Readers = (Sender<Box<dyn Job>>, Vec<JoinHandle<()>>);

pub(crate) fn start(count: usize, connect: Connect) -> Result<Readers, StoreError> {
    let (sender, receiver) = crossbeam_channel::unbounded();
    let connect = Arc::new(connect);
    let threads = (0..count)
        .map(|_| {
            let (receiver, connect) = (receiver.clone(), Arc::clone(&connect));
            let mut driver = connect()?;
            Ok(std::thread::spawn(move || work(&mut driver, &connect, &receiver)))
        })
        .collect::<Result<_, StoreError>>()?;
    Ok((sender, threads))
}

fn work(driver: &mut Box<dyn Driver>, connect: &Connect, queue: &Receiver<Box<dyn Job>>) {
    while let Ok(mut job) = queue.recv() {
        if driver.is_broken()
            && let Ok(fresh) = connect()
        {
            *driver = fresh;
        }
        let read = driver.begin_read().map(|()| {
            let driver = driver.as_mut();
            // A job that panicked has no result, and reports that when it finishes.
            let _ = catch_unwind(AssertUnwindSafe(|| job.run(&mut Tx::reading(driver))));
        });
        job.finish(read);
        // Nothing was changed, so the result of the rollback does not matter, and nobody waits for it.
        let _ = driver.control(&["ROLLBACK"]);
    }
}

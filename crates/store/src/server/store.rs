//! The public interface of the store.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::Sender;
use tokio::sync::oneshot;

use crate::claim::{self, Claim};
use crate::engine::Driver;
use crate::writer::{Job, Writer};
use crate::{Address, Engine, Statistics, StoreError, Tx, disk, migrate, readers};

/// The number of reader threads. Reads take fractions of a millisecond; more threads would only use memory.
const READERS: usize = 4;

/// An open database. Cloning is cheap; dropping the last clone stops its threads.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    reads: Option<Sender<Box<dyn Job>>>,
    readers: Vec<JoinHandle<()>>,
    /// Dropped after the readers: only a connection for writing moves SQLite's write-ahead log back into the file,
    /// so that the file of a stopped server is complete.
    writer: Writer,
    /// The folder of an embedded database.
    folder: Option<PathBuf>,
    /// Dropped after the writer: as long as the writer works, the folder is claimed.
    _claim: Option<Claim>,
}

impl Store {
    /// Opens a database, creates it if it does not exist, and applies missing migrations. `now`, in milliseconds
    /// since 1970, is stored with each migration. If a server is running on the folder, nothing is migrated: the
    /// database must be up to date already.
    pub fn open(address: &Address, now: i64) -> Result<Self, StoreError> {
        let mut driver = address.writer()?;
        // A database is not migrated while a server that knows the old schema is running on it.
        let claimed = match address {
            Address::Folder(folder) => claim::folder(folder).map(Some),
            Address::Postgres(_) => Ok(None),
        };
        match claimed {
            Ok(claimed) => {
                migrate::run(driver.as_mut(), now)?;
                drop(claimed);
            }
            Err(StoreError::InUse(_)) => migrate::check(driver.as_mut())?,
            Err(error) => return Err(error),
        }
        Self::start(address, driver, None, false)
    }

    /// The same for a server. A folder has one server at a time, until its store is dropped or its process ends.
    pub fn serve(address: &Address, now: i64) -> Result<Self, StoreError> {
        let claim = match address {
            Address::Folder(folder) => Some(claim::folder_soon(folder)?),
            Address::Postgres(_) => None,
        };
        let mut driver = address.writer()?;
        driver.claim(true)?;
        migrate::run(driver.as_mut(), now)?;
        Self::start(address, driver, claim, true)
    }

    fn start(
        address: &Address,
        mut driver: Box<dyn Driver>,
        claim: Option<Claim>,
        serves: bool,
    ) -> Result<Self, StoreError> {
        driver.hurry()?;
        let (write_address, read_address) = (address.clone(), address.clone());
        let again = move || {
            let mut driver = write_address.writer()?;
            if serves {
                driver.claim(true)?;
            }
            driver.hurry()?;
            Ok(driver)
        };
        let writer = Writer::start(driver, Box::new(again));
        let reader = move || {
            let mut driver = read_address.reader()?;
            driver.hurry()?;
            Ok(driver)
        };
        let (reads, readers) = readers::start(READERS, Box::new(reader))?;
        let folder = match address {
            Address::Folder(folder) => Some(folder.clone()),
            Address::Postgres(_) => None,
        };
        let inner = Inner { reads: Some(reads), readers, writer, folder, _claim: claim };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The folder of an embedded database.
    pub fn folder(&self) -> Option<&Path> {
        self.inner.folder.as_deref()
    }

    /// Whether there is space on the disk for further writes. If the last write found the disk full, this tries to
    /// write.
    pub async fn has_room(&self) -> bool {
        if self.folder().is_some_and(|folder| !disk::has_room(folder)) {
            return false;
        }
        if !self.inner.writer.is_full() {
            return true;
        }
        // A row that is updated without a change takes space in the write-ahead log like any other.
        let tried = self.write(|tx| tx.housekeep("UPDATE migrations SET applied = applied", &[]));
        tried.await.is_ok()
    }

    /// The database engine.
    pub fn engine(&self) -> Engine {
        self.inner.writer.engine()
    }

    /// Statistics of the writer since the store was opened.
    pub fn statistics(&self) -> Statistics {
        self.inner.writer.statistics()
    }

    /// Runs `work` in a transaction that may change data. The future completes after the commit has reached the
    /// disk. If `work` returns an error, nothing is committed.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, reply) = Work::ask(work, true);
        self.inner.writer.take(job);
        reply.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Runs `work` in a read-only transaction with one consistent snapshot.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, reply) = Work::ask(work, false);
        self.inner.look(job);
        reply.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`Store::write`] for callers outside of an async runtime.
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, reply) = Work::ask(work, true);
        self.inner.writer.take(job);
        reply.blocking_recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`Store::read`] for callers outside of an async runtime.
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, reply) = Work::ask(work, false);
        self.inner.look(job);
        reply.blocking_recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

impl Inner {
    fn look(&self, job: Box<dyn Job>) {
        if let Some(reads) = &self.reads {
            // If the threads of the queue are gone, the job is dropped with its reply channel, which the receiver
            // notices.
            let _ = reads.send(job);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.reads = None;
        self.readers.drain(..).for_each(join);
    }
}

/// Joins a thread, unless it is the current one: a job may hold the last store.
fn join(thread: JoinHandle<()>) {
    if thread.thread().id() != std::thread::current().id() {
        let _ = thread.join();
    }
}

struct Work<F, T, E> {
    todo: Option<F>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    audited: bool,
}

impl<F, T, E> Work<F, T, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    /// Wraps the work as a job, and creates the channel for its reply.
    fn ask(work: F, audited: bool) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>) {
        let (reply, receiver) = oneshot::channel();
        (Box::new(Self { todo: Some(work), result: None, reply, audited }), receiver)
    }
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let Some(work) = self.todo.take() else { return false };
        let mut result = work(tx);
        if self.audited && result.is_ok() && tx.is_unaudited() {
            result = Err(StoreError::Unaudited.into());
        }
        let kept = result.is_ok();
        self.result = Some(result);
        kept
    }

    fn refuse(&mut self, error: StoreError) {
        self.result = Some(Err(error.into()));
    }

    fn finish(self: Box<Self>, group: Result<(), StoreError>) {
        let result = match (group, self.result) {
            // If the work itself returned an error, that error counts, whatever happened to the group.
            (Err(_), Some(Err(own))) => Err(own),
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Panicked.into()),
        };
        // The caller may be gone; the change remains.
        let _ = self.reply.send(result);
    }
}

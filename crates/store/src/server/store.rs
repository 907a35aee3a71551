//! The door of the store.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::Sender;
use tokio::sync::oneshot;

use crate::claim::{self, Claim};
use crate::engine::{Driver, PostgresDriver, SqliteDriver};
use crate::writer::{Job, Writer};
use crate::{Engine, Statistics, StoreError, Tx, migrate, private, readers, tidy};

/// The file in a data folder that holds the embedded database.
pub(crate) const FILE: &str = "tasuki.db";
/// How many read at once. Reads take fractions of a millisecond; more threads would only hold memory.
const READERS: usize = 4;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A folder with an embedded SQLite database.
    Folder(PathBuf),
    /// A PostgreSQL server: `postgres://user@host/name`.
    Postgres(String),
}

impl FromStr for Address {
    type Err = StoreError;
    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some(_) => Err(StoreError::Address(text.to_owned())),
            None => Ok(Self::Folder(PathBuf::from(text))),
        }
    }
}

impl Address {
    /// A connection that may change things. The folder is made where there is none.
    pub(crate) fn writer(&self) -> Result<Box<dyn Driver>, StoreError> {
        Ok(match self {
            Self::Folder(folder) => {
                private::folder(folder)
                    .map_err(|source| StoreError::File { path: folder.display().to_string(), source })?;
                Box::new(SqliteDriver::writer(&folder.join(FILE))?)
            }
            Self::Postgres(url) => Box::new(PostgresDriver::connect(url)?),
        })
    }

    /// A connection for reading.
    pub(crate) fn reader(&self) -> Result<Box<dyn Driver>, StoreError> {
        Ok(match self {
            Self::Folder(folder) => Box::new(SqliteDriver::reader(&folder.join(FILE))?),
            Self::Postgres(url) => Box::new(PostgresDriver::connect(url)?),
        })
    }
}

/// A database that is open. Cloning it is cheap; the last one to be dropped ends its threads.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    reads: Option<Sender<Box<dyn Job>>>,
    readers: Vec<JoinHandle<()>>,
    /// Goes last: only a connection that may write folds SQLite's log back into the file, so that whoever copies the file of a server that
    /// has stopped has everything.
    writer: Writer,
    /// The folder of an embedded database.
    folder: Option<PathBuf>,
    /// After the writer: as long as that works, the folder is ours.
    _claim: Option<Claim>,
}

impl Store {
    /// Opens a database, creates it where there is none, and brings it up to date. `now` is noted beside each migration,
    /// in milliseconds since 1970. A server may be running on it; then it must be up to date already.
    pub fn open(address: &Address, now: i64) -> Result<Self, StoreError> {
        let mut driver = address.writer()?;
        // A database is not changed under a server that knows it as it was.
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

    /// The same for a server. On a folder there is one at a time, until its store is dropped or its process ends.
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

    /// Whether there is room on the disk for what will be written. When there was none the last time, this tries.
    pub async fn has_room(&self) -> bool {
        if self.folder().is_some_and(|folder| !tidy::has_room(folder)) {
            return false;
        }
        if !self.inner.writer.is_full() {
            return true;
        }
        // A row that changes nothing takes its place in the log of the database as any other.
        let tried = self.write(|tx| tx.housekeep("UPDATE migrations SET applied = applied", &[]));
        tried.await.is_ok()
    }

    /// Which engine is below.
    pub fn engine(&self) -> Engine {
        self.inner.writer.engine()
    }

    /// What the writer did since the store was opened.
    pub fn statistics(&self) -> Statistics {
        self.inner.writer.statistics()
    }

    /// Does work in a transaction that may change things. The future ends after the commit has reached the disk. When the
    /// work returns an error, nothing of it is kept.
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

    /// Does work in a transaction that only reads and sees one state throughout.
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
            // A queue whose threads are gone drops the job and with it the reply, which the receiver sees.
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

/// Waits for a thread, unless it is this one: a job may hold the last store.
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
    /// Work, and where its reply comes.
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
            // What was refused was refused, whatever became of the others.
            (Err(_), Some(Err(own))) => Err(own),
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Panicked.into()),
        };
        // Whoever asked may have gone away; the change stays.
        let _ = self.reply.send(result);
    }
}

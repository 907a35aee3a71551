//! The two engines, each behind the same few words.

mod postgres;
mod sqlite;

use crate::tx::Cells;
use crate::{StoreError, Value};

pub(crate) use postgres::PostgresDriver;
pub(crate) use sqlite::SqliteDriver;

/// Which database is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Engine {
    /// Its name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// One connection.
pub(crate) trait Driver: Send {
    fn engine(&self) -> Engine;
    /// A statement with its values; how many rows it touched.
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError>;
    /// A query with its values, row by row.
    fn query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
    /// Statements without values: migrations, and what has gone wrong.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// A statement of which nobody needs to know what it touched. It may travel with the next one; what is wrong with it is told by then.
    fn send(&mut self, sql: &str, values: &[Value<'_>]) -> Result<(), StoreError>;
    /// A query that will be asked in this transaction, with these words: it may travel with the next statement. Nothing that it reads may
    /// be changed by [`Driver::send`] before it is asked; whatever is executed makes it be asked anew.
    fn expect(&mut self, _sql: &str, _values: &[Value<'_>]) -> Result<(), StoreError> {
        Ok(())
    }
    /// Sends what was put off, whatever comes of it: it is about to be taken back.
    fn settle(&mut self) {}
    /// Statements that end a transaction or a part of it, one after the other, none after one that fails.
    fn control(&mut self, statements: &[&str]) -> Result<(), StoreError>;
    /// Waits for everybody else who holds the lock of this name, until the transaction ends.
    fn lock(&mut self, name: &str) -> Result<(), StoreError>;
    /// Shares a database with other servers, or takes it for oneself alone, as long as the connection lasts. SQLite has a file for that.
    fn claim(&mut self, _shared: bool) -> Result<(), StoreError> {
        Ok(())
    }
    /// From here on, no statement and no lock may take for ever.
    fn hurry(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
    /// Begins a transaction that changes something.
    fn begin_write(&mut self) -> Result<(), StoreError>;
    /// Begins a transaction that only reads and sees one state throughout.
    fn begin_read(&mut self) -> Result<(), StoreError>;
    /// Whether the connection is gone and a new one is needed.
    fn is_broken(&self) -> bool;
}

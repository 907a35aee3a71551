//! The two engines, both behind one small interface.

mod postgres;
mod sqlite;

use crate::row::Cells;
use crate::{StoreError, Value};

pub(crate) use postgres::PostgresDriver;
pub(crate) use sqlite::SqliteDriver;

/// The database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Engine {
    /// Its usual name.
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
    /// Runs a statement with its values; returns how many rows it changed.
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<u64, StoreError>;
    /// Runs a query with its values, row by row.
    fn query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;
    /// Runs statements without values: migrations and rollbacks.
    fn batch(&mut self, sql: &str) -> Result<(), StoreError>;
    /// Runs a statement whose row count is not needed. It may be sent together with the next one; its errors are
    /// then reported with that one.
    fn send(&mut self, sql: &str, values: &[Value<'_>]) -> Result<(), StoreError>;
    /// Announces a query of this transaction, with exactly this SQL and these values: it may be sent together with
    /// the next statement. [`Driver::send`] must not change anything that it reads before it is run; any executed
    /// statement discards the announced result.
    fn expect(&mut self, _sql: &str, _values: &[Value<'_>]) -> Result<(), StoreError> {
        Ok(())
    }
    /// Sends delayed statements and ignores their errors, because they are about to be rolled back.
    fn settle(&mut self) {}
    /// Runs statements that end a transaction or a part of it, in order, and stops at the first that fails.
    fn control(&mut self, statements: &[&str]) -> Result<(), StoreError>;
    /// Takes the lock with this name until the transaction ends, waiting for other holders.
    fn lock(&mut self, name: &str) -> Result<(), StoreError>;
    /// Claims a database, shared with other servers or exclusively, as long as the connection lasts. SQLite uses a
    /// file for this.
    fn claim(&mut self, _shared: bool) -> Result<(), StoreError> {
        Ok(())
    }
    /// Sets timeouts for all further statements and locks.
    fn hurry(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
    /// Begins a transaction that changes something.
    fn begin_write(&mut self) -> Result<(), StoreError>;
    /// Begins a read-only transaction with one consistent snapshot.
    fn begin_read(&mut self) -> Result<(), StoreError>;
    /// Whether the connection is lost and a new one is needed.
    fn is_broken(&self) -> bool;
}

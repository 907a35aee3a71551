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
    /// Statements that every transaction says, one after the other, none after one that fails: kept prepared, or sent together, whichever is
    /// quicker.
    fn control(&mut self, statements: &[&str]) -> Result<(), StoreError>;
    /// Waits for everybody else who holds the lock of this name, until the transaction ends.
    fn lock(&mut self, name: &str) -> Result<(), StoreError>;
    /// Begins a transaction that only reads and sees one state throughout.
    fn begin_read(&mut self) -> Result<(), StoreError>;
    /// Whether the connection is gone and a new one is needed.
    fn is_broken(&self) -> bool;
}

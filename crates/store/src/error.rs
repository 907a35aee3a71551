//! What can go wrong between us and the disk.

use thiserror::Error;
use tokio_postgres::error::SqlState;

/// An error of the store. None of them is the user's fault; what a user did wrong is told by `app`.
#[derive(Debug, Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused or is away.
    #[error("PostgreSQL: {}", postgres_text(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// A column holds something else than the code expects.
    #[error("column {column}: expected {expected}")]
    Column {
        /// The column's place in the query, from 0.
        column: usize,
        /// What was expected.
        expected: &'static str,
    },
    /// A stored text does not parse any more.
    #[error("stored {what} cannot be read: {text}")]
    Stored {
        /// What it should be.
        what: &'static str,
        /// The text found.
        text: String,
    },
    /// A write left no entry in the audit log; nothing was kept.
    #[error("a write without an entry in the audit log was refused")]
    Unaudited,
    /// The database was migrated by another edition of Tasuki.
    #[error("migration {name} {problem}; this Tasuki does not open that database")]
    Migration {
        /// The migration's name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The work itself failed in a way it did not expect.
    #[error("the work in the transaction panicked; nothing was kept")]
    Panicked,
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// The group in which the write was committed failed.
    #[error("commit failed: {0}")]
    Commit(String),
    /// A file or folder of the store cannot be used.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The address of a database is not one.
    #[error("{0} is no database: give a folder, or postgres://user@host/name")]
    Address(String),
}

impl StoreError {
    /// Whether somebody else was first: a version that does not follow the one that is there was refused by its column.
    pub fn is_overtaken(&self) -> bool {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(failure, text)) => {
                failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_NOTNULL
                    && text.as_ref().is_some_and(|text| text.ends_with(".version"))
            }
            Self::Postgres(error) => error.as_db_error().is_some_and(|error| {
                *error.code() == SqlState::NOT_NULL_VIOLATION && error.column() == Some("version")
            }),
            _ => false,
        }
    }
}

fn postgres_text(error: &tokio_postgres::Error) -> String {
    let cause = |error: &tokio_postgres::Error| match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    };
    error.as_db_error().map_or_else(|| cause(error), |inner| format!("{} ({})", inner.message(), inner.code().code()))
}

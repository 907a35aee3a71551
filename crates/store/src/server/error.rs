//! Errors of the store.

use rusqlite::ErrorCode;
use thiserror::Error;
use tokio_postgres::error::SqlState;

/// An error of the store. None of them is the user's fault; user errors are reported by `app`.
#[derive(Debug, Error)]
pub enum StoreError {
    /// SQLite returned an error.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL returned an error or is not reachable.
    #[error("PostgreSQL: {}", postgres_text(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// A column has a different type than the code expects.
    #[error("column {column}: expected {expected}")]
    Column {
        /// The column's position in the query, from 0.
        column: usize,
        /// What was expected.
        expected: &'static str,
    },
    /// A stored text cannot be parsed.
    #[error("stored {what} cannot be read: {text}")]
    Stored {
        /// The expected type.
        what: &'static str,
        /// The text found.
        text: String,
    },
    /// A write left no entry in the audit log; nothing was committed.
    #[error("a write without an entry in the audit log was refused")]
    Unaudited,
    /// The database was migrated by another version of Tasuki.
    #[error("migration {name} {problem}; this Tasuki does not open that database")]
    Migration {
        /// The migration's name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The closure panicked.
    #[error("the work in the transaction panicked; nothing was kept")]
    Panicked,
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// The group that contained the write could not be committed; nothing was written.
    #[error("commit failed: {0}")]
    Commit(String),
    /// The connection broke during the commit: whether it succeeded is not known.
    #[error("whether the commit was done is not known: {0}")]
    Unknown(String),
    /// There is no space left on the disk; nothing was written.
    #[error("there is no room on the disk: {0}")]
    Full(String),
    /// The database is not reachable, or a lock was held for too long; nothing was written.
    #[error("the database cannot be had: {0}")]
    Away(String),
    /// A server is running on that database.
    #[error("a server of Tasuki is running on {0}")]
    InUse(String),
    /// A file or folder of the store cannot be used.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The address of a database is not valid.
    #[error("{0} is no database: give a folder, or postgres://user@host/name")]
    Address(String),
}

impl StoreError {
    /// Whether another change came first: the version did not follow the stored one and violated the column's
    /// constraint.
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

    /// Whether there is no room on the disk.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Full(_) => true,
            Self::Sqlite(error) => error.sqlite_error().is_some_and(|error| {
                // The second code is for the shared-memory file of the write-ahead log.
                error.code == ErrorCode::DiskFull || error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
            }),
            Self::Postgres(error) => error.code() == Some(&SqlState::DISK_FULL),
            Self::File { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// Whether the database is currently unavailable: it is not reachable, or locks were held for too long.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Away(_) => true,
            Self::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
            }
            Self::Postgres(error) => {
                let held = [SqlState::LOCK_NOT_AVAILABLE, SqlState::QUERY_CANCELED, SqlState::TOO_MANY_CONNECTIONS];
                self.is_cut() || error.code().is_some_and(|code| held.contains(code))
            }
            _ => false,
        }
    }

    /// Whether the connection broke, so that the outcome of the last statement is not known.
    pub(crate) fn is_cut(&self) -> bool {
        match self {
            Self::Postgres(error) => match error.code() {
                // The server closes the connection, or is about to shut down.
                Some(code) => code.code().starts_with("57P") || code.code().starts_with("08"),
                None => {
                    error.is_closed()
                        || std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
                }
            },
            // The written data may have reached the disk or not.
            Self::Sqlite(error) => !self.is_full() && error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure),
            _ => false,
        }
    }

    /// The error for each write of a group that was to be committed together.
    pub(crate) fn told(&self, is_unknown: bool) -> Self {
        let text = self.to_string();
        match self {
            _ if is_unknown => Self::Unknown(text),
            _ if self.is_full() => Self::Full(text),
            _ if self.is_away() => Self::Away(text),
            _ => Self::Commit(text),
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

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn sqlite(code: i32) -> StoreError {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into()
    }

    #[test]
    fn each_failure_of_a_commit_says_what_is_known() {
        assert!(matches!(sqlite(ffi::SQLITE_FULL).told(false), StoreError::Full(_)));
        assert!(matches!(sqlite(ffi::SQLITE_BUSY).told(false), StoreError::Away(_)));
        assert!(matches!(sqlite(ffi::SQLITE_CONSTRAINT).told(false), StoreError::Commit(_)));
        assert!(sqlite(ffi::SQLITE_IOERR_FSYNC).is_cut());
        assert!(!sqlite(ffi::SQLITE_FULL).is_cut(), "what did not fit is not there");
        assert!(matches!(sqlite(ffi::SQLITE_IOERR_FSYNC).told(true), StoreError::Unknown(_)));
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert!(StoreError::File { path: String::new(), source: full }.is_full());
    }
}

//! The address of a database, and connections to it.

use std::path::PathBuf;
use std::str::FromStr;

use crate::engine::{Driver, PostgresDriver, SqliteDriver};
use crate::{StoreError, private};

/// The file in a data folder that holds the embedded database.
pub(crate) const FILE: &str = "tasuki.db";

/// The address of a database.
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
    /// A connection for writing. The folder is created if it does not exist.
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

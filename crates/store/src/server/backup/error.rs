//! Errors of backups.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::copy::CopyError;
use crate::{BlobError, Digest, StoreError};

/// An error of a backup.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The database could not be copied.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// A file of evidence could not be read or stored.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A file or folder cannot be used.
    #[error("{}: {source}", path.display())]
    File {
        /// The path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A backup never overwrites anything.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The database refers to a file of evidence that does not exist.
    #[error("the file of evidence {0} is not where files are kept; nothing was written")]
    Missing(Digest),
    /// The file is not a backup.
    #[error("this is no backup of Tasuki: {0}")]
    Foreign(String),
    /// Something in the backup does not match its manifest.
    #[error("the backup is damaged: {0} is not what its manifest says")]
    Damaged(String),
    /// The machine cannot create another thread or event queue.
    #[error("{0}")]
    Runtime(std::io::Error),
}

impl BackupError {
    pub(super) fn file(path: &Path, source: std::io::Error) -> Self {
        Self::File { path: path.to_owned(), source }
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Copy(CopyError::Store(error))
    }
}

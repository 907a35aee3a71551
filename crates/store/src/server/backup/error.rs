//! What can go wrong with a backup.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::copy::CopyError;
use crate::{BlobDigest, BlobError, StoreError};

/// An error of a backup.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The database could not be copied.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// A file of evidence could not be read or kept.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A file or folder cannot be used.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A backup is never written over something.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The database refers to a file of evidence that is not there.
    #[error("the file of evidence {0} is not where files are kept; nothing was written")]
    Missing(BlobDigest),
    /// The file is something else.
    #[error("this is no backup of Tasuki: {0}")]
    Foreign(String),
    /// Something in the backup is not what its manifest says.
    #[error("the backup is damaged: {0} is not what its manifest says")]
    Damaged(String),
    /// This machine has no room for another thread or event queue.
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

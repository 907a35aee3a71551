//! What can go wrong with files.

use std::error::Error;

use thiserror::Error;

use super::BlobDigest;

/// An error of the files.
#[derive(Debug, Error)]
pub enum BlobError {
    /// The file is larger than it may be.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// How large it may be.
        limit: u64,
    },
    /// Whoever sent the file stopped.
    #[error("the file did not arrive completely: {0}")]
    Source(Box<dyn Error + Send + Sync>),
    /// The content is not what was kept.
    #[error("the file {expected} was changed where it is kept: its digest is now {found}")]
    Changed {
        /// What was kept.
        expected: BlobDigest,
        /// What is there now.
        found: BlobDigest,
    },
    /// The folder or the S3 store refuses or is away.
    #[error("{0}")]
    Place(#[from] object_store::Error),
    /// The address is none.
    #[error("{0} is no place for files: give a folder, or s3://bucket/prefix")]
    Address(String),
    /// The folder cannot be made.
    #[error("{path}: {source}")]
    Folder {
        /// Which folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl BlobError {
    /// Whether there is no room on the disk.
    pub fn is_full(&self) -> bool {
        let mut cause: Option<&(dyn Error + 'static)> = Some(self);
        while let Some(error) = cause {
            if error
                .downcast_ref::<std::io::Error>()
                .is_some_and(|error| error.kind() == std::io::ErrorKind::StorageFull)
            {
                return true;
            }
            cause = error.source();
        }
        false
    }
}

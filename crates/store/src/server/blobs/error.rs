//! Errors of file storage.

use std::error::Error;

use thiserror::Error;

use super::Digest;

/// An error of file storage.
#[derive(Debug, Error)]
pub enum BlobError {
    /// The file is larger than the limit.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The sender stopped.
    #[error("the file did not arrive completely: {0}")]
    Source(Box<dyn Error + Send + Sync>),
    /// The content differs from what was stored.
    #[error("the file {expected} was changed where it is kept: its digest is now {found}")]
    Changed {
        /// The stored digest.
        expected: Digest,
        /// The digest of the current content.
        found: Digest,
    },
    /// The folder or the S3 bucket returned an error or is not reachable.
    #[error("{0}")]
    Place(#[from] object_store::Error),
    /// The address is not valid.
    #[error("{0} is no place for files: give a folder, or s3://bucket/prefix")]
    Address(String),
    /// The folder cannot be created.
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

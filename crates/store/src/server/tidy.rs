//! Cleans up leftovers: interrupted uploads and backups, and files that no row refers to.

use std::path::Path;

use thiserror::Error;

use crate::blobs::Swept;
use crate::{BlobError, Blobs, Store, StoreError, backup, files};

/// The result of cleaning up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tidied {
    /// Kept files.
    pub files: Swept,
    /// Number of leftovers of killed backups that were removed.
    pub backups: u64,
}

/// Why cleaning up failed.
#[derive(Debug, Error)]
pub enum TidyError {
    /// The database returned an error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file storage returned an error.
    #[error(transparent)]
    Blob(#[from] BlobError),
}

/// Cleans up, at a point in time in milliseconds since 1970.
pub async fn once(store: &Store, blobs: &Blobs, now: i64) -> Result<Tidied, TidyError> {
    let named = store.read(files::named).await?;
    let named = named.into_iter().map(|(digest, _)| digest).collect();
    let files = blobs.sweep(now, &named).await?;
    let folders = [store.folder().map(Path::to_owned), Some(std::env::temp_dir())];
    let swept = tokio::task::spawn_blocking(move || {
        folders.into_iter().flatten().map(|folder| backup::sweep(&folder, now)).sum()
    });
    Ok(Tidied { files, backups: swept.await.unwrap_or_default() })
}

//! What lies about: uploads and backups that were killed, and files that no row names. And whether there is room for more.

use std::path::Path;

use rustix::fs::statvfs;
use thiserror::Error;

use crate::blobs::Swept;
use crate::{BlobError, Blobs, Store, StoreError, backup, evidence};

/// How much must be free on a disk, in bytes: as much as the database's log grows before it is folded back.
const ROOM: u64 = 8 << 20;

/// What was tidied up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tidied {
    /// Files of evidence.
    pub files: Swept,
    /// Backups that were killed, of which nothing is left now.
    pub backups: u64,
}

/// Why something could not be tidied up.
#[derive(Debug, Error)]
pub enum TidyError {
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The place of the files refuses.
    #[error(transparent)]
    Blob(#[from] BlobError),
}

/// Tidies up, at a point in time in milliseconds since 1970.
pub async fn once(store: &Store, blobs: &Blobs, now: i64) -> Result<Tidied, TidyError> {
    let named = store.read(evidence::digests).await?;
    let named = named.into_iter().map(|(digest, _)| digest).collect();
    let files = blobs.sweep(now, &named).await?;
    let folders = [store.folder().map(Path::to_owned), Some(std::env::temp_dir())];
    let swept = tokio::task::spawn_blocking(move || {
        folders.into_iter().flatten().map(|folder| backup::sweep(&folder, now)).sum()
    });
    Ok(Tidied { files, backups: swept.await.unwrap_or_default() })
}

/// Whether there is room on the disk of a folder. A disk that does not say counts as one that has.
pub fn has_room(folder: &Path) -> bool {
    statvfs(folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) >= ROOM || disk.f_blocks == 0)
}

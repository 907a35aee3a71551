//! A file that is read as a whole, later: put onto the disk while it arrives, because many slow uploads must not fill the memory.

use std::io::{Read as _, Seek as _};

use sha2::{Digest, Sha256};
use tasuki_app::Error;
use tokio::io::AsyncWriteExt as _;

use super::{NotStored, Part};

/// Stores a file of at most `largest` bytes while it arrives, and returns its SHA-256; `None` if it is empty.
pub(crate) async fn put_down(
    mut part: Part<'_>,
    largest: usize,
    too_large: fn() -> Error,
) -> Result<Option<(std::fs::File, [u8; 32])>, Error> {
    let file = tokio::task::spawn_blocking(tempfile::tempfile).await.map_err(std::io::Error::other);
    let mut file = tokio::fs::File::from_std(file.flatten().map_err(|error| not_kept(&error))?);
    let (mut size, mut hasher) = (0, Sha256::new());
    while let Some(chunk) = part.chunk().await? {
        hasher.update(&chunk);
        size += chunk.len();
        if size > largest {
            return Err(too_large());
        }
        file.write_all(&chunk).await.map_err(|error| not_kept(&error))?;
    }
    file.flush().await.map_err(|error| not_kept(&error))?;
    Ok(if size == 0 { None } else { Some((file.into_std().await, hasher.finalize().into())) })
}

/// The machine's folder for temporary files is full or not writable.
fn not_kept(error: &std::io::Error) -> Error {
    tracing::error!(%error, "a file that is read in could not be put down");
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Error::full();
    }
    Error::from(NotStored)
}

/// The complete contents of a stored file.
pub(crate) fn pick_up(mut file: &std::fs::File) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
    read.map_err(|error| not_kept(&error))?;
    Ok(bytes)
}

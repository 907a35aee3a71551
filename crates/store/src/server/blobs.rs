//! Files of evidence, stored by the SHA-256 of their content in a folder or an S3 bucket.
//!
//! A file is streamed to a temporary name and hashed on the way; it gets its final name only when it is complete
//! and has reached the disk. A file that exists already is not stored twice. It is hashed again while it is read: a
//! reader gets either exactly the stored content or an error before the end, never wrong data that looks complete.

mod error;
mod place;
mod reading;
mod sweep;
mod upload;

use std::error::Error;
use std::str::FromStr;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, pin_mut};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest as _, Sha256};
use tasuki_trust::Digest;

pub use error::BlobError;
pub use reading::Blob;
pub use sweep::Swept;

use upload::Upload;

/// The folder of incomplete files; no digest begins like this.
const INCOMING: &str = "incoming";
/// The folder of files that no row refers to.
const UNUSED: &str = "unused";

/// The files. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Blobs {
    place: Arc<dyn ObjectStore>,
    /// The number of bytes that are collected before they are sent. S3 requires parts of at least 5 MiB; a file
    /// smaller than a part is sent at once.
    part: usize,
    /// The folder, if the files are in a folder.
    folder: Option<Arc<std::path::Path>>,
}

/// A stored file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its content, which identifies it.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// Whether the same content was stored already.
    pub known: bool,
}

impl Blobs {
    /// Opens a folder, which is created if it does not exist, or `s3://bucket/prefix`. The other settings of S3
    /// (region, endpoint, keys) come from the environment variables that every S3 client uses: `AWS_REGION`,
    /// `AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID` …
    pub fn open(address: &str) -> Result<Self, BlobError> {
        let place::Opened { place, part, folder } = place::open(address)?;
        Ok(Self { place, part, folder: folder.map(Into::into) })
    }

    /// Stores the contents of a stream, at most `limit` bytes.
    pub async fn put<S, E>(&self, source: S, limit: u64) -> Result<Kept, BlobError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        pin_mut!(source);
        let mut hasher = Sha256::new();
        let mut size = 0_u64;
        let mut gathered = BytesMut::new();
        let mut upload: Option<Upload> = None;
        let arrived: Result<(), BlobError> = async {
            while let Some(chunk) = source.next().await {
                let chunk = chunk.map_err(|error| BlobError::Source(error.into()))?;
                size += chunk.len() as u64;
                if size > limit {
                    return Err(BlobError::TooLarge { limit });
                }
                hasher.update(&chunk);
                gathered.extend_from_slice(&chunk);
                while gathered.len() > self.part {
                    let part = gathered.split_to(self.part).freeze();
                    let upload = match &mut upload {
                        Some(upload) => upload,
                        none => none.insert(Upload::begin(&self.place).await?),
                    };
                    upload.add(part).await?;
                }
            }
            Ok(())
        }
        .await;
        if let Err(error) = arrived {
            if let Some(upload) = upload {
                upload.abandon().await;
            }
            return Err(error);
        }
        let digest = Digest::new(hasher.finalize().into());
        let known = self.finish(digest, gathered.freeze(), upload).await?;
        Ok(Kept { digest, size, known })
    }

    /// Gives a complete file its final name; returns whether the same content was there already.
    async fn finish(&self, digest: Digest, rest: Bytes, upload: Option<Upload>) -> Result<bool, BlobError> {
        let path = path(digest);
        let known = self.exists(digest).await?;
        // The file may have been there for a long time without a row that refers to it; with a new modification
        // time the clean-up treats it as new.
        let stays = known && self.touch(&path);
        match upload {
            Some(upload) if stays => upload.abandon().await,
            Some(mut upload) => {
                if !rest.is_empty() {
                    upload.add(rest).await?;
                }
                let incoming = upload.complete().await?;
                self.place.rename(&incoming, &path).await?;
            }
            None if stays => {}
            // A file that fits into one part is written completely or not at all.
            None => drop(self.place.put(&path, PutPayload::from(rest)).await?),
        }
        Ok(known)
    }

    /// A file, or `None` if it does not exist.
    pub async fn get(&self, digest: Digest) -> Result<Option<Blob>, BlobError> {
        if let Some(found) = self.found(digest).await? {
            return Ok(Some(found));
        }
        // Another request may have restored the file a moment earlier, so look for it in any case.
        self.bring_back(digest).await?;
        self.found(digest).await
    }

    async fn found(&self, digest: Digest) -> Result<Option<Blob>, BlobError> {
        match self.place.get(&path(digest)).await {
            Ok(found) => Ok(Some(Blob::new(digest, found.meta.size, found.into_stream()))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there is room for more files, as far as this is known for a folder.
    pub fn has_room(&self) -> bool {
        self.folder.as_ref().is_none_or(|folder| crate::disk::has_room(folder))
    }

    /// Whether a file is there.
    pub async fn exists(&self, digest: Digest) -> Result<bool, BlobError> {
        Ok(self.is_there(digest).await? || self.bring_back(digest).await? || self.is_there(digest).await?)
    }

    async fn is_there(&self, digest: Digest) -> Result<bool, BlobError> {
        match self.place.head(&path(digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// All files with their sizes, in no particular order, without incomplete files and those that were set aside.
    pub fn list(&self) -> impl Stream<Item = Result<(Digest, u64), BlobError>> + Send + 'static {
        self.place.list(None).filter_map(async |found| match found {
            Ok(meta) if meta.location.as_ref().starts_with(UNUSED) => None,
            Ok(meta) => digest_of(&meta.location).map(|digest| Ok((digest, meta.size))),
            Err(error) => Some(Err(error.into())),
        })
    }

    /// Deletes a file; it is no error if it does not exist.
    pub async fn remove(&self, digest: Digest) -> Result<(), BlobError> {
        match self.place.delete(&path(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// `ab/ab01…`: one folder for each first byte, so that none becomes too large.
fn path(digest: Digest) -> Path {
    let name = digest.to_string();
    Path::from_iter([&name[..2], name.as_str()])
}

/// The path of a file that no row refers to.
fn unused(digest: Digest) -> Path {
    Path::from_iter([UNUSED, &digest.to_string()])
}

fn digest_of(path: &Path) -> Option<Digest> {
    path.filename().and_then(|name| Digest::from_str(name).ok())
}

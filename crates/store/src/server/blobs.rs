//! Files of evidence, kept by the SHA-256 of their content in a folder or an S3 store.
//!
//! A file is streamed in under a temporary name, hashed on the way, and gets its final name only when it is complete and has
//! reached the disk; a file that is already there is not kept twice. On the way out it is hashed again: whoever reads gets either
//! exactly what was kept or an error before the end, never wrong data that looks complete.

mod digest;
mod error;
mod place;
mod reading;
mod sweep;

use std::error::Error;
use std::str::FromStr;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, pin_mut};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};

pub use digest::BlobDigest;
pub use error::BlobError;
pub use reading::Blob;
pub use sweep::Swept;

/// Where unfinished files wait; no digest begins like this.
const INCOMING: &str = "incoming";
/// Where files wait that no row names.
const UNUSED: &str = "unused";

/// The files. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Blobs {
    place: Arc<dyn ObjectStore>,
    /// How much is gathered before it is sent on. S3 wants parts of at least 5 MiB; what is smaller than a part goes in one piece.
    part: usize,
    /// The folder, where it is one.
    folder: Option<Arc<std::path::Path>>,
}

/// A file that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its content, by which it is found again.
    pub digest: BlobDigest,
    /// Its size in bytes.
    pub size: u64,
    /// Whether the same content was already there.
    pub known: bool,
}

impl Blobs {
    /// Opens a folder, which is made where there is none, or `s3://bucket/prefix`. What S3 needs beside that (region, endpoint, keys)
    /// comes from the environment under the names that every S3 client knows: `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID` …
    pub fn open(address: &str) -> Result<Self, BlobError> {
        let place::Opened { place, part, folder } = place::open(address)?;
        Ok(Self { place, part, folder: folder.map(Into::into) })
    }

    /// Keeps what a stream brings, at most `limit` bytes of it.
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
                        none => none.insert(self.begin().await?),
                    };
                    upload.parts.put_part(PutPayload::from(part)).await?;
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
        let digest = BlobDigest::new(hasher.finalize().into());
        let known = self.finish(digest, gathered.freeze(), upload).await?;
        Ok(Kept { digest, size, known })
    }

    /// Gives a complete file its name and tells whether the name was already taken by the same content.
    async fn finish(&self, digest: BlobDigest, rest: Bytes, upload: Option<Upload>) -> Result<bool, BlobError> {
        let path = path(digest);
        let known = self.exists(digest).await?;
        // It may have lain there for long without a row that names it; who tidies up takes it for new from here on.
        let stays = known && self.touch(&path);
        match upload {
            Some(upload) if stays => upload.abandon().await,
            Some(mut upload) => {
                if !rest.is_empty() {
                    upload.parts.put_part(PutPayload::from(rest)).await?;
                }
                upload.parts.complete().await?;
                self.place.rename(&upload.path, &path).await?;
            }
            None if stays => {}
            // What fits into one part is put whole or not at all.
            None => drop(self.place.put(&path, PutPayload::from(rest)).await?),
        }
        Ok(known)
    }

    async fn begin(&self) -> Result<Upload, BlobError> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| BlobError::Source(error.into()))?;
        let name = random.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        let path = Path::from_iter([INCOMING, &name]);
        let parts = self.place.put_multipart(&path).await?;
        Ok(Upload { path, parts })
    }

    /// A file, or nothing when there is none.
    pub async fn get(&self, digest: BlobDigest) -> Result<Option<Blob>, BlobError> {
        match self.place.get(&path(digest)).await {
            Ok(found) => Ok(Some(Blob::new(digest, found.meta.size, found.into_stream()))),
            Err(object_store::Error::NotFound { .. }) if self.bring_back(digest).await? => {
                let found = self.place.get(&path(digest)).await?;
                Ok(Some(Blob::new(digest, found.meta.size, found.into_stream())))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there is room for more files, as far as a folder tells.
    pub fn has_room(&self) -> bool {
        self.folder.as_ref().is_none_or(|folder| crate::tidy::has_room(folder))
    }

    /// Whether a file is there.
    pub async fn exists(&self, digest: BlobDigest) -> Result<bool, BlobError> {
        match self.place.head(&path(digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => self.bring_back(digest).await,
            Err(error) => Err(error.into()),
        }
    }

    /// All files with their sizes, in no particular order. What is unfinished is none, nor is what was set aside.
    pub fn list(&self) -> impl Stream<Item = Result<(BlobDigest, u64), BlobError>> + Send + 'static {
        self.place.list(None).filter_map(async |found| match found {
            Ok(meta) if meta.location.as_ref().starts_with(UNUSED) => None,
            Ok(meta) => digest_of(&meta.location).map(|digest| Ok((digest, meta.size))),
            Err(error) => Some(Err(error.into())),
        })
    }

    /// Forgets a file; that there is none is no error.
    pub async fn remove(&self, digest: BlobDigest) -> Result<(), BlobError> {
        match self.place.delete(&path(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// A file on its way in, under a temporary name.
struct Upload {
    path: Path,
    parts: Box<dyn MultipartUpload>,
}

impl Upload {
    async fn abandon(mut self) {
        if let Err(error) = self.parts.abort().await {
            tracing::warn!(%error, "an unfinished upload could not be removed");
        }
    }
}

/// `ab/ab01…`: a folder for each first byte, so that none grows too large.
fn path(digest: BlobDigest) -> Path {
    let name = digest.to_string();
    Path::from_iter([&name[..2], name.as_str()])
}

/// Where a file waits that no row names.
fn unused(digest: BlobDigest) -> Path {
    Path::from_iter([UNUSED, &digest.to_string()])
}

fn digest_of(path: &Path) -> Option<BlobDigest> {
    path.filename().and_then(|name| BlobDigest::from_str(name).ok())
}

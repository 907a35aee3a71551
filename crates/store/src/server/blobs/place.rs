//! The storage of files: a folder, or a bucket.

use std::path::PathBuf;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;

use super::BlobError;
use crate::private;

/// Part size for a folder: small, so that many parallel uploads need little memory.
const FOLDER_PART: usize = 256 << 10;
/// Part size for S3: only the last part may be smaller than 5 MiB.
const S3_PART: usize = 5 << 20;

/// An open storage.
pub(super) struct Opened {
    pub(super) place: Arc<dyn ObjectStore>,
    pub(super) part: usize,
    pub(super) folder: Option<PathBuf>,
}

pub(super) fn open(address: &str) -> Result<Opened, BlobError> {
    match address.split_once("://") {
        None => folder(address),
        Some(("file", path)) => folder(path),
        Some(("s3", rest)) if !rest.is_empty() && !rest.starts_with('/') => {
            Ok(Opened { place: bucket(rest)?, part: S3_PART, folder: None })
        }
        Some(_) => Err(BlobError::Address(address.to_owned())),
    }
}

fn folder(path: &str) -> Result<Opened, BlobError> {
    let folder = PathBuf::from(path);
    private::folder(&folder).map_err(|source| BlobError::Folder { path: path.to_owned(), source })?;
    let place = Arc::new(LocalFileSystem::new_with_prefix(path)?.with_fsync(true));
    Ok(Opened { place, part: FOLDER_PART, folder: Some(folder) })
}

fn bucket(rest: &str) -> Result<Arc<dyn ObjectStore>, BlobError> {
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
    Ok(match prefix.trim_matches('/') {
        "" => Arc::new(store),
        prefix => Arc::new(PrefixStore::new(store, prefix)),
    })
}

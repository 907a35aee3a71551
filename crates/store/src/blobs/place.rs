//! Where files are kept: a folder, or a bucket.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;

use super::BlobError;

/// Of a folder: small, so that many uploads at once need little memory.
const FOLDER_PART: usize = 256 << 10;
/// Of S3: no part but the last may be smaller than 5 MiB.
const S3_PART: usize = 5 << 20;

pub(super) fn open(address: &str) -> Result<(Arc<dyn ObjectStore>, usize), BlobError> {
    match address.split_once("://") {
        None => Ok((folder(address)?, FOLDER_PART)),
        Some(("file", path)) => Ok((folder(path)?, FOLDER_PART)),
        Some(("s3", rest)) if !rest.is_empty() && !rest.starts_with('/') => Ok((bucket(rest)?, S3_PART)),
        Some(_) => Err(BlobError::Address(address.to_owned())),
    }
}

fn folder(path: &str) -> Result<Arc<dyn ObjectStore>, BlobError> {
    std::fs::create_dir_all(path).map_err(|source| BlobError::Folder { path: path.to_owned(), source })?;
    Ok(Arc::new(LocalFileSystem::new_with_prefix(path)?.with_fsync(true)))
}

fn bucket(rest: &str) -> Result<Arc<dyn ObjectStore>, BlobError> {
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
    Ok(match prefix.trim_matches('/') {
        "" => Arc::new(store),
        prefix => Arc::new(PrefixStore::new(store, prefix)),
    })
}

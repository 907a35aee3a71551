//! Files are asynchronous, databases and archives are not; this module blocks where they meet.

use std::io::{self, Read};

use bytes::{Buf, Bytes};
use futures_util::TryStreamExt;
use tokio::runtime::{Builder, Runtime};

use super::BackupError;
use crate::blobs::Blob;

pub(super) fn new() -> Result<Runtime, BackupError> {
    Builder::new_current_thread().enable_all().build().map_err(BackupError::Runtime)
}

/// A file of evidence, read in a blocking way.
pub(super) struct Waiting<'a> {
    pub(super) runtime: &'a Runtime,
    pub(super) blob: Blob,
    pub(super) chunk: Bytes,
}

impl Read for Waiting<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.runtime.block_on(self.blob.try_next()).map_err(io::Error::other)? {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let count = into.len().min(self.chunk.len());
        self.chunk.copy_to_slice(&mut into[..count]);
        Ok(count)
    }
}

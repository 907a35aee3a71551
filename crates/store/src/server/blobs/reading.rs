//! Reading a file.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, TryStreamExt};
use sha2::{Digest as _, Sha256};

use super::{BlobError, Digest};

/// A file being read, as a stream of its bytes. The last piece is held back until the digest of the whole is
/// verified: a changed file ends in an error and never looks complete.
pub struct Blob {
    size: u64,
    digest: Digest,
    source: BoxStream<'static, object_store::Result<Bytes>>,
    hasher: Sha256,
    held: Option<Bytes>,
    ended: bool,
}

impl Blob {
    pub(super) fn new(digest: Digest, size: u64, source: BoxStream<'static, object_store::Result<Bytes>>) -> Self {
        Self { size, digest, source, hasher: Sha256::new(), held: None, ended: false }
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Its digest.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The whole content, verified. For files that are known to be small.
    pub async fn bytes(self) -> Result<Vec<u8>, BlobError> {
        self.try_fold(Vec::new(), async |mut all, chunk| {
            all.extend_from_slice(&chunk);
            Ok(all)
        })
        .await
    }

    fn verify(&mut self) -> Result<(), BlobError> {
        let found = Digest::new(std::mem::take(&mut self.hasher).finalize().into());
        if found == self.digest { Ok(()) } else { Err(BlobError::Changed { expected: self.digest, found }) }
    }
}

impl Stream for Blob {
    type Item = Result<Bytes, BlobError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.ended {
            match self.source.poll_next_unpin(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(chunk))) => {
                    self.hasher.update(&chunk);
                    if let Some(before) = self.held.replace(chunk) {
                        return Poll::Ready(Some(Ok(before)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    self.ended = true;
                    self.held = None;
                    return Poll::Ready(Some(Err(error.into())));
                }
                Poll::Ready(None) => {
                    self.ended = true;
                    if let Err(error) = self.verify() {
                        self.held = None;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
        Poll::Ready(self.held.take().map(Ok))
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Blob").field("digest", &self.digest).field("size", &self.size).finish_non_exhaustive()
    }
}

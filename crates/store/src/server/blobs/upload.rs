//! The upload of a file in several parts.

use std::sync::Arc;

use bytes::Bytes;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, spawn};

use super::{BlobError, INCOMING};
use crate::hex::hex;

/// A file being uploaded, under a temporary name. If it is dropped before it is complete, for example because the
/// client disconnected, the upload is aborted: otherwise its parts would stay in the bucket, where they cost money and
/// no listing of files shows them.
pub(super) struct Upload {
    path: Path,
    parts: Option<Box<dyn MultipartUpload>>,
    /// The part that is being sent. It must finish before the upload is aborted, or it may stay in the bucket.
    sending: Option<JoinHandle<object_store::Result<()>>>,
}

impl Upload {
    pub(super) async fn begin(place: &Arc<dyn ObjectStore>) -> Result<Self, BlobError> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| BlobError::Source(error.into()))?;
        let path = Path::from_iter([INCOMING, &hex(&random)]);
        let place = Arc::clone(place);
        // A separate task, which continues if this future is dropped: the upload can be aborted only when its
        // identifier has been received.
        let begun = spawn(async move {
            let parts = place.put_multipart(&path).await?;
            Ok::<_, object_store::Error>(Self { path, parts: Some(parts), sending: None })
        });
        Ok(begun.await.map_err(object_store::Error::from)??)
    }

    pub(super) async fn add(&mut self, part: Bytes) -> Result<(), BlobError> {
        let Some(parts) = &mut self.parts else { return Ok(()) };
        let sent = self.sending.insert(spawn(parts.put_part(PutPayload::from(part)))).await;
        self.sending = None;
        Ok(sent.map_err(object_store::Error::from)??)
    }

    /// Completes the upload and returns the temporary name of the file.
    pub(super) async fn complete(mut self) -> Result<Path, BlobError> {
        if let Some(parts) = &mut self.parts {
            parts.complete().await?;
        }
        self.parts = None;
        Ok(std::mem::take(&mut self.path))
    }

    pub(super) async fn abandon(mut self) {
        if let Some(parts) = self.parts.take() {
            forget(parts, self.sending.take()).await;
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let (Some(parts), Ok(runtime)) = (self.parts.take(), Handle::try_current()) {
            runtime.spawn(forget(parts, self.sending.take()));
        }
    }
}

async fn forget(mut parts: Box<dyn MultipartUpload>, sending: Option<JoinHandle<object_store::Result<()>>>) {
    if let Some(sending) = sending {
        // It is irrelevant whether the part was sent successfully.
        let _ = sending.await;
    }
    if let Err(error) = parts.abort().await {
        tracing::warn!(%error, "an unfinished upload could not be removed");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::BoxFuture;
    use object_store::{PutResult, UploadPart};

    use super::{MultipartUpload, Path, PutPayload, Upload};

    /// An upload that stores nothing and counts how often it is aborted.
    #[derive(Debug)]
    struct Parts {
        aborted: Arc<AtomicUsize>,
        fails: bool,
    }

    impl MultipartUpload for Parts {
        fn put_part(&mut self, _: PutPayload) -> UploadPart {
            Box::pin(std::future::ready(Ok(())))
        }

        fn complete<'a, 'b>(&'a mut self) -> BoxFuture<'b, object_store::Result<PutResult>>
        where
            'a: 'b,
            Self: 'b,
        {
            let fails = object_store::Error::NotImplemented { operation: String::new(), implementer: String::new() };
            let whole = PutResult { e_tag: None, version: None, extensions: object_store::Extensions::default() };
            Box::pin(std::future::ready(if self.fails { Err(fails) } else { Ok(whole) }))
        }

        fn abort<'a, 'b>(&'a mut self) -> BoxFuture<'b, object_store::Result<()>>
        where
            'a: 'b,
            Self: 'b,
        {
            self.aborted.fetch_add(1, Ordering::Relaxed);
            Box::pin(std::future::ready(Ok(())))
        }
    }

    /// How often an upload was aborted after an operation on it.
    async fn after<F: Future<Output = ()>>(fails: bool, work: impl FnOnce(Upload) -> F) -> usize {
        let aborted = Arc::new(AtomicUsize::new(0));
        let parts = Parts { aborted: Arc::clone(&aborted), fails };
        work(Upload { path: Path::from("incoming/a"), parts: Some(Box::new(parts)), sending: None }).await;
        tokio::task::yield_now().await;
        aborted.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn whatever_is_not_completed_is_aborted_once() {
        assert_eq!(after(false, async |upload| drop(upload.complete().await.unwrap())).await, 0);
        assert_eq!(after(true, async |upload| drop(upload.complete().await.unwrap_err())).await, 1);
        assert_eq!(after(false, Upload::abandon).await, 1);
        assert_eq!(after(false, async |upload| drop(upload)).await, 1, "dropped without being completed");
    }
}

//! Uploaded files and fields, one after the other, counted while they arrive.
//!
//! A part is never completely in memory, unless its reader asks for a short text: the parser below gets one chunk of
//! the body at a time, and buffers only a little before it produces output. Therefore a header without an end, a part
//! that nobody reads and a field as large as a film have the same result: the upload is refused, and what has arrived
//! is dropped.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use bytes::Bytes;
use futures_util::Stream;
use tasuki_app::{Error, Kind};
use thiserror::Error as ThisError;

use super::Rejection;
use super::rejection::too_large;

/// The maximum number of parts of a form, files and fields together.
const MOST: usize = 200;
/// The maximum length of a field's text, in bytes.
const LONGEST: usize = 100_000;
/// The maximum length of all fields' texts together, in bytes.
const SUM: usize = 400_000;
/// The maximum amount of data that is buffered before it is assigned, in bytes: the header of a part, or a part that
/// nobody reads.
const UNKNOWN: usize = 64 << 10;

/// Files and fields, one after the other: `multipart/form-data`.
#[derive(Debug)]
#[expect(clippy::disallowed_types, reason = "ours is axum's with bounds and another refusal")]
pub(crate) struct Multipart {
    parts: axum::extract::Multipart,
    watch: Arc<Watch>,
    count: usize,
    texts: usize,
}

/// A part: a field or a file, as a stream of its bytes.
pub(crate) struct Part<'a> {
    field: Field<'a>,
    watch: Arc<Watch>,
    texts: &'a mut usize,
}

/// Why a part could not be read completely.
#[derive(Debug, ThisError)]
pub(crate) enum Broken {
    /// There are too many of them.
    #[error("too many parts")]
    TooMany,
    /// It, or all parts together, is larger than the limit.
    #[error("a part is too large")]
    TooLarge,
    /// It is no text.
    #[error("a field is no text")]
    NoText,
    /// It was interrupted, or is malformed.
    #[error("the form broke off")]
    BrokeOff,
}

/// The amount of data that has arrived and is not assigned yet.
#[derive(Debug, Default)]
struct Watch {
    unknown: AtomicUsize,
    over: AtomicBool,
}

impl Watch {
    /// Something came out.
    fn known(&self) {
        self.unknown.store(0, Ordering::Relaxed);
    }

    fn broken(&self) -> Broken {
        if self.over.load(Ordering::Relaxed) { Broken::TooLarge } else { Broken::BrokeOff }
    }
}

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = Rejection;

    #[expect(clippy::disallowed_types, reason = "ours is axum's with bounds and another refusal")]
    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let (head, body) = request.into_parts();
        let watch = Arc::new(Watch::default());
        let arriving = Arriving { body: body.into_data_stream(), watch: Arc::clone(&watch), given: false };
        let mut request = Request::from_parts(head.clone(), Body::from_stream(arriving));
        // The reader of each part counts its size.
        DefaultBodyLimit::disable().apply(&mut request);
        match axum::extract::Multipart::from_request(request, state).await {
            Ok(parts) => Ok(Self { parts, watch, count: 0, texts: 0 }),
            Err(_) => Err(Rejection::media_type(&head, "multipart/form-data; boundary=…")),
        }
    }
}

impl Multipart {
    /// The next part. The rest of the previous part is skipped, if it is not too large.
    pub(crate) async fn next(&mut self) -> Result<Option<Part<'_>>, Broken> {
        let Self { parts, watch, texts, count } = self;
        let field = parts.next_field().await.map_err(|_| watch.broken())?;
        watch.known();
        *count += usize::from(field.is_some());
        if *count > MOST {
            return Err(Broken::TooMany);
        }
        Ok(field.map(|field| Part { field, watch: Arc::clone(watch), texts }))
    }
}

impl Part<'_> {
    /// The field's name.
    pub(crate) fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// The file's name in any of the supported encodings, if it is a file.
    pub(crate) fn file_name(&self) -> Option<String> {
        super::file_name::file_name(self.field.headers())
    }

    /// The next bytes.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Broken> {
        let chunk = self.field.chunk().await.map_err(|_| self.watch.broken())?;
        self.watch.known();
        Ok(chunk)
    }

    /// All of it, as text.
    pub(crate) async fn text(mut self) -> Result<String, Broken> {
        let mut text = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            *self.texts += chunk.len();
            if text.len() + chunk.len() > LONGEST || *self.texts > SUM {
                return Err(Broken::TooLarge);
            }
            text.extend_from_slice(&chunk);
        }
        String::from_utf8(text).ok().filter(|text| !text.contains('\0')).ok_or(Broken::NoText)
    }
}

impl Stream for Part<'_> {
    type Item = Result<Bytes, Broken>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Poll::Ready(chunk) = Pin::new(&mut self.field).poll_next(cx) else { return Poll::Pending };
        self.watch.known();
        Poll::Ready(chunk.map(|chunk| chunk.map_err(|_| self.watch.broken())))
    }
}

/// The body, one chunk at a time.
struct Arriving {
    body: BodyDataStream,
    watch: Arc<Watch>,
    /// Whether a chunk was returned since the stream was last pending.
    given: bool,
}

/// More data arrived than may be buffered.
#[derive(Debug, ThisError)]
#[error("what arrives is no part")]
struct Over;

impl Stream for Arriving {
    type Item = Result<Bytes, axum::BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // The parser reads all available data before it parses any of it; so the buffer never exceeds this.
        if std::mem::take(&mut self.given) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.watch.unknown.load(Ordering::Relaxed) > UNKNOWN {
            self.watch.over.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err(Over.into())));
        }
        let Poll::Ready(chunk) = Pin::new(&mut self.body).poll_next(cx) else { return Poll::Pending };
        if let Some(Ok(chunk)) = &chunk {
            self.watch.unknown.fetch_add(chunk.len(), Ordering::Relaxed);
            self.given = true;
        }
        Poll::Ready(chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}

/// An upload that could not be stored on our side.
#[derive(Debug)]
pub(crate) struct NotStored;

impl From<NotStored> for Error {
    fn from(NotStored: NotStored) -> Self {
        Self::new(Kind::Internal, "upload.store", "ファイルを保管できませんでした。", "The file could not be stored.")
            .hint(
                "もう一度お試しください。続くときは管理者へ知らせてください。",
                "Try again; tell your administrator if it goes on.",
            )
    }
}

impl From<Broken> for Error {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::TooMany => Self::new(
                Kind::TooLarge,
                "upload.many_parts",
                format!("一度に送れるのは{MOST}件までです。"),
                format!("At most {MOST} fields and files at once."),
            )
            .hint("小さく分けて送ってください。", "Send it in smaller parts."),
            Broken::TooLarge => too_large(),
            Broken::NoText => Self::invalid("upload.text", "読めない値です。", "This value cannot be read.")
                .hint("UTF-8 で書いてください。", "Please write UTF-8."),
            Broken::BrokeOff => Self::invalid(
                "upload.broken",
                "送られたファイルを最後まで読めませんでした。",
                "The upload could not be read to its end.",
            )
            .hint("もう一度送ってください。", "Please send it again."),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::CONTENT_TYPE;
    use futures_util::{StreamExt, stream};

    use super::*;

    /// A form with a body of a beginning, a number of chunks of 16 KiB, and an end; with a counter of the chunks that
    /// were read.
    async fn form(begin: &str, chunks: usize, end: &str) -> (Multipart, Arc<AtomicUsize>) {
        let taken = Arc::new(AtomicUsize::new(0));
        let own = Arc::clone(&taken);
        let middle = (0..chunks).map(move |_| {
            own.fetch_add(1, Ordering::Relaxed);
            Bytes::from(vec![b'x'; 16 << 10])
        });
        let all = std::iter::once(Bytes::from(begin.to_owned())).chain(middle).chain([Bytes::from(end.to_owned())]);
        let body = Body::from_stream(stream::iter(all.map(Ok::<_, std::io::Error>)));
        let request = Request::post("/").header(CONTENT_TYPE, "multipart/form-data; boundary=b").body(body);
        (Multipart::from_request(request.expect("a request"), &()).await.expect("a form"), taken)
    }

    const NOTE: &str = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n";

    #[tokio::test]
    async fn a_field_is_counted_while_it_arrives() {
        let (mut parts, taken) = form(NOTE, 60_000, "\r\n--b--\r\n").await;
        let part = parts.next().await.expect("a part").expect("a field");
        assert!(matches!(part.text().await, Err(Broken::TooLarge)));
        assert!(taken.load(Ordering::Relaxed) < 10, "nobody waits for the rest of 900 MB");
        let (mut parts, _) = form(NOTE, 5, "\r\n--b--\r\n").await;
        let text = parts.next().await.expect("a part").expect("a field").text().await.expect("a text");
        assert_eq!(text.len(), 5 * (16 << 10));
        assert!(parts.next().await.expect("the end").is_none());
    }

    #[tokio::test]
    async fn what_is_no_part_and_what_nobody_reads_has_an_end() {
        let heading = "--b\r\nContent-Disposition: form-data; name=\"";
        for begin in ["", heading, "no boundary at all"] {
            let (mut parts, taken) = form(begin, 60_000, "").await;
            assert!(matches!(parts.next().await, Err(Broken::TooLarge)), "{begin}");
            assert!(taken.load(Ordering::Relaxed) < 10, "{begin}");
        }
        let (mut parts, taken) = form(NOTE, 60_000, "\r\n--b--\r\n").await;
        drop(parts.next().await.expect("a part").expect("a field that nobody asks for"));
        assert!(matches!(parts.next().await, Err(Broken::TooLarge)));
        assert!(taken.load(Ordering::Relaxed) < 10);
    }

    #[tokio::test]
    async fn many_parts_have_an_end() {
        let many = |count: usize, size: usize| format!("{NOTE}{}\r\n", "y".repeat(size)).repeat(count) + "--b--\r\n";
        let (mut parts, _) = form(&many(MOST, 1), 0, "").await;
        for _ in 0..MOST {
            assert_eq!(parts.next().await.unwrap().expect("a field").text().await.unwrap(), "y");
        }
        assert!(parts.next().await.expect("the end").is_none());
        let (mut parts, _) = form(&many(6_000, 1), 0, "").await;
        let mut read = 0;
        let told = loop {
            match parts.next().await {
                Ok(Some(part)) => read += part.text().await.unwrap().len(),
                other => break other.map(|part| part.is_some()),
            }
        };
        assert!(matches!(told, Err(Broken::TooMany)), "{told:?} after {read}");
        assert_eq!(read, MOST);
    }

    #[tokio::test]
    async fn all_texts_together_are_bounded_and_a_file_is_not_a_text() {
        let one = format!("{NOTE}{}\r\n", "y".repeat(90_000));
        let (mut parts, _) = form(&one.repeat(5), 0, "--b--\r\n").await;
        for _ in 0..4 {
            assert_eq!(parts.next().await.unwrap().expect("a field").text().await.unwrap().len(), 90_000);
        }
        assert!(matches!(parts.next().await.unwrap().expect("a field").text().await, Err(Broken::TooLarge)));
        // Its reader has its own limit.
        let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n";
        let (mut parts, _) = form(file, 1_000, "\r\n--b--\r\n").await;
        let part = parts.next().await.unwrap().expect("a file");
        assert_eq!(part.file_name().as_deref(), Some("a.bin"));
        let size = part.fold(0, async |size, chunk| size + chunk.expect("a chunk").len()).await;
        assert_eq!(size, 1_000 * (16 << 10));
        assert!(parts.next().await.unwrap().is_none());
    }
}

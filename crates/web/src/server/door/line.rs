//! The stream of a connection: it fails if the client does not receive what is written.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::guests::Guest;

/// The time in which a client must receive [`ENOUGH`] once the send buffer is full.
const PATIENCE: Duration = Duration::from_secs(30);
/// The number of bytes that a client must receive in that time: even the slowest modems were faster.
const ENOUGH: usize = 32 << 10;

/// The line to a guest.
pub(super) struct Line {
    stream: TcpStream,
    guest: Arc<Guest>,
    /// The line is full.
    full: Option<Full>,
}

struct Full {
    until: Pin<Box<Sleep>>,
    taken: usize,
}

impl Line {
    pub(super) fn new(stream: TcpStream, guest: Arc<Guest>) -> Self {
        Self { stream, guest, full: None }
    }

    /// Records the result of an attempt to write.
    fn written(&mut self, cx: &mut Context<'_>, came: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match came {
            Poll::Pending => {
                let full = self.full.get_or_insert_with(|| Full { until: Box::pin(sleep(PATIENCE)), taken: 0 });
                ready!(full.until.as_mut().poll(cx));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nobody takes what was asked for")))
            }
            Poll::Ready(Ok(count)) => {
                self.guest.takes();
                self.full = self.full.take().filter(|full| full.taken + count < ENOUGH);
                if let Some(full) = &mut self.full {
                    full.taken += count;
                }
                Poll::Ready(Ok(count))
            }
            failed @ Poll::Ready(Err(_)) => failed,
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, into))?;
        if into.filled().len() > before {
            self.guest.says();
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let came = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, came)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let came = Pin::new(&mut self.stream).poll_write_vectored(cx, pieces);
        self.written(cx, came)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // When flushing, there is nothing left to write.
        self.full = None;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

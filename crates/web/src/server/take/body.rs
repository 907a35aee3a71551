//! A body that is read completely: counted while it arrives, and limited together with all others that arrive at the
//! same time.
//!
//! Bodies are read before their sender is known. Therefore the memory of all bodies together is limited, too; small
//! bodies, which nearly all are, never wait for it.

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use futures_util::StreamExt;
use hyper::body::Body as _;
use memmap2::{MmapMut, MmapOptions};
use tasuki_app::Error;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Rejection;

/// The maximum size of a body that is read completely, in bytes.
pub(crate) const LARGEST: usize = 2 << 20;
/// The part of each body that is not counted towards the common limit, in bytes.
const FREE: usize = 16 << 10;
/// The unit in which larger bodies are counted, in bytes.
const PIECE: usize = 16 << 10;
/// The common limit for all larger bodies: 64 MiB.
static ROOM: Semaphore = Semaphore::const_new((64 << 20) / PIECE);
/// The number of seconds after which to retry.
const AGAIN: u64 = 2;

/// A received body, which counts towards the common limit until it is dropped.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    _room: Option<SemaphorePermit<'static>>,
}

/// Why a body was not taken in.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is larger than a body may be.
    TooLarge,
    /// All bodies together are larger than the common limit.
    Busy,
    /// It broke off.
    Broken,
}

/// Takes in a body.
pub(crate) async fn whole(body: Body) -> Result<Whole, Refused> {
    take_in(body, &ROOM).await
}

async fn take_in(body: Body, all: &'static Semaphore) -> Result<Whole, Refused> {
    if body.size_hint().lower() > LARGEST as u64 {
        return Err(Refused::TooLarge);
    }
    let said = body.size_hint().exact().and_then(|said| usize::try_from(said).ok()).unwrap_or(LARGEST);
    let (mut begun, mut gathered, mut room) = (Bytes::new(), None, None);
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refused::Broken)?;
        let size = gathered.as_ref().map_or(begun.len(), |gathered: &Gathered| gathered.filled) + chunk.len();
        if size > LARGEST {
            return Err(Refused::TooLarge);
        }
        make_room(all, &mut room, size)?;
        match &mut gathered {
            Some(gathered) => gathered.push(&chunk)?,
            // Nearly every body is one chunk, and is not copied.
            None if begun.is_empty() => begun = chunk,
            None => {
                let mut both = Gathered::new(said).ok_or(Refused::Busy)?;
                both.push(&std::mem::take(&mut begun))?;
                both.push(&chunk)?;
                gathered = Some(both);
            }
        }
    }
    Ok(Whole { bytes: gathered.map_or(begun, Bytes::from_owner), _room: room })
}

/// A body that arrived in several chunks. It has memory pages of its own, which cost nothing before they are written
/// to and are returned to the system immediately: a general allocator would keep those of many large bodies.
struct Gathered {
    pages: MmapMut,
    filled: usize,
}

impl Gathered {
    fn new(size: usize) -> Option<Self> {
        let pages = MmapOptions::new().len(size).map_anon().ok()?;
        Some(Self { pages, filled: 0 })
    }

    /// Adds a chunk, unless the body is longer than announced.
    fn push(&mut self, piece: &[u8]) -> Result<(), Refused> {
        let end = self.filled + piece.len();
        self.pages.get_mut(self.filled..end).ok_or(Refused::Broken)?.copy_from_slice(piece);
        self.filled = end;
        Ok(())
    }
}

impl AsRef<[u8]> for Gathered {
    fn as_ref(&self) -> &[u8] {
        &self.pages[..self.filled]
    }
}

fn make_room(all: &'static Semaphore, room: &mut Option<SemaphorePermit<'static>>, size: usize) -> Result<(), Refused> {
    let wanted = size.saturating_sub(FREE).div_ceil(PIECE);
    let missing = wanted.saturating_sub(room.as_ref().map_or(0, SemaphorePermit::num_permits));
    if missing == 0 {
        return Ok(());
    }
    let more = u32::try_from(missing).ok().and_then(|missing| all.try_acquire_many(missing).ok());
    let more = more.ok_or(Refused::Busy)?;
    match room {
        Some(room) => room.merge(more),
        None => *room = Some(more),
    }
    Ok(())
}

impl Refused {
    /// The response to a refused body; `broken` is the error for a body that was interrupted.
    pub(crate) fn reject(self, parts: &Parts, broken: impl FnOnce() -> Rejection) -> Rejection {
        match self {
            Self::TooLarge => Rejection::too_large(parts),
            Self::Busy => Rejection::new(parts, Error::busy(AGAIN)),
            Self::Broken => broken(),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn arriving(chunks: usize, size: usize) -> Body {
        Body::from_stream(stream::iter(
            (0..chunks).map(move |_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; size]))),
        ))
    }

    #[tokio::test]
    async fn it_is_counted_while_it_arrives() {
        static ALL: Semaphore = Semaphore::const_new(200);
        let whole = take_in(arriving(3, 1_000), &ALL).await.expect("a body");
        assert_eq!(whole.bytes.len(), 3_000);
        assert_eq!(ALL.available_permits(), 200, "small ones are not counted");
        // It has no end, and is refused nevertheless.
        let endless =
            Body::from_stream(stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[0; 4_096]))));
        assert!(matches!(take_in(endless, &ALL).await, Err(Refused::TooLarge)));
        let told = Body::from(vec![0; LARGEST + 1]);
        assert!(matches!(take_in(told, &ALL).await, Err(Refused::TooLarge)));
        assert_eq!(ALL.available_permits(), 200, "what was refused holds nothing");
    }

    #[tokio::test]
    async fn all_together_are_bounded() {
        static ALL: Semaphore = Semaphore::const_new(100);
        let first = take_in(arriving(16, 64 << 10), &ALL).await.expect("a megabyte");
        assert_eq!(ALL.available_permits(), 100 - 63);
        assert!(matches!(take_in(arriving(16, 64 << 10), &ALL).await, Err(Refused::Busy)));
        assert!(take_in(arriving(1, 10_000), &ALL).await.is_ok(), "a small one passes all the same");
        drop(first);
        assert!(take_in(arriving(16, 64 << 10), &ALL).await.is_ok());
    }
}

//! Accepts connections: limits their number, and the time for idling, sending requests and receiving responses.
//!
//! An idle connection takes a place as a busy one does. Therefore the number of places is limited, in total and per
//! address; when a new connection needs a place, the one that has been idle longest is closed; and heads that do not
//! end, bodies that stall and responses that nobody receives have timeouts.

mod guests;
mod line;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;
use tower_http::timeout::TimeoutBody;

use self::guests::{Guest, Guests, Place};
use self::line::Line;
use crate::Web;

/// How long a body may pause.
const PAUSE: Duration = Duration::from_secs(30);
/// The maximum buffer of a connection for the head of a request and for a response.
const BUFFER: usize = 64 << 10;
/// The time that requests in progress get when the server stops, in seconds.
const PATIENCE: u32 = 20;
/// The time to wait when the system cannot accept another connection.
const REST: Duration = Duration::from_millis(100);
/// The response for connections for which there is no place.
const NO_PLACE: &str = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n\
Content-Type: text/plain; charset=utf-8\r\nContent-Length: 117\r\n\r\n\
混み合っています。少し待ってからお試しください。 Too many connections. Try again in a while.\n";

/// How many may be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doors {
    /// In all.
    pub connections: usize,
    /// From one address; for IPv6, from one network (/64). A proxy on this machine may use all places.
    pub per_address: usize,
    /// The unit in which times are counted: a second, except in tests.
    pub second: Duration,
}

impl Default for Doors {
    fn default() -> Self {
        Self { connections: 4_096, per_address: 512, second: Duration::from_secs(1) }
    }
}

/// Serves until `stop` completes; then finishes requests in progress, within a time limit.
pub async fn serve(listener: TcpListener, web: &Web, doors: Doors, stop: impl Future<Output = ()>) -> io::Result<()> {
    let (router, guests) = (crate::router(web.clone()), Arc::new(Guests::new(doors)));
    let (closing, closes) = watch::channel(false);
    let mut second = tokio::time::interval(doors.second);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = second.tick() => guests.pass(),
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => receive(stream, address, &router, &guests, &closes),
                Err(error) => no_connection(&error, &guests).await,
            },
        }
    }
    drop(listener);
    web.stop();
    closing.send_replace(true);
    guests.part_beginning();
    for _ in 0..PATIENCE {
        if guests.is_empty() {
            return Ok(());
        }
        tokio::select! {
            () = guests.all_gone() => return Ok(()),
            _ = second.tick() => guests.pass(),
        }
    }
    tracing::warn!("somebody was still connected");
    Ok(())
}

fn receive(
    stream: TcpStream,
    address: SocketAddr,
    router: &Router,
    guests: &Arc<Guests>,
    closes: &watch::Receiver<bool>,
) {
    let Some(place) = guests.admit(address.ip()) else {
        // Nobody waits for the result, so it does not matter whether this arrives.
        let _ = stream.try_write(NO_PLACE.as_bytes());
        return;
    };
    // Sends responses immediately, however small they are.
    let _ = stream.set_nodelay(true);
    tokio::spawn(talk(stream, address, router.clone(), place, closes.clone()));
}

/// Serves one connection until it is closed.
async fn talk(stream: TcpStream, address: SocketAddr, router: Router, place: Place, mut closes: watch::Receiver<bool>) {
    let guest = Arc::clone(place.guest());
    let io = TokioIo::new(Line::new(stream, Arc::clone(&guest)));
    let service = service_fn(|request| answer(request, address, router.clone(), Arc::clone(&guest)));
    let mut connection = pin!(http1::Builder::new().max_buf_size(BUFFER).serve_connection(io, service));
    tokio::select! {
        ended = connection.as_mut() => return note(ended),
        () = guest.asked_to_leave() => return,
        _ = closes.wait_for(|closing| *closing) => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        ended = connection.as_mut() => note(ended),
        () = guest.asked_to_leave() => {}
    }
}

fn note(ended: Result<(), hyper::Error>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

async fn answer(
    request: hyper::Request<Incoming>,
    address: SocketAddr,
    router: Router,
    guest: Arc<Guest>,
) -> Result<Response<Answering>, Infallible> {
    guest.is_answered();
    let answering = Answered(guest);
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(ConnectInfo(address));
    let request = Request::from_parts(parts, Body::new(Arriving::new(body)));
    let response = router.oneshot(request).await?;
    Ok(response.map(|body| Answering { body, _answered: answering }))
}

/// A body with a timeout for pauses. It still reports its length, so that one that is too long is refused before it
/// is received.
struct Arriving {
    body: Pin<Box<TimeoutBody<Incoming>>>,
    left: Option<u64>,
}

impl Arriving {
    fn new(body: Incoming) -> Self {
        Self { left: body.size_hint().exact(), body: Box::pin(TimeoutBody::new(PAUSE, body)) }
    }
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let frame = ready!(self.body.as_mut().poll_frame(cx));
        if let Some(Ok(data)) = frame.as_ref().map(|frame| frame.as_ref().map(Frame::data_ref)) {
            let came = data.map_or(0, Bytes::len) as u64;
            self.left = self.left.map(|left| left.saturating_sub(came));
        }
        Poll::Ready(frame)
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// The connection's request is in progress as long as this exists.
struct Answered(Arc<Guest>);

impl Drop for Answered {
    fn drop(&mut self) {
        self.0.waits();
    }
}

/// An answer that goes out.
struct Answering {
    body: Body,
    _answered: Answered,
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The system cannot accept another connection, or one was closed before it began.
async fn no_connection(error: &io::Error, guests: &Guests) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        return;
    }
    tracing::error!(%error, "no connection can be taken");
    guests.part_longest();
    tokio::time::sleep(REST).await;
}

//! The end: what is on its way is finished, streams of events end, and whoever dawdles is left.

use std::future::IntoFuture;
use std::time::Duration;

use tasuki_web::Web;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How long requests that are on their way may take once the server stops.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves until somebody says that it is enough.
pub(super) async fn gracefully<L, M, S>(
    web: &Web,
    asked: Asked,
    serve: axum::serve::Serve<L, M, S>,
) -> std::io::Result<()>
where
    L: axum::serve::Listener,
    L::Addr: std::fmt::Debug,
    M: for<'a> tower::Service<axum::serve::IncomingStream<'a, L>, Error = std::convert::Infallible, Response = S>
        + Send
        + 'static,
    for<'a> <M as tower::Service<axum::serve::IncomingStream<'a, L>>>::Future: Send,
    S: tower::Service<axum::extract::Request, Response = axum::response::Response, Error = std::convert::Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send,
{
    let (told, mut heard) = tokio::sync::watch::channel(false);
    let own = web.clone();
    let stop = async move {
        asked.heard().await;
        tracing::info!("stopping");
        own.stop();
        told.send_replace(true);
    };
    let late = async move {
        // The other end goes when the server has ended by itself.
        if heard.wait_for(|told| *told).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        served = serve.with_graceful_shutdown(stop).into_future() => served,
        () = late => {
            tracing::warn!("somebody was still connected");
            Ok(())
        }
    }
}

/// What the system or a person at the terminal says: SIGTERM or Ctrl-C. Heard from the moment on at which it is made.
pub(super) struct Asked {
    terminate: Signal,
    interrupt: Signal,
}

impl Asked {
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn heard(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

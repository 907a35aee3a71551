//! Shutdown on a signal from the system or from a person at the terminal.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// SIGTERM or Ctrl-C, noticed from the moment this is created.
pub(super) struct Asked {
    terminate: Signal,
    interrupt: Signal,
}

impl Asked {
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Completes when a signal arrives.
    pub(super) async fn heard(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        tracing::info!("stopping");
    }
}

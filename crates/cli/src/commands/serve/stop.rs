//! The end: what the system or a person at the terminal says.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// SIGTERM or Ctrl-C, heard from the moment on at which this is made.
pub(super) struct Asked {
    terminate: Signal,
    interrupt: Signal,
}

impl Asked {
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Ends once somebody says that it is enough.
    pub(super) async fn heard(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        tracing::info!("stopping");
    }
}

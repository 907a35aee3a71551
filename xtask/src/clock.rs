//! The clock for measuring chores.

use std::time::Instant;

/// The current time, for measuring durations.
#[expect(clippy::disallowed_methods, reason = "benches and progress measure time; nothing else here does")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

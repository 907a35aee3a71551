//! The clock of the chores that measure.

use std::time::Instant;

/// Now, for measuring how long something takes.
#[expect(clippy::disallowed_methods, reason = "benches and progress measure time; nothing else here does")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

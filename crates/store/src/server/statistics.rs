//! Statistics of the writer since it started, for monitoring.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The upper bounds of the histogram of group sizes.
pub const GROUP_SIZES: [u64; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// Statistics of the writer since it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Writes that were executed, including those that were refused.
    pub writes: u64,
    /// Groups that were committed.
    pub groups: u64,
    /// Groups that could not be committed.
    pub failed_groups: u64,
    /// A histogram of group sizes, by [`GROUP_SIZES`].
    pub group_sizes: [u64; GROUP_SIZES.len()],
    /// Writes in the queue.
    pub queued: u64,
}

/// The live counters.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    writes: AtomicU64,
    groups: AtomicU64,
    failed: AtomicU64,
    sizes: [AtomicU64; GROUP_SIZES.len()],
    full: AtomicBool,
}

impl Counters {
    /// Records whether the disk was full at the last write.
    pub(crate) fn note_full(&self, is_full: bool) {
        self.full.store(is_full, Ordering::Relaxed);
    }

    /// Whether the disk was full at the last write.
    pub(crate) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    pub(crate) fn count(&self, size: usize, committed: bool) {
        let size = size as u64;
        self.writes.fetch_add(size, Ordering::Relaxed);
        if committed { &self.groups } else { &self.failed }.fetch_add(1, Ordering::Relaxed);
        for (counter, bound) in self.sizes.iter().zip(GROUP_SIZES) {
            if size <= bound {
                counter.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    pub(crate) fn read(&self, queued: usize) -> Statistics {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut group_sizes = [0; GROUP_SIZES.len()];
        for (size, counter) in group_sizes.iter_mut().zip(&self.sizes) {
            *size = load(counter);
        }
        Statistics {
            writes: load(&self.writes),
            groups: load(&self.groups),
            failed_groups: load(&self.failed),
            group_sizes,
            queued: queued as u64,
        }
    }
}

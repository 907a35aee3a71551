//! How much of a file of a scanner is read.

/// What a file may hold at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanLimits {
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Findings, components and targets together, and CVEs of a list.
    pub entries: usize,
    /// How deep elements are nested.
    pub depth: usize,
}

impl Default for ScanLimits {
    fn default() -> Self {
        Self { bytes: 64 * 1024 * 1024, entries: 1_000_000, depth: 64 }
    }
}

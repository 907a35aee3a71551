//! The end of a chain.

/// The last entry of a chain: its digest covers everything before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its position in the chain; 0 if there is no entry yet.
    pub seq: i64,
    /// Its digest; zeros if there is no entry.
    pub digest: [u8; 32],
}

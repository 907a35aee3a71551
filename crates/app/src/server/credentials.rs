//! The credentials of a request.

use sha2::{Digest, Sha256};

/// The credentials of a request. The secrets themselves are not stored, only their digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing.
    None,
    /// The cookie of a session.
    Session([u8; 32]),
    /// An API token.
    Token([u8; 32]),
}

/// SHA-256 of a secret. Our secrets have 256 random bits, so they need no salt and no slow hash.
pub fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

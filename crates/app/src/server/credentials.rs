//! What a request brings to say who asks.

use sha2::{Digest, Sha256};

/// What a request brings to say who asks. The secrets themselves are not kept, only their digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing.
    None,
    /// The cookie of a session.
    Session([u8; 32]),
    /// An API token.
    Token([u8; 32]),
}

/// SHA-256 of a secret. Our secrets have 256 random bits, so that no salt and no slow hash are needed.
pub fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

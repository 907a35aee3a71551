//! The origin of sign-ins and proofs of identity.

/// The origin of an attempt, for the log and the list of sessions.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// What the browser says about itself, shortened.
    pub device: String,
    /// The network address.
    pub address: String,
    /// The digest of the secret that identifies the browser, or that will identify it once somebody has signed in
    /// with it.
    pub browser: Option<[u8; 32]>,
}

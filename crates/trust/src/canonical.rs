//! Canonical JSON (RFC 8785): the same value has the same bytes wherever it is written.

use serde::Serialize;
use thiserror::Error;

/// Why a value has no canonical form.
#[derive(Debug, Error)]
#[error("this value has no canonical JSON: {0}")]
pub struct CanonicalError(#[from] serde_json::Error);

/// The canonical bytes of a value.
///
/// # Errors
/// When it is no JSON: a map with keys that are no texts, a number that is not finite.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    Ok(serde_json_canonicalizer::to_vec(value)?)
}

/// Whether bytes are JSON in its canonical form.
pub fn is_canonical(bytes: &[u8]) -> bool {
    let value = serde_json::from_slice::<serde_json::Value>(bytes);
    value.is_ok_and(|value| canonical(&value).is_ok_and(|own| own == bytes))
}

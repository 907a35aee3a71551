//! The road to a ★ (★への道): where each road stands, and what was submitted on it.

pub mod declarations;
pub mod issues;
pub mod marks;
pub mod packages;
pub mod registrations;
pub mod reviewers;
pub mod roads;
pub mod site_audits;
pub mod submissions;
pub mod technical_checks;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::StoreError;

/// A value that is stored as JSON; `what` it is, for the error.
fn json<T: DeserializeOwned>(text: String, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(&text).map_err(|_| StoreError::Stored { what, text })
}

/// A value as JSON, to be stored.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A word of the road.
fn word<T>(text: String, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    read(&text).ok_or(StoreError::Stored { what: "a word of the road to a ★", text })
}

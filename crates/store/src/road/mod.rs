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

use crate::StoreError;
use crate::server::stored::{json, text};

/// A word of the road.
fn word<T>(text: String, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    read(&text).ok_or(StoreError::Stored { what: "a word of the road to a ★", text })
}

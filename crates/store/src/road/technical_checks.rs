//! The technical check of a road (技術検証): targets, scans, what they found, and what was decided about it.

mod findings;
mod scans;
mod targets;
mod vulnerabilities;

pub use findings::{
    Decision, Finding, add_decisions, add_findings, decisions, decisions_of, finding, findings, put_finding,
};
pub use scans::{Scan, add_scan, scan_with, scans};
pub use targets::{Target, add_target, put_target, remove_target, target, targets};
pub use vulnerabilities::{List, add_list, facts, lists};

use serde::de::DeserializeOwned;

use crate::StoreError;

/// A value that is stored as JSON.
fn json<T: DeserializeOwned>(text: String, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(&text).map_err(|_| StoreError::Stored { what, text })
}

/// A value as JSON.
fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

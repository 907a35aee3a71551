//! The official wording, from the user's own copy, shown beside ours. We never ship it: only the facts of a
//! guideline are ours to publish.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Catalog;

/// Official texts of one edition, by criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The edition they belong to.
    pub edition: String,
    /// Criterion id → official text, as read.
    pub texts: BTreeMap<String, String>,
}

/// Why an overlay does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverlayError {
    /// It is for another edition.
    #[error("the overlay is for {found}, not for {expected}")]
    Edition {
        /// The edition of the overlay.
        found: String,
        /// The edition of the catalogue.
        expected: String,
    },
    /// It names criteria that the edition does not have.
    #[error("the overlay names criteria that the edition does not have: {}", .0.join(", "))]
    Unknown(Vec<String>),
}

impl Overlay {
    /// Checks that the overlay fits `catalog`.
    pub fn check(&self, catalog: &Catalog) -> Result<(), OverlayError> {
        if self.edition != catalog.id() {
            return Err(OverlayError::Edition { found: self.edition.clone(), expected: catalog.id().to_owned() });
        }
        let unknown: Vec<_> = self.texts.keys().filter(|id| catalog.criterion(id).is_none()).cloned().collect();
        if unknown.is_empty() { Ok(()) } else { Err(OverlayError::Unknown(unknown)) }
    }

    /// The official text of a criterion.
    pub fn text(&self, criterion: &str) -> Option<&str> {
        self.texts.get(criterion).map(String::as_str)
    }
}

//! The gaps between a current profile and a target profile (CPSF, and any edition answered twice).

use tasuki_catalog::Catalog;

use crate::{Answers, Status};

/// One criterion for which the current profile does less than the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfileGap {
    /// Position in [`Catalog::criteria`].
    pub position: usize,
    /// The current state.
    pub current: Status,
    /// The target state.
    pub target: Status,
}

/// Criteria for which `current` does less than `target` wants, in the catalogue's order. A criterion that the
/// target leaves blank or marks × or 対象外 is not wanted.
pub fn profile_gaps(catalog: &Catalog, current: &Answers, target: &Answers) -> Vec<ProfileGap> {
    let both = current.as_slice().iter().zip(target.as_slice()).take(catalog.criteria().len());
    both.enumerate()
        .filter(|(_, (now, wanted))| now.status.rank() < wanted.status.rank())
        .map(|(position, (now, wanted))| ProfileGap { position, current: now.status, target: wanted.status })
        .collect()
}

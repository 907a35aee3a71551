//! The road to a ★: where each stands, and what was submitted on it.

pub(crate) mod declarations;
pub(crate) mod desk;
pub(crate) mod issues;
pub(crate) mod packages;
pub(crate) mod records;
pub(crate) mod registrations;
pub(crate) mod reviewers;
pub(crate) mod reviews;
pub(crate) mod roads;
pub(crate) mod site_audits;
pub(crate) mod submissions;
pub(crate) mod technical_checks;

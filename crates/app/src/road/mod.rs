//! The road to a ★ (★への道): from an assessment to a registration.

pub mod declarations;
pub mod desk;
pub mod issues;
pub mod packages;
pub mod records;
pub mod registrations;
pub mod reviewers;
pub mod reviews;
pub mod roads;
pub mod site_audits;
pub mod submissions;
pub mod technical_checks;
pub mod turns;

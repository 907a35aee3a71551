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

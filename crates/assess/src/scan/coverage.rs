//! Whether a rule is about a target.

use tasuki_catalog::{Covers, ScanRule, Sign, TargetKind};

use super::{target::KnownTarget, unknown::Unknown};

/// Whether a rule is about a target.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Coverage<'r> {
    /// It is, for this software on it; empty: for all of it.
    Covered(&'r [String]),
    /// That depends on what is not known.
    Unknown(Vec<Unknown>),
    /// It is not.
    Not,
}

/// Whether `rule` is about the target called `name`, of which this is known. The scope is not asked here.
pub(super) fn coverage<'r>(rule: &'r ScanRule, name: &str, known: Option<&KnownTarget>) -> Coverage<'r> {
    let Some(known) = known else { return Coverage::Unknown(vec![Unknown::target(name)]) };
    if rule.on.is_empty() {
        return Coverage::Covered(&[]);
    }
    let mut open: Vec<Unknown> = Vec::new();
    for part in &rule.on {
        match lacking(part, name, known) {
            Some(lacking) if lacking.is_empty() => return Coverage::Covered(&part.software),
            Some(lacking) => open.extend(lacking),
            None => {}
        }
    }
    open.sort_by_key(|unknown| unknown.what);
    open.dedup();
    if open.is_empty() { Coverage::Not } else { Coverage::Unknown(open) }
}

/// What must be known before it is certain that a part of a rule is about a target; `None` if it certainly is not.
fn lacking(part: &Covers, name: &str, known: &KnownTarget) -> Option<Vec<Unknown>> {
    // A word for what has no word says only what the target is not called.
    let kind = known.kind.filter(|kind| *kind != TargetKind::Other);
    let mut lacking = Vec::new();
    if !part.kinds.is_empty() {
        match kind {
            Some(kind) if part.kinds.contains(&kind) => {}
            Some(_) => return None,
            None => lacking.push(Unknown::kind(name)),
        }
    }
    if !part.exposures.is_empty() {
        match known.exposure {
            Some(exposure) if part.exposures.contains(&exposure) => {}
            Some(_) => return None,
            None => lacking.push(Unknown::exposure(name)),
        }
    }
    Some(lacking)
}

/// What must be known of the software before a rule about `software` is certainly about a finding with these signs.
pub(super) fn software(software: &[String], signs: &[&Sign]) -> Option<Unknown> {
    let is_named = software.is_empty() || signs.iter().any(|sign| software.contains(&sign.id));
    (!is_named).then(Unknown::software)
}

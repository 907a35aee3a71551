//! The path of a suggestion, in one line.

use tasuki_catalog::{Composed, Lang};

/// The identifiers and the signs between them, e.g. `4-4-4-2 ⊃ 124`.
pub(crate) fn path(composed: &Composed) -> String {
    let steps = composed.path.iter().map(|step| format!(" {} {}", step.relation.sign(), step.to));
    std::iter::once(composed.from.clone()).chain(steps).collect()
}

/// Why each step of the path holds, without repeated reasons.
pub(crate) fn reasons(composed: &Composed, lang: Lang) -> String {
    let mut reasons: Vec<&str> = composed.path.iter().map(|step| step.reason.get(lang)).collect();
    reasons.dedup();
    reasons.join(" → ")
}

//! How each scale writes a status into a sheet.

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use super::cell::Cell;

/// The contents of the answer column for `status`.
pub(super) fn mark(scale: Scale, status: Status) -> Cell<'static> {
    match (scale, status) {
        (_, Status::Unanswered) => Cell::Blank,
        (Scale::Jama, Status::Met) => Cell::Whole(2),
        (Scale::Jama, Status::Partial) => Cell::Whole(1),
        (Scale::Jama, Status::Unmet) => Cell::Whole(0),
        _ => Cell::text(word(scale, status)),
    }
}

/// The mark as an entry of a drop-down list.
pub(super) fn word(scale: Scale, status: Status) -> &'static str {
    match (scale, status) {
        (_, Status::Unanswered) => "",
        (Scale::Jama, Status::Met) => "2",
        (Scale::Jama, Status::Partial) => "1",
        (Scale::Jama, Status::Unmet) => "0",
        (Scale::YesNo, Status::Met) => "はい",
        (Scale::YesNo, Status::Partial) => "一部",
        (Scale::YesNo, Status::Unmet) => "いいえ",
        (Scale::Jama | Scale::YesNo, Status::NotApplicable) => "対象外",
        _ => status.sign(),
    }
}

/// The marks of a scale, best first, without the blank.
pub(super) fn all(scale: Scale) -> [&'static str; 4] {
    [Status::Met, Status::Partial, Status::Unmet, Status::NotApplicable].map(|status| word(scale, status))
}

/// The contents of the acceptance column.
pub(super) const ACCEPTED: &str = "承認";

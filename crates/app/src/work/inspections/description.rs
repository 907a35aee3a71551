//! The description of inspections.

use tasuki_scheme::Permission;
use tasuki_store::{StoreError, Subject};

use super::days::days;
use crate::description::{Action, Days, Description};
use crate::naming::{Look, Looking, Named};

/// An inspection (点検), and the report on several of them.
pub(crate) const INSPECTION: Description = Description {
    noun: ("点検", "inspection"),
    read: Permission::ReadAssessments,
    look: Look::Of(named),
    found: None,
    days: Days::Of(days),
    event: Some(("点検が記録された", "An inspection was recorded")),
    actions: &[
        Action::new("inspection.record", "が点検を記録しました", "recorded an inspection"),
        Action::new("inspection_report.export", "が点検報告を書き出しました", "exported an inspection report"),
    ],
    fields: &[],
};

/// An inspection is called as its criterion.
fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    match subject {
        Subject::Inspection(assessment, criterion, _) | Subject::InspectionReport(assessment, criterion) => {
            looking.of_criterion(*assessment, criterion)
        }
        _ => Ok(None),
    }
}

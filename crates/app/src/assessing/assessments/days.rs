//! The days that assessments bring to the agenda: those by which they are to be complete.

use jiff::civil::Date;
use tasuki_assess::{Verdict, assessment_day};
use tasuki_store::assessments::Assessment;
use tasuki_store::{StoreError, Subject};

use crate::agenda::asked::Asked;
use crate::agenda::item::{Item, SOON, Title, Whose, Why};

/// The day by which an assessment is due; none once it is complete or archived.
pub fn day(assessment: &Assessment, verdict: Verdict) -> Option<Date> {
    assessment_day(assessment.due, verdict).filter(|_| assessment.archived.is_none())
}

#[expect(clippy::unnecessary_wraps, reason = "other capabilities read from the store")]
pub(super) fn days(asked: &mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError> {
    let items = asked.judged.iter().filter_map(|own| {
        Some(Item {
            subject: Subject::Assessment(own.id),
            day: assessment_day(own.due, own.verdict)?,
            why: Why::Assessment,
            whose: Whose::Nobody,
            until: None,
            assessment: Some(own.id),
            criterion: None,
            title: Title::Own(own.title.clone()),
            notice: SOON,
        })
    });
    Ok(items.collect())
}

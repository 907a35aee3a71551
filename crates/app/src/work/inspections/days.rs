//! The days that inspections bring to the agenda: those by which a met criterion must be shown again.

use tasuki_assess::Cause;
use tasuki_store::{StoreError, Subject};

use crate::agenda::asked::Asked;
use crate::agenda::item::{Item, NEVER, SOON, Title, Whose, Why};

#[expect(clippy::unnecessary_wraps, reason = "other capabilities read from the store")]
pub(super) fn days(asked: &mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError> {
    let items = asked.judged.iter().flat_map(|own| {
        own.days.iter().filter_map(|one| {
            // An inspection goes by the end of its interval, also when it is wanted earlier.
            let (why, by, until) = match one.cause {
                Cause::Set => return None,
                Cause::Show { by } => (Why::Inspection, by, None),
                Cause::Planned => (Why::Planned, one.day, Some(one.day)),
            };
            let criterion = one.criterion.clone();
            Some(Item {
                subject: Subject::Inspection(own.id, criterion.id.clone(), by),
                day: one.day,
                why,
                whose: Whose::of(one.owner),
                until,
                assessment: Some(own.id),
                criterion: Some(criterion.id.clone()),
                title: Title::Catalog(criterion),
                notice: if why == Why::Planned { NEVER } else { SOON },
            })
        })
    });
    Ok(items.collect())
}

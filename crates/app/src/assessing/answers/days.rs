//! The days that answers bring to the agenda: those by which an open criterion is to be met.

use tasuki_assess::Cause;
use tasuki_store::{StoreError, Subject};

use crate::agenda::asked::Asked;
use crate::agenda::item::{Item, SOON, Title, Whose, Why};

#[expect(clippy::unnecessary_wraps, reason = "other capabilities read from the store")]
pub(super) fn days(asked: &mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError> {
    let items = asked.judged.iter().flat_map(|own| {
        own.days.iter().filter(|one| one.cause == Cause::Set).map(|one| {
            let criterion = one.criterion.clone();
            Item {
                subject: Subject::Answer(own.id, criterion.id.clone()),
                day: one.day,
                why: Why::Answer(one.status),
                whose: Whose::of(one.owner),
                until: None,
                assessment: Some(own.id),
                criterion: Some(criterion.id.clone()),
                title: Title::Catalog(criterion),
                notice: SOON,
            }
        })
    });
    Ok(items.collect())
}

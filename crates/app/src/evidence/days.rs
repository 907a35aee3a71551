//! The days that evidence brings to the agenda: its last ones.

use jiff::ToSpan;
use tasuki_store::evidence::endings;
use tasuki_store::{StoreError, Subject};

use crate::agenda::asked::Asked;
use crate::agenda::item::{Item, RENEWED, Title, Whose, Why};

/// How many days after its last one a piece is still shown. What nobody renewed for so long was given up; the library goes on telling that it
/// has ended.
const SHOWN: i64 = 90;

pub(super) fn days(asked: &mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError> {
    let from = asked.today.saturating_sub(SHOWN.days());
    let all = endings(asked.tx, asked.organization, asked.part, from, asked.until)?;
    let item = |own: tasuki_store::evidence::Ends| Item {
        subject: Subject::Evidence(own.evidence),
        day: own.ends,
        why: Why::Evidence,
        whose: Whose::of(own.owner),
        until: Some(own.ends.saturating_add(SHOWN.days())),
        assessment: None,
        criterion: None,
        title: Title::Own(own.name),
        notice: RENEWED,
    };
    Ok(all.into_iter().map(item).collect())
}

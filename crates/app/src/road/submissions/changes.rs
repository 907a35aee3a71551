//! What changed between two submissions, or since the last one.

use tasuki_scheme::road::Event;
use tasuki_store::Digest;
use tasuki_store::submissions::{self as store, Submission as Row};
use tasuki_trust::Submission;
use tasuki_trust::submission::{self, Comparison};

use super::{Shown, find, last, said};
use crate::roads::Standing;
use crate::{Context, Error};

/// Two submissions with what changed from the first to the second, by criterion.
pub fn compare(cx: &mut Context<'_, '_>, before: Digest, after: Digest) -> Result<(Shown, Shown, Comparison), Error> {
    let (before, after) = (find(cx, before)?, find(cx, after)?);
    let changes = submission::compare(&before.submission, &after.submission);
    Ok((before, after, changes))
}

/// What a new submission would change on a road: since the last one, or since what was registered, if it is the first of a renewal; `None`
/// if there is neither.
pub fn changes_since_last(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    draft: &Submission,
) -> Result<Option<Comparison>, Error> {
    if let Some((_, last)) = last(cx, standing)? {
        return Ok(Some(submission::compare(&last, draft)));
    }
    let Some(row) = renewed(cx, standing)? else { return Ok(None) };
    let registered = said(cx, row.digest)?;
    Ok(Some(submission::compare(&registered, draft)))
}

/// The submission that was registered on the road that this one renews.
pub fn renewed(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Option<Row>, Error> {
    let Some(road) = standing.road.renews else { return Ok(None) };
    let organization = standing.road.organization;
    let moves = tasuki_store::roads::moves(cx.tx, organization, road)?;
    let Some(registered) = moves.iter().rfind(|own| own.event == Event::Register) else { return Ok(None) };
    let all = store::of_road(cx.tx, organization, road)?;
    Ok(all.into_iter().find(|own| own.number == registered.submission))
}

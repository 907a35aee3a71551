//! What changed between two submissions, or since the last one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tasuki_scheme::road::Event;
use tasuki_store::Digest;
use tasuki_store::submissions::{self as store, Submission as Row};
use tasuki_trust::Submission;
use tasuki_trust::submission::{self, Comparison};

use super::{Shown, find, last, of_road, said, unnamed};
use crate::roads::Standing;
use crate::{Context, Error};

/// Two submissions with what changed from the first to the second, by criterion.
pub fn compare(cx: &mut Context<'_, '_>, before: Digest, after: Digest) -> Result<(Shown, Shown, Comparison), Error> {
    let (before, after) = (find(cx, before)?, find(cx, after)?);
    let changes = between(cx, &before, &after)?;
    Ok((before, after, changes))
}

/// What changed from one submission to another, both as whoever asks sees them.
pub(crate) fn between(cx: &mut Context<'_, '_>, before: &Shown, after: &Shown) -> Result<Comparison, Error> {
    if before.is_whole() && after.is_whole() {
        return Ok(submission::compare(&before.submission, &after.submission));
    }
    // Evidence that is not for whoever asks has an identifier and a digest only in what was frozen: without them, nobody could tell that it
    // changed.
    let ((earlier, _), (later, _)) = (unnamed(cx, &before.row)?, unnamed(cx, &after.row)?);
    Ok(submission::compare(&earlier, &later))
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

/// For each of the named submissions of a road before the last one: which criteria have changed since. What is said of one of them holds as
/// long as its criterion has not.
pub(crate) fn changed_since(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    numbers: impl IntoIterator<Item = u32>,
) -> Result<BTreeMap<u32, HashSet<String>>, Error> {
    let now = standing.road.submissions;
    let wanted: BTreeSet<u32> = numbers.into_iter().filter(|number| (1..now).contains(number)).collect();
    let mut changes = BTreeMap::new();
    if wanted.is_empty() {
        return Ok(changes);
    }
    // As it was submitted: in what is shown, names are missing that are not for whoever looks.
    let Some((_, after)) = last(cx, standing)? else { return Ok(changes) };
    for row in of_road(cx, standing.road.id)?.iter().filter(|row| wanted.contains(&row.number)) {
        let changed = submission::compare(&said(cx, row.digest)?, &after);
        changes.insert(row.number, changed.criteria.into_iter().map(|own| own.criterion).collect());
    }
    Ok(changes)
}

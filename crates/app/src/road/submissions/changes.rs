//! What changed between two submissions, or since the last one.

use tasuki_store::Digest;
use tasuki_trust::Submission;
use tasuki_trust::submission::{self, Comparison};

use super::{Shown, find, last};
use crate::roads::Standing;
use crate::{Context, Error};

/// Two submissions with what changed from the first to the second, by criterion.
pub fn compare(cx: &mut Context<'_, '_>, before: Digest, after: Digest) -> Result<(Shown, Shown, Comparison), Error> {
    let (before, after) = (find(cx, before)?, find(cx, after)?);
    let changes = submission::compare(&before.submission, &after.submission);
    Ok((before, after, changes))
}

/// What a new submission would change on a road; `None` if it would be the first.
pub fn changes_since_last(
    cx: &mut Context<'_, '_>,
    standing: &Standing,
    draft: &Submission,
) -> Result<Option<Comparison>, Error> {
    Ok(last(cx, standing)?.map(|(_, last)| submission::compare(&last, draft)))
}

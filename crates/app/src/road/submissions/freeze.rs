//! Freezing: an assessment becomes a submission, and the road goes on.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Event, Need};
use tasuki_store::submissions::{self as store, Submission as Row};
use tasuki_store::{Digest, RoadId, Subject};

use super::ready::{Ready, prepared};
use crate::roads;
use crate::roads::advance::{self, Brought};
use crate::{Context, Error, Kind};

/// Freezes the assessment of a road. `seen` is the digest of the check that the person has looked at ([`Ready::digest`]): if anything has
/// changed since, nothing is frozen.
pub fn freeze(cx: &mut Context<'_, '_>, id: RoadId, seen: Digest) -> Result<Row, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let standing = roads::find(cx, id)?;
    let (ready, bytes) = prepared(cx, standing)?;
    // A renewal on the day of the registration would be the same submission, letter by letter.
    let is_known = store::find(cx.tx, organization, ready.digest)?.is_some();
    check(&ready, seen, is_known)?;
    let person = cx.person()?;
    let row = Row {
        digest: ready.digest,
        road: id,
        assessment: ready.standing.road.assessment,
        number: ready.standing.road.submissions + 1,
        day: cx.now.today,
        made: cx.now.milliseconds(),
        made_by: person.id,
        made_by_name: person.name.clone(),
    };
    let brought = Brought { met: [Need::ReadyCheck, Need::Submission].into(), ..Brought::default() };
    let party = advance::party(cx, id);
    advance::advance(cx, &ready.standing, Event::Submit, &party, brought)?;
    store::add(cx.tx, organization, &row, &bytes)?;
    let detail = json!({ "title": ready.standing.title, "number": row.number.to_string(), "digest": row.digest });
    cx.record("submission.create", &Subject::Submission(row.digest), None, Some(&row), &detail)?;
    Ok(row)
}

fn check(ready: &Ready, seen: Digest, is_known: bool) -> Result<(), Error> {
    if ready.digest != seen {
        return Err(Error::new(
            Kind::State,
            "submission.changed",
            "確認したあとに、評価が変わりました。",
            "The assessment has changed since you looked at it.",
        )
        .hint("提出前の確認をもう一度見てから、固めてください。", "Look at the check again, then freeze it."));
    }
    if ready.is_unchanged() || is_known {
        return Err(Error::new(
            Kind::State,
            "submission.unchanged",
            "前の提出版から何も変わっていません。",
            "Nothing has changed since the last submission.",
        )
        .hint(
            "直したところを回答か証跡に入れてから、固めてください。",
            "Enter what was corrected into answers or evidence first.",
        ));
    }
    Ok(())
}

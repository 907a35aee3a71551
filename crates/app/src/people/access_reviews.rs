//! Access reviews (アクセス権の棚卸): looking at who has what, and saying so.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_scheme::{Permission, Roles};
use tasuki_store::PersonId;
use tasuki_store::access_reviews::{self, Review};
use tasuki_store::people;

use crate::members::{self, Listed};
use crate::{Context, Error, Kind, proof};

/// How many earlier reviews are shown.
const SHOWN: i64 = 20;
/// Somebody who has not been here for this long is worth a question: 90 days.
const LONG_AGO: i64 = 90 * 24 * 60 * 60 * 1_000;

/// What is worth a look about a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Signs in with one factor.
    OneFactor,
    /// Has not been here for 90 days, or never.
    LongAgo,
    /// A guest whose time is over.
    Ended,
}

/// A member with what is worth a look.
#[derive(Debug, Clone, Serialize)]
pub struct Reviewed {
    /// The member.
    #[serde(flatten)]
    pub listed: Listed,
    /// What is worth a look.
    pub remarks: Vec<Remark>,
}

/// A review that was made.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub by: String,
    /// Who had what.
    pub members: Vec<Seen>,
}

/// What a member was at a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Roles,
    /// Whether signing in took two factors.
    pub two_factors: bool,
}

/// Who has what today, and earlier reviews, newest first.
pub fn show(cx: &mut Context<'_, '_>) -> Result<(Vec<Reviewed>, Vec<Made>), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let now = cx.now.milliseconds();
    let reviewed = members::list(cx)?.into_iter().map(|listed| Reviewed { remarks: remarks(&listed, now), listed });
    let reviewed = reviewed.collect();
    let kept = access_reviews::newest(cx.tx, organization, SHOWN)?;
    let made = kept.into_iter().map(|review| {
        let by = people::find(cx.tx, review.person)?.map_or_else(String::new, |person| person.name);
        Ok(Made { at: review.at, by, members: serde_json::from_str(&review.members).unwrap_or_default() })
    });
    Ok((reviewed, made.collect::<Result<_, Error>>()?))
}

fn remarks(listed: &Listed, now: i64) -> Vec<Remark> {
    let two = listed.factors.is_some_and(tasuki_store::members::Factors::are_two);
    let seen = listed.member.seen.unwrap_or(listed.member.joined);
    [(listed.ended, Remark::Ended), (!two, Remark::OneFactor), (now - seen > LONG_AGO, Remark::LongAgo)]
        .into_iter()
        .filter_map(|(applies, remark)| applies.then_some(remark))
        .collect()
}

/// Says that the list was looked at: what is kept is what was seen. `count` is how many members the person saw; when the list has
/// changed meanwhile, it is to be looked at again.
pub fn confirm(cx: &mut Context<'_, '_>, count: usize) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    // It says that this person looked.
    proof::require(cx)?;
    let seen: Vec<Seen> = members::list(cx)?
        .into_iter()
        .map(|listed| Seen {
            person: listed.member.person,
            name: listed.member.name,
            roles: listed.member.roles,
            two_factors: listed.factors.is_some_and(tasuki_store::members::Factors::are_two),
        })
        .collect();
    if seen.len() != count {
        return Err(Error::new(
            Kind::State,
            "access_review.changed",
            "見ている間にメンバーが変わりました。",
            "The members changed while you were looking.",
        )
        .hint("もう一度見直してください。", "Look at the list again."));
    }
    let review = Review {
        at: cx.now.milliseconds(),
        person: cx.person()?.id,
        members: serde_json::to_string(&seen).unwrap_or_default(),
    };
    access_reviews::add(cx.tx, organization, &review)?;
    cx.record("access_review.confirm", "members", None, Some(&review), &json!({ "members": seen.len() }))
}

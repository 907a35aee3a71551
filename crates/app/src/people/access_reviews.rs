//! Access reviews (アクセス権の棚卸): somebody checks who has which access, and confirms it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_scheme::{Permission, Roles};
use tasuki_store::access_reviews::{self, Review};
use tasuki_store::grants::Holder;
use tasuki_store::persons;
use tasuki_store::{PersonId, Subject};

use crate::members::{self, Listed};
use crate::{Context, Error, Kind, grants, proof};

/// The number of earlier reviews that are shown.
const SHOWN: i64 = 20;
/// A member who has not signed in for this long is marked for review: 90 days.
const LONG_AGO: i64 = 90 * 24 * 60 * 60 * 1_000;

/// A reason why a member deserves a closer look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Signs in with one factor.
    OneFactor,
    /// Has not signed in for 90 days, or never.
    LongAgo,
    /// A guest whose time is over.
    Ended,
}

impl Remark {
    /// Every remark.
    pub const ALL: [Self; 3] = [Self::OneFactor, Self::LongAgo, Self::Ended];
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

/// What a member could do at the time of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Roles.
    pub roles: Roles,
    /// Whether the member had signed in with two factors.
    pub two_factors: bool,
    /// How many things were open to them by grants.
    #[serde(default)]
    pub grants: usize,
}

/// What there is to look at.
#[derive(Debug, Clone, Serialize)]
pub struct Reviewable {
    /// The members.
    pub members: Vec<Reviewed>,
    /// The grants that are not over, also those that links and invitations hold.
    pub grants: Vec<grants::Listed>,
}

impl Reviewable {
    /// How many things there are to look at.
    pub fn count(&self) -> usize {
        self.members.len() + self.grants.len()
    }
}

/// Everybody's present access, and earlier reviews, newest first.
pub fn show(cx: &mut Context<'_, '_>) -> Result<(Reviewable, Vec<Made>), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    let now = cx.now.milliseconds();
    let members = members::list(cx)?.into_iter().map(|listed| Reviewed { remarks: remarks(&listed, now), listed });
    let reviewed = Reviewable { members: members.collect(), grants: open(cx)? };
    let kept = access_reviews::newest(cx.tx, organization, SHOWN)?;
    let made = kept.into_iter().map(|review| {
        let by = persons::find(cx.tx, review.person)?.map_or_else(String::new, |person| person.name);
        Ok(Made { at: review.at, by, members: serde_json::from_str(&review.members).unwrap_or_default() })
    });
    Ok((reviewed, made.collect::<Result<_, Error>>()?))
}

/// The grants that are not over.
fn open(cx: &mut Context<'_, '_>) -> Result<Vec<grants::Listed>, Error> {
    let mut all = grants::list(cx)?;
    all.retain(|grant| !grant.over);
    Ok(all)
}

fn remarks(listed: &Listed, now: i64) -> Vec<Remark> {
    let two = listed.factors.is_some_and(tasuki_store::members::Factors::are_two);
    let seen = listed.member.seen.unwrap_or(listed.member.joined);
    [(listed.ended, Remark::Ended), (!two, Remark::OneFactor), (now - seen > LONG_AGO, Remark::LongAgo)]
        .into_iter()
        .filter_map(|(applies, remark)| applies.then_some(remark))
        .collect()
}

/// Records that the list was reviewed; the list as it was seen is stored. `count` is the number of members that the
/// person saw: if the list has changed since then, it must be reviewed again.
pub fn confirm(cx: &mut Context<'_, '_>, count: usize) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageMembers)?;
    // The record names the person who reviewed the list.
    proof::require(cx)?;
    let open = open(cx)?;
    let held = |person: PersonId| open.iter().filter(|own| own.grant.holder == Holder::Person(person)).count();
    let seen: Vec<Seen> = members::list(cx)?
        .into_iter()
        .map(|listed| Seen {
            grants: held(listed.member.person),
            person: listed.member.person,
            name: listed.member.name,
            roles: listed.member.roles,
            two_factors: listed.factors.is_some_and(tasuki_store::members::Factors::are_two),
        })
        .collect();
    if seen.len() + open.len() != count {
        return Err(Error::new(
            Kind::State,
            "access_review.changed",
            "見ている間にメンバーか許可が変わりました。",
            "The members or the grants changed while you were looking.",
        )
        .hint("もう一度見直してください。", "Look at the list again."));
    }
    let review = Review {
        at: cx.now.milliseconds(),
        person: cx.person()?.id,
        members: serde_json::to_string(&seen).unwrap_or_default(),
    };
    access_reviews::add(cx.tx, organization, &review)?;
    cx.record("access_review.confirm", &Subject::Members, None, Some(&review), &json!({ "members": seen.len() }))
}

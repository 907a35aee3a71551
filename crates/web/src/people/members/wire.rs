//! Members as forms and programs send them.

use serde::{Deserialize, Serialize};
use tasuki_app::Error;
use tasuki_app::access_reviews::{Made, Remark, Reviewable};
use tasuki_app::members::{self, Listed, Place};
use tasuki_scheme::{Role, Roles};
use tasuki_store::members::{Area, Factors};
use utoipa::ToSchema;

use crate::grants::GrantBody;
use crate::words::{RemarkWord, RoleWord};

/// What a member is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceBody {
    /// What the person is to be.
    #[schema(value_type = Vec<RoleWord>)]
    pub(crate) roles: Vec<String>,
    /// The areas of a contributor; none given is all.
    #[serde(default)]
    pub(crate) areas: Vec<AreaBody>,
    /// The last day of a guest: `2027-03-31`.
    #[serde(default)]
    pub(crate) ends: Option<String>,
}

/// An area of an edition.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaBody {
    /// The edition.
    #[schema(example = "scs-2026-03")]
    pub(crate) edition: String,
    /// The area's identifier in it.
    #[schema(example = "4")]
    pub(crate) area: String,
}

impl PlaceBody {
    /// The same, checked for words and days that there are.
    pub(crate) fn place(self) -> Result<Place, Error> {
        let roles: Result<Vec<Role>, _> = self.roles.iter().map(|word| word.parse::<Role>()).collect();
        let roles = roles.map_err(|_| members::unknown_roles())?;
        let areas = self.areas.into_iter().map(|own| Area { edition: own.edition, area: own.area }).collect();
        Ok(Place { roles: Roles::new(roles), areas, ends: day(self.ends.as_deref())? })
    }
}

fn day(text: Option<&str>) -> Result<Option<jiff::civil::Date>, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| members::unsuitable_end())
}

/// A member.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberBody {
    /// The person.
    person: String,
    /// Name.
    name: String,
    /// Mail address.
    mail: String,
    /// What the person is there.
    #[schema(value_type = Vec<RoleWord>)]
    roles: Roles,
    /// The areas of a contributor; none is all.
    areas: Vec<AreaBody>,
    /// The last day of a guest.
    ends: Option<String>,
    /// Whether that day is over.
    ended: bool,
    /// Since when, in milliseconds since 1970.
    joined: i64,
    /// When last seen.
    seen: Option<i64>,
    /// Whether signing in takes two factors; only for whoever looks after members.
    two_factors: Option<bool>,
    /// Whether the account is disabled: it opens nothing.
    disabled: bool,
}

impl From<Listed> for MemberBody {
    fn from(own: Listed) -> Self {
        let areas = own.member.areas.into_iter().map(|own| AreaBody { edition: own.edition, area: own.area });
        Self {
            person: own.member.person.to_string(),
            name: own.member.name,
            mail: own.member.mail,
            roles: own.member.roles,
            areas: areas.collect(),
            ends: own.member.ends.map(|day| day.to_string()),
            ended: own.ended,
            joined: own.member.joined,
            seen: own.member.seen,
            two_factors: own.factors.map(Factors::are_two),
            disabled: own.disabled,
        }
    }
}

/// Who has access today, what is worth a look, and earlier reviews.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccessBody {
    /// The members.
    members: Vec<ReviewedBody>,
    /// The grants that are not over.
    grants: Vec<GrantBody>,
    /// The reviews, newest first.
    reviews: Vec<ReviewBody>,
}

/// A member with what is worth a look.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewedBody {
    /// The member.
    member: MemberBody,
    /// What is worth a look.
    #[schema(value_type = Vec<RemarkWord>)]
    remarks: Vec<Remark>,
}

/// A review.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewBody {
    /// When, in milliseconds since 1970.
    at: i64,
    /// Who.
    by: String,
    /// How many members were looked at.
    members: usize,
}

impl AccessBody {
    pub(crate) fn new(today: Reviewable, reviews: Vec<Made>) -> Self {
        let grants = today.grants.into_iter().map(GrantBody::from).collect();
        let members =
            today.members.into_iter().map(|own| ReviewedBody { member: own.listed.into(), remarks: own.remarks });
        let reviews = reviews.into_iter().map(|own| ReviewBody { at: own.at, by: own.by, members: own.members.len() });
        Self { members: members.collect(), grants, reviews: reviews.collect() }
    }
}

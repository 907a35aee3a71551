//! The review room as it goes over the wire.

use serde::{Deserialize, Serialize};
use tasuki_app::reviews::{Criterion, Holding, MarkedBy, Room, Said};
use tasuki_scheme::road::{Aspect, Event, Means, Need};
use tasuki_store::marks::Mark;
use utoipa::ToSchema;

use crate::issues::IssueBody;
use crate::reviewers::ReviewerBody;
use crate::words::{AspectWord, MeansWord, NeedWord, RoadEventWord};

/// The review room of a road.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoomBody {
    /// Where the road stands.
    state: String,
    /// The version of the road; for `If-Match`.
    version: i64,
    /// The submission that is looked at, by its digest.
    submission: String,
    /// Its number on the road.
    number: u32,
    /// Who reviews.
    reviewers: Vec<ReviewerBody>,
    /// Whether you prepared what is submitted, and so judge nothing.
    prepared: bool,
    /// What of the needs of the review is there, for you.
    #[schema(value_type = Vec<NeedWord>)]
    met: Vec<&'static str>,
    /// On whose marks a confirmation rests.
    marked_by: Vec<MarkedByBody>,
    /// The criteria.
    criteria: Vec<ReviewedCriterionBody>,
}

/// Somebody on whose marks a confirmation rests.
#[derive(Debug, Serialize, ToSchema)]
struct MarkedByBody {
    /// Who.
    person: String,
    /// Their name.
    name: String,
    /// How many of the marks that hold are theirs.
    marks: usize,
    /// Whether they are still a reviewer of the road.
    appointed: bool,
}

impl From<MarkedBy> for MarkedByBody {
    fn from(own: MarkedBy) -> Self {
        Self { person: own.person.to_string(), name: own.name, marks: own.marks, appointed: own.is_appointed }
    }
}

impl From<Room> for RoomBody {
    fn from(own: Room) -> Self {
        let marked_by = own.marked_by().into_iter().map(Into::into).collect();
        Self {
            state: own.standing().road.state.word(),
            version: own.standing().road.version,
            submission: own.shown.row.digest.to_string(),
            number: own.shown.row.number,
            reviewers: own.reviewers.into_iter().map(Into::into).collect(),
            prepared: own.prepared,
            marked_by,
            met: own.met.into_iter().map(Need::word).collect(),
            criteria: own.criteria.into_iter().map(Into::into).collect(),
        }
    }
}

/// A criterion under review.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewedCriterionBody {
    /// The criterion.
    criterion: String,
    /// Whether it changed since the submission before.
    changed: bool,
    /// What must be marked of it.
    #[schema(value_type = Vec<AspectWord>)]
    needed: Vec<&'static str>,
    /// Its marks.
    marks: Vec<MarkBody>,
    /// What was raised about it.
    issues: Vec<IssueBody>,
}

impl From<Criterion> for ReviewedCriterionBody {
    fn from(own: Criterion) -> Self {
        Self {
            criterion: own.id,
            changed: own.changed,
            needed: own.needed.iter().map(|aspect| aspect.word()).collect(),
            marks: own.marks.into_iter().map(|(mark, holding)| MarkBody::new(mark, holding)).collect(),
            issues: own.threads.into_iter().map(Into::into).collect(),
        }
    }
}

/// A mark.
#[derive(Debug, Serialize, ToSchema)]
struct MarkBody {
    /// What is said.
    #[schema(value_type = AspectWord)]
    aspect: &'static str,
    /// What it rests on.
    #[schema(value_type = MeansWord)]
    means: &'static str,
    /// What else there is to say.
    note: String,
    /// Who said it.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// The number of the submission of which it was said.
    submission: u32,
    /// Whether it still holds: the criterion has not changed since, and whoever set it did not prepare the work or advise on it.
    holds: bool,
}

impl MarkBody {
    fn new(own: Mark, holding: Holding) -> Self {
        Self {
            aspect: own.aspect.word(),
            means: own.means.word(),
            note: own.note,
            person: own.person.to_string(),
            name: own.name,
            at: own.at,
            submission: own.submission,
            holds: holding.holds(),
        }
    }
}

/// What is said of a criterion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkingBody {
    /// What is said of it; several at once.
    #[schema(value_type = Vec<AspectWord>)]
    aspects: Vec<Aspect>,
    /// What it rests on.
    #[schema(value_type = MeansWord)]
    means: Means,
    /// What else there is to say.
    #[serde(default)]
    note: String,
}

impl MarkingBody {
    pub(super) fn said(self, criterion: String) -> Said {
        Said { criterion, aspects: self.aspects, means: self.means, note: self.note }
    }
}

/// How a review ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndBody {
    /// `confirm`, `return` or `correct`.
    #[schema(value_type = RoadEventWord)]
    pub(super) event: Event,
}

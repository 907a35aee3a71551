//! Suggestions as they go over the wire.

use serde::Serialize;
use tasuki_app::suggestions::Offer;
use tasuki_catalog::{Composed, Relation, Step};
use utoipa::ToSchema;

use crate::words::{RelationWord, StatusWord};

/// What another assessment says about a criterion of this one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestionBody {
    /// The criterion of this assessment.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// Names this suggestion: it changes with what it says and why.
    digest: String,
    /// The answer that is suggested: `met`, or `partial`, which asks to look again.
    #[schema(value_type = StatusWord)]
    status: tasuki_assess::Status,
    /// The assessment it comes from.
    assessment: String,
    /// The edition of that.
    edition: String,
    /// The paths that say so, the strongest first.
    because: Vec<PathBody>,
    /// Paths from open criteria that are a part of this one: as long as they are open, this cannot be met.
    against: Vec<PathBody>,
    /// What is written there where the strongest path begins.
    note: String,
}

/// A path through the crosswalks.
#[derive(Debug, Serialize, ToSchema)]
struct PathBody {
    /// The criterion of the other assessment from which it begins.
    from: String,
    /// The pairs that are followed, in order; none between assessments of one edition.
    steps: Vec<PathStepBody>,
}

/// One pair of a path.
#[derive(Debug, Serialize, ToSchema)]
struct PathStepBody {
    /// Edition that `from` is in.
    from_edition: String,
    /// Where it starts.
    from: String,
    /// What `from` is to `to`.
    #[schema(value_type = RelationWord)]
    relation: Relation,
    /// Edition that `to` is in.
    to_edition: String,
    /// Where it ends.
    to: String,
}

impl SuggestionBody {
    pub(super) fn new(criterion: &str, offer: Offer, note: String) -> Self {
        Self {
            criterion: criterion.to_owned(),
            digest: offer.digest,
            status: offer.suggestion.status,
            assessment: offer.from.id.to_string(),
            edition: offer.from.edition,
            because: offer.suggestion.because.into_iter().map(PathBody::from).collect(),
            against: offer.suggestion.against.into_iter().map(PathBody::from).collect(),
            note,
        }
    }
}

impl From<Composed> for PathBody {
    fn from(own: Composed) -> Self {
        Self { from: own.from, steps: own.path.into_iter().map(PathStepBody::from).collect() }
    }
}

impl From<Step> for PathStepBody {
    fn from(own: Step) -> Self {
        Self {
            from_edition: own.from_edition,
            from: own.from,
            relation: own.relation,
            to_edition: own.to_edition,
            to: own.to,
        }
    }
}

//! Roads as they go over the wire.

use serde::{Deserialize, Serialize};
use tasuki_app::roads::{New, Next, Standing};
use tasuki_catalog::Lang;
use tasuki_store::roads::Move;
use tasuki_store::{AssessmentId, RoadId};
use utoipa::ToSchema;

use crate::words::{ActorWord, NeedWord, RoadEventWord};

/// A road to a ★.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoadBody {
    /// Identifier.
    id: String,
    /// The assessment that is to be registered.
    assessment: String,
    /// Its title.
    title: String,
    /// The scheme.
    scheme: String,
    /// The route in the scheme.
    route: String,
    /// The ★.
    star: u8,
    /// Where it stands, such as `doing/review`.
    state: String,
    /// The same in words.
    state_name: String,
    /// How many submissions there are.
    submissions: u32,
    /// When it was opened, in milliseconds since 1970.
    opened: i64,
    /// When something last happened on it.
    changed: i64,
    /// Goes up with everything that happens; for `If-Match`.
    version: i64,
    /// The road whose registration it renews.
    renews: Option<String>,
}

impl RoadBody {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn new(standing: &Standing, lang: Lang) -> Self {
        let road = &standing.road;
        Self {
            id: road.id.to_string(),
            assessment: road.assessment.to_string(),
            title: standing.title.clone(),
            scheme: road.scheme.clone(),
            route: road.route.clone(),
            star: standing.star().star,
            state: road.state.word(),
            state_name: road.state.name(standing.route(), lang),
            submissions: road.submissions,
            opened: road.opened,
            changed: road.changed,
            version: road.version,
            renews: road.renews.map(|own| own.to_string()),
        }
    }
}

/// A road with what can happen next and what happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeRoadBody {
    #[serde(flatten)]
    road: RoadBody,
    /// What can happen next.
    next: Vec<RoadNextBody>,
    /// What happened, the first first.
    moves: Vec<RoadMoveBody>,
}

impl WholeRoadBody {
    pub(super) fn new(standing: &Standing, next: &[Next], moves: &[Move], lang: Lang) -> Self {
        Self {
            road: RoadBody::new(standing, lang),
            next: next.iter().map(|own| RoadNextBody::new(own, standing)).collect(),
            moves: moves.iter().map(RoadMoveBody::new).collect(),
        }
    }
}

/// Something that can happen next on a road.
#[derive(Debug, Serialize, ToSchema)]
struct RoadNextBody {
    /// What.
    #[schema(value_type = RoadEventWord)]
    event: &'static str,
    /// Whose act it is.
    #[schema(value_type = Vec<ActorWord>)]
    by: Vec<&'static str>,
    /// Whether it is yours.
    mine: bool,
    /// What it needs.
    #[schema(value_type = Vec<NeedWord>)]
    needs: Vec<&'static str>,
}

impl RoadNextBody {
    fn new(own: &Next, standing: &Standing) -> Self {
        let row = standing.route().find(standing.road.state, own.event);
        Self {
            event: own.event.word(),
            by: row.map(|row| row.by.iter().map(|actor| actor.word()).collect()).unwrap_or_default(),
            mine: own.is_mine,
            needs: own.needs.iter().map(|need| need.word()).collect(),
        }
    }
}

/// Something that happened on a road.
#[derive(Debug, Serialize, ToSchema)]
struct RoadMoveBody {
    /// Its place among the others, from 1.
    number: u32,
    /// What happened.
    #[schema(value_type = RoadEventWord)]
    event: &'static str,
    /// As whom the person acted.
    #[schema(value_type = ActorWord)]
    acted_as: &'static str,
    /// Who did it.
    person: String,
    /// Their name.
    name: String,
    /// When, in milliseconds since 1970.
    at: i64,
    /// The submission that it is about; 0 if there was none yet.
    submission: u32,
    /// Where the road stood then.
    state: String,
    /// Why, where a reason was asked for.
    reason: String,
}

impl RoadMoveBody {
    fn new(own: &Move) -> Self {
        Self {
            number: own.number,
            event: own.event.word(),
            acted_as: own.acted_as.word(),
            person: own.person.to_string(),
            name: own.name.clone(),
            at: own.at,
            submission: own.submission,
            state: own.state.word(),
            reason: own.reason.clone(),
        }
    }
}

/// Which road to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRoadBody {
    /// The assessment that is to be registered.
    #[schema(value_type = String)]
    assessment: AssessmentId,
    /// The scheme; not given: `scs`.
    #[serde(default)]
    scheme: Option<String>,
    /// The route in it, such as `star-3`.
    route: String,
    /// The road whose registration it renews.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    renews: Option<RoadId>,
}

impl From<NewRoadBody> for New {
    fn from(sent: NewRoadBody) -> Self {
        let scheme = sent.scheme.unwrap_or_else(|| "scs".to_owned());
        Self { assessment: sent.assessment, scheme, route: sent.route, renews: sent.renews }
    }
}

/// Why something happens.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    /// The reason, at most 2,000 characters.
    reason: String,
}

impl ReasonBody {
    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }
}

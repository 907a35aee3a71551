//! Reviewers as they go over the wire.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_app::reviewers::{Change, Listed, New};
use tasuki_scheme::Classification;
use tasuki_scheme::road::{Actor, Lack, Shown};
use tasuki_store::PersonId;
use utoipa::ToSchema;

use crate::words::{ActorWord, ClassificationWord};

/// Somebody who looks at the submissions of a road.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewerBody {
    /// Who.
    person: String,
    /// Their name.
    name: String,
    /// As whom they act.
    #[schema(value_type = ActorWord)]
    actor: &'static str,
    /// What they have shown.
    shown: Vec<ShownBody>,
    /// What they lack today of what the scheme asks.
    lacks: Vec<QualificationLackBody>,
    /// Why they are accepted without everything that the scheme asks; empty: they are not.
    accepted: String,
    /// On what they advised; whoever did does not confirm.
    advised: String,
    /// The most confidential evidence that they see; nothing: none.
    #[schema(value_type = Option<ClassificationWord>)]
    evidence: Option<&'static str>,
    /// Until when the road is open to them; nothing: it is not any more.
    ends: Option<String>,
    /// Goes up with every change; for `If-Match`.
    version: i64,
}

impl ReviewerBody {
    pub(super) fn person(&self) -> &str {
        &self.person
    }

    pub(super) fn version(&self) -> i64 {
        self.version
    }
}

impl From<Listed> for ReviewerBody {
    fn from(own: Listed) -> Self {
        let reviewer = own.reviewer;
        Self {
            person: reviewer.person.to_string(),
            name: reviewer.name,
            actor: reviewer.actor.word(),
            shown: reviewer.shown.into_iter().map(Into::into).collect(),
            lacks: own.lacks.into_iter().map(Into::into).collect(),
            accepted: reviewer.accepted,
            advised: reviewer.advised,
            evidence: own.evidence.map(Classification::word),
            ends: own.ends.map(|day| day.to_string()),
            version: reviewer.version,
        }
    }
}

/// Something that somebody has shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShownBody {
    /// The qualification, by its identifier in the scheme.
    qualification: String,
    /// Its number.
    number: String,
    /// The last day on which it holds; nothing: it has no end.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
}

impl From<Shown> for ShownBody {
    fn from(own: Shown) -> Self {
        Self { qualification: own.qualification, number: own.number, until: own.until }
    }
}

impl From<ShownBody> for Shown {
    fn from(own: ShownBody) -> Self {
        Self { qualification: own.qualification, number: own.number, until: own.until }
    }
}

/// What somebody lacks.
#[derive(Debug, Serialize, ToSchema)]
struct QualificationLackBody {
    /// `none_of`, `not_shown`, `ended` or `unknown_actor`.
    lack: &'static str,
    /// The qualifications, by their identifiers in the scheme.
    qualifications: Vec<String>,
    /// The last day of one that has ended.
    until: Option<String>,
}

impl From<Lack> for QualificationLackBody {
    fn from(own: Lack) -> Self {
        let (lack, qualifications, until) = match own {
            Lack::NoneOf { any } => ("none_of", any, None),
            Lack::NotShown { qualification } => ("not_shown", vec![qualification], None),
            Lack::Ended { qualification, until } => ("ended", vec![qualification], Some(until.to_string())),
            Lack::UnknownActor => ("unknown_actor", Vec::new(), None),
        };
        Self { lack, qualifications, until }
    }
}

/// Whom to appoint.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AppointmentBody {
    /// A member of the organization.
    #[schema(value_type = String)]
    person: PersonId,
    /// As whom: `expert`, `evaluation_body` or `technical_verifier`.
    #[schema(value_type = ActorWord)]
    actor: Actor,
    /// The most confidential evidence of submissions that they see; not given: none.
    #[serde(default)]
    #[schema(value_type = Option<ClassificationWord>)]
    evidence: Option<Classification>,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    ends: Date,
    /// What they have shown.
    #[serde(default)]
    shown: Vec<ShownBody>,
    /// On what they advised.
    #[serde(default)]
    advised: String,
}

impl From<AppointmentBody> for New {
    fn from(sent: AppointmentBody) -> Self {
        let AppointmentBody { person, actor, evidence, ends, shown, advised } = sent;
        Self { person, actor, evidence, ends, shown: shown.into_iter().map(Into::into).collect(), advised }
    }
}

/// What is entered about a reviewer later. What is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewerChangeBody {
    /// What they have shown.
    #[serde(default)]
    shown: Option<Vec<ShownBody>>,
    /// Why they are accepted without everything that the scheme asks; empty takes it back.
    #[serde(default)]
    accepted: Option<String>,
    /// On what they advised.
    #[serde(default)]
    advised: Option<String>,
}

impl From<ReviewerChangeBody> for Change {
    fn from(sent: ReviewerChangeBody) -> Self {
        let shown = sent.shown.map(|all| all.into_iter().map(Into::into).collect());
        Self { shown, accepted: sent.accepted, advised: sent.advised }
    }
}

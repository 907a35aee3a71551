//! What a submission says, as it goes over the wire: in the form of its file.

use std::collections::HashSet;

use serde::Serialize;
use tasuki_trust::submission::{self, Submission};
use utoipa::ToSchema;

use crate::words::{ClassificationWord, EvidenceKindWord, IdentityKindWord, RoleWord, ScopeKindWord, StatusWord};

/// What a submission says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubmissionContentBody {
    /// The name of the form.
    #[serde(rename = "type")]
    form: String,
    /// Who is assessed.
    organization: SubmittedOrganizationBody,
    /// The assessment.
    assessment: SubmittedAssessmentBody,
    /// The road that it was made for.
    road: SubmittedRoadBody,
    /// What was asked.
    edition: SubmittedEditionBody,
    /// The target level; not given: everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    /// What is in and what is out.
    scope: Vec<SubmittedScopeBody>,
    /// The day of which it tells.
    day: String,
    /// Who took part.
    people: Vec<SubmittedPersonBody>,
    /// An answer for each criterion of the level.
    answers: Vec<SubmittedAnswerBody>,
    /// The evidence that the answers name.
    evidence: Vec<SubmittedEvidenceBody>,
}

/// Who is assessed.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedOrganizationBody {
    /// Identifier.
    id: String,
    /// Its name.
    name: String,
    /// How others identify it.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity: Option<SubmittedIdentityBody>,
}

/// How an organization is identified.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedIdentityBody {
    /// The kind.
    #[schema(value_type = IdentityKindWord)]
    kind: String,
    /// The number or name.
    text: String,
}

/// An assessment that was frozen.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedAssessmentBody {
    /// Identifier.
    id: String,
    /// Its title on that day.
    name: String,
}

/// The road that a submission was made for.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedRoadBody {
    /// Its identifier; submissions of earlier versions have none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    id: String,
    /// The scheme.
    scheme: String,
    /// The route in it.
    route: String,
    /// The ★.
    star: u8,
    /// The number of the submission on the road, from 1.
    number: u32,
}

/// What was asked.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedEditionBody {
    /// The edition.
    id: String,
    /// The digest over everything it asks.
    digest: String,
}

/// Something that is in the scope or out of it.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedScopeBody {
    /// What it is.
    #[schema(value_type = ScopeKindWord)]
    kind: String,
    /// Its name.
    name: String,
    /// Whether it is assessed.
    included: bool,
    /// Why it is out, or a remark.
    reason: String,
}

/// Somebody who took part.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedPersonBody {
    /// Identifier.
    id: String,
    /// Their name on that day.
    name: String,
    /// Their roles on that day.
    #[schema(value_type = Vec<RoleWord>)]
    roles: Vec<String>,
}

/// The answer to a criterion, as it was.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedAnswerBody {
    /// The criterion.
    criterion: String,
    /// The state.
    #[schema(value_type = StatusWord)]
    status: tasuki_assess::Status,
    /// What is done today.
    note: String,
    /// What is done instead.
    substitute: String,
    /// Why it does not apply.
    reason: String,
    /// Whether somebody accepted that it does not apply.
    accepted: bool,
    /// Maturity 1–5, if the edition asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    maturity: Option<u8>,
    /// When compliance was last shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<String>,
    /// Who is responsible.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// Who wrote it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<String>,
    /// Identifiers of the evidence.
    evidence: Vec<String>,
}

/// A piece of evidence, as it was.
#[derive(Debug, Serialize, ToSchema)]
struct SubmittedEvidenceBody {
    /// Identifier; of evidence that is withheld, a word that stands for it in this answer.
    id: String,
    /// `true` if it is not for you, and otherwise not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<bool>,
    /// Its name.
    name: String,
    /// What it is.
    #[schema(value_type = EvidenceKindWord)]
    kind: String,
    /// How confidential it is.
    #[schema(value_type = ClassificationWord)]
    classification: String,
    /// The number of its version.
    version: u32,
    /// Of a file, the digest of its bytes; of a link or a note, that of its text. Not given if it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    /// The name of the file, if it is one.
    #[serde(skip_serializing_if = "String::is_empty")]
    file_name: String,
    /// The last day on which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
}

impl SubmissionContentBody {
    /// `hidden`: what of its evidence is withheld.
    pub(super) fn new(own: Submission, hidden: &HashSet<String>) -> Self {
        Self {
            form: own.form,
            organization: own.organization.into(),
            assessment: SubmittedAssessmentBody { id: own.assessment.id, name: own.assessment.name },
            road: own.road.into(),
            edition: SubmittedEditionBody { id: own.edition.id, digest: own.edition.digest.to_string() },
            level: own.level,
            scope: own.scope.into_iter().map(Into::into).collect(),
            day: own.day.to_string(),
            people: own.people.into_iter().map(Into::into).collect(),
            answers: own.answers.into_iter().map(Into::into).collect(),
            evidence: own.evidence.into_iter().map(|own| SubmittedEvidenceBody::new(own, hidden)).collect(),
        }
    }
}

impl From<submission::Organization> for SubmittedOrganizationBody {
    fn from(own: submission::Organization) -> Self {
        let identity = own.identity.map(|own| SubmittedIdentityBody { kind: own.kind, text: own.text });
        Self { id: own.id, name: own.name, identity }
    }
}

impl From<submission::Road> for SubmittedRoadBody {
    fn from(own: submission::Road) -> Self {
        Self { id: own.id, scheme: own.scheme, route: own.route, star: own.star, number: own.number }
    }
}

impl From<submission::ScopeItem> for SubmittedScopeBody {
    fn from(own: submission::ScopeItem) -> Self {
        Self { kind: own.kind, name: own.name, included: own.included, reason: own.reason }
    }
}

impl From<submission::Person> for SubmittedPersonBody {
    fn from(own: submission::Person) -> Self {
        Self { id: own.id, name: own.name, roles: own.roles }
    }
}

impl From<submission::Answer> for SubmittedAnswerBody {
    fn from(own: submission::Answer) -> Self {
        Self {
            criterion: own.criterion,
            status: own.status,
            note: own.note,
            substitute: own.substitute,
            reason: own.reason,
            accepted: own.accepted,
            maturity: own.maturity,
            confirmed: own.confirmed.map(|day| day.to_string()),
            owner: own.owner,
            answered_by: own.answered_by,
            evidence: own.evidence,
        }
    }
}

impl SubmittedEvidenceBody {
    fn new(own: submission::Evidence, hidden: &HashSet<String>) -> Self {
        let withheld = hidden.contains(&own.id);
        Self {
            withheld: withheld.then_some(true),
            id: own.id,
            name: own.name,
            kind: own.kind,
            classification: own.classification,
            version: own.version,
            sha256: (!withheld).then(|| own.sha256.to_string()),
            file_name: own.file_name,
            ends: own.ends.map(|day| day.to_string()),
        }
    }
}

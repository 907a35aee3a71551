//! Submissions as they go over the wire.

mod content;

use serde::{Deserialize, Serialize};
use tasuki_app::submissions::{Open, Ready, Shown};
use tasuki_catalog::Lang;
use tasuki_store::Digest;
use tasuki_store::submissions::Submission;
use tasuki_trust::submission::{Comparison, Part};
use utoipa::ToSchema;

use self::content::SubmissionContentBody;
use super::ready::said;
use crate::words::StatusWord;

/// A submission: an assessment, frozen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubmissionBody {
    /// SHA-256 of its file, which names it.
    digest: String,
    /// The road on which it was made.
    road: String,
    /// The assessment that was frozen.
    assessment: String,
    /// Its number on the road, from 1.
    number: u32,
    /// The day of which it tells.
    day: String,
    /// When it was made, in milliseconds since 1970.
    made: i64,
    /// By whom.
    made_by: String,
}

impl SubmissionBody {
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }
}

impl From<&Submission> for SubmissionBody {
    fn from(own: &Submission) -> Self {
        Self {
            digest: own.digest.to_string(),
            road: own.road.to_string(),
            assessment: own.assessment.to_string(),
            number: own.number,
            day: own.day.to_string(),
            made: own.made,
            made_by: own.made_by.to_string(),
        }
    }
}

/// A submission with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeSubmissionBody {
    #[serde(flatten)]
    submission: SubmissionBody,
    /// Whether all its evidence is for you: only then its file is.
    whole: bool,
    /// What it says, in the form of its file. Evidence that is not for you is withheld: it has neither its identifier and name nor its digest.
    content: SubmissionContentBody,
}

impl From<Shown> for WholeSubmissionBody {
    fn from(own: Shown) -> Self {
        Self {
            submission: (&own.row).into(),
            whole: own.is_whole(),
            content: SubmissionContentBody::new(own.submission, &own.hidden),
        }
    }
}

/// The check before a submission.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReadyBody {
    /// The digest that the submission would have: what is sent back to freeze it.
    digest: String,
    /// How many criteria the ★ asks for.
    total: usize,
    /// Those for which nothing remains to be done.
    satisfied: usize,
    /// The last day of a registration that begins today.
    until: String,
    /// The criteria of which there is something to tell.
    open: Vec<ReadyOpenBody>,
    /// What changed since the last submission; not given if it would be the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ChangesBody>,
}

impl ReadyBody {
    pub(super) fn new(own: &Ready, today: jiff::civil::Date, lang: Lang) -> Self {
        Self {
            digest: own.digest.to_string(),
            total: own.total,
            satisfied: own.satisfied,
            until: own.until.to_string(),
            open: own.open.iter().map(|open| ReadyOpenBody::new(open, today, lang)).collect(),
            changes: own.changes.as_ref().map(|own| ChangesBody::new(own, lang)),
        }
    }
}

/// A criterion of which there is something to tell.
#[derive(Debug, Serialize, ToSchema)]
struct ReadyOpenBody {
    /// The criterion.
    criterion: String,
    /// Its state.
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// What is lacking.
    lacks: Vec<ReadyLackBody>,
}

impl ReadyOpenBody {
    fn new(own: &Open, today: jiff::civil::Date, lang: Lang) -> Self {
        let lacks = own.lacks.iter().map(|lack| ReadyLackBody { lack: lack.word(), text: said(lack, today, lang) });
        Self { criterion: own.criterion.clone(), status: own.status.word(), lacks: lacks.collect() }
    }
}

/// What a criterion lacks.
#[derive(Debug, Serialize, ToSchema)]
struct ReadyLackBody {
    /// `unsatisfied`, `not_accepted`, `no_evidence` or `evidence_ends`.
    lack: &'static str,
    /// The same in words.
    text: String,
}

/// What to freeze.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FreezeBody {
    /// The digest of the check that was looked at.
    #[schema(value_type = String)]
    pub(super) digest: Digest,
}

/// What changed from one submission to another.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangesBody {
    /// What changed about the whole: `organization`, `road`, `edition`, `level`, `scope`.
    head: Vec<&'static str>,
    /// The criteria that changed.
    criteria: Vec<CriterionChangesBody>,
    /// How many are as they were.
    unchanged: usize,
}

impl ChangesBody {
    pub(super) fn new(own: &Comparison, lang: Lang) -> Self {
        let criteria = own.criteria.iter().map(|change| CriterionChangesBody {
            criterion: change.criterion.clone(),
            parts: change.parts.iter().map(|part| ChangedPartBody::new(part, lang)).collect(),
        });
        Self {
            head: own.head.iter().map(|own| own.word()).collect(),
            criteria: criteria.collect(),
            unchanged: own.unchanged,
        }
    }
}

/// What changed about a criterion.
#[derive(Debug, Serialize, ToSchema)]
struct CriterionChangesBody {
    /// The criterion.
    criterion: String,
    /// What about it.
    parts: Vec<ChangedPartBody>,
}

/// A part of an answer that changed.
#[derive(Debug, Serialize, ToSchema)]
struct ChangedPartBody {
    /// `added`, `dropped`, `status`, `note`, `substitute`, `reason`, `accepted`, `maturity`, `confirmed`, `evidence_added`,
    /// `evidence_removed` or `evidence_changed`.
    part: &'static str,
    /// The same in words, with what it was and what it is.
    text: String,
}

impl ChangedPartBody {
    fn new(own: &Part, lang: Lang) -> Self {
        Self { part: own.word(), text: own.text().get(lang).to_owned() }
    }
}

//! Assessments as they go over the wire.

use serde::{Deserialize, Serialize};
use tasuki_app::assessments::{Figures, Sheet};
use tasuki_store::assessments::{Assessment, ScopeItem, ScopeKind};
use utoipa::ToSchema;

use crate::answers::wire::AnswerBody;
use crate::words::{ScopeKindWord, StatusWord};

/// An assessment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AssessmentBody {
    /// Identifier.
    id: String,
    /// What people call it.
    title: String,
    /// The edition that is answered.
    #[schema(example = "scs-2026-03")]
    edition: String,
    /// The level that is aimed at.
    level: Option<u8>,
    /// When it is to be done.
    due: Option<String>,
    /// When it was made, in milliseconds since 1970.
    created: i64,
    /// When it or one of its answers last changed; exact to a minute.
    changed: i64,
    /// Since when it is out of use.
    archived: Option<i64>,
    /// For If-Match.
    version: i64,
}

impl From<Assessment> for AssessmentBody {
    fn from(own: Assessment) -> Self {
        Self {
            id: own.id.to_string(),
            title: own.title,
            edition: own.edition,
            level: own.level,
            due: own.due.map(|day| day.to_string()),
            created: own.created,
            changed: own.changed,
            archived: own.archived,
            version: own.version,
        }
    }
}

/// How far an assessment is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FiguresBody {
    /// Criteria of the level.
    total: usize,
    /// Criteria of which nothing is left to do.
    satisfied: usize,
    /// ○.
    met: usize,
    /// △.
    partial: usize,
    /// ×.
    unmet: usize,
    /// －.
    not_applicable: usize,
    /// ◌.
    unanswered: usize,
    /// By area.
    areas: Vec<AreaFiguresBody>,
}

/// How far one area is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreaFiguresBody {
    /// The area's identifier.
    id: String,
    /// Its criteria of the level.
    total: usize,
    /// Those of which nothing is left to do.
    satisfied: usize,
    /// Those that were answered.
    answered: usize,
}

impl From<Figures> for FiguresBody {
    fn from(own: Figures) -> Self {
        let areas = own.areas.into_iter().map(|area| AreaFiguresBody {
            id: area.id,
            total: area.total,
            satisfied: area.satisfied,
            answered: area.answered,
        });
        Self {
            total: own.total,
            satisfied: own.satisfied,
            met: own.counts.met,
            partial: own.counts.partial,
            unmet: own.counts.unmet,
            not_applicable: own.counts.not_applicable,
            unanswered: own.counts.unanswered,
            areas: areas.collect(),
        }
    }
}

/// An assessment with all its criteria and answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TreeBody {
    /// The assessment.
    assessment: AssessmentBody,
    /// How far it is.
    figures: FiguresBody,
    /// One answer per criterion of the level, in the catalogue's order.
    answers: Vec<AnswerBody>,
}

impl From<Sheet> for TreeBody {
    fn from(sheet: Sheet) -> Self {
        let figures = Figures::of(&sheet.catalog, &sheet.evaluation);
        let mut answers: Vec<Option<_>> = sheet.answers.into_iter().map(Some).collect();
        let asked = sheet.evaluation.criteria.iter().filter_map(|verdict| answers[verdict.position].take());
        Self {
            answers: asked.map(AnswerBody::from).collect(),
            assessment: sheet.assessment.into(),
            figures: figures.into(),
        }
    }
}

/// What is to be different about an assessment. What is not named stays as it is; where null is allowed, it clears.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what `tasuki_app::assessments::Edit` reads, for the description of the API")]
pub(crate) struct EditBody {
    /// What people call it.
    #[schema(required = false)]
    title: String,
    /// The level that is aimed at.
    #[schema(required = false)]
    level: u8,
    /// What is in and what is out, all of it.
    #[schema(required = false)]
    scope: Vec<ScopeItemBody>,
    /// When it is to be done; null is no day.
    #[schema(format = Date)]
    due: Option<String>,
}

/// One thing that is assessed, or is not.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScopeItemBody {
    /// What it is.
    #[schema(value_type = ScopeKindWord)]
    kind: ScopeKind,
    /// Its name.
    #[schema(min_length = 1)]
    name: String,
    /// Whether it is assessed.
    included: bool,
    /// Why it is not, or a remark.
    #[serde(default)]
    reason: String,
}

impl From<ScopeItemBody> for ScopeItem {
    fn from(own: ScopeItemBody) -> Self {
        Self { kind: own.kind, name: own.name, included: own.included, reason: own.reason }
    }
}

/// The answers of an assessment, in a shape that can be read in again.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what `tasuki_app::reports` writes, for the description of the API")]
pub(crate) struct ExportedBody {
    /// The framework of the edition.
    #[schema(example = "scs")]
    framework: String,
    /// The edition that is answered.
    #[schema(example = "scs-2026-03")]
    edition: String,
    /// The level that is aimed at.
    level: Option<u8>,
    /// What people call it.
    title: String,
    /// The name of the organization.
    organization: String,
    /// The day on which this was written.
    #[schema(format = Date)]
    as_of: String,
    /// What is in and what is out.
    scope: Vec<ScopeItemBody>,
    /// Every criterion of which something was said.
    criteria: Vec<ExportedAnswerBody>,
}

/// What was said of one criterion.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what `tasuki_app::reports` writes, for the description of the API")]
pub(crate) struct ExportedAnswerBody {
    /// The criterion, as the catalogue names it.
    #[schema(example = "4-4-4-2")]
    id: String,
    /// The state.
    status: StatusWord,
    /// What is done today, or why it does not apply.
    note: String,
    /// What is done instead.
    substitute: String,
    /// Until when it is to be met.
    #[schema(format = Date)]
    due: Option<String>,
    /// When it was last shown to be so.
    #[schema(format = Date)]
    confirmed: Option<String>,
    /// Whether a reviewer accepted that it does not apply.
    accepted: bool,
    /// Maturity 1 to 5, where the edition asks for it.
    maturity: Option<u8>,
}

//! Carrying an earlier assessment over into a new one, for programs.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tasuki_app::carry::{self, Preview, Wanted, Way};
use tasuki_assess::Status;
use tasuki_catalog::ChangeKind;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use crate::assessments::wire::AssessmentBody;
use crate::assessments::workshop::pay_for_answers;
use crate::once::Created;
use crate::take::{Json, Path, Query};
use crate::words::{ChangeKindWord, StatusWord};
use crate::{Problem, Web, Who};

/// What would come over.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CarryBody {
    /// The earlier assessment's edition.
    from: String,
    /// The new one's edition.
    to: String,
    /// Its level.
    level: Option<u8>,
    /// Between editions of the same framework: the source of each answer.
    answers: Vec<CarriedBody>,
    /// Criteria that exist only in the earlier edition.
    dropped: Vec<String>,
    /// From another framework: suggestions. None of them becomes an answer.
    suggestions: Vec<SuggestedBody>,
}

/// How one answer comes about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CarriedBody {
    /// The new criterion.
    criterion: String,
    /// The earlier ones.
    from: Vec<String>,
    /// What happened to it between the two editions.
    #[schema(value_type = ChangeKindWord)]
    change: ChangeKind,
    /// The new state.
    #[schema(value_type = StatusWord)]
    status: Status,
    /// Whether a person must review it.
    again: bool,
}

/// The suggestions of earlier answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestedBody {
    /// The new criterion.
    criterion: String,
    /// `met` or `partial`.
    #[schema(value_type = StatusWord)]
    status: Status,
    /// The earlier criteria on which it is based.
    from: Vec<String>,
}

impl From<Preview> for CarryBody {
    fn from(preview: Preview) -> Self {
        let (old, new) = (preview.source.catalog, preview.target);
        let mut body = Self {
            from: old.id().to_owned(),
            to: new.id().to_owned(),
            level: preview.level,
            answers: Vec::new(),
            dropped: Vec::new(),
            suggestions: Vec::new(),
        };
        match preview.way {
            Way::Answers { rows, dropped } => {
                body.answers = rows
                    .into_iter()
                    .map(|row| CarriedBody {
                        from: row.from.iter().map(|&at| old.criteria()[at].id.clone()).collect(),
                        change: row.change,
                        status: row.answer.status,
                        again: row.again,
                        criterion: row.answer.criterion,
                    })
                    .collect();
                body.dropped = dropped.into_iter().map(|at| old.criteria()[at].id.clone()).collect();
            }
            Way::Suggestions(all) => {
                let suggested = all.into_iter().map(|one| SuggestedBody {
                    criterion: new.criteria()[one.position].id.clone(),
                    status: one.status,
                    from: one.because.into_iter().map(|path| path.from).collect(),
                });
                body.suggestions = suggested.collect();
            }
        }
        body
    }
}

/// Whereto.
#[derive(Debug, Deserialize)]
pub(crate) struct Whereto {
    edition: String,
    level: Option<u8>,
}

/// A preview of what this assessment would carry over into a new one.
#[utoipa::path(get, path = "/assessments/{assessment}/carry", tag = "assessments",
    params(("organization" = String, Path), ("assessment" = String, Path),
        ("edition" = String, Query, description = "The edition of the new one"), ("level" = Option<u8>, Query)),
    responses((status = 200, body = CarryBody)))]
pub(crate) async fn preview(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Query(whereto): Query<Whereto>,
) -> Result<Json<CarryBody>, Problem> {
    let wanted = Wanted { from: assessment, edition: whereto.edition, level: whereto.level };
    Ok(Json(web.read(&who, organization, move |cx| carry::preview(cx, &wanted)).await?.into()))
}

/// The data of the new assessment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CarryIntoBody {
    /// Its edition.
    #[schema(example = "scs-2026-03")]
    edition: String,
    /// Its level; if it is left out, the highest.
    level: Option<u8>,
    /// What people call it.
    #[serde(default)]
    title: String,
    /// When it is to be done.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<jiff::civil::Date>,
}

/// Creates a new assessment that starts with the answers of this one. From another framework it starts empty, and
/// what the crosswalk derives is suggested.
#[utoipa::path(post, path = "/assessments/{assessment}/carry", tag = "assessments", request_body = CarryIntoBody,
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 201, body = AssessmentBody)))]
pub(crate) async fn make(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Json(body): Json<CarryIntoBody>,
) -> Result<Created, Problem> {
    let wanted = Wanted { from: assessment, edition: body.edition, level: body.level };
    let counted = (web.clone(), who.clone());
    let make = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let made = carry::make(cx, &wanted, &body.title, body.due)?;
        pay_for_answers(&counted.0, &counted.1, cx, &made.edition);
        Ok(AssessmentBody::from(made))
    };
    web.create(&who, organization, make).await
}

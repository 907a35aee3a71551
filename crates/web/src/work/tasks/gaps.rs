//! The gaps of an assessment, for programs.

use axum::extract::State;
use serde::Serialize;
use tasuki_app::tasks;
use tasuki_assess::Open;
use tasuki_catalog::Effort;
use tasuki_store::{AssessmentId, OrganizationId};
use utoipa::ToSchema;

use crate::take::{Json, Path};
use crate::words::EffortWord;
use crate::{Problem, Web, Who};

/// A gap of an assessment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GapBody {
    /// The criterion.
    criterion: String,
    /// Why it is open.
    open: OpenBody,
    /// How much work it is.
    #[schema(value_type = EffortWord)]
    effort: Effort,
    /// The first thing to do, in the person's language.
    first_step: Option<String>,
    /// How many open criteria wait for it.
    unblocks: usize,
    /// Its tasks that are not dropped.
    tasks: Vec<String>,
}

/// Why a criterion is open.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "code", rename_all = "kebab-case")]
enum OpenBody {
    /// Nothing was answered.
    Unanswered,
    /// ×.
    Unmet,
    /// △.
    Partial,
    /// It was met, but had to be shown again.
    Lapsed {
        /// When it was last shown.
        #[schema(format = Date)]
        confirmed: String,
        /// By when it had to be shown again.
        #[schema(format = Date)]
        due: String,
    },
    /// It does not apply, but no reason is given.
    NoReason,
    /// It does not apply, but the criterion has no condition and no reviewer accepted it.
    NotAccepted,
}

impl From<Open> for OpenBody {
    fn from(own: Open) -> Self {
        match own {
            Open::Unanswered => Self::Unanswered,
            Open::Unmet => Self::Unmet,
            Open::Partial => Self::Partial,
            Open::Lapsed { confirmed, due } => Self::Lapsed { confirmed: confirmed.to_string(), due: due.to_string() },
            Open::NoReason => Self::NoReason,
            Open::NotAccepted => Self::NotAccepted,
        }
    }
}

/// The gaps of an assessment, in the order in which to close them.
#[utoipa::path(get, path = "/assessments/{assessment}/gaps", tag = "tasks",
    params(("organization" = String, Path), ("assessment" = String, Path)),
    responses((status = 200, body = Vec<GapBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Result<Json<Vec<GapBody>>, Problem> {
    let all = web.read(&who, organization, move |cx| {
        let lang = cx.lang();
        let (_, gaps) = tasks::gaps(cx, assessment)?;
        Ok(gaps
            .into_iter()
            .map(|gap| GapBody {
                criterion: gap.criterion.id.clone(),
                open: gap.open.into(),
                effort: gap.effort,
                first_step: gap.criterion.first_step.as_ref().map(|step| step.get(lang).to_owned()),
                unblocks: gap.unblocks,
                tasks: gap.tasks.iter().map(|task| task.id.to_string()).collect(),
            })
            .collect())
    });
    Ok(Json(all.await?))
}

//! What to do next and what is due, for programs.

use axum::extract::State;
use serde::Serialize;
use tasuki_app::home::{self, Due, DueKind, Next};
use tasuki_store::OrganizationId;
use utoipa::ToSchema;

use super::show::words;
use crate::take::{Json, Path};
use crate::{Problem, Web, Who};

/// What to do next and what is due.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HomeBody {
    /// At most three things, the most pressing first.
    next: Vec<NextBody>,
    /// What is due within seven days, and what is late.
    due: Vec<DueBody>,
}

/// Something to do next.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextBody {
    /// What to do, in the person's language.
    title: String,
    /// Why, and how much.
    reason: String,
    /// The page where it is done.
    href: String,
}

/// Something with a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueBody {
    /// The day.
    #[schema(format = Date)]
    day: String,
    /// `assessment`, `criterion`, `task` or `evidence`.
    kind: &'static str,
    /// What it is called.
    title: String,
    /// Its identifier; of a criterion that of its assessment.
    id: String,
    /// The criterion, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<String>,
    /// Who takes care of it.
    owner: Option<String>,
}

impl From<Due> for DueBody {
    fn from(due: Due) -> Self {
        Self {
            day: due.day.to_string(),
            kind: match due.what {
                DueKind::Assessment => "assessment",
                DueKind::Criterion => "criterion",
                DueKind::Task => "task",
                DueKind::Evidence => "evidence",
            },
            title: due.title,
            id: due.id,
            criterion: Some(due.criterion).filter(|criterion| !criterion.is_empty()),
            owner: due.owner,
        }
    }
}

/// What to do next, and what is due within seven days.
#[utoipa::path(get, path = "/home", tag = "organizations",
    params(("organization" = String, Path)),
    responses((status = 200, body = HomeBody), (status = 404, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<HomeBody>, Problem> {
    let body = web.read(&who, organization, move |cx| {
        let home = home::home(cx)?;
        let (base, lang) = (format!("/o/{organization}"), cx.lang());
        let body = |next: &Next| {
            let words = words(next, &base, cx.now.today, lang);
            NextBody { title: words.title, reason: words.reason, href: words.href }
        };
        Ok(HomeBody { next: home.next.iter().map(body).collect(), due: home.due.into_iter().map(Into::into).collect() })
    });
    Ok(Json(body.await?))
}

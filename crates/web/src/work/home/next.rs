//! What to do next and what is due, for programs.

use axum::extract::State;
use serde::Serialize;
use tasuki_app::home::{self, Due, Next};
use tasuki_catalog::Lang;
use tasuki_store::{OrganizationId, Subject};
use utoipa::ToSchema;

use super::show::words;
use crate::take::{Json, Path};
use crate::words::DueKindWord;
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
    /// What it is.
    #[schema(value_type = DueKindWord)]
    kind: &'static str,
    /// What it is called.
    title: String,
    /// Its identifier; of a criterion or an inspection that of its assessment.
    id: String,
    /// The criterion, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<String>,
    /// Who takes care of it.
    owner: Option<String>,
}

impl DueBody {
    fn new(due: Due, lang: Lang) -> Self {
        let item = due.item;
        Self {
            day: item.day.to_string(),
            kind: item.why.word(),
            title: item.title.get(lang).to_owned(),
            id: match &item.subject {
                Subject::Answer(assessment, _) | Subject::Inspection(assessment, ..) => assessment.to_string(),
                other => other.to_string().split_once('/').map(|(_, id)| id.to_owned()).unwrap_or_default(),
            },
            // A task says itself what it is about.
            criterion: item.criterion.filter(|_| item.why.is_of_criterion()),
            owner: due.owner,
        }
    }
}

/// What to do next, and what is due within seven days.
#[utoipa::path(get, path = "/home", tag = "organizations",
    params(("organization" = String, Path)),
    responses((status = 200, body = HomeBody)))]
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
        Ok(HomeBody {
            next: home.next.iter().map(body).collect(),
            due: home.due.into_iter().map(|due| DueBody::new(due, lang)).collect(),
        })
    });
    Ok(Json(body.await?))
}

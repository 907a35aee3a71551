//! What happened last in the organization.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tasuki_app::history::{self, Recent};
use tasuki_catalog::Lang;
use tasuki_store::OrganizationId;
use utoipa::{IntoParams, ToSchema};

use crate::paging::Limit;
use crate::take::{Json, Path, Query};
use crate::{Problem, Web, Who};

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// How many at most.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20)]
    limit: Option<Limit<100>>,
}

/// How many there are unless somebody says otherwise.
const USUAL: u8 = 20;

/// One thing that happened, or several of a kind in one go.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecentBody {
    /// When it happened, or the last of them, in milliseconds since 1970.
    at: i64,
    /// Who did it; none is Tasuki itself.
    person: Option<String>,
    /// The name of who did it.
    name: String,
    /// What was done, to be read after the name.
    text: String,
    /// To what.
    about: String,
    /// The page to which it leads.
    path: String,
    /// How many there are in it.
    count: usize,
}

/// What happened last.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecentList {
    /// What happened, newest first.
    items: Vec<RecentBody>,
}

impl RecentBody {
    fn new(own: &Recent, organization: OrganizationId, lang: Lang) -> Self {
        Self {
            at: own.at,
            person: own.who.person.map(|person| person.to_string()),
            name: own.who.name.clone(),
            text: own.text.get(lang).to_owned(),
            about: own.about.get(lang).to_owned(),
            path: own.place.path(organization),
            count: own.count,
        }
    }
}

/// What happened last in the organization, newest first.
#[utoipa::path(get, path = "/changes", tag = "answers", params(("organization" = String, Path), Wanted),
    responses((status = 200, body = RecentList), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<RecentList>, Problem> {
    let limit = wanted.limit.map_or(USUAL, |limit| limit.0).into();
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let lang = cx.lang();
        let items = history::recent(cx, limit)?;
        Ok(RecentList { items: items.iter().map(|own| RecentBody::new(own, organization, lang)).collect() })
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

//! The latest changes in the organization.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tasuki_app::history::{self, Recent};
use tasuki_catalog::Lang;
use tasuki_store::OrganizationId;
use utoipa::{IntoParams, ToSchema};

use crate::paging::Limit;
use crate::take::{Json, Path, Query};
use crate::{Problem, Web, Who, address};

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// How many at most.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 100, default = 20)]
    limit: Option<Limit<100>>,
}

/// The default number of changes.
const USUAL: u8 = 20;

/// One change, or several similar ones combined.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecentBody {
    /// When it happened; for several, the latest; in milliseconds since 1970.
    at: i64,
    /// The person; none for Tasuki itself.
    person: Option<String>,
    /// The name of who did it.
    name: String,
    /// The sentence that follows the name.
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
            path: address::of(organization, &own.subject),
            count: own.count,
        }
    }
}

/// The latest changes in the organization, newest first.
#[utoipa::path(get, path = "/changes", tag = "answers", params(("organization" = String, Path), Wanted),
    responses((status = 200, body = RecentList)))]
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

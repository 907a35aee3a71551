//! Search (検索).

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::{Deserialize, Serialize};
use tasuki_app::Error;
use tasuki_app::search::{self, Hit, Kind, Stretch, marked};
use tasuki_store::OrganizationId;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::page::{Page, Section};
use crate::pages::Pages;
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who};

/// How many hits of a kind a page shows, and how many when only that kind is asked for.
const SHOWN: usize = 8;
const MORE: usize = 200;

pub(crate) fn pages() -> Pages {
    Pages::new().route("/o/{organization}/search", get(page))
}

pub(crate) fn api() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(endpoint))
}

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Words; all of them must be there. Two characters are enough.
    #[param(example = "バックアップ")]
    q: String,
    /// Only one kind: `criterion`, `answer`, `evidence`, `task`, `comment`.
    kind: String,
}

impl Wanted {
    /// The one kind that is asked for, if it is one.
    fn kind(&self) -> Result<Option<Kind>, Error> {
        if self.kind.is_empty() {
            return Ok(None);
        }
        let known = Kind::ALL.into_iter().find(|kind| kind.word() == self.kind);
        let unknown = || Error::invalid("search.kind", "使えない種類です。", "There is no such kind.").field("kind");
        known.map(Some).ok_or_else(unknown)
    }
}

struct HitView {
    title: Vec<Stretch>,
    place: String,
    text: Vec<Stretch>,
    path: String,
}

/// The hits of one kind.
struct Group {
    kind: Kind,
    count: usize,
    /// Whether there are more than shown.
    more: bool,
    hits: Vec<HitView>,
}

#[derive(Template)]
#[template(path = "search/page.html")]
struct Search {
    page: Page,
    wanted: Wanted,
    /// The query as an address holds it.
    escaped: String,
    groups: Vec<Group>,
    counts: Vec<(Kind, usize)>,
    total: usize,
}

/// `GET /o/{organization}/search`.
async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        let kind = wanted.kind()?;
        let limit = if kind.is_none() { SHOWN } else { MORE };
        let results = search::search(cx, &wanted.q, limit)?;
        let page = Page::load(cx, &copy, Section::Other, "検索", "Search")?;
        let base = page.base();
        let counts: Vec<_> = results.counts.iter().filter(|(_, count)| *count > 0).copied().collect();
        let wanted_kinds = counts.iter().filter(|(own, _)| kind.is_none_or(|kind| kind == *own));
        let groups = wanted_kinds.map(|(kind, count)| {
            let hits: Vec<_> = results.hits.iter().filter(|hit| hit.kind == *kind).collect();
            Group {
                kind: *kind,
                count: *count,
                more: hits.len() < *count,
                hits: hits.into_iter().map(|hit| view(hit, &base, &results.query)).collect(),
            }
        });
        Reply::page(&Search {
            groups: groups.collect(),
            total: counts.iter().map(|(_, count)| count).sum(),
            escaped: crate::reply::escape_query(&results.query),
            counts,
            page,
            wanted,
        })
    })
    .await
}

fn view(hit: &Hit, base: &str, query: &str) -> HitView {
    HitView {
        title: marked(&hit.title, query, true),
        place: hit.place.clone(),
        text: marked(&hit.text, query, false),
        path: format!("{base}{}", hit.path),
    }
}

/// Something that was found.
#[derive(Debug, Serialize, ToSchema)]
struct HitBody {
    /// `criterion`, `answer`, `evidence`, `task`, `comment`.
    kind: &'static str,
    /// Its title.
    title: String,
    /// Where it is, or who said it.
    place: String,
    /// The text in which the words are.
    text: String,
    /// Its page.
    path: String,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
struct HitList {
    /// The hits, kind by kind.
    items: Vec<HitBody>,
}

/// Finds criteria of the editions that the organization answers, and what people wrote: answers, evidence, tasks and comments. At most
/// 200 of each kind.
#[utoipa::path(get, path = "/search", tag = "search", params(("organization" = String, Path), Wanted),
    responses((status = 200, body = HitList), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<HitList>, Problem> {
    let found = web.read(&who, organization, move |cx| Ok((wanted.kind()?, search::search(cx, &wanted.q, MORE)?)));
    let (kind, results) = found.await?;
    let hits = results.hits.into_iter().filter(|hit| kind.is_none_or(|kind| kind == hit.kind));
    let items = hits.map(|hit| HitBody {
        kind: hit.kind.word(),
        title: hit.title,
        place: hit.place,
        text: hit.text,
        path: format!("/o/{organization}{}", hit.path),
    });
    Ok(Json(HitList { items: items.collect() }))
}

//! Search (検索).

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tasuki_app::Error;
use tasuki_app::search::{self, Hit, Kind, Stretch, marked};
use tasuki_store::OrganizationId;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use crate::operations::Operations;
use crate::page::{Page, Section};
use crate::pages::{Pages, get};
use crate::take::{Json, Path, Query};
use crate::words::{HitKindWord, filter};
use crate::{Problem, Reply, Web, Who, address};

/// The number of hits of each kind on a page, and the number if only one kind is requested.
const SHOWN: usize = 8;
const MORE: usize = 200;

pub(crate) fn pages() -> Pages {
    Pages::new().route("/o/{organization}/search", get(page))
}

pub(crate) fn api() -> Operations {
    Operations::new().routes(routes!(endpoint))
}

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Words that must all occur. Two characters are enough.
    #[param(example = "バックアップ")]
    q: String,
    /// Only one kind.
    #[param(schema_with = kinds)]
    kind: String,
}

/// The kinds that may be asked for.
fn kinds() -> utoipa::openapi::Object {
    filter(&Kind::all().into_iter().map(Kind::word).collect::<Vec<_>>())
}

impl Wanted {
    /// The requested kind, if there is one.
    fn kind(&self) -> Result<Option<Kind>, Error> {
        if self.kind.is_empty() {
            return Ok(None);
        }
        let known = Kind::all().into_iter().find(|kind| kind.word() == self.kind);
        let unknown = || {
            Error::invalid("search.kind", "使えない種類です。", "There is no such kind.")
                .hint(
                    "画面の一覧から選び直してください。API では、使える種類を API の説明で確かめてください。",
                    "Choose a kind on the page. With the API, see its documentation for the possible kinds.",
                )
                .field("kind")
        };
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
#[template(path = "work/search/page.html")]
struct Search {
    page: Page,
    wanted: Wanted,
    /// The query, encoded for an address.
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
    web.page_for(&who, Some(organization), move |cx, who| {
        let kind = wanted.kind()?;
        let limit = if kind.is_none() { SHOWN } else { MORE };
        let results = search::search(cx, &wanted.q, limit)?;
        let page = Page::load(cx, who, Section::Other, "検索", "Search")?;
        let counts: Vec<_> = results.counts.iter().filter(|(_, count)| *count > 0).copied().collect();
        let wanted_kinds = counts.iter().filter(|(own, _)| kind.is_none_or(|kind| kind == *own));
        let groups = wanted_kinds.map(|(kind, count)| {
            let hits: Vec<_> = results.hits.iter().filter(|hit| hit.kind == *kind).collect();
            Group {
                kind: *kind,
                count: *count,
                more: hits.len() < *count,
                hits: hits.into_iter().map(|hit| view(hit, organization, &results.query)).collect(),
            }
        });
        Reply::page(&Search {
            groups: groups.collect(),
            total: counts.iter().map(|(_, count)| count).sum(),
            escaped: address::escape_query(&results.query),
            counts,
            page,
            wanted,
        })
    })
    .await
}

fn view(hit: &Hit, organization: OrganizationId, query: &str) -> HitView {
    HitView {
        title: marked(&hit.title, query, true),
        place: hit.place.clone(),
        text: marked(&hit.text, query, false),
        path: address::of(organization, &hit.subject),
    }
}

/// Something that was found.
#[derive(Debug, Serialize, ToSchema)]
struct HitBody {
    /// What it is.
    #[schema(value_type = HitKindWord)]
    kind: &'static str,
    /// Its title.
    title: String,
    /// Where it is, or who said it.
    place: String,
    /// The text that contains the words.
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

/// Finds criteria of the editions that the organization answers, and texts of people: answers, evidence, tasks and
/// comments. At most 200 of each kind.
#[utoipa::path(get, path = "/search", tag = "search", params(("organization" = String, Path), Wanted),
    responses((status = 200, body = HitList)))]
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
        path: address::of(organization, &hit.subject),
    });
    Ok(Json(HitList { items: items.collect() }))
}

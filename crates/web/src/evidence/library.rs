//! The library, and adding to it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::evidence;
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;
use tasuki_store::evidence::{Ending, Order};

use super::query::Wanted;
use super::views::{MemberView, PieceView, members_of};
use super::wire::EvidenceBody;
use crate::page::{Page, Section};
use crate::paging::{Numbered, PageBody, Pager, Paging};
use crate::take::{Json, Path, Query};
use crate::{Problem, Reply, Web, Who};

#[derive(Template)]
#[template(path = "evidence/library.html")]
struct Library {
    page: Page,
    wanted: Wanted,
    pieces: Vec<PieceView>,
    all: u32,
    ending: Ending,
    owners: Vec<MemberView>,
    may_add: bool,
    largest: u64,
    pager: Pager,
}

/// `GET /o/{organization}/evidence`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let largest = web.largest_file();
    web.page_for(&who, Some(organization), move |cx, who| {
        let number = Numbered::wanted(wanted.page);
        let filter = wanted.filter(cx.now.today)?;
        let shelf = evidence::list(cx, &filter, wanted.order(), None, (number.first(), Numbered::SIZE))?;
        let all = evidence::list(cx, &tasuki_store::evidence::Filter::default(), wanted.order(), None, (0, 0))?.total;
        let page = Page::load(cx, who, Section::Evidence, "証跡", "Evidence")?;
        let (today, lang, base) = (cx.now.today, page.language(), page.base());
        let pieces: Vec<_> = shelf.pieces.iter().map(|piece| PieceView::new(piece, &base, today, lang)).collect();
        let owners = evidence::owners(cx)?.into_iter().map(|(id, name)| MemberView { id: id.to_string(), name });
        Reply::page(&Library {
            pager: number.pager(pieces.len(), shelf.total as usize, |page| wanted.address(Some(page))),
            ending: evidence::ending(cx)?,
            owners: owners.collect(),
            may_add: cx.may(Permission::AddEvidence),
            all,
            pieces,
            largest,
            wanted,
            page,
        })
    })
    .await
}

#[derive(Template)]
#[template(path = "evidence/new.html")]
struct New {
    page: Page,
    members: Vec<MemberView>,
    me: String,
}

/// `GET /o/{organization}/evidence/new`: the form for files, a link or a note.
pub(super) async fn new(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        evidence::permit_add(cx, None)?;
        let me = cx.person()?.id.to_string();
        let page = Page::load(cx, who, Section::Evidence, "証跡を追加", "Add evidence")?;
        Reply::page(&New { members: members_of(cx)?, page, me })
    })
    .await
}

/// The evidence of the organization, the most recently added first.
#[utoipa::path(get, path = "/evidence", tag = "evidence",
    params(("organization" = String, Path), Wanted, Paging),
    responses((status = 200, body = PageBody<EvidenceBody>)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
    Query(paging): Query<Paging>,
) -> Result<Json<PageBody<EvidenceBody>>, Problem> {
    let work = move |cx: &mut tasuki_app::Context<'_, '_>| {
        let after = paging.after().map(|after| after.parse().map_err(|_| Paging::unknown())).transpose()?;
        let more = i64::try_from(paging.limit()).unwrap_or(Numbered::SIZE) + 1;
        let found = evidence::list(cx, &wanted.filter(cx.now.today)?, Order::Newest, after, (0, more))?;
        Ok(paging.page(found.pieces, |piece| piece.evidence.id.to_string()))
    };
    Ok(Json(web.read(&who, organization, work).await?))
}

//! All grants, and ending one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::grants::{self, Listed};
use tasuki_app::links;
use tasuki_store::grants::Holder;
use tasuki_store::{GrantId, OrganizationId};

use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/grants/list.html")]
struct List {
    page: Page,
    /// Those that are not over.
    open: Vec<Listed>,
    over: Vec<Listed>,
    /// Links that are not over.
    links: Vec<links::Listed>,
    links_over: Vec<links::Listed>,
}

/// `GET /o/{organization}/grants`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let of_people = grants::list(cx)?.into_iter().filter(|own| !matches!(own.grant.holder, Holder::Link(_)));
        let (over, open) = of_people.partition(|own| own.over);
        let (links_over, links) = links::list(cx)?.into_iter().partition(|own| own.state.is_over());
        let page = Page::load(cx, who, Section::Members, "社外への許可", "Grants")?;
        Reply::page(&List { page, open, over, links, links_over })
    })
    .await
}

/// `POST /o/{organization}/grants/{grant}/end`.
pub(super) async fn end(
    State(web): State<Web>,
    who: Who,
    Path((organization, grant)): Path<(OrganizationId, GrantId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        grants::end(cx, grant)?;
        Ok(Reply::Go(format!("/o/{organization}/grants?told=saved")))
    })
    .await
}

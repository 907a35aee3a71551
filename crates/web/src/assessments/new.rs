//! Beginning an assessment.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::Error;
use tasuki_catalog::Catalog;
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;

use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessments/new.html")]
struct New {
    page: Page,
    editions: Vec<&'static Catalog>,
}

/// `GET /o/{organization}/assessments/new`: which edition and level.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| {
        cx.require(Permission::ManageAssessments)?;
        let editions: Vec<_> = cx.library.catalogs().filter(|catalog| catalog.is_answered()).collect();
        if editions.is_empty() {
            return Err(Error::not_found());
        }
        Reply::page(&New {
            page: Page::load(cx, &copy, Section::Assessments, "評価を始める", "New assessment")?,
            editions,
        })
    })
    .await
}

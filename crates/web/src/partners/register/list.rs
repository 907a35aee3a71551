//! The list of partners.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::register::{self, Line, Wanted};
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;

use crate::page::{Page, Section};
use crate::paging::{Numbered, Pager};
use crate::take::{Path, Query};
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "partners/register/list.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    /// How many there are in all, and of how many nobody has decided which ★ is asked.
    all: usize,
    undecided: usize,
    /// How many are wanted.
    found: usize,
    wanted: Wanted,
    pager: Pager,
    may_manage: bool,
}

/// The number of the page of the list.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Turned {
    page: Option<i64>,
}

/// `GET /o/{organization}/partners`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(wanted): Query<Wanted>,
    Query(turned): Query<Turned>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let register::Lines { lines, all, undecided } = register::lines(cx, &wanted)?;
        let page = Page::load(cx, who, Section::Partners, "取引先", "Partners")?;
        let (found, may_manage) = (lines.len(), cx.may(Permission::ManagePartners));
        let number = Numbered::wanted(turned.page).within(found);
        let lines: Vec<Line> = number.of(lines.into_iter()).collect();
        let query = serde_urlencoded::to_string(&wanted).unwrap_or_default();
        let address = |number: i64| format!("{}/partners?{query}&page={number}", page.base());
        let pager = number.pager(lines.len(), found, address);
        Reply::page(&List { page, lines, all, undecided, found, wanted, pager, may_manage })
    })
    .await
}

//! All members.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::members::{self, Listed};
use tasuki_app::{Context, Error, invitations};
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;
use tasuki_store::invitations::Invitation;

use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/members/list.html")]
struct List {
    page: Page,
    members: Vec<Listed>,
    invitations: Vec<Invitation>,
    manages: bool,
    now: i64,
    /// A new link, to be passed on.
    link: Option<Made>,
}

/// A new link, and whom it is for.
pub(super) struct Made {
    pub(super) name: String,
    pub(super) link: String,
    pub(super) reset: bool,
}

/// `GET /o/{organization}/members`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, None)).await
}

/// The page, with a new link.
pub(super) fn show(cx: &mut Context<'_, '_>, who: &Who, link: Option<Made>) -> Result<Reply, Error> {
    let members = members::list(cx)?;
    let manages = cx.may(Permission::ManageMembers);
    let invitations = if manages { invitations::list(cx)? } else { Vec::new() };
    let now = cx.now.milliseconds();
    let page = Page::load(cx, who, Section::Members, "メンバー", "Members")?;
    Reply::page(&List { page, members, invitations, manages, now, link })
}

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
#[template(path = "members/list.html")]
struct List {
    page: Page,
    members: Vec<Listed>,
    invitations: Vec<Invitation>,
    manages: bool,
    now: i64,
    /// A link just made, to be handed over.
    link: Option<Made>,
}

/// A link just made, with whom it is for.
pub(super) struct Made {
    pub(super) name: String,
    pub(super) link: String,
    pub(super) reset: bool,
}

/// `GET /o/{organization}/members`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(organization), move |cx| show(cx, &copy, None)).await
}

/// The page, with a link that was just made.
pub(super) fn show(cx: &mut Context<'_, '_>, who: &Who, link: Option<Made>) -> Result<Reply, Error> {
    let members = members::list(cx)?;
    let manages = cx.may(Permission::ManageMembers);
    let invitations = if manages { invitations::list(cx)? } else { Vec::new() };
    let now = cx.now.milliseconds();
    let page = Page::load(cx, who, Section::Members, "メンバー", "Members")?;
    Reply::page(&List { page, members, invitations, manages, now, link })
}

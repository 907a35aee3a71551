//! The review of who has access.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::access_reviews::{self, Made, Remark, Reviewable, Reviewed};
use tasuki_app::{Context, Error, grants};
use tasuki_store::OrganizationId;

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "people/members/review.html")]
struct Review {
    page: Page,
    members: Vec<Reviewed>,
    /// The grants that are not over.
    open: Vec<grants::Listed>,
    /// How many of both there are: what is confirmed is what was seen.
    count: usize,
    reviews: Vec<Made>,
    /// The number of members that deserve a closer look.
    remarked: usize,
    trouble: Trouble,
}

impl Review {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn remark(&self, remark: &Remark) -> &str {
        match remark {
            Remark::OneFactor => self.page.t("確認が一つだけ", "One factor only"),
            Remark::LongAgo => self.page.t("90日以上使っていない", "Not here for 90 days"),
            Remark::Ended => self.page.t("期間が終わっている", "Time is over"),
        }
    }
}

/// `GET /o/{organization}/members/review`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| show(cx, who, Trouble::default())).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble) -> Result<Reply, Error> {
    let (today, reviews) = access_reviews::show(cx)?;
    let count = today.count();
    let Reviewable { members, grants: open } = today;
    let remarked = members.iter().filter(|member| !member.remarks.is_empty()).count();
    let page = Page::load(cx, who, Section::Members, "アクセス権の棚卸", "Access review")?;
    Reply::page_with(trouble.outcome(), &Review { page, members, open, count, reviews, remarked, trouble })
}

#[derive(Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    members: usize,
}

/// `POST /o/{organization}/members/review`: confirms the review.
pub(super) async fn confirm(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(seen): Form<Seen>,
) -> Response {
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        access_reviews::confirm(cx, seen.members)?;
        Ok(Reply::Go(format!("/o/{organization}/members/review")))
    };
    web.submit_discarding(&who, Some(organization), work, show).await
}

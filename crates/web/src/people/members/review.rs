//! The review of who has access.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::access_reviews::{self, Made, Remark, Reviewed};
use tasuki_store::OrganizationId;

use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "members/review.html")]
struct Review {
    page: Page,
    members: Vec<Reviewed>,
    reviews: Vec<Made>,
    /// How many members have something worth a look.
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
    show(&web, &who, organization, Trouble::default()).await
}

async fn show(web: &Web, who: &Who, organization: OrganizationId, trouble: Trouble) -> Response {
    let copy = who.clone();
    web.page(who, Some(organization), move |cx| {
        let (members, reviews) = access_reviews::show(cx)?;
        let remarked = members.iter().filter(|member| !member.remarks.is_empty()).count();
        let page = Page::load(cx, &copy, Section::Members, "アクセス権の棚卸", "Access review")?;
        Reply::page_with(trouble.outcome(), &Review { page, members, reviews, remarked, trouble })
    })
    .await
}

#[derive(Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    members: usize,
}

/// `POST /o/{organization}/members/review`: it was looked at.
pub(super) async fn confirm(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Form(seen): Form<Seen>,
) -> Response {
    let done = web.attempt(&who, Some(organization), move |cx| {
        access_reviews::confirm(cx, seen.members)?;
        Ok(Reply::Go(format!("/o/{organization}/members/review")))
    });
    match done.await {
        Err(error) if Trouble::belongs_to_form(&error) => {
            show(&web, &who, organization, Trouble::new(error, who.lang)).await
        }
        done => Reply::respond(&who, done),
    }
}

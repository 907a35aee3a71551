//! The list of roads to a ★.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::roads::{self, Standing};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;

use crate::page::{Page, Section};
use crate::take::Path;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/roads/list.html")]
struct List {
    page: Page,
    roads: Vec<RoadView>,
    may_open: bool,
}

/// A road, in a line.
struct RoadView {
    id: String,
    /// ★3.
    star: String,
    /// The assessment.
    title: String,
    /// What is being done.
    state: String,
    /// At which step it is, of how many; nothing for one that has ended.
    step: Option<(usize, usize)>,
    submissions: u32,
    changed: i64,
}

impl RoadView {
    fn new(standing: &Standing, lang: Lang) -> Self {
        let (road, route) = (&standing.road, standing.route());
        Self {
            id: road.id.to_string(),
            star: standing.star().title.get(lang).to_owned(),
            title: standing.title.clone(),
            state: road.state.name(route, lang),
            step: standing.step().map(|at| (at + 1, route.steps.len())),
            submissions: road.submissions,
            changed: road.changed,
        }
    }
}

/// `GET /o/{organization}/roads`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| {
        let all = roads::list(cx)?;
        let page = Page::load(cx, who, Section::Roads, "★への道", "Roads to a ★")?;
        let lang = page.language();
        let roads = all.iter().map(|own| RoadView::new(own, lang)).collect();
        let may_open = cx.may(Permission::ManageRoads);
        Reply::page(&List { page, roads, may_open })
    })
    .await
}

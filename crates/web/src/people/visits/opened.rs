//! What a link opens.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use tasuki_app::links::visits::{self, Opened, Shown};

use super::cookie::Visitor;
use super::enter::page_of;
use crate::assessments::edition_and_level;
use crate::page::Page;
use crate::take::Path;
use crate::{Reply, Web};

#[derive(Template)]
#[template(path = "people/visits/opened.html")]
struct Show {
    page: Page,
    link: String,
    opened: Opened,
    today: Date,
}

impl Show {
    /// Edition and level of an assessment.
    fn about(&self, own: &Shown) -> String {
        edition_and_level(&own.sheet.catalog, own.sheet.assessment.level, self.page.language())
    }
}

/// `GET /l/{link}/open`.
pub(super) async fn page(State(web): State<Web>, visitor: Visitor, Path(link): Path<String>) -> Response {
    page_of(&web, visitor, link, |cx, who, link| {
        let opened = visits::opened(cx)?;
        let page = Page::of_visit(cx, who, &opened.organization);
        Reply::page(&Show { page, link, opened, today: cx.now.today })
    })
    .await
}

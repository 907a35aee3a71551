//! The page of the desk.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tasuki_app::desk::{self, Entry};
use tasuki_scheme::road::StepKind;

use crate::page::{Page, Section};
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/desk/page.html")]
struct Desk {
    page: Page,
    entries: Vec<EntryView>,
    closed: Vec<String>,
}

/// A road on the desk.
struct EntryView {
    href: String,
    organization: String,
    title: String,
    star: String,
    state: String,
    /// What waits: its name, and how much.
    waiting: Vec<(&'static str, usize)>,
    prepared: bool,
    since: i64,
    ends: String,
}

impl EntryView {
    fn new(own: &Entry, page: &Page) -> Self {
        let (lang, standing) = (page.language(), &own.standing);
        let room = match standing.road.state.step() {
            Some(StepKind::Audit) => "audit",
            Some(StepKind::TechnicalCheck) => "technical-check",
            _ => "review",
        };
        Self {
            href: format!("/o/{}/roads/{}/{room}", own.organization, own.road()),
            organization: own.name.clone(),
            title: standing.title.clone(),
            star: standing.star().title.get(lang).to_owned(),
            state: standing.road.state.name(standing.route(), lang),
            waiting: own.waiting.iter().map(|(what, count)| (what.name(lang), *count)).collect(),
            prepared: own.prepared,
            since: standing.road.changed,
            ends: page.day(own.ends),
        }
    }
}

/// `GET /me/desk`.
pub(super) async fn page(State(web): State<Web>, who: Who) -> Response {
    web.page_for(&who, None, |cx, who| {
        let desk = desk::show(cx)?;
        let page = Page::load(cx, who, Section::Other, "確認の机", "Reviewer’s desk")?;
        let entries = desk.entries.iter().map(|own| EntryView::new(own, &page)).collect();
        Reply::page(&Desk { page, entries, closed: desk.closed })
    })
    .await
}

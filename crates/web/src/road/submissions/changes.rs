//! What changed from one submission to another.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::submissions;
use tasuki_app::{Context, Error};
use tasuki_catalog::Lang;
use tasuki_store::Digest;
use tasuki_trust::submission::Comparison;
use utoipa::IntoParams;

use super::Place;
use crate::page::{Page, Section};
use crate::roads::{Crumb, title};
use crate::take::{Path, Query};
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "road/submissions/changes.html")]
struct Changes {
    page: Page,
    road: Crumb,
    before: SideView,
    after: SideView,
    changes: ChangesView,
}

/// One of the two.
struct SideView {
    number: u32,
    made: i64,
    digest: String,
}

/// What changed, for templates.
#[derive(Default)]
pub(super) struct ChangesView {
    /// What changed about the whole.
    pub(super) head: Vec<String>,
    /// The criteria: identifier, title, what about it.
    pub(super) criteria: Vec<(String, String, Vec<String>)>,
    pub(super) unchanged: usize,
}

impl ChangesView {
    pub(super) fn new(changes: &Comparison, title: impl Fn(&str) -> String, lang: Lang) -> Self {
        let criteria = changes.criteria.iter().map(|own| {
            let parts = own.parts.iter().map(|part| part.text().get(lang).to_owned()).collect();
            (own.criterion.clone(), title(&own.criterion), parts)
        });
        Self {
            head: changes.head.iter().map(|own| own.name(lang).to_owned()).collect(),
            criteria: criteria.collect(),
            unchanged: changes.unchanged,
        }
    }
}

/// Since which submission.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Since {
    /// The digest of the earlier submission.
    #[param(value_type = String)]
    pub(super) since: Digest,
}

/// `GET /o/{organization}/submissions/{submission}/changes`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, digest)): Path<Place>,
    Query(Since { since }): Query<Since>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| show(cx, who, since, digest)).await
}

fn show(cx: &mut Context<'_, '_>, who: &Who, since: Digest, digest: Digest) -> Result<Reply, Error> {
    let (before, after, changes) = submissions::compare(cx, since, digest)?;
    let page = Page::load(cx, who, Section::Roads, "提出版の比較", "Two submissions")?;
    let lang = page.language();
    let catalog = cx.library.shared(&after.submission.edition.id);
    let title = |id: &str| title(catalog.as_deref(), id, lang);
    let side = |own: &submissions::Shown| SideView {
        number: own.row.number,
        made: own.row.made,
        digest: own.row.digest.to_string(),
    };
    Reply::page(&Changes {
        road: Crumb::new(&after.standing, lang),
        before: side(&before),
        after: side(&after),
        changes: ChangesView::new(&changes, title, lang),
        page,
    })
}

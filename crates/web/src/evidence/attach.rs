//! Attaching a piece of evidence to criteria.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::assessments;
use tasuki_app::evidence::{self, Target};
use tasuki_catalog::search;
use tasuki_store::{AssessmentId, EvidenceId, OrganizationId};

use super::views::{PieceView, Rights};
use crate::address::local;
use crate::page::{Page, Section};
use crate::take::{Form, Path, Query};
use crate::{Reply, Web, Who};

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    assessment: String,
    q: String,
}

struct Choice {
    id: String,
    title: String,
    chosen: bool,
}

struct Row {
    criterion: String,
    title: String,
    attached: bool,
}

#[derive(Template)]
#[template(path = "evidence/attach.html")]
struct Attach {
    page: Page,
    piece: PieceView,
    q: String,
    assessments: Vec<Choice>,
    assessment: String,
    rows: Vec<Row>,
}

/// `GET /o/{organization}/evidence/{evidence}/attach`: the criteria of an assessment, for attaching.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let piece = evidence::find(cx, id)?;
        if !Rights::of(cx, &piece).add {
            return Err(tasuki_app::Error::not_found());
        }
        let all: Vec<_> = assessments::list(cx)?.into_iter().filter(|own| own.archived.is_none()).collect();
        let chosen = all.iter().find(|own| own.id.as_str() == wanted.assessment).or(all.first()).cloned();
        let page = Page::load(cx, who, Section::Evidence, "評価基準に付ける", "Attach to criteria")?;
        let (today, lang, base) = (cx.now.today, page.language(), page.base());
        let mut rows = Vec::new();
        if let Some(own) = &chosen {
            let catalog = assessments::catalog_of(cx, own)?;
            let uses = evidence::uses(cx, id)?;
            let found: Vec<_> = match wanted.q.trim() {
                "" => catalog.criteria().iter().collect(),
                words => search([catalog.as_ref()], words).into_iter().map(|hit| hit.criterion).collect(),
            };
            let asked = found.into_iter().filter(|criterion| catalog.asks(own.level, criterion));
            rows.extend(asked.map(|criterion| Row {
                criterion: criterion.id.clone(),
                title: criterion.title.get(lang).to_owned(),
                attached: uses.iter().any(|used| used.at.assessment == own.id && used.at.criterion == criterion.id),
            }));
        }
        let choice = |own: &tasuki_store::assessments::Assessment| Choice {
            id: own.id.to_string(),
            title: own.title.clone(),
            chosen: chosen.as_ref().is_some_and(|chosen| chosen.id == own.id),
        };
        Reply::page(&Attach {
            piece: PieceView::new(&piece, &base, today, lang),
            assessments: all.iter().map(choice).collect(),
            assessment: chosen.as_ref().map(|own| own.id.to_string()).unwrap_or_default(),
            q: wanted.q,
            page,
            rows,
        })
    })
    .await
}

/// The criterion that a form refers to.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    assessment: AssessmentId,
    criterion: String,
    #[serde(default)]
    back: String,
}

/// `POST /o/{organization}/evidence/{evidence}/attach`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    Form(chosen): Form<Chosen>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        evidence::attach(cx, id, &Target { assessment: chosen.assessment, criterion: chosen.criterion })?;
        Ok(Reply::Go(back(organization, id, &chosen.back)))
    })
    .await
}

/// `POST /o/{organization}/evidence/{evidence}/detach`.
pub(super) async fn detach(
    State(web): State<Web>,
    who: Who,
    Path((organization, id)): Path<(OrganizationId, EvidenceId)>,
    Form(chosen): Form<Chosen>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        evidence::detach(cx, id, &Target { assessment: chosen.assessment, criterion: chosen.criterion })?;
        Ok(Reply::Go(back(organization, id, &chosen.back)))
    })
    .await
}

fn back(organization: OrganizationId, id: EvidenceId, path: &str) -> String {
    if path.is_empty() { format!("/o/{organization}/evidence/{id}") } else { local(path).to_owned() }
}

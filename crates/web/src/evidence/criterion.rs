//! The evidence of one criterion.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::evidence::{self, Target};
use tasuki_app::{Error, assessments};
use tasuki_store::evidence::{Filter, Order};
use tasuki_store::{AssessmentId, EvidenceId, OrganizationId};

use super::views::PieceView;
use super::wire::{EvidenceBody, EvidenceList};
use crate::address::local;
use crate::page::{Page, Section};
use crate::take::{Form, Json, Path, Query};
use crate::{Problem, Reply, Web, Who};

/// The number of pieces of the library that are offered.
const OFFERED: i64 = 30;

/// The search text for the library.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    q: String,
}

#[derive(Template)]
#[template(path = "evidence/criterion.html")]
struct Whole {
    page: Page,
    part: Part,
}

#[derive(Template)]
#[template(path = "evidence/criterion_part.html")]
struct Fragment {
    page: Page,
    part: Part,
}

/// The evidence of one criterion, and what else the library offers.
struct Part {
    /// The address of the answering page, and of this part.
    sheet: String,
    here: String,
    assessment: String,
    title: String,
    criterion: String,
    criterion_title: String,
    hint: String,
    attached: Vec<PieceView>,
    offered: Vec<PieceView>,
    q: String,
    may_attach: bool,
    largest: u64,
}

/// `GET …/criteria/{criterion}/evidence`: its evidence and the library to choose from; for htmx only the list.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let largest = web.largest_file();
    web.page_for(&who, Some(organization), move |cx, who| {
        let own = assessments::find(cx, assessment)?;
        let catalog = assessments::catalog_of(cx, &own)?;
        let asked = catalog.criterion(&criterion).ok_or_else(Error::not_found)?;
        let attached = evidence::of_criterion(cx, assessment, &criterion)?;
        let filter = Filter { text: wanted.q.clone(), ..Filter::default() };
        let offered = evidence::list(cx, &filter, Order::Newest, None, (0, OFFERED))?.pieces;
        let target = Target { assessment, criterion: criterion.clone() };
        let may_attach = evidence::permit_target(cx, &target).is_ok();
        let page = Page::load(cx, who, Section::Assessments, "証跡を選ぶ", "Choose evidence")?;
        let (today, lang, base) = (cx.now.today, page.language(), page.base());
        let other =
            |piece: &&tasuki_store::evidence::Piece| attached.iter().all(|own| own.evidence.id != piece.evidence.id);
        let sheet = format!("{base}/assessments/{assessment}");
        let part = Part {
            here: format!("{sheet}/criteria/{}/evidence", crate::address::escape_query(&criterion)),
            sheet,
            assessment: own.id.to_string(),
            title: own.title.clone(),
            criterion_title: asked.title.get(lang).to_owned(),
            hint: asked.evidence.as_ref().map(|text| text.get(lang).to_owned()).unwrap_or_default(),
            offered: offered.iter().filter(other).map(|piece| PieceView::new(piece, &base, today, lang)).collect(),
            attached: attached.iter().map(|piece| PieceView::new(piece, &base, today, lang)).collect(),
            q: wanted.q,
            criterion,
            may_attach,
            largest,
        };
        if who.is_fragment { Reply::page(&Fragment { page, part }) } else { Reply::page(&Whole { page, part }) }
    })
    .await
}

/// Which piece a form means.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    evidence: EvidenceId,
    #[serde(default)]
    back: String,
}

/// `POST …/criteria/{criterion}/evidence/attach`: attaches a piece of the library.
pub(super) async fn attach(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Form(chosen): Form<Chosen>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        let target = Target { assessment, criterion };
        evidence::attach(cx, chosen.evidence, &target)?;
        Ok(Reply::Go(back(organization, &target, &chosen.back)))
    })
    .await
}

/// `POST …/criteria/{criterion}/evidence/detach`: detaches it.
pub(super) async fn detach(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Form(chosen): Form<Chosen>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        let target = Target { assessment, criterion };
        evidence::detach(cx, chosen.evidence, &target)?;
        Ok(Reply::Go(back(organization, &target, &chosen.back)))
    })
    .await
}

fn back(organization: OrganizationId, target: &Target, path: &str) -> String {
    if path.is_empty() {
        let criterion = crate::address::escape_query(&target.criterion);
        return format!("/o/{organization}/assessments/{}/criteria/{criterion}/evidence", target.assessment);
    }
    local(path).to_owned()
}

/// The evidence in use that is attached to a criterion.
#[utoipa::path(get, path = "/assessments/{assessment}/criteria/{criterion}/evidence", tag = "evidence",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    responses((status = 200, body = EvidenceList)))]
pub(super) async fn list(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
) -> Result<Json<EvidenceList>, Problem> {
    let pieces = web.read(&who, organization, move |cx| evidence::of_criterion(cx, assessment, &criterion)).await?;
    Ok(Json(EvidenceList { items: pieces.into_iter().map(EvidenceBody::from).collect(), next: None }))
}

/// The address of a piece under a criterion.
type Place = (OrganizationId, AssessmentId, String, EvidenceId);

/// Attaches a piece to a criterion. Does nothing if it is already attached.
#[utoipa::path(put, path = "/assessments/{assessment}/criteria/{criterion}/evidence/{evidence}", tag = "evidence",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path), ("evidence" = String, Path)),
    responses((status = 204)))]
pub(super) async fn put(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion, id)): Path<Place>,
) -> Result<StatusCode, Problem> {
    let target = Target { assessment, criterion };
    web.write(&who, organization, move |cx| evidence::attach(cx, id, &target)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Detaches a piece from a criterion; the piece itself is kept.
#[utoipa::path(delete, path = "/assessments/{assessment}/criteria/{criterion}/evidence/{evidence}", tag = "evidence",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path), ("evidence" = String, Path)),
    responses((status = 204)))]
pub(super) async fn delete(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion, id)): Path<Place>,
) -> Result<StatusCode, Problem> {
    let target = Target { assessment, criterion };
    web.write(&who, organization, move |cx| evidence::detach(cx, id, &target)).await?;
    Ok(StatusCode::NO_CONTENT)
}

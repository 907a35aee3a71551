//! Documents of an assessment: the list, making one, fetching it.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::reports::{self, Format, Material, Progress};
use tasuki_app::{Error, assessments};
use tasuki_store::{AssessmentId, OrganizationId, ParcelId};

use super::tabs::Tabs;
use super::workshop::{PRINTING, at};
use crate::page::{Page, Section};
use crate::take::{Form, Path};
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessing/assessments/reports.html")]
struct Reports {
    page: Page,
    tabs: Tabs,
}

#[derive(Template)]
#[template(path = "assessing/assessments/report.html")]
struct Waiting {
    page: Page,
    tabs: Tabs,
    name: String,
    progress: Progress,
    base: String,
}

/// `GET /o/{organization}/assessments/{assessment}/reports`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let assessment = assessments::find(cx, assessment)?;
        let page = Page::load(cx, who, Section::Assessments, "報告書", "Reports")?;
        Reply::page(&Reports { tabs: Tabs::of(cx, &assessment, "reports", page.language())?, page })
    })
    .await
}

/// Renders a document while the caller waits.
pub(super) async fn made(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    id: AssessmentId,
    format: Format,
) -> Result<Reply, Error> {
    let material = web.app().read(who.credentials, Some(organization), move |cx| reports::material(cx, id)).await?;
    let name = material.name(format);
    let bytes = at(&PRINTING, move || reports::make(&material, format)).await?;
    web.app().take_along(who.credentials, organization, move |cx| reports::note(cx, id, format)).await?;
    Ok(Reply::File { name, media_type: format.media_type(), bytes })
}

/// `GET /o/{organization}/assessments/{assessment}/export.{ending}`: documents that are rendered quickly.
pub(super) async fn quick(
    web: Web,
    who: Who,
    (organization, assessment): (OrganizationId, AssessmentId),
    format: Format,
) -> Response {
    let reply = made(&web, &who, organization, assessment, format).await;
    Reply::respond(&who, reply)
}

/// Which document.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    format: Format,
}

/// `POST /o/{organization}/assessments/{assessment}/reports`: starts rendering a document in the background.
pub(super) async fn order(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Form(Wanted { format }): Form<Wanted>,
) -> Response {
    // A repeated request does not render it again.
    let begun = Arc::new(OnceLock::new());
    let own = Arc::clone(&begun);
    let ordered = web.attempt(&who, Some(organization), move |cx| {
        let (parcel, material) = reports::order(cx, assessment, format)?;
        own.get_or_init(|| (parcel, material));
        Ok(Reply::Go(format!("/o/{organization}/assessments/{assessment}/reports/{parcel}")))
    });
    let ordered = ordered.await;
    if let (Ok(_), Some((parcel, material))) = (&ordered, begun.get()) {
        tokio::spawn(deliver(web.clone(), *parcel, material.clone(), format));
    }
    Reply::respond(&who, ordered)
}

/// Renders the document in the background, and stores it for fetching.
async fn deliver(web: Web, parcel: ParcelId, material: Material, format: Format) {
    let work = material.clone();
    let made = at(&PRINTING, move || reports::make(&work, format)).await;
    let store = web.app().store().clone();
    let done = store.write(move |tx| reports::deliver(tx, &material, format, parcel, made.as_deref().map_err(|_| ())));
    if let Err(error) = done.await {
        tracing::error!(
            code = error.code,
            cause = error.cause.as_ref().map(tracing::field::display),
            "a finished report could not be kept"
        );
    }
}

/// `GET /o/{organization}/assessments/{assessment}/reports/{report}`: its state.
pub(super) async fn progress(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, report)): Path<(OrganizationId, AssessmentId, ParcelId)>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let own = assessments::find(cx, assessment)?;
        let (order, parcel) = reports::find(cx, report)?;
        if order.assessment != assessment {
            return Err(Error::not_found());
        }
        let page = Page::load(cx, who, Section::Assessments, "報告書", "Report")?;
        let tabs = Tabs::of(cx, &own, "reports", page.language())?;
        let base = format!("{}/reports/{report}", tabs.base);
        Reply::page(&Waiting { name: parcel.name, progress: order.progress, base, tabs, page })
    })
    .await
}

/// `GET /o/{organization}/assessments/{assessment}/reports/{report}/file`.
pub(super) async fn file(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, report)): Path<(OrganizationId, AssessmentId, ParcelId)>,
) -> Response {
    web.act(&who, Some(organization), move |cx| {
        let (order, parcel) = reports::find(cx, report)?;
        reports::note(cx, assessment, order.format)?;
        let bytes = parcel.body.filter(|_| order.assessment == assessment).ok_or_else(Error::not_found)?;
        Ok(Reply::File { name: parcel.name, media_type: order.format.media_type(), bytes })
    })
    .await
}

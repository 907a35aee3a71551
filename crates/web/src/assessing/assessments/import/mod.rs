//! Importing a workbook: the form, the preview, and the import.

pub(super) mod api;
mod preview;
mod upload;
mod which;
mod wire;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::imports::{self, Pending, Upload};
use tasuki_app::{Context, Error};
use tasuki_scheme::Permission;
use tasuki_store::{AssessmentId, OrganizationId, ParcelId};

use self::preview::show;
use self::upload::{SHEETS, receive, take_in};
use self::which::{choose_sheets, which};
use super::form::Draft;
use super::workshop::pay_for_answers;
use crate::page::{Page, Section};
use crate::take::{Form, Multipart, Path, Query};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

#[derive(Template)]
#[template(path = "assessing/assessments/import.html")]
struct Choose {
    page: Page,
    editions: Vec<(String, String)>,
    /// The error of the last file.
    trouble: Trouble,
}

/// `GET /o/{organization}/assessments/import`.
pub(super) async fn choose(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), |cx, who| form(cx, who, Trouble::default())).await
}

fn form(cx: &mut Context<'_, '_>, who: &Who, trouble: Trouble) -> Result<Reply, Error> {
    cx.require(Permission::ManageAssessments)?;
    let page = Page::load(cx, who, Section::Assessments, "Excelを読み込む", "Read an Excel file")?;
    let lang = page.language();
    let editions = cx.library.catalogs().filter(|catalog| cx.library.offers(catalog));
    let editions = editions.map(|catalog| (catalog.id().to_owned(), catalog.title().get(lang).to_owned())).collect();
    Reply::page_with(trouble.outcome(), &Choose { page, editions, trouble })
}

/// `POST /o/{organization}/assessments/import`: uploads a file.
pub(super) async fn send(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    form: Multipart,
) -> Response {
    let done = async {
        let sent = receive(&web, &who, organization, form).await?;
        let who = sent.brought(who.clone());
        let next = move |id, _: &Upload| Reply::Go(format!("/o/{organization}/assessments/import/{id}")).made();
        let ask = move |cx: &mut Context<'_, '_>, pending: Pending, bytes| {
            let id = imports::keep_pending(cx, &pending, bytes)?;
            Reply::Go(format!("/o/{organization}/assessments/import/{id}")).made()
        };
        take_in(&web, &who, organization, sent, next, ask).await.map(Reply::told)
    };
    match done.await {
        Err(error) => web.again(&who, Some(organization), Trouble::keeping(error, who.lang), self::form).await,
        done => Reply::respond(&who, done),
    }
}

/// Where it is to go.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Target {
    #[serde(default)]
    into: String,
}

/// `GET /o/{organization}/assessments/import/{parcel}`: the preview, with the assessments into which it can be
/// imported.
pub(super) async fn preview(
    State(web): State<Web>,
    who: Who,
    Path((organization, parcel)): Path<(OrganizationId, ParcelId)>,
    Query(into): Query<Target>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        if let Some((pending, _)) = imports::pending(cx, parcel)? {
            return which(cx, who, parcel, pending, Trouble::default());
        }
        let chosen = into.into.parse().ok();
        show(cx, who, parcel, chosen, Draft::default(), Trouble::default())
    })
    .await
}

/// `POST /o/{organization}/assessments/import/{parcel}`: chooses a sheet, or imports into a new or an existing
/// assessment.
pub(super) async fn commit(
    State(web): State<Web>,
    who: Who,
    Path((organization, parcel)): Path<(OrganizationId, ParcelId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    if pairs.iter().any(|(name, _)| name == "which") {
        let sheets =
            pairs.into_iter().filter(|(name, _)| name == "sheet").map(|(_, sheet)| sheet).take(SHEETS).collect();
        return choose_sheets(&web, &who, organization, parcel, sheets).await;
    }
    let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    let into = value("into").and_then(|id| id.parse::<AssessmentId>().ok());
    let seen = value("seen").and_then(|seen| seen.parse().ok());
    let draft = Draft::read(pairs);
    let (typed, counted) = (draft.clone(), web.clone());
    let work = move |cx: &mut Context<'_, '_>, who: &Who| {
        let made = match into {
            Some(into) => imports::into_existing(cx, parcel, into, seen)?,
            None => imports::into_new(cx, parcel, draft.new_assessment()?)?,
        };
        pay_for_answers(&counted, who, cx, &made.edition);
        Ok(Reply::Go(format!("/o/{organization}/assessments/{}", made.id)))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, parcel, into, typed, trouble);
    web.submit(&who, Some(organization), work, again).await
}

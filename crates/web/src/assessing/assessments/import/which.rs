//! Which sheets of a workbook are meant, where several could be.

use askama::Template;
use axum::response::Response;
use tasuki_app::imports::{self, Outcome, Pending};
use tasuki_app::{Context, Error};
use tasuki_store::{OrganizationId, ParcelId};

use super::upload::{Desk, read};
use crate::page::{Page, Section};
use crate::trouble::Trouble;
use crate::{Reply, Web, Who};

/// Several sheets may be meant.
#[derive(Template)]
#[template(path = "assessing/assessments/which.html")]
struct Which {
    page: Page,
    action: String,
    file: String,
    sheets: Vec<String>,
    trouble: Trouble,
}

/// The page that asks.
pub(super) fn which(
    cx: &mut Context<'_, '_>,
    who: &Who,
    parcel: ParcelId,
    pending: Pending,
    trouble: Trouble,
) -> Result<Reply, Error> {
    let page = Page::load(cx, who, Section::Assessments, "どのシートを読みますか", "Which sheet is meant?")?;
    let action = format!("/o/{}/assessments/import/{parcel}", cx.organization()?);
    let Pending { name: file, sheets, .. } = pending;
    Reply::page_with(trouble.outcome(), &Which { page, action, file, sheets, trouble })
}

/// Reads the chosen sheets of a waiting file, and continues with the preview.
pub(super) async fn choose_sheets(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    parcel: ParcelId,
    chosen: Vec<String>,
) -> Response {
    let find = move |cx: &mut Context<'_, '_>| {
        let (pending, bytes) = imports::pending(cx, parcel)?.ok_or_else(Error::not_found)?;
        Ok((pending, bytes, Desk::of(cx)))
    };
    let done = async {
        let (pending, bytes, desk) = web.app().read(who.credentials, Some(organization), find).await?;
        if chosen.is_empty() {
            return Err(Error::invalid("import.no_sheet", "シートを選んでください。", "Choose a sheet.")
                .hint(
                    "読み込むシートを一つ以上選び、もう一度送ってください。",
                    "Choose at least one sheet to read, and send it again.",
                )
                .field("sheet"));
        }
        let wanted = Pending { sheets: chosen, ..pending };
        let (outcome, _, _) = read(wanted, || Ok(bytes), desk).await?;
        let upload = match outcome {
            Outcome::Read(upload) => upload,
            Outcome::Asks(sheets) => return Err(imports::which_sheet(sheets)),
        };
        let keep = move |cx: &mut Context<'_, '_>| imports::keep(cx, &upload);
        web.change(who, Some(organization), keep).await
    };
    match done.await {
        Ok(id) => Reply::respond(who, Ok(Reply::Go(format!("/o/{organization}/assessments/import/{id}")))),
        Err(error) => {
            let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| {
                let (pending, _) = imports::pending(cx, parcel)?.ok_or_else(Error::not_found)?;
                which(cx, who, parcel, pending, trouble)
            };
            web.again(who, Some(organization), Trouble::keeping(error, who.lang), again).await
        }
    }
}

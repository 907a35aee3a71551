//! The form for recording an inspection.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::inspections::{self, Record};
use tasuki_app::{Context, Error};
use tasuki_assess::Status;
use tasuki_store::{AssessmentId, OrganizationId};

use super::wire::{InspectionBody, RecordBody};
use crate::once::Created;
use crate::page::{Page, Section};
use crate::take::{Form, Json, Path};
use crate::tasks::view::Views;
use crate::trouble::Trouble;
use crate::{Problem, Reply, Web, Who, time};

/// The place of the form: organization, assessment, criterion.
type Place = (OrganizationId, AssessmentId, String);

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    on: String,
    result: String,
    record: String,
}

/// A record as it is read.
struct RecordView {
    day: String,
    on: String,
    result: &'static str,
    by: String,
    record: String,
}

#[derive(Template)]
#[template(path = "work/inspections/record.html")]
struct Show {
    page: Page,
    assessment: String,
    assessment_title: String,
    criterion: String,
    title: String,
    statement: String,
    cadence: &'static str,
    what_to_record: String,
    status: &'static str,
    last: String,
    next: String,
    overdue: bool,
    may_record: bool,
    records: Vec<RecordView>,
    typed: Typed,
    today: String,
    trouble: Trouble,
}

/// `GET /o/{organization}/inspections/of/{assessment}/{criterion}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    let organization = Some(place.0);
    web.page_for(&who, organization, move |cx, who| show(cx, who, &place, Typed::default(), Trouble::default())).await
}

/// `POST /o/{organization}/inspections/of/{assessment}/{criterion}`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(typed): Form<Typed>,
) -> Response {
    let (organization, sent, to) = (Some(place.0), typed.clone(), place.clone());
    let work = move |cx: &mut Context<'_, '_>, _: &Who| {
        inspections::record(cx, to.1, &to.2, &read(&sent)?)?;
        Ok(Reply::Go(format!("/o/{}/inspections/of/{}/{}#records", to.0, to.1, to.2)))
    };
    let again = move |cx: &mut Context<'_, '_>, who: &Who, trouble| show(cx, who, &place, typed, trouble);
    web.submit(&who, organization, work, again).await
}

fn read(typed: &Typed) -> Result<Record, Error> {
    let on = typed.on.parse().map_err(|_| {
        let error = Error::invalid("inspection.day", "点検した日を入れてください。", "Give the day of the inspection.")
            .hint("日付を 2026-12-01 の形で入れてください。", "Enter the date like 2026-12-01.");
        error.field("on")
    })?;
    let result = Status::from_word(&typed.result).unwrap_or(Status::Unanswered);
    Ok(Record { on, result, record: typed.record.clone() })
}

fn show(cx: &mut Context<'_, '_>, who: &Who, place: &Place, typed: Typed, trouble: Trouble) -> Result<Reply, Error> {
    let own = inspections::find(cx, place.1, &place.2)?;
    let (today, lang) = (cx.now.today, cx.lang());
    let mut views = Views::load(cx)?;
    let mut records = Vec::with_capacity(own.records.len());
    for record in own.records {
        records.push(RecordView {
            day: time::day(record.on, today, lang),
            on: record.on.to_string(),
            result: record.result.word(),
            by: views.person(cx, record.by)?.name,
            record: record.record,
        });
    }
    let criterion = own.criterion;
    let page = Page::load(cx, who, Section::Calendar, "点検", "Inspection")?;
    let template = Show {
        page: page.titled(criterion.numbered_title().get(lang).to_owned()),
        assessment: own.assessment.id.to_string(),
        assessment_title: own.assessment.title,
        criterion: criterion.id.clone(),
        title: criterion.title.get(lang).to_owned(),
        statement: criterion.statement.get(lang).to_owned(),
        cadence: criterion.cadence.map_or("", |cadence| cadence.name(lang)),
        what_to_record: criterion.evidence.as_ref().map(|text| text.get(lang).to_owned()).unwrap_or_default(),
        status: own.answer.status.word(),
        last: own.answer.confirmed.map(|day| time::day(day, today, lang)).unwrap_or_default(),
        next: own.next.map(|day| time::day(day, today, lang)).unwrap_or_default(),
        overdue: own.next.is_some_and(|day| day < today),
        may_record: own.may_record,
        records,
        today: today.to_string(),
        typed,
        trouble,
    };
    Reply::page_with(template.trouble.outcome(), &template)
}

/// Records an inspection.
///
/// If the criterion is found met, the answer's confirmation date is set to the day of the inspection; the state is
/// not changed.
#[utoipa::path(post, path = "/assessments/{assessment}/inspections/{criterion}", tag = "calendar",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    request_body = RecordBody,
    responses((status = 201, body = InspectionBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<Place>,
    Json(record): Json<RecordBody>,
) -> Result<Created, Problem> {
    let record = record.into();
    let make = move |cx: &mut Context<'_, '_>| {
        Ok(InspectionBody::from(inspections::record(cx, assessment, &criterion, &record)?))
    };
    web.create(&who, organization, make).await
}

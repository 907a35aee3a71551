//! Recording an inspection, in place.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::inspections::{self, Record};
use tasuki_app::{Context, Error, Kind};
use tasuki_assess::Status;
use tasuki_store::{AssessmentId, OrganizationId};

use super::wire::InspectionBody;
use crate::answering::words;
use crate::once::Created;
use crate::page::{Page, Section};
use crate::take::{Form, Json, Path};
use crate::tasks::view::Views;
use crate::{Problem, Reply, Web, Who, time};

/// Where the form is: organization, assessment, criterion.
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
#[template(path = "inspections/record.html")]
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
    problem: Option<Error>,
}

impl Show {
    /// What is wrong with a field, in the page's language.
    fn error(&self, name: &str) -> &str {
        let fields = self.problem.iter().flat_map(|error| &error.fields);
        fields
            .filter(|field| field.name == name)
            .map(|field| field.message.get(self.page.language()))
            .next()
            .unwrap_or_default()
    }
}

/// `GET /o/{organization}/inspections/of/{assessment}/{criterion}`.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(place): Path<Place>) -> Response {
    let copy = who.clone();
    web.page(&who, Some(place.0), move |cx| show(cx, &copy, &place, Typed::default(), None)).await
}

/// `POST /o/{organization}/inspections/of/{assessment}/{criterion}`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path(place): Path<Place>,
    Form(typed): Form<Typed>,
) -> Response {
    let copy = who.clone();
    web.act(&who, Some(place.0), move |cx| {
        let done = read(&typed).and_then(|record| inspections::record(cx, place.1, &place.2, &record));
        match done {
            Ok(_) => Ok(Reply::Go(format!("/o/{}/inspections/of/{}/{}#records", place.0, place.1, place.2))),
            Err(error) if error.kind == Kind::Invalid => show(cx, &copy, &place, typed, Some(error)),
            Err(error) => Err(error),
        }
    })
    .await
}

fn read(typed: &Typed) -> Result<Record, Error> {
    let on = typed.on.parse().map_err(|_| {
        let error = Error::invalid("inspection.day", "点検した日を入れてください。", "Give the day of the inspection.");
        error.field("on")
    })?;
    let result = words::status(&typed.result).unwrap_or(Status::Unanswered);
    Ok(Record { on, result, record: typed.record.clone() })
}

fn show(
    cx: &mut Context<'_, '_>,
    who: &Who,
    place: &Place,
    typed: Typed,
    problem: Option<Error>,
) -> Result<Reply, Error> {
    let own = inspections::find(cx, place.1, &place.2)?;
    let (today, lang) = (cx.now.today, cx.lang());
    let mut views = Views::load(cx)?;
    let mut records = Vec::with_capacity(own.records.len());
    for record in own.records {
        records.push(RecordView {
            day: time::day(record.on, today, lang),
            on: record.on.to_string(),
            result: words::key(record.result),
            by: views.person(cx, record.by)?.name,
            record: record.record,
        });
    }
    let criterion = own.criterion;
    let page = Page::load(cx, who, Section::Calendar, "点検", "Inspection")?;
    let template = Show {
        page: page.titled(format!("{} {}", criterion.id, criterion.title.get(lang))),
        assessment: own.assessment.id.to_string(),
        assessment_title: own.assessment.title,
        criterion: criterion.id.clone(),
        title: criterion.title.get(lang).to_owned(),
        statement: criterion.statement.get(lang).to_owned(),
        cadence: criterion.cadence.map_or("", |cadence| cadence.name(lang)),
        what_to_record: criterion.evidence.as_ref().map(|text| text.get(lang).to_owned()).unwrap_or_default(),
        status: words::key(own.answer.status),
        last: own.answer.confirmed.map(|day| time::day(day, today, lang)).unwrap_or_default(),
        next: own.next.map(|day| time::day(day, today, lang)).unwrap_or_default(),
        overdue: own.next.is_some_and(|day| day < today),
        may_record: own.may_record,
        records,
        today: today.to_string(),
        typed,
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Reply::page_with(status, &template)
}

/// Records an inspection.
///
/// When it finds the criterion met, the answer's confirmation date moves to its day; the answer's state stays.
#[utoipa::path(post, path = "/assessments/{assessment}/inspections/{criterion}", tag = "calendar",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    request_body = super::wire::RecordBody,
    responses((status = 201, body = InspectionBody), (status = 404, body = crate::problem::ProblemBody),
        (status = 422, body = crate::problem::ProblemBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<Place>,
    Json(record): Json<Record>,
) -> Result<Created, Problem> {
    let make = move |cx: &mut Context<'_, '_>| {
        Ok(InspectionBody::from(inspections::record(cx, assessment, &criterion, &record)?))
    };
    web.create(&who, organization, make).await
}

//! The report to the management that summarises inspections.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_app::inspections::{self, Line, Report, Standing};
use tasuki_app::{Context, Error, downloads, organizations, reports};
use tasuki_catalog::Lang;
use tasuki_report::{InspectionReport, InspectionRow, inspection_html, inspection_pdf};
use tasuki_store::{AssessmentId, OrganizationId, Subject};
use utoipa::ToSchema;

use super::wire::ReportBody;
use crate::page::{Page, Section};
use crate::take::{Form, Json, Path, Query};
use crate::tasks::view::Views;
use crate::wire::File;
use crate::{Problem, Reply, Web, Who};

/// Which report.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Assessment and criterion: `01jd…/1-4-1-1`.
    of: String,
    /// The text, worked over.
    text: String,
}

/// One inspection on the page.
struct LineView {
    row: InspectionRow,
    key: &'static str,
    path: String,
    missing: bool,
}

#[derive(Template)]
#[template(path = "work/inspections/report.html")]
struct Show {
    page: Page,
    choices: Vec<(String, String)>,
    of: String,
    criterion: String,
    title: String,
    statement: String,
    assessment_title: String,
    lines: Vec<LineView>,
    shown: usize,
    missing: usize,
    draft: String,
}

/// `GET /o/{organization}/inspections/report`.
pub(super) async fn page(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
    Query(asked): Query<Asked>,
) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let lang = cx.lang();
        let choices = inspections::reports(cx)?.into_iter().map(|(assessment, criterion)| {
            (
                format!("{}/{}", assessment.id, criterion.id),
                format!("{} {}", assessment.title, criterion.title.get(lang)),
            )
        });
        let choices: Vec<(String, String)> = choices.collect();
        let of = if asked.of.is_empty() { choices.first().map(|choice| choice.0.clone()) } else { Some(asked.of) };
        let of = of.ok_or_else(Error::not_found)?;
        let report = find(cx, &of)?;
        let draft = report.draft(&organizations::name(cx)?, cx.now.today, lang);
        let page = Page::load(cx, who, Section::Calendar, "経営への報告", "Report to management")?;
        let base = page.base();
        let mut views = Views::load(cx)?;
        let mut lines = Vec::with_capacity(report.lines.len());
        for line in &report.lines {
            lines.push(LineView {
                row: row(cx, &mut views, line, lang)?,
                key: line.status.word(),
                path: format!("{base}/inspections/of/{}/{}", report.assessment.id, line.criterion.id),
                missing: matches!(line.standing, Standing::Undated | Standing::Lapsed | Standing::Open),
            });
        }
        let template = Show {
            page,
            of,
            choices,
            criterion: report.criterion.id.clone(),
            title: report.criterion.title.get(lang).to_owned(),
            statement: report.criterion.statement.get(lang).to_owned(),
            assessment_title: report.assessment.title.clone(),
            shown: report.count(Standing::Shown),
            missing: lines.iter().filter(|line| line.missing).count(),
            lines,
            draft,
        };
        Reply::page(&template)
    })
    .await
}

/// `POST /o/{organization}/inspections/report/{format}`: the document with the edited text. Nothing is stored.
pub(super) async fn file(
    State(web): State<Web>,
    who: Who,
    Path((organization, format)): Path<(OrganizationId, Format)>,
    Form(asked): Form<Asked>,
) -> Response {
    let made = move |cx: &mut Context<'_, '_>| {
        let report = find(cx, &asked.of)?;
        document(cx, &report, format, asked.text)
    };
    let reply = taken(&web, &who, organization, made).await;
    Reply::respond(&who, reply)
}

/// Renders a report and then records the download, so that no transaction waits for the document.
async fn taken(
    web: &Web,
    who: &Who,
    organization: OrganizationId,
    make: impl FnOnce(&mut Context<'_, '_>) -> Result<Taken, Error> + Send + 'static,
) -> Result<Reply, Error> {
    let Taken { reply, subject } = web.app().read(who.credentials, Some(organization), make).await?;
    let note = move |cx: &mut Context<'_, '_>| downloads::note(cx, "inspection_report.export", &subject, &json!({}));
    web.app().take_along(who.credentials, organization, note).await?;
    Ok(reply)
}

/// A rendered report, and its subject in the log.
struct Taken {
    reply: Reply,
    subject: Subject,
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    /// To print and to hand on.
    Pdf,
    /// A self-contained page.
    Html,
}

/// The report as a file, with `text` or, if that is empty, with the draft.
fn document(cx: &mut Context<'_, '_>, report: &Report, format: Format, text: String) -> Result<Taken, Error> {
    let (lang, today) = (cx.lang(), cx.now.today);
    let organization = organizations::name(cx)?;
    let text = if text.trim().is_empty() { report.draft(&organization, today, lang) } else { text };
    let mut views = Views::load(cx)?;
    let mut rows = Vec::with_capacity(report.lines.len());
    for line in &report.lines {
        rows.push(row(cx, &mut views, line, lang)?);
    }
    let criterion = report.criterion.numbered_title();
    let document = InspectionReport {
        lang,
        organization: &organization,
        assessment: &report.assessment.title,
        criterion: criterion.get(lang),
        created: today,
        text: &text,
        rows,
    };
    let name = format!("{}-{today}", if lang == Lang::Ja { "点検報告" } else { "inspections" });
    let (name, media_type, bytes) = match format {
        Format::Pdf => (format!("{name}.pdf"), "application/pdf", inspection_pdf(&document)),
        Format::Html => {
            let html = inspection_html(&document).map(String::into_bytes);
            (format!("{name}.html"), "text/html; charset=utf-8", html)
        }
    };
    let subject = Subject::InspectionReport(report.assessment.id, report.criterion.id.clone());
    Ok(Taken { reply: Reply::File { name, media_type, bytes: bytes.map_err(reports::failed)? }, subject })
}

fn find(cx: &mut Context<'_, '_>, of: &str) -> Result<Report, Error> {
    let (assessment, criterion) = of.split_once('/').ok_or_else(Error::not_found)?;
    inspections::report(cx, assessment.parse().map_err(|_| Error::not_found())?, criterion)
}

fn row(cx: &mut Context<'_, '_>, views: &mut Views, line: &Line, lang: Lang) -> Result<InspectionRow, Error> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let by = line.last.as_ref().map(|last| views.person(cx, last.by)).transpose()?;
    Ok(InspectionRow {
        id: line.criterion.id.clone(),
        title: line.criterion.title.get(lang).to_owned(),
        class: match line.standing {
            Standing::Shown => "met",
            Standing::Undated | Standing::Lapsed => "partial",
            Standing::Open => "unmet",
            Standing::NotApplicable => "na",
        },
        standing: line.standing.name(lang).to_owned(),
        last: day(line.last.as_ref().map(|last| last.on).max(line.confirmed)),
        by: by.map(|person| person.name).unwrap_or_default(),
        record: line.last.as_ref().map(|last| last.record.clone()).unwrap_or_default(),
        next: day(line.next),
    })
}

/// A report that can be made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AvailableBody {
    /// The assessment.
    assessment: String,
    /// The criterion that summarises inspections.
    criterion: String,
}

/// The criteria of active assessments that summarise inspections in a report.
#[utoipa::path(get, path = "/inspection-reports", tag = "calendar", params(("organization" = String, Path)),
    responses((status = 200, body = Vec<AvailableBody>)))]
pub(super) async fn available(
    State(web): State<Web>,
    who: Who,
    Path(organization): Path<OrganizationId>,
) -> Result<Json<Vec<AvailableBody>>, Problem> {
    let all = web.read(&who, organization, inspections::reports).await?;
    let all = all.into_iter().map(|(assessment, criterion)| AvailableBody {
        assessment: assessment.id.to_string(),
        criterion: criterion.id.clone(),
    });
    Ok(Json(all.collect()))
}

/// The inspections that a criterion summarises, in their present state, and a draft of the report.
#[utoipa::path(get, path = "/inspection-reports/{assessment}/{criterion}", tag = "calendar",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    responses((status = 200, body = ReportBody)))]
pub(super) async fn endpoint(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
) -> Result<Json<ReportBody>, Problem> {
    let body = web.read(&who, organization, move |cx| {
        let report = inspections::report(cx, assessment, &criterion)?;
        let draft = report.draft(&organizations::name(cx)?, cx.now.today, cx.lang());
        Ok(ReportBody::new(report, draft))
    });
    Ok(Json(body.await?))
}

/// The format of the report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedBody {
    /// What it is written as.
    format: Format,
    /// The edited text; without it, the draft.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    text: String,
}

/// The report as a file, with an edited text. Nothing is stored.
#[utoipa::path(post, path = "/inspection-reports/{assessment}/{criterion}/file", tag = "calendar",
    params(("organization" = String, Path), ("assessment" = String, Path), ("criterion" = String, Path)),
    request_body = WantedBody,
    responses((status = 200, content((File = "application/pdf"), (String = "text/html")))))]
pub(super) async fn written(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment, criterion)): Path<(OrganizationId, AssessmentId, String)>,
    Json(wanted): Json<WantedBody>,
) -> Result<Response, Problem> {
    let made = move |cx: &mut Context<'_, '_>| {
        let report = inspections::report(cx, assessment, &criterion)?;
        document(cx, &report, wanted.format, wanted.text)
    };
    let reply = taken(&web, &who, organization, made).await;
    Ok(reply.map_err(|error| Problem::new(error, who.lang))?.into_response())
}

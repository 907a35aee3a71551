//! Documents (報告書): the data of a report is collected in a transaction; the slow rendering runs outside of one.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_assess::Assessment as WorkedOut;
use tasuki_catalog::{Lang, Library, visible};
use tasuki_report::{Overdue, OverdueKind, ReportError, ReportOptions};
use tasuki_scheme::Permission;
use tasuki_store::parcels::{self, Parcel};
use tasuki_store::{AssessmentId, ParcelId, Subject, Tx, organizations};
use tasuki_trust::package::fitting_name;

use crate::agenda::{self, Why};
use crate::assessments::{self, Sheet, in_full};
use crate::{Context, Error, Kind, downloads};

/// How long a finished document can be fetched, in milliseconds: an hour.
const WAITS: i64 = 60 * 60 * 1_000;

/// The documents there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The answer workbook; importing it gives the same answers.
    Answers,
    /// The gap workbook.
    Gaps,
    /// The report for printing and forwarding.
    Pdf,
    /// The report as one page.
    Html,
    /// The answers for programs.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Answers, Self::Gaps, Self::Pdf, Self::Html, Self::Json];

    /// The extension in its address and file name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Answers => "xlsx",
            Self::Gaps => "gaps.xlsx",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Answers | Self::Gaps => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// All data of a document.
#[derive(Debug, Clone)]
pub struct Material {
    /// The assessment.
    pub sheet: Sheet,
    /// The organization's name.
    pub organization: String,
    /// The language of the document.
    pub lang: Lang,
    /// The day it is made on.
    pub today: Date,
    /// What is overdue besides the criteria.
    pub overdue: Vec<Overdue>,
    library: Arc<Library>,
}

/// Collects the data of a document.
pub fn material(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Material, Error> {
    let sheet = assessments::sheet(cx, id)?;
    let organization = organizations::find(cx.tx, sheet.assessment.organization)?.ok_or_else(Error::not_found)?;
    let overdue = overdue(cx, &sheet)?;
    let (organization, lang) = (organization.name, cx.lang());
    Ok(Material { sheet, organization, lang, today: cx.now.today, overdue, library: Arc::clone(&cx.library) })
}

/// What pages show as overdue besides the criteria: tasks, and the assessment itself.
fn overdue(cx: &mut Context<'_, '_>, sheet: &Sheet) -> Result<Vec<Overdue>, Error> {
    let (today, lang) = (cx.now.today, cx.lang());
    let items = agenda::of_assessment(cx, sheet.assessment.id, today)?.into_iter();
    let late = items.filter(|item| item.is_overdue(today)).filter_map(|item| {
        let kind = match item.why {
            Why::Task | Why::Review => OverdueKind::Task,
            Why::Assessment => OverdueKind::Assessment,
            Why::Answer(_)
            | Why::Inspection
            | Why::Planned
            | Why::Evidence
            | Why::Registration
            | Why::SelfCheck
            | Why::Contract => return None,
        };
        let criterion = item.criterion.unwrap_or_default();
        Some(Overdue { title: item.title.get(lang).to_owned(), criterion, due: item.day, kind })
    });
    Ok(late.collect())
}

impl Material {
    /// The file name: title, day and extension, without characters that a file system refuses.
    pub fn name(&self, format: Format) -> String {
        file_name(&self.sheet.assessment.title, self.today, format.ending())
    }
}

/// The name of a document: its title, the day and an ending, without characters that a file system refuses.
pub(crate) fn file_name(title: &str, day: Date, ending: &str) -> String {
    let title: String = visible(title).chars().take(80).collect();
    fitting_name(&format!("{title}_{day}.{ending}"))
}

/// Records that somebody downloaded a document.
pub fn note(cx: &mut Context<'_, '_>, id: AssessmentId, format: Format) -> Result<(), Error> {
    let detail = serde_json::json!({ "format": format.ending() });
    downloads::note(cx, "assessment.export", &Subject::Assessment(id), &detail)
}

/// Renders a document. This is slow (a PDF takes about a second of CPU time), so do not run it in a transaction.
pub fn make(material: &Material, format: Format) -> Result<Vec<u8>, Error> {
    let sheet = &material.sheet;
    let answers = in_full(&sheet.catalog, &sheet.answers);
    let options = |outlooks| ReportOptions {
        lang: material.lang,
        organization: Some(&material.organization),
        created: material.today,
        outlooks,
        library: &material.library,
        source_name: None,
        remarks: &[],
        overdue: &material.overdue,
    };
    let worked_out = || {
        let own = WorkedOut::new(&sheet.catalog, sheet.assessment.level, answers.clone(), material.today, None);
        if sheet.assessment.archived.is_some() { own.put_away() } else { own.with_days(|at| sheet.answers[at].due) }
    };
    match format {
        Format::Answers => tasuki_report::answer_workbook(&sheet.catalog, &answers, &options(&[])).map_err(failed),
        Format::Json => Ok(as_json(material)),
        Format::Gaps | Format::Pdf | Format::Html => {
            let assessment = worked_out();
            let others = material
                .library
                .catalogs()
                .filter(|other| other.is_answered() && other.framework() != sheet.catalog.framework());
            let outlooks: Vec<_> = others.filter_map(|other| assessment.outlook(&material.library, other)).collect();
            let outlooks: Vec<_> = outlooks.into_iter().filter(|outlook| !outlook.suggestions.is_empty()).collect();
            let options = options(&outlooks);
            let made = match format {
                Format::Gaps => tasuki_report::gap_workbook(&assessment, &options),
                Format::Pdf => tasuki_report::pdf(&assessment, &options),
                _ => tasuki_report::html(&assessment, &options).map(String::into_bytes),
            };
            made.map_err(failed)
        }
    }
}

/// The error of a report that could not be written; the cause is logged.
#[expect(clippy::needless_pass_by_value, reason = "errors are mapped with it by name")]
pub fn failed(error: ReportError) -> Error {
    tracing::error!(%error, "a report failed");
    Error::new(Kind::Internal, "report.failed", "報告書を作れませんでした。", "The report could not be made.").hint(
        "もう一度お試しください。続くときは管理者へ知らせてください。",
        "Try again; tell your administrator if it goes on.",
    )
}

/// The answers for programs, in a format that can be imported again.
fn as_json(material: &Material) -> Vec<u8> {
    let sheet = &material.sheet;
    let criteria: Vec<_> = sheet
        .answers
        .iter()
        .filter(|answer| answer.version > 0)
        .map(|answer| {
            let given = answer.in_full();
            json!({
                "id": answer.criterion, "status": answer.status, "note": given.note, "confirmed": answer.confirmed,
                "accepted": answer.accepted, "maturity": answer.maturity, "substitute": answer.substitute, "due": answer.due,
            })
        })
        .collect();
    let own = &sheet.assessment;
    let whole = json!({
        "framework": sheet.catalog.framework(), "edition": sheet.catalog.id(), "level": own.level, "title": own.title,
        "organization": material.organization, "as_of": material.today, "scope": own.scope, "criteria": criteria,
    });
    serde_json::to_vec_pretty(&whole).unwrap_or_default()
}

/// The state of a document that is rendered in the background.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Progress {
    /// It is being rendered, or waits for its turn.
    Working,
    /// It can be fetched.
    Done,
    /// It could not be made.
    Failed,
}

/// A requested document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Of which assessment.
    pub assessment: AssessmentId,
    /// Which document.
    pub format: Format,
    /// How far it is.
    pub progress: Progress,
}

/// Records that a document is requested, and collects its data.
pub fn order(cx: &mut Context<'_, '_>, id: AssessmentId, format: Format) -> Result<(ParcelId, Material), Error> {
    let organization = cx.require_in(Permission::ReadAssessments, id)?;
    let material = material(cx, id)?;
    let now = cx.now.milliseconds();
    let order = Order { assessment: id, format, progress: Progress::Working };
    let parcel = Parcel {
        organization,
        id: ParcelId::new(now, cx.random()),
        person: cx.person()?.id,
        kind: "report".to_owned(),
        name: material.name(format),
        state: serde_json::to_string(&order).unwrap_or_default(),
        body: None,
        ends: now + WAITS,
    };
    parcels::add(cx.tx, &parcel, now)?;
    Ok((parcel.id, material))
}

/// Records the result for a document. Runs without a person, because it was requested before.
pub fn deliver(
    tx: &mut Tx<'_>,
    material: &Material,
    format: Format,
    id: ParcelId,
    made: Result<&[u8], ()>,
) -> Result<(), Error> {
    let assessment = &material.sheet.assessment;
    let progress = if made.is_ok() { Progress::Done } else { Progress::Failed };
    let order = Order { assessment: assessment.id, format, progress };
    let state = serde_json::to_string(&order).unwrap_or_default();
    Ok(parcels::finish(tx, assessment.organization, id, &state, made.ok())?)
}

/// A document that the person requested.
pub fn find(cx: &mut Context<'_, '_>, id: ParcelId) -> Result<(Order, Parcel), Error> {
    let organization = cx.organization()?;
    let (person, now) = (cx.person()?.id, cx.now.milliseconds());
    let parcel = parcels::find(cx.tx, organization, person, id, now)?.filter(|parcel| parcel.kind == "report");
    let found = parcel.and_then(|parcel| Some((serde_json::from_str::<Order>(&parcel.state).ok()?, parcel)));
    let found = found.filter(|(order, _)| cx.may_in(Permission::ReadAssessments, order.assessment));
    found.ok_or_else(|| {
        Error::new(Kind::NotFound, "report.gone", "この報告書はもう残っていません。", "This report is no longer kept.")
            .hint("もう一度作ってください。", "Please make it again.")
    })
}

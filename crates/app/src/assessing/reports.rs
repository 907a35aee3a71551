//! Documents out (報告書): what a report needs is gathered in a transaction; making it takes its time outside of one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_assess::{Assessment as WorkedOut, Verdict};
use tasuki_catalog::{Lang, Library};
use tasuki_report::{Overdue, OverdueKind, ReportError, ReportOptions};
use tasuki_scheme::Permission;
use tasuki_store::parcels::{self, Parcel};
use tasuki_store::{AssessmentId, ParcelId, Tx, organizations, tasks};

use crate::assessments::{self, Sheet, given};
use crate::{Context, Error, Kind, downloads};

/// How long a finished document waits to be fetched, in milliseconds: an hour.
const WAITS: i64 = 60 * 60 * 1_000;

/// The documents there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The answer workbook: filled in and read again, it comes back equal.
    Answers,
    /// The gap workbook.
    Gaps,
    /// The report to print and to hand on.
    Pdf,
    /// The report as one page.
    Html,
    /// The answers for programs.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Answers, Self::Gaps, Self::Pdf, Self::Html, Self::Json];

    /// The end of its address and of its file's name.
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

/// Everything that a document is made of.
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
    /// What is late beside the criteria.
    pub overdue: Vec<Overdue>,
    library: &'static Library,
}

/// Gathers what a document is made of.
pub fn material(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Material, Error> {
    let sheet = assessments::sheet(cx, id)?;
    let organization = organizations::find(cx.tx, sheet.assessment.organization)?.ok_or_else(Error::not_found)?;
    let overdue = overdue(cx, &sheet)?;
    let (organization, lang) = (organization.name, cx.lang());
    Ok(Material { sheet, organization, lang, today: cx.now.today, overdue, library: cx.library })
}

/// What the pages show as late beside the criteria: tasks, and the assessment itself.
fn overdue(cx: &mut Context<'_, '_>, sheet: &Sheet) -> Result<Vec<Overdue>, Error> {
    let (today, own) = (cx.now.today, &sheet.assessment);
    let open = sheet.evaluation.verdict() == Verdict::Open;
    let whole = own.due.filter(|due| open && *due < today).map(|due| Overdue {
        title: own.title.clone(),
        criterion: String::new(),
        due,
        kind: OverdueKind::Assessment,
    });
    let tasks =
        tasks::of_assessment(cx.tx, own.organization, own.id)?.into_iter().filter(|task| !task.state.is_ended());
    let late = tasks.filter_map(|task| {
        let due = task.due.filter(|due| *due < today)?;
        Some(Overdue { title: task.title, criterion: task.criterion, due, kind: OverdueKind::Task })
    });
    Ok(whole.into_iter().chain(late).collect())
}

impl Material {
    /// The name of the file: title, day, ending; nothing in it that a file system refuses.
    pub fn name(&self, format: Format) -> String {
        let safe = |character: char| {
            if character.is_control() || r#"/\:*?"<>|"#.contains(character) { '_' } else { character }
        };
        let title: String = self.sheet.assessment.title.chars().map(safe).take(80).collect();
        format!("{title}_{}.{}", self.today, format.ending())
    }
}

/// Writes down that somebody took a document along.
pub fn note(cx: &mut Context<'_, '_>, id: AssessmentId, format: Format) -> Result<(), Error> {
    let detail = serde_json::json!({ "format": format.ending() });
    downloads::note(cx, "assessment.export", &format!("assessment/{id}"), &detail)
}

/// Makes a document. Run it where it may take its time: a PDF takes about a second of a processor.
pub fn make(material: &Material, format: Format) -> Result<Vec<u8>, Error> {
    let sheet = &material.sheet;
    let answers = given(sheet.catalog, &sheet.answers);
    let options = |outlooks| ReportOptions {
        lang: material.lang,
        organization: Some(&material.organization),
        created: material.today,
        outlooks,
        library: material.library,
        source_name: None,
        remarks: &[],
        overdue: &material.overdue,
    };
    let worked_out = || {
        WorkedOut::new(sheet.catalog, sheet.assessment.level, answers.clone(), material.today, None)
            .with_days(|position| sheet.answers[position].due)
    };
    match format {
        Format::Answers => tasuki_report::answer_workbook(sheet.catalog, &answers, &options(&[])).map_err(failed),
        Format::Json => Ok(as_json(material)),
        Format::Gaps | Format::Pdf | Format::Html => {
            let assessment = worked_out();
            let others = material
                .library
                .catalogs()
                .filter(|other| other.is_answered() && other.framework() != sheet.catalog.framework());
            let outlooks: Vec<_> = others.filter_map(|other| assessment.outlook(material.library, other)).collect();
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

fn failed(error: ReportError) -> Error {
    tracing::error!(%error, "a report failed");
    drop(error);
    Error::new(Kind::Internal, "report.failed", "報告書を作れませんでした。", "The report could not be made.").hint(
        "もう一度お試しください。続くときは管理者へ知らせてください。",
        "Try again; tell your administrator if it goes on.",
    )
}

/// The answers for programs, in a shape that is read again.
fn as_json(material: &Material) -> Vec<u8> {
    let sheet = &material.sheet;
    let criteria: Vec<_> = sheet
        .answers
        .iter()
        .filter(|answer| answer.version > 0)
        .map(|answer| {
            let given = assessments::given_one(answer);
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

/// How far a document is that is made while the person does something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Progress {
    /// It is being made, or waits for its turn.
    Working,
    /// It can be fetched.
    Done,
    /// It could not be made.
    Failed,
}

/// A document that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Of which assessment.
    pub assessment: AssessmentId,
    /// Which document.
    pub format: Format,
    /// How far it is.
    pub progress: Progress,
}

/// Notes that a document is asked for, and gathers what it is made of.
pub fn order(cx: &mut Context<'_, '_>, id: AssessmentId, format: Format) -> Result<(ParcelId, Material), Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
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

/// Notes what became of a document. Runs without a person: it was asked for before.
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

/// A document that the person asked for.
pub fn find(cx: &mut Context<'_, '_>, id: ParcelId) -> Result<(Order, Parcel), Error> {
    let organization = cx.require(Permission::ReadAssessments)?;
    let (person, now) = (cx.person()?.id, cx.now.milliseconds());
    let parcel = parcels::find(cx.tx, organization, person, id, now)?.filter(|parcel| parcel.kind == "report");
    let found = parcel.and_then(|parcel| Some((serde_json::from_str(&parcel.state).ok()?, parcel)));
    found.ok_or_else(|| {
        Error::new(Kind::NotFound, "report.gone", "この報告書はもう残っていません。", "This report is no longer kept.")
            .hint("もう一度作ってください。", "Please make it again.")
    })
}

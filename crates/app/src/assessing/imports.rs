//! Import of workbooks (読み込み): the contents of a file are read and stored for a while, shown as a preview, and then
//! imported, completely or not at all.
//!
//! Reading is a pure function of the bytes and runs outside of any transaction. The result is stored as a parcel of
//! the person. The file itself is not stored, unless the person must choose one of its sheets: then it is stored for
//! an hour.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Library, Text};
use tasuki_intake::{IntakeError, Limits, Severity, Wanted, read_answers};
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::{Assessment, Origin};
use tasuki_store::parcels::{self, Parcel};
use tasuki_store::{AssessmentId, ParcelId, Subject};

use crate::answers::{keep_all, unconfirm};
use crate::assessments::{self, New, Sheet};
use crate::changes::differences;
use crate::{Context, Error, Kind};

/// How long the result is stored for its import, in milliseconds: a day.
const WAITS: i64 = 24 * 60 * 60 * 1_000;

/// How long a file is stored for the choice of its sheet, in milliseconds: an hour.
const PENDS: i64 = 60 * 60 * 1_000;

/// The maximum size of a file, in bytes. Real workbooks have a hundredth of it.
pub const LARGEST: usize = 10 * 1024 * 1024;

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The file's name.
    pub name: String,
    /// The edition that it answers.
    pub edition: String,
    /// The sheet that contains the answers; empty for CSV and JSON.
    pub sheet: String,
    /// The answers; criteria without a word about them are left out.
    pub answers: Vec<Read>,
    /// What is wrong with it.
    pub problems: Vec<Found>,
}

/// One answer of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The criterion.
    pub criterion: String,
    /// What is said of it.
    pub answer: tasuki_assess::Answer,
}

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Whether something could not be imported; otherwise it is a warning.
    pub is_error: bool,
    /// A stable code: `unreadable-mark`.
    pub code: String,
    /// What it is.
    pub title: Text,
    /// The sheet; empty for CSV and JSON.
    pub sheet: String,
    /// The cell, or the path in JSON.
    pub cell: String,
    /// The criterion concerned.
    pub criterion: Option<String>,
    /// What stands there.
    pub found: String,
    /// What was expected, or what to do.
    pub expected: Text,
}

/// What an import would change in an existing assessment.
#[derive(Debug, Clone)]
pub struct Effect {
    /// The assessment as it is.
    pub sheet: Sheet,
    /// The answers that would change: position, old, new.
    pub changes: Vec<(usize, Answer, Answer)>,
    /// The number of answers of the file that are the same already.
    pub same: usize,
}

/// A file in which several sheets could be meant. It waits until the person chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The file's name.
    pub name: String,
    /// The edition that was given with it; empty if none was.
    pub edition: String,
    /// The sheets that answer the same criteria.
    pub sheets: Vec<String>,
}

/// What reading a file led to.
#[derive(Debug)]
pub enum Outcome {
    /// It was read.
    Read(Box<Upload>),
    /// The person must choose one of these sheets.
    Asks(Vec<String>),
}

/// What a person specifies about a file.
#[derive(Debug, Clone)]
pub struct Asked<'f> {
    /// The file's name.
    pub name: &'f str,
    /// The edition that it answers; `None` to recognise it from the file.
    pub edition: Option<&'f str>,
    /// The sheets to read; all of them if it is empty.
    pub sheets: &'f [String],
    /// The day on which it is read.
    pub today: Date,
}

/// The error for a program that must name the sheet.
pub fn asks(sheets: &[String]) -> Error {
    refused(&IntakeError::WhichSheet { sheets: sheets.to_vec() })
}

/// Reads a file. Nothing is stored; this can take long, so do not run it in a transaction.
pub fn read(library: &Library, bytes: &[u8], asked: &Asked<'_>) -> Result<Outcome, Error> {
    let wanted = asked.edition.filter(|name| !name.is_empty());
    let framework = match wanted {
        Some(name) => Some(library.catalog(name).filter(|catalog| catalog.is_answered()).ok_or_else(|| {
            Error::invalid("import.edition", "その枠組みは回答に使えません。", "That framework cannot be answered.")
                .hint(
                    "一覧から、回答できる枠組みの版を選んでください。",
                    "Choose an edition that can be answered from the list.",
                )
                .field("edition")
        })?),
        None => None,
    };
    let limits = Limits { file_bytes: u64::try_from(LARGEST).unwrap_or(u64::MAX), ..Limits::default() };
    let wanted = Wanted::on(asked.today).framework(framework).sheets(asked.sheets).limits(limits);
    let reading = match read_answers(library, asked.name, bytes, &wanted) {
        Err(IntakeError::WhichSheet { sheets }) => return Ok(Outcome::Asks(sheets)),
        reading => reading.map_err(|error| refused(&error))?,
    };
    let answers =
        reading.catalog.criteria().iter().zip(reading.answers.as_slice()).filter(|(_, answer)| says_something(answer));
    Ok(Outcome::Read(Box::new(Upload {
        name: asked.name.chars().take(200).collect(),
        edition: reading.catalog.id().to_owned(),
        sheet: reading.sheet.clone(),
        answers: answers
            .map(|(criterion, answer)| Read { criterion: criterion.id.clone(), answer: answer.clone() })
            .collect(),
        problems: reading.problems.into_iter().map(found).collect(),
    })))
}

fn says_something(answer: &tasuki_assess::Answer) -> bool {
    *answer != tasuki_assess::Answer::default()
}

fn found(problem: tasuki_intake::Problem) -> Found {
    use tasuki_catalog::Lang::{En, Ja};
    Found {
        is_error: problem.severity == Severity::Error,
        code: serde_json::to_value(problem.code)
            .ok()
            .and_then(|code| code.as_str().map(str::to_owned))
            .unwrap_or_default(),
        title: Text::new(problem.code.title(Ja), problem.code.title(En)),
        sheet: problem.sheet,
        cell: problem.cell,
        criterion: problem.criterion,
        found: problem.found,
        expected: problem.expected,
    }
}

/// The error of a file that is larger than [`LARGEST`]; the rest of it was not received.
pub fn too_large() -> Error {
    refused(&IntakeError::TooLarge { found: None, limit: LARGEST as u64 })
}

/// The error of chosen sheets that answer the same criteria.
pub fn which_sheet(sheets: Vec<String>) -> Error {
    refused(&IntakeError::WhichSheet { sheets })
}

/// Turns the error of an unreadable file into an error of a use case.
pub(crate) fn refused(error: &IntakeError) -> Error {
    use tasuki_catalog::Lang::{En, Ja};
    let kind = match error {
        IntakeError::TooLarge { .. } | IntakeError::Bomb { .. } | IntakeError::TooManyCells { .. } => Kind::TooLarge,
        _ => Kind::Invalid,
    };
    let asks_for_edition = matches!(
        error,
        IntakeError::NotRecognised { .. }
            | IntakeError::Ambiguous { .. }
            | IntakeError::UnknownFramework { .. }
            | IntakeError::OtherFramework { .. }
            | IntakeError::NotAnswerable { .. }
    );
    let sentence = |text: String, end: &str| if text.ends_with(end) { text } else { text + end };
    let english = error.message(En);
    let mut letters = english.chars();
    let english =
        letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default();
    let made = Error::new(kind, error.code(), sentence(error.message(Ja), "。"), sentence(english, "."));
    if asks_for_edition {
        made.hint("枠組みを選んで、もう一度読み込んでください。", "Choose the framework and read the file again.")
            .field("edition")
    } else if matches!(error, IntakeError::WhichSheet { .. } | IntakeError::NoSuchSheet { .. }) {
        made.hint(
            "使うシートを一つ選んでください。API では sheet に名前を指定します。",
            "Choose the sheet that is meant; with the API, name it as \"sheet\".",
        )
        .field("sheet")
    } else {
        made.hint(error.hint(Ja), error.hint(En)).field("file")
    }
}

/// Stores what was read until it is imported.
pub fn keep(cx: &mut Context<'_, '_>, upload: &Upload) -> Result<ParcelId, Error> {
    let state = serde_json::to_string(upload).unwrap_or_default();
    keep_as(cx, "reading", &upload.name, state, None, WAITS)
}

/// Stores a file until the person chooses a sheet. Only the last file of a person is stored.
pub fn keep_pending(cx: &mut Context<'_, '_>, pending: &Pending, bytes: Vec<u8>) -> Result<ParcelId, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let person = cx.person()?.id;
    parcels::clear(cx.tx, organization, person, "workbook")?;
    let state = serde_json::to_string(pending).unwrap_or_default();
    let name: String = pending.name.chars().take(200).collect();
    keep_as(cx, "workbook", &name, state, Some(bytes), PENDS)
}

fn keep_as(
    cx: &mut Context<'_, '_>,
    kind: &str,
    name: &str,
    state: String,
    body: Option<Vec<u8>>,
    waits: i64,
) -> Result<ParcelId, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let now = cx.now.milliseconds();
    let parcel = Parcel {
        organization,
        id: ParcelId::new(now, cx.random()),
        person: cx.person()?.id,
        kind: kind.to_owned(),
        name: name.to_owned(),
        state,
        body,
        ends: now + waits,
    };
    parcels::add(cx.tx, &parcel, now)?;
    Ok(parcel.id)
}

/// A file that waits for the choice of a sheet. Only the person who sent it can get it.
pub fn pending(cx: &mut Context<'_, '_>, id: ParcelId) -> Result<Option<(Pending, Vec<u8>)>, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let (person, now) = (cx.person()?.id, cx.now.milliseconds());
    let parcel = parcels::find(cx.tx, organization, person, id, now)?.filter(|parcel| parcel.kind == "workbook");
    Ok(parcel.and_then(|parcel| Some((serde_json::from_str(&parcel.state).ok()?, parcel.body?))))
}

/// What was read and waits for its import. Only the person who sent the file can get it.
pub fn load(cx: &mut Context<'_, '_>, id: ParcelId) -> Result<Upload, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let (person, now) = (cx.person()?.id, cx.now.milliseconds());
    let parcel = parcels::find(cx.tx, organization, person, id, now)?.filter(|parcel| parcel.kind == "reading");
    parcel.and_then(|parcel| serde_json::from_str(&parcel.state).ok()).ok_or_else(|| {
        Error::new(
            Kind::NotFound,
            "import.gone",
            "読み込んだ内容はもう残っていません。",
            "What was read is no longer kept.",
        )
        .hint("もう一度ファイルを選んでください。", "Please choose the file again.")
    })
}

/// What the import would change in an assessment of the same edition. Blank answers in the file change nothing.
pub fn effect(cx: &mut Context<'_, '_>, upload: &Upload, into: AssessmentId) -> Result<Effect, Error> {
    let sheet = assessments::sheet(cx, into)?;
    if sheet.assessment.edition != upload.edition {
        return Err(Error::invalid(
            "import.other_edition",
            "ファイルとは別の版の評価です。",
            "The assessment is of another edition than the file.",
        )
        .hint("同じ版の評価を選ぶか、新しい評価にしてください。", "Choose one of the same edition, or make a new one.")
        .field("into"));
    }
    let may_accept = cx.may(Permission::AcceptNotApplicable);
    let (mut changes, mut same) = (Vec::new(), 0);
    for read in &upload.answers {
        let Some(position) = sheet.catalog.position(&read.criterion) else { continue };
        let before = &sheet.answers[position];
        let mut after = merged(&sheet.catalog, before, &read.answer, may_accept);
        unconfirm(cx, into, before, &mut after)?;
        if differences(before, &after).is_empty() { same += 1 } else { changes.push((position, before.clone(), after)) }
    }
    changes.sort_by_key(|(position, ..)| *position);
    Ok(Effect { sheet, changes, same })
}

/// An answer with the values of a file applied to it. Only a reviewer's import accepts 対象外.
fn merged(catalog: &Catalog, before: &Answer, read: &tasuki_assess::Answer, may_accept: bool) -> Answer {
    let known = before.in_full();
    let mut after = before.clone();
    let state_changed = read.status != Status::Unanswered && read.status != before.status;
    if state_changed {
        after.status = read.status;
        after.source = None;
        after.accepted = false;
    }
    if !read.note.is_empty() && (read.note != known.note || state_changed) {
        if after.status == Status::NotApplicable {
            after.reason.clone_from(&read.note);
        } else {
            after.note.clone_from(&read.note);
        }
    }
    // The acceptance was for the previous reason.
    after.accepted &= after.reason == before.reason;
    if read.confirmed.is_some() {
        after.confirmed = read.confirmed;
    }
    if read.maturity.is_some() {
        after.maturity = read.maturity;
    }
    // If the criterion has a condition, no acceptance is needed.
    let has_condition = catalog.criterion(&before.criterion).is_some_and(|criterion| criterion.condition.is_some());
    if read.accepted && after.status == Status::NotApplicable && (may_accept || has_condition) {
        after.accepted = true;
    }
    after
}

/// Creates a new assessment from what was read.
pub fn into_new(cx: &mut Context<'_, '_>, id: ParcelId, mut new: New) -> Result<Assessment, Error> {
    let upload = load(cx, id)?;
    new.edition.clone_from(&upload.edition);
    let assessment = assessments::create_from(cx, new, Origin::Workbook { name: upload.name.clone() })?;
    import(cx, id, &upload, assessment.id, None)
}

/// Imports what was read into an existing assessment. `seen` is the revision ([`Sheet::revision`]) that the person
/// saw: if something has changed since then, the person must look again.
pub fn into_existing(
    cx: &mut Context<'_, '_>,
    id: ParcelId,
    into: AssessmentId,
    seen: Option<i64>,
) -> Result<Assessment, Error> {
    let upload = load(cx, id)?;
    import(cx, id, &upload, into, seen)
}

fn import(
    cx: &mut Context<'_, '_>,
    id: ParcelId,
    upload: &Upload,
    into: AssessmentId,
    seen: Option<i64>,
) -> Result<Assessment, Error> {
    let organization = cx.require(Permission::ManageAssessments)?;
    let effect = effect(cx, upload, into)?;
    let (revision, assessment) = (effect.sheet.revision(), effect.sheet.assessment);
    assessments::check_open(&assessment)?;
    if seen.is_some_and(|seen| seen != revision) {
        return Err(Error::new(
            Kind::Conflict,
            "import.changed",
            "確かめている間に、この評価が変わりました。",
            "The assessment changed while you were looking.",
        )
        .hint("変わるところをもう一度見て、読み込んでください。", "Look at the changes again, then import."));
    }
    let (from, now, person) = (json!({ "file": upload.name }), cx.now.milliseconds(), cx.person()?.id);
    let pairs: Vec<(Answer, Answer)> = effect
        .changes
        .into_iter()
        .map(|(_, before, after)| {
            let after = Answer { version: before.version + 1, changed: now, changed_by: Some(person), ..after };
            (before, after)
        })
        .collect();
    let count = pairs.len();
    keep_all(cx, &assessment, pairs, "answer.import", &from)?;
    let detail = json!({ "file": upload.name, "sheet": upload.sheet, "answers": count, "title": assessment.title });
    cx.record("assessment.import", &Subject::Assessment(assessment.id), None::<&Upload>, Some(upload), &detail)?;
    parcels::remove(cx.tx, organization, id)?;
    Ok(assessment)
}

/// The number of answers of the file in each state.
pub fn counts(upload: &Upload) -> Vec<(Status, usize)> {
    let of = |status: Status| upload.answers.iter().filter(|read| read.answer.status == status).count();
    Status::ALL.into_iter().map(|status| (status, of(status))).collect()
}

/// The latest day on which an answer of the file was confirmed.
pub fn latest(upload: &Upload) -> Option<Date> {
    upload.answers.iter().filter_map(|read| read.answer.confirmed).max()
}

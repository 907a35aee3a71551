//! The files of a package. Their paths are plain, so that they mean the same on every machine.

use serde::Serialize;
use serde_json::json;
use tasuki_assess::{Answer, Answers, Assessment as WorkedOut};
use tasuki_catalog::Lang;
use tasuki_report::{Declared, ReportOptions, answer_workbook, declaration_pdf, pdf};
use tasuki_scheme::Classification;
use tasuki_store::{Digest, StoreError};
use tasuki_trust::canonical;
use tasuki_trust::package::{Kind, Part, fitting_name};
use tasuki_trust::submission::{Answer as Given, Evidence};

use super::{LookedAt, Material};
use crate::records::{self, Format, Work};
use crate::timeline::day;
use crate::{Error, reports};

/// Everything that is in a package.
pub(super) fn all(material: &Material, files: Vec<Vec<u8>>) -> Result<Vec<Part>, Error> {
    let shown = &material.shown;
    let mut parts = vec![
        part("submission.json", Kind::Submission, "", bytes_of(&shown.submission)?),
        part("answers.xlsx", Kind::Report, "回答のブック / workbook of the answers", workbook(material)?),
        part("report.pdf", Kind::Report, "", report(material)?),
        part("evidence.csv", Kind::Other, "証跡の一覧 / list of evidence", list(material)),
    ];
    for own in &material.looked_at {
        parts.extend(looked_at(own, shown.row.digest)?);
    }
    if let Some(own) = &material.declaration {
        let said = json!({
            "type": "tasuki-declaration/1", "submission": own.digest, "name": own.name, "office": own.office, "text": own.text,
            "day": own.day,
        });
        parts.push(part("declaration.json", Kind::Declaration, "", bytes_of(&said)?));
        let document = Declared {
            lang: material.lang,
            submission: &shown.submission,
            digest: own.digest,
            name: &own.name,
            office: &own.office,
            text: &own.text,
            day: own.day,
        };
        let document = declaration_pdf(&document).map_err(reports::failed)?;
        parts.push(part("declaration.pdf", Kind::Declaration, "", document));
    }
    for (place, bytes) in material.places.iter().zip(files) {
        let piece = &shown.submission.evidence[*place];
        parts.push(part(&path_of(*place, piece), Kind::Evidence, &piece.name, bytes));
    }
    Ok(parts)
}

/// The record of a step as documents, and the word of whoever confirmed it.
fn looked_at(own: &LookedAt, submission: Digest) -> Result<Vec<Part>, Error> {
    let (name, confirmed, kind) = match own.work {
        Work::Review => ("review", "confirmation.json", Kind::Review),
        Work::Audit => ("audit", "audit-confirmation.json", Kind::Audit),
        Work::TechnicalCheck => ("technical-check", "technical-check-confirmation.json", Kind::TechnicalCheck),
    };
    let mut parts = Vec::new();
    for format in [Format::Pdf, Format::Workbook] {
        let path = format!("{name}.{}", format.ending());
        parts.push(part(&path, kind, "", records::make(&own.record, format)?));
    }
    if let Some(own) = &own.confirmation {
        let said = json!({
            "type": "tasuki-confirmation/1", "submission": submission, "by": own.name, "as": own.acted_as.word(), "day": day(own.at),
            "rests_on": own.detail,
        });
        let title = "確認（氏名、資格、日付） / confirmation: name, qualifications, day";
        parts.push(part(confirmed, kind, title, bytes_of(&said)?));
    }
    Ok(parts)
}

fn part(path: &str, kind: Kind, title: &str, bytes: Vec<u8>) -> Part {
    Part { path: path.to_owned(), kind, title: title.to_owned(), bytes }
}

/// A file of evidence: its place in the list, and its name. Two files may have one name.
fn path_of(place: usize, piece: &Evidence) -> String {
    format!("evidence/{:04} {}", place + 1, fitting_name(&piece.file_name))
}

fn bytes_of(said: &impl Serialize) -> Result<Vec<u8>, Error> {
    let failed = |_| Error::from(StoreError::Stored { what: "a part of a package", text: String::new() });
    canonical(said).map_err(failed)
}

/// The answers as they were submitted.
fn answers(material: &Material) -> Answers {
    let said = &material.shown.submission;
    Answers::of(&material.catalog, said.answers.iter().map(|own| (&own.criterion, in_full(own))))
}

fn in_full(own: &Given) -> Answer {
    let note = if own.status == tasuki_assess::Status::NotApplicable { &own.reason } else { &own.note };
    Answer {
        status: own.status,
        note: note.clone(),
        confirmed: own.confirmed,
        accepted: own.accepted,
        maturity: own.maturity,
    }
}

fn options(material: &Material) -> ReportOptions<'_> {
    let shown = &material.shown;
    ReportOptions {
        lang: material.lang,
        organization: Some(&shown.submission.organization.name),
        created: material.today,
        outlooks: &[],
        library: &material.library,
        source_name: None,
        remarks: &[],
        overdue: &[],
    }
}

fn workbook(material: &Material) -> Result<Vec<u8>, Error> {
    answer_workbook(&material.catalog, &answers(material), &options(material)).map_err(reports::failed)
}

/// The report of the day of the submission.
fn report(material: &Material) -> Result<Vec<u8>, Error> {
    let said = &material.shown.submission;
    let worked_out = WorkedOut::new(&material.catalog, said.level, answers(material), said.day, None);
    pdf(&worked_out, &options(material)).map_err(reports::failed)
}

/// The evidence that the submission names, with what is in the package, as a table that every spreadsheet program opens.
fn list(material: &Material) -> Vec<u8> {
    let (lang, said) = (material.lang, &material.shown.submission);
    let heads: [&str; 9] = match lang {
        Lang::Ja => ["番号", "名前", "種類", "区分", "版", "ファイル名", "SHA-256", "有効期限", "一式の中の場所"],
        Lang::En => ["No.", "Name", "Kind", "Class", "Version", "File name", "SHA-256", "Ends", "Path in the package"],
    };
    // Spreadsheet programs of an office take a file for Unicode by its first mark.
    let mut text = String::from("\u{feff}");
    text.push_str(&line(heads));
    for (place, piece) in said.evidence.iter().enumerate() {
        let kind = tasuki_store::evidence::Kind::from_word(&piece.kind)
            .map_or_else(String::new, |own| own.name(lang).to_owned());
        let class = Classification::from_word(&piece.classification).map_or("", |own| own.name(lang));
        let path = if material.places.contains(&place) { path_of(place, piece) } else { String::new() };
        let ends = piece.ends.map(|day| day.to_string()).unwrap_or_default();
        let (number, version) = ((place + 1).to_string(), piece.version.to_string());
        let sum = piece.sha256.to_string();
        let cells = [&number, &*piece.name, &kind, class, &version, &piece.file_name, &sum, &ends, &path];
        text.push_str(&line(cells));
    }
    text.into_bytes()
}

fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = |cell: &str| format!("\"{}\"", as_text(cell).replace('"', "\"\""));
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    cells.join(",") + "\r\n"
}

/// A cell that no spreadsheet program takes for a formula.
fn as_text(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

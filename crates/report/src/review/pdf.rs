//! The record of a review as a PDF: its contents are collected here, the layout is in `templates/pdf/review.typ`.

use serde_json::{Value, json};
use tasuki_assess::Status;
use tasuki_catalog::Lang;
use tasuki_scheme::road::{Aspect, Severity};

use super::{Line, RecordedReviewer, ReviewIssue, ReviewMark, ReviewRecord};
use crate::ReportError;
use crate::pdf::document;
use crate::words::{day, outdated, round};

const TEMPLATE: &str = include_str!("../../templates/pdf/review.typ");

/// The record of a review as a tagged PDF (PDF/UA-1); the same input gives the same bytes.
pub fn review_pdf(record: &ReviewRecord<'_>) -> Result<Vec<u8>, ReportError> {
    let data = data(record);
    document(
        TEMPLATE,
        data,
        record.lang,
        (&format!("tasuki:review:{}:{}", record.digest, record.created), record.created),
    )
}

fn data(record: &ReviewRecord<'_>) -> Value {
    let figures = record.figures();
    json!({
        "lang": match record.lang { Lang::Ja => "ja", Lang::En => "en" },
        "organization": record.submission.organization.name,
        // What stands at the foot of each page.
        "title": record.words().review_title,
        "level": round(record.lang, record.submission.road.number),
        "words": record.words(),
        "facts": record.facts().into_iter().filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>(),
        "sentence": record.sentence(),
        "marked": figures.marked,
        "criteria": figures.criteria,
        "open_issues": figures.open_issues,
        "counts": record.counts(),
        "is_confirmed": record.is_confirmed(),
        "confirmation": record.confirmation_lines(),
        "reviewers": record.reviewers.iter().map(|own| reviewer(record, own)).collect::<Vec<_>>(),
        "issues": record.issues().map(|(number, line, own)| issue(record, number, line, own)).collect::<Vec<_>>(),
        "aspects": Aspect::ALL.iter().map(|own| own.name(record.lang)).collect::<Vec<_>>(),
        "rows": record.lines().map(|line| row(record, line)).collect::<Vec<_>>(),
    })
}

fn reviewer(record: &ReviewRecord<'_>, own: &RecordedReviewer) -> Value {
    json!({
        "name": own.name,
        "actor": own.actor.name(record.lang),
        "qualifications": own.qualifications(record.scheme, record.lang),
        "lacks": own.lacks(record.scheme, record.lang),
        "accepted": own.accepted,
        "advised": own.advised,
    })
}

fn issue(record: &ReviewRecord<'_>, number: usize, line: Line<'_>, own: &ReviewIssue) -> Value {
    let lang = record.lang;
    let reply = |reply: &super::ReviewReply| {
        json!({
            "kind": reply.kind.name(lang),
            "text": reply.text,
            "by": by(record, &reply.by, reply.day, reply.submission),
        })
    };
    json!({
        "number": number,
        "id": line.answer.criterion,
        "title": record.title(&line.answer.criterion),
        "kind": own.kind.name(lang),
        "severity": own.severity.map_or("", |own: Severity| own.name(lang)),
        "state": own.state.name(lang),
        "is_open": own.is_open(),
        "due": own.due.map(|due| day(lang, due)).unwrap_or_default(),
        "text": own.text,
        "by": by(record, &own.by, own.day, own.submission),
        "replies": own.replies.iter().map(reply).collect::<Vec<_>>(),
    })
}

/// Who said something, when, and about which submission.
fn by(record: &ReviewRecord<'_>, name: &str, on: jiff::civil::Date, submission: u32) -> String {
    format!("{name} · {} · {}", day(record.lang, on), round(record.lang, submission))
}

fn row(record: &ReviewRecord<'_>, line: Line<'_>) -> Value {
    json!({
        "id": line.answer.criterion,
        "title": record.title(&line.answer.criterion),
        "state": { "class": class(line.answer.status), "word": line.answer.status.name(record.lang) },
        "changed": line.changed(),
        "note": line.note(),
        "evidence": record.evidence(line.answer).collect::<Vec<_>>(),
        "open": line.issues().iter().filter(|own| own.is_open()).count(),
        "marks": Aspect::ALL.iter().map(|aspect| mark(record, line, *aspect)).collect::<Vec<_>>(),
    })
}

/// A mark, or why there is none.
fn mark(record: &ReviewRecord<'_>, line: Line<'_>, aspect: Aspect) -> Value {
    let words = record.words();
    let Some(own) = line.mark(aspect) else {
        let is_needed = line.needed().contains(&aspect);
        let word = if is_needed { words.mark_missing } else { words.mark_not_needed };
        return json!({ "class": if is_needed { "blank" } else { "na" }, "word": word, "lines": [] });
    };
    let class = if own.holds { "met" } else { "partial" };
    json!({ "class": class, "word": own.means.name(record.lang), "lines": lines(record, own) })
}

fn lines(record: &ReviewRecord<'_>, own: &ReviewMark) -> Vec<String> {
    let mut lines = vec![format!("{} · {}", own.by, own.day)];
    lines.extend((!own.holds).then(|| outdated(record.lang, own.submission, own.by_preparer)));
    lines.extend((!own.note.is_empty()).then(|| own.note.clone()));
    lines
}

/// The name of the colour of a state.
fn class(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Partial => "partial",
        Status::Unmet => "unmet",
        Status::NotApplicable => "na",
        Status::Unanswered => "blank",
    }
}

//! A record as a PDF: its contents are collected here, the layout is in `templates/pdf/record.typ`.

use serde_json::{Value, json};
use tasuki_catalog::Lang;

use super::{Entry, Look, Record, Section};
use crate::ReportError;
use crate::pdf::document;
use crate::words::{Words, day};

const TEMPLATE: &str = include_str!("../../templates/pdf/record.typ");

/// A record as a tagged PDF (PDF/UA-1); the same input gives the same bytes.
pub fn record_pdf(record: &Record) -> Result<Vec<u8>, ReportError> {
    let lang = record.lang;
    let data = json!({
        "lang": match lang { Lang::Ja => "ja", Lang::En => "en" },
        "words": Words::of(lang),
        "organization": record.organization,
        // What stands at the foot of each page.
        "title": record.title,
        "level": day(lang, record.created),
        "facts": record.facts().collect::<Vec<_>>(),
        "sentence": record.sentence,
        "sections": record.sections.iter().map(|own| section(own, lang)).collect::<Vec<_>>(),
    });
    document(TEMPLATE, data, lang, (&format!("tasuki:{}:{}", record.identifier, record.created), record.created))
}

/// A table. Columns in which nothing stands are left out: a page is narrower than a sheet.
fn section(own: &Section, lang: Lang) -> Value {
    let texts: Vec<Vec<String>> =
        own.rows.iter().map(|row| row.iter().map(|entry| text(entry, lang)).collect()).collect();
    let says = |at: &usize| texts.iter().any(|row| row.get(*at).is_some_and(|text| !text.is_empty()));
    let shown: Vec<usize> = (0..own.columns.len()).filter(says).collect();
    let columns = shown.iter().map(|at| {
        let column = own.columns[*at];
        json!({ "header": column.header, "width": column.width, "is_name": column.look == Look::Name })
    });
    let row = |row: &Vec<String>| shown.iter().map(|at| row.get(*at).cloned().unwrap_or_default()).collect::<Vec<_>>();
    json!({
        "name": own.name,
        "empty": own.empty,
        "columns": columns.collect::<Vec<_>>(),
        "rows": texts.iter().map(row).collect::<Vec<_>>(),
    })
}

fn text(entry: &Entry, lang: Lang) -> String {
    match entry {
        Entry::Text(text) => text.clone(),
        Entry::Count(count) => count.to_string(),
        Entry::Day(own) => own.map(|own| day(lang, own)).unwrap_or_default(),
    }
}

//! A record as a PDF: its contents are collected here, the layout is in `templates/pdf/record.typ`.

use std::borrow::Cow;

use serde_json::{Value, json};
use tasuki_catalog::Lang;
use tasuki_typeset::{Job, typeset};

use super::{Entry, Look, Record, Section};
use crate::ReportError;
use crate::pdf::{make_printable, missing_sentence};
use crate::words::{Words, day};

const TEMPLATES: [(&str, &str); 2] = [
    ("/main.typ", include_str!("../../templates/pdf/record.typ")),
    ("/style.typ", include_str!("../../templates/pdf/style.typ")),
];

/// A record as a tagged PDF (PDF/UA-1); the same input gives the same bytes.
pub fn record_pdf(record: &Record) -> Result<Vec<u8>, ReportError> {
    let lang = record.lang;
    let mut data = json!({
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
    let missing = make_printable(&mut data);
    data["missing"] = missing_sentence(lang, &missing).into();
    let data = serde_json::to_vec(&data)?;
    let created = record.created;
    let templates = TEMPLATES.iter().map(|(path, source)| (*path, Cow::Borrowed(source.as_bytes())));
    let job = Job {
        main: "/main.typ",
        files: templates.chain([("/data.json", Cow::Owned(data))]).collect(),
        identifier: &format!("tasuki:{}:{created}", record.identifier),
        created: (created.year().into(), created.month().unsigned_abs(), created.day().unsigned_abs()),
    };
    Ok(typeset(&job)?)
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

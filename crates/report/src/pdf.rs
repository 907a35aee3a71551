//! The PDF report: what it says is gathered in [`Page`], how it looks is in `templates/pdf`.
//!
//! The page becomes `data.json` with all its words in it, and its picture becomes `chart.svg`; the templates read nothing else.

use std::borrow::Cow;

use serde_json::Value;
use tasuki_assess::Assessment;
use tasuki_typeset::{Job, printable, typeset};

use crate::{ReportError, ReportOptions, page::Page};

const TEMPLATES: [(&str, &str); 9] = [
    ("/main.typ", include_str!("../templates/pdf/main.typ")),
    ("/style.typ", include_str!("../templates/pdf/style.typ")),
    ("/cover.typ", include_str!("../templates/pdf/cover.typ")),
    ("/summary.typ", include_str!("../templates/pdf/summary.typ")),
    ("/findings.typ", include_str!("../templates/pdf/findings.typ")),
    ("/plan.typ", include_str!("../templates/pdf/plan.typ")),
    ("/calendar.typ", include_str!("../templates/pdf/calendar.typ")),
    ("/outlook.typ", include_str!("../templates/pdf/outlook.typ")),
    ("/method.typ", include_str!("../templates/pdf/method.typ")),
];

/// Writes `assessment` as a tagged PDF (PDF/UA-1); the same input gives the same bytes.
pub fn pdf(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> Result<Vec<u8>, ReportError> {
    let page = Page::new(assessment, options);
    let mut data = serde_json::to_value(&page)?;
    make_printable(&mut data);
    let data = serde_json::to_vec(&data)?;
    let chart = printable(&page.summary.picture);

    let templates = TEMPLATES.iter().map(|(path, source)| (*path, Cow::Borrowed(source.as_bytes())));
    let made = [("/data.json", Cow::Owned(data)), ("/chart.svg", Cow::Owned(chart.into_bytes()))];
    let created = options.created;
    let job = Job {
        main: "/main.typ",
        files: templates.chain(made).collect(),
        identifier: &identifier(assessment, options),
        created: (created.year().into(), created.month().unsigned_abs(), created.day().unsigned_abs()),
    };
    Ok(typeset(&job)?)
}

/// The same for every rendering of one assessment on one day, whatever the language.
fn identifier(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> String {
    let (edition, evaluation) = (assessment.catalog.id(), &assessment.evaluation);
    let organization = options.organization.unwrap_or_default();
    format!("tasuki:{edition}:{:?}:{}:{}:{organization}", evaluation.level, evaluation.as_of, options.created)
}

/// Notes and names may hold what no font has; see [`printable`].
pub(crate) fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) => *text = printable(text),
        Value::Array(items) => items.iter_mut().for_each(make_printable),
        Value::Object(fields) => fields.values_mut().for_each(make_printable),
        _ => {}
    }
}

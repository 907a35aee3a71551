//! The PDF report: what it says is gathered here as plain data, how it looks is in `templates/pdf`.
//!
//! [`Content`] becomes `data.json`; the templates read it together with `words.toml`, which holds every heading and sentence in both
//! languages. Nothing in the templates decides what is true.

mod agenda;
mod cover;
mod days;
mod findings;
mod outlook;
mod overview;
mod todo;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use tasuki_assess::Assessment;
use tasuki_catalog::Lang;
use tasuki_typeset::{Job, printable, typeset};

use crate::{ReportError, ReportOptions};

const TEMPLATES: [(&str, &str); 10] = [
    ("/main.typ", include_str!("../templates/pdf/main.typ")),
    ("/style.typ", include_str!("../templates/pdf/style.typ")),
    ("/cover.typ", include_str!("../templates/pdf/cover.typ")),
    ("/summary.typ", include_str!("../templates/pdf/summary.typ")),
    ("/findings.typ", include_str!("../templates/pdf/findings.typ")),
    ("/plan.typ", include_str!("../templates/pdf/plan.typ")),
    ("/calendar.typ", include_str!("../templates/pdf/calendar.typ")),
    ("/outlook.typ", include_str!("../templates/pdf/outlook.typ")),
    ("/method.typ", include_str!("../templates/pdf/method.typ")),
    ("/words.toml", include_str!("../templates/pdf/words.toml")),
];

/// Everything that the report says.
#[derive(Serialize)]
struct Content<'a> {
    lang: Lang,
    cover: cover::Cover<'a>,
    summary: overview::Summary<'a>,
    sections: Vec<findings::Section<'a>>,
    plan: Vec<todo::Task<'a>>,
    calendar: agenda::Agenda<'a>,
    outlooks: Vec<outlook::View<'a>>,
    corrections: Vec<cover::Correction<'a>>,
}

/// Writes `assessment` as a tagged PDF (PDF/UA-1); the same input gives the same bytes.
pub fn pdf(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> Result<Vec<u8>, ReportError> {
    let plan = todo::tasks(assessment, options.lang);
    let calendar = agenda::agenda(assessment, options.lang);
    let content = Content {
        lang: options.lang,
        cover: cover::cover(assessment, options),
        summary: overview::summary(assessment, &plan, &calendar, options.lang),
        sections: findings::sections(assessment, options.lang),
        outlooks: options.outlooks.iter().map(|outlook| outlook::view(outlook, options)).collect(),
        corrections: cover::corrections(assessment, options.lang),
        plan,
        calendar,
    };
    let mut data = serde_json::to_value(&content)?;
    make_printable(&mut data);
    let data = serde_json::to_vec(&data)?;
    let chart = printable(&overview::chart(assessment, options.lang));

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
fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) => *text = printable(text),
        Value::Array(items) => items.iter_mut().for_each(make_printable),
        Value::Object(fields) => fields.values_mut().for_each(make_printable),
        _ => {}
    }
}

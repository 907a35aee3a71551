//! The PDF report: the contents are collected in [`Page`], the layout is in `templates/pdf`.
//!
//! The page becomes `data.json` with all its texts, and its picture becomes `chart.svg`; the templates read nothing
//! else.

use std::{borrow::Cow, collections::BTreeSet};

use jiff::civil::Date;
use serde_json::Value;
use tasuki_assess::Assessment;
use tasuki_catalog::Lang;
use tasuki_typeset::{Job, number, printable, typeset};

use crate::{ReportError, ReportOptions, page::Page, words::no_shape};

/// The number of missing characters that are listed; the rest are only counted.
const NAMED: usize = 20;

const STYLE: &str = include_str!("../templates/pdf/style.typ");

const TEMPLATES: [(&str, &str); 9] = [
    ("/main.typ", include_str!("../templates/pdf/main.typ")),
    ("/style.typ", STYLE),
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
    let missing = make_printable(&mut data);
    if let (Some(sentence), Some(remarks)) = (missing_sentence(options.lang, &missing), data["remarks"].as_array_mut())
    {
        remarks.push(sentence.into());
    }
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

/// A document of one template and its data, made on a day: what has no shape is printable, and said. The same input gives the same bytes.
pub(crate) fn document(
    template: &'static str,
    mut data: Value,
    lang: Lang,
    (identifier, created): (&str, Date),
) -> Result<Vec<u8>, ReportError> {
    let missing = make_printable(&mut data);
    data["missing"] = missing_sentence(lang, &missing).into();
    let data = serde_json::to_vec(&data)?;
    let job = Job {
        main: "/main.typ",
        files: vec![
            ("/main.typ", Cow::Borrowed(template.as_bytes())),
            ("/style.typ", Cow::Borrowed(STYLE.as_bytes())),
            ("/data.json", Cow::Owned(data)),
        ],
        identifier,
        created: (created.year().into(), created.month().unsigned_abs(), created.day().unsigned_abs()),
    };
    Ok(typeset(&job)?)
}

/// The same for every rendering of one assessment on one day, in any language.
fn identifier(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> String {
    let (edition, evaluation) = (assessment.catalog.id(), &assessment.evaluation);
    let organization = options.organization.unwrap_or_default();
    format!("tasuki:{edition}:{:?}:{}:{}:{organization}", evaluation.level, evaluation.as_of, options.created)
}

/// A sentence about the characters that the PDF cannot show; `None` if the fonts have all of them.
pub fn unprintable(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> Option<String> {
    let mut data = serde_json::to_value(Page::new(assessment, options)).ok()?;
    missing_sentence(options.lang, &make_printable(&mut data))
}

/// Says which characters are printed as code points.
pub(crate) fn missing_sentence(lang: Lang, missing: &BTreeSet<char>) -> Option<String> {
    let named: Vec<String> = missing.iter().take(NAMED).map(|one| number(*one)).collect();
    let more = missing.len().saturating_sub(NAMED);
    (!named.is_empty()).then(|| no_shape(lang, &named.join(" "), more))
}

/// Makes notes and names printable, because they may contain characters that no font has (see [`printable`]);
/// returns those characters.
pub(crate) fn make_printable(value: &mut Value) -> BTreeSet<char> {
    match value {
        Value::String(text) => {
            let missing = tasuki_typeset::unprintable(text);
            *text = printable(text);
            missing
        }
        Value::Array(items) => items.iter_mut().flat_map(make_printable).collect(),
        Value::Object(fields) => fields.values_mut().flat_map(make_printable).collect(),
        _ => BTreeSet::new(),
    }
}

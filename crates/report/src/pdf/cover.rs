//! What the report is about: the cover, and the editions at its end.

use serde::Serialize;
use tasuki_assess::Assessment;
use tasuki_catalog::{Effort, Lang};

use super::days;
use crate::ReportOptions;

/// The facts of the cover and of the last page.
#[derive(Serialize)]
pub(super) struct Cover<'a> {
    edition: &'a str,
    title: &'a str,
    publisher: &'a str,
    document: &'a str,
    catalogue: &'a str,
    /// Empty where the edition has no levels.
    level: &'a str,
    organization: Option<&'a str>,
    as_of: String,
    created: String,
    source: Option<&'a str>,
    /// Whether the catalogue itself says how much work a criterion is.
    has_effort: bool,
}

/// A slip of the source that the catalogue mended.
#[derive(Serialize)]
pub(super) struct Correction<'a> {
    id: &'a str,
    text: &'a str,
}

pub(super) fn cover<'a>(assessment: &Assessment<'a>, options: &ReportOptions<'a>) -> Cover<'a> {
    let (catalog, lang) = (assessment.catalog, options.lang);
    let evaluation = &assessment.evaluation;
    Cover {
        edition: catalog.edition(),
        title: catalog.title().get(lang),
        publisher: catalog.publisher().get(lang),
        document: catalog.document().get(lang),
        catalogue: catalog.id(),
        level: catalog.level_title(evaluation.level, lang),
        organization: options.organization.map(str::trim).filter(|name| !name.is_empty()),
        as_of: days::day(evaluation.as_of, lang),
        created: days::day(options.created, lang),
        source: options.source_name,
        has_effort: catalog.criteria().iter().any(|criterion| criterion.effort.is_some()),
    }
}

/// Corrections of the criteria that are asked for.
pub(super) fn corrections<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Correction<'a>> {
    let criteria = assessment.catalog.criteria();
    let asked = assessment.evaluation.criteria.iter().map(|verdict| &criteria[verdict.position]);
    asked
        .filter_map(|criterion| Some(Correction { id: &criterion.id, text: criterion.correction.as_ref()?.get(lang) }))
        .collect()
}

/// The key of an effort's word.
pub(super) fn effort_key(effort: Effort) -> &'static str {
    match effort {
        Effort::Small => "small",
        Effort::Medium => "medium",
        Effort::Large => "large",
    }
}

//! The contents of a report, collected once: the PDF and the HTML page only render them.
//!
//! [`Page`] is passed to Typst as JSON and to askama directly. Every sentence in it comes from [`crate::words`];
//! the templates decide nothing about the contents.

mod agenda;
mod findings;
mod outlook;
mod state;
mod summary;
mod todo;

use askama::Template;
use serde::Serialize;
use tasuki_assess::Assessment;
use tasuki_catalog::Lang;

use crate::{
    ReportOptions,
    words::{Words, day},
};

/// The contents of a whole report.
#[derive(Serialize, Template)]
#[template(path = "report.html")]
pub(crate) struct Page<'a> {
    lang: &'static str,
    words: &'static Words,
    title: &'a str,
    /// Empty if the edition has no levels.
    level: &'a str,
    edition: &'a str,
    publisher: &'a str,
    organization: Option<&'a str>,
    as_of: String,
    created: String,
    /// Whether the catalogue itself gives the effort of criteria.
    has_effort: bool,
    pub(crate) summary: summary::Summary<'a>,
    sections: Vec<findings::Section<'a>>,
    tasks: Vec<todo::Task<'a>>,
    agenda: agenda::Agenda<'a>,
    outlooks: Vec<outlook::View<'a>>,
    rules: [&'static str; 7],
    /// Level, days and file.
    facts: Vec<(&'static str, String)>,
    /// The edition and its document.
    sources: Vec<(&'static str, &'a str)>,
    /// Errors of the source that the catalogue corrected, for the criteria of the level.
    corrections: Vec<(&'a str, &'a str)>,
    /// Problems found when the file was read.
    remarks: &'a [String],
}

impl<'a> Page<'a> {
    pub(crate) fn new(assessment: &Assessment<'a>, options: &ReportOptions<'a>) -> Self {
        let (catalog, lang) = (assessment.catalog, options.lang);
        let words = Words::of(lang);
        let tasks = todo::tasks(assessment, lang);
        let agenda = agenda::agenda(assessment, options);
        Self {
            lang: if lang == Lang::Ja { "ja" } else { "en" },
            words,
            title: catalog.title().get(lang),
            level: catalog.level_title(assessment.evaluation.level, lang),
            edition: catalog.edition(),
            publisher: catalog.publisher().get(lang),
            organization: options.organization.map(str::trim).filter(|name| !name.is_empty()),
            as_of: day(lang, assessment.evaluation.as_of),
            created: day(lang, options.created),
            has_effort: has_effort(assessment),
            summary: summary::summary(assessment, &tasks, &agenda, lang),
            sections: findings::sections(assessment, lang),
            outlooks: options.outlooks.iter().map(|outlook| outlook::view(outlook, lang)).collect(),
            rules: words.rules(),
            facts: facts(assessment, options, words),
            sources: sources(assessment, lang, words),
            corrections: corrections(assessment, lang),
            remarks: options.remarks,
            tasks,
            agenda,
        }
    }
}

fn has_effort(assessment: &Assessment<'_>) -> bool {
    assessment.catalog.criteria().iter().any(|criterion| criterion.effort.is_some())
}

fn facts(
    assessment: &Assessment<'_>,
    options: &ReportOptions<'_>,
    words: &'static Words,
) -> Vec<(&'static str, String)> {
    let level = assessment.catalog.level_title(assessment.evaluation.level, options.lang);
    let mut facts = vec![
        (words.level, level.to_owned()),
        (words.as_of, day(options.lang, assessment.evaluation.as_of)),
        (words.created, day(options.lang, options.created)),
        (words.source_file, options.source_name.unwrap_or_default().to_owned()),
    ];
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

fn sources<'a>(assessment: &Assessment<'a>, lang: Lang, words: &'static Words) -> Vec<(&'static str, &'a str)> {
    let catalog = assessment.catalog;
    vec![
        (words.framework, catalog.title().get(lang)),
        (words.edition, catalog.edition()),
        (words.publisher, catalog.publisher().get(lang)),
        (words.document, catalog.document().get(lang)),
        (words.catalogue, catalog.id()),
    ]
}

fn corrections<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<(&'a str, &'a str)> {
    let criteria = assessment.catalog.criteria();
    let asked = assessment.evaluation.criteria.iter().map(|verdict| &criteria[verdict.position]);
    asked.filter_map(|criterion| Some((criterion.id.as_str(), criterion.correction.as_ref()?.get(lang)))).collect()
}

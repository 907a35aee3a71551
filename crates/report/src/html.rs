//! One self-contained HTML page: no script, nothing loaded from elsewhere, legible in print.
//!
//! What the page says is gathered in plain structures; how it looks is in `templates/`. Everything that people wrote is escaped.

mod agenda;
mod findings;
mod outlook;
mod summary;
mod todo;

use askama::Template;
use tasuki_assess::Assessment;
use tasuki_catalog::Lang;

use crate::{
    ReportError, ReportOptions,
    words::{Words, day},
};

/// The page.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    lang: &'static str,
    words: &'static Words,
    facts: Vec<(&'static str, String)>,
    title: &'a str,
    organization: Option<&'a str>,
    summary: summary::Summary<'a>,
    sections: Vec<findings::Section<'a>>,
    tasks: Vec<todo::Task<'a>>,
    agenda: agenda::Agenda<'a>,
    outlooks: Vec<outlook::View<'a>>,
    sources: Vec<(&'static str, &'a str)>,
}

/// The report as one HTML file that needs nothing else; the same input gives the same text.
pub fn html(assessment: &Assessment<'_>, options: &ReportOptions<'_>) -> Result<String, ReportError> {
    let words = Words::of(options.lang);
    let tasks = todo::tasks(assessment, options.lang);
    let agenda = agenda::agenda(assessment, options.lang);
    let page = Page {
        lang: if options.lang == Lang::Ja { "ja" } else { "en" },
        words,
        facts: facts(assessment, options, words),
        title: assessment.catalog.title().get(options.lang),
        organization: options.organization,
        summary: summary::summary(assessment, &tasks, &agenda, options.lang),
        sections: findings::sections(assessment, options.lang),
        outlooks: options.outlooks.iter().map(|outlook| outlook::view(outlook, options.lang)).collect(),
        sources: sources(assessment, options, words),
        tasks,
        agenda,
    };
    Ok(page.render()?)
}

/// Level and days, under the title.
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

/// Which edition, from which document.
fn sources<'a>(
    assessment: &Assessment<'a>,
    options: &ReportOptions<'_>,
    words: &'static Words,
) -> Vec<(&'static str, &'a str)> {
    let catalog = assessment.catalog;
    vec![
        (words.framework, catalog.title().get(options.lang)),
        (words.edition, catalog.edition()),
        (words.publisher, catalog.publisher().get(options.lang)),
        (words.document, catalog.document().get(options.lang)),
        (words.catalogue, catalog.id()),
    ]
}

/// A state, as the page shows it: a sign, a word and the name of its colour.
#[derive(Debug, Clone, Copy, Template)]
#[template(
    ext = "html",
    source = r#"<span class="state {{ class }}"><span aria-hidden="true">{{ sign }}</span> {{ word }}</span>"#
)]
struct State {
    class: &'static str,
    sign: &'static str,
    word: &'static str,
}

impl State {
    fn of(status: tasuki_assess::Status, lang: Lang) -> Self {
        use tasuki_assess::Status;
        let class = match status {
            Status::Met => "met",
            Status::Partial => "partial",
            Status::Unmet => "unmet",
            Status::NotApplicable => "na",
            Status::Unanswered => "blank",
        };
        Self { class, sign: status.sign(), word: status.name(lang) }
    }
}

//! What the same answers suggest for another guideline.

use serde::Serialize;
use tasuki_assess::{Outlook, Status, Suggestion};
use tasuki_catalog::{Composed, Lang};

use crate::ReportOptions;

/// One other edition.
#[derive(Serialize)]
pub(super) struct View<'a> {
    title: &'a str,
    /// Identifiers of the editions that the crosswalks lead over.
    route: &'a [&'static str],
    total: usize,
    met: usize,
    partial: usize,
    rows: Vec<Row<'a>>,
}

/// One suggestion.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    status: Status,
    word: &'static str,
    path: String,
    /// How many more paths say something.
    more: usize,
}

pub(super) fn view<'a>(outlook: &'a Outlook<'a>, options: &ReportOptions<'_>) -> View<'a> {
    let count = |status| outlook.suggestions.iter().filter(|suggestion| suggestion.status == status).count();
    View {
        title: outlook.target.title().get(options.lang),
        route: &outlook.route,
        total: outlook.target.criteria().len(),
        met: count(Status::Met),
        partial: count(Status::Partial),
        rows: outlook.suggestions.iter().map(|suggestion| row(outlook, suggestion, options.lang)).collect(),
    }
}

fn row<'a>(outlook: &'a Outlook<'a>, suggestion: &Suggestion, lang: Lang) -> Row<'a> {
    let criterion = &outlook.target.criteria()[suggestion.position];
    Row {
        id: &criterion.id,
        title: criterion.title.get(lang),
        status: suggestion.status,
        word: suggestion.status.name(lang),
        path: suggestion.because.first().map(path).unwrap_or_default(),
        more: (suggestion.because.len() + suggestion.against.len()).saturating_sub(1),
    }
}

/// The identifiers and the signs between them, e.g. `4-4-4-2 ⊃ 124`.
fn path(composed: &Composed) -> String {
    let steps = composed.path.iter().map(|step| format!(" {} {}", step.relation.sign(), step.to));
    steps.fold(composed.from.clone(), |path, step| path + &step)
}

//! What the same answers suggest for another guideline.

use serde::Serialize;
use tasuki_assess::{Outlook, Status, Suggestion};
use tasuki_catalog::Lang;

use super::state::State;
use crate::{
    path::{path, reasons},
    words::{more_paths, outlook, route},
};

/// One other edition.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pub(super) title: &'a str,
    pub(super) figures: String,
    pub(super) route: String,
    pub(super) rows: Vec<Row<'a>>,
}

/// One suggestion.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) state: State,
    pub(super) path: String,
    /// How many more paths support it.
    pub(super) more: Option<String>,
    /// How many more paths there are, including those against it.
    more_in_all: Option<String>,
    pub(super) reason: String,
    /// Open criteria that are a part of it.
    pub(super) against: Vec<String>,
}

pub(super) fn view<'a>(found: &'a Outlook<'a>, lang: Lang) -> View<'a> {
    let count = |status| found.suggestions.iter().filter(|suggestion| suggestion.status == status).count();
    let total = found.target.criteria().len();
    View {
        title: found.target.title().get(lang),
        figures: outlook(lang, total, count(Status::Met), count(Status::Partial)),
        route: route(lang, &found.route),
        rows: found.suggestions.iter().map(|suggestion| row(found, suggestion, lang)).collect(),
    }
}

fn row<'a>(found: &'a Outlook<'a>, suggestion: &Suggestion, lang: Lang) -> Row<'a> {
    let criterion = &found.target.criteria()[suggestion.position];
    let strongest = suggestion.because.first();
    let others = suggestion.because.len().saturating_sub(1);
    let rest = (suggestion.because.len() + suggestion.against.len()).saturating_sub(1);
    Row {
        id: &criterion.id,
        title: criterion.title.get(lang),
        state: State::of(suggestion.status, lang),
        path: strongest.map(path).unwrap_or_default(),
        more: (others > 0).then(|| more_paths(lang, others)),
        more_in_all: (rest > 0).then(|| more_paths(lang, rest)),
        reason: strongest.map(|composed| reasons(composed, lang)).unwrap_or_default(),
        against: suggestion.against.iter().map(path).collect(),
    }
}

//! Everything that follows from one set of answers, for those who write it out.

use jiff::civil::Date;
use tasuki_catalog::{Catalog, Lang, Library, Points};

use crate::{
    Answers, Calendar, Evaluation, Gap, Late, Score, Suggestion, calendar, evaluate, late, plan, score, suggest,
};

/// One organization's answers to one edition at one level on one day, and all that follows from them.
#[derive(Debug, Clone)]
pub struct Assessment<'a> {
    /// What was asked.
    pub catalog: &'a Catalog,
    /// What was answered.
    pub answers: Answers,
    /// The verdicts.
    pub evaluation: Evaluation,
    /// The figures of the framework's own scale.
    pub score: Score,
    /// What to do first.
    pub plan: Vec<Gap>,
    /// What falls due in twelve months.
    pub calendar: Calendar,
    /// What is late, the oldest first.
    pub late: Vec<Late>,
}

/// What the answers say about another edition.
#[derive(Debug, Clone)]
pub struct Outlook<'a> {
    /// The other edition.
    pub target: &'a Catalog,
    /// The editions that the crosswalks lead over, both ends included.
    pub route: Vec<&'static str>,
    /// The suggestions, in the order of the other edition.
    pub suggestions: Vec<Suggestion>,
}

/// The line that heads every table that was worked out from answers. Whoever reads a workbook passes over a sheet that says so: what
/// stands there follows from the answers and is none.
pub fn worked_out(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "Tasuki が回答から作った表です。回答は回答シートで直してください。",
        Lang::En => "Worked out by Tasuki from the answers. Change answers in the answer sheet.",
    }
}

impl<'a> Assessment<'a> {
    /// Works everything out. `points` replaces the catalogue's points per status.
    pub fn new(catalog: &'a Catalog, level: Option<u8>, answers: Answers, as_of: Date, points: Option<Points>) -> Self {
        let evaluation = evaluate(catalog, level, &answers, as_of);
        let score = score(catalog, &answers, &evaluation, points);
        let plan = plan(catalog, &evaluation);
        let calendar = calendar(catalog, &answers, &evaluation);
        let late = late(&evaluation, |_| None);
        Self { catalog, answers, evaluation, score, plan, calendar, late }
    }

    /// The same where people set days by which criteria are to be met: `set` gives the day of a position.
    #[must_use]
    pub fn with_days(self, set: impl Fn(usize) -> Option<Date>) -> Self {
        Self { late: late(&self.evaluation, set), ..self }
    }

    /// What the answers say about `target`, over the shortest chain of crosswalks; `None` when there is none.
    pub fn outlook<'b>(&self, library: &Library, target: &'b Catalog) -> Option<Outlook<'b>> {
        let route = library.route(self.catalog.id(), target.id())?;
        let paths = library.compose(&route)?;
        // What lies above the level was answered all the same.
        let whole = evaluate(self.catalog, self.catalog.highest_level(), &self.answers, self.evaluation.as_of);
        let suggestions = suggest(self.catalog, &self.answers, &whole, target, &paths);
        Some(Outlook { target, route, suggestions })
    }
}

//! Everything that is computed from one set of answers, for the crates that write it out.

use jiff::civil::Date;
use tasuki_catalog::{Catalog, Lang, Library, Points};

use crate::{
    Answers, Calendar, Evaluation, Gap, Late, Score, Suggestion, calendar, evaluate, late, plan, score, suggest,
};

/// One organization's answers to one edition at one level on one day, and everything computed from them.
#[derive(Debug, Clone)]
pub struct Assessment<'a> {
    /// What was asked.
    pub catalog: &'a Catalog,
    /// What was answered.
    pub answers: Answers,
    /// The verdicts.
    pub evaluation: Evaluation,
    /// The figures in the framework's own scale.
    pub score: Score,
    /// What to do first.
    pub plan: Vec<Gap>,
    /// What falls due within twelve months.
    pub calendar: Calendar,
    /// What is late, the oldest first.
    pub late: Vec<Late>,
}

/// What the answers say about another edition.
#[derive(Debug, Clone)]
pub struct Outlook<'a> {
    /// The other edition.
    pub target: &'a Catalog,
    /// The editions along the chain of crosswalks, both ends included.
    pub route: Vec<&'a str>,
    /// The suggestions, in the order of the other edition.
    pub suggestions: Vec<Suggestion>,
}

/// What [`worked_out`] said before tables were made from records, too. There are workbooks with these lines.
const FORMERLY: [&str; 2] = [
    "Tasuki が回答から作った表です。回答は回答シートで直してください。",
    "Worked out by Tasuki from the answers. Change answers in the answer sheet.",
];

/// Whether a text is the line at the head of a table that was worked out, by this version or an earlier one. The reader of workbooks skips a
/// sheet with this line: its contents are results, not answers.
pub fn is_worked_out(text: &str) -> bool {
    [Lang::Ja, Lang::En].map(worked_out).contains(&text) || FORMERLY.contains(&text)
}

/// The line at the head of every table that was computed from answers or records.
pub fn worked_out(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "Tasuki が作った表です。直すときは、もとの回答や記録を直してください。",
        Lang::En => "Worked out by Tasuki. To change it, change the answers or records it was made from.",
    }
}

impl<'a> Assessment<'a> {
    /// Computes everything. `points` replaces the catalogue's points per status.
    pub fn new(catalog: &'a Catalog, level: Option<u8>, answers: Answers, as_of: Date, points: Option<Points>) -> Self {
        let evaluation = evaluate(catalog, level, &answers, as_of);
        let score = score(catalog, &answers, &evaluation, points);
        let plan = plan(catalog, &evaluation);
        let calendar = calendar(catalog, &answers, &evaluation);
        let late = late(&evaluation, |_| None);
        Self { catalog, answers, evaluation, score, plan, calendar, late }
    }

    /// The same assessment with target days that people set for criteria: `set` gives the day for a position.
    #[must_use]
    pub fn with_days(self, set: impl Fn(usize) -> Option<Date>) -> Self {
        Self { late: late(&self.evaluation, set), ..self }
    }

    /// The same assessment once it is archived: nobody is to do anything about it any more, so that nothing is due.
    #[must_use]
    pub fn put_away(self) -> Self {
        Self { late: Vec::new(), calendar: Calendar { occasions: Vec::new(), ..self.calendar }, ..self }
    }

    /// What the answers say about `target`, along the shortest chain of crosswalks; `None` when there is none.
    pub fn outlook<'b>(&self, library: &'b Library, target: &'b Catalog) -> Option<Outlook<'b>> {
        let route = library.route(self.catalog.id(), target.id())?;
        let paths = library.compose(&route)?;
        // Answers above the level count here too.
        let whole = evaluate(self.catalog, self.catalog.highest_level(), &self.answers, self.evaluation.as_of);
        let suggestions = suggest(self.catalog, &self.answers, &whole, target, &paths);
        Some(Outlook { target, route, suggestions })
    }
}

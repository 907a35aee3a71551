//! What a capability is given when it is asked for its days.

use std::sync::Arc;

use jiff::civil::Date;
use tasuki_assess::{Answers, Cause, Status, Verdict, agenda, evaluate};
use tasuki_catalog::{Catalog, SharedCriterion};
use tasuki_scheme::road::Scheme;
use tasuki_store::agenda::{Part, Sheet};
use tasuki_store::{AssessmentId, OrganizationId, PersonId, Tx};

/// What is asked for, and the assessments in use, which several capabilities look at.
pub(crate) struct Asked<'a, 'tx> {
    pub(crate) tx: &'a mut Tx<'tx>,
    pub(crate) organization: OrganizationId,
    pub(crate) part: Part,
    pub(crate) today: Date,
    /// Days after this one need not be told.
    pub(crate) until: Date,
    pub(crate) judged: Vec<Judged>,
    /// The schemes by whose rules roads go on.
    pub(crate) schemes: &'a [Arc<Scheme>],
}

/// What an assessment in use brings: only that, as there may be many thousand. Where only a part of the answers was read, the others count as
/// unanswered.
pub(crate) struct Judged {
    pub(crate) id: AssessmentId,
    pub(crate) title: String,
    /// The day by which it is to be complete.
    pub(crate) due: Option<Date>,
    pub(crate) verdict: Verdict,
    /// The days of its criteria as far as they are asked for.
    pub(crate) days: Vec<JudgedDay>,
}

/// A day of a criterion.
pub(crate) struct JudgedDay {
    pub(crate) criterion: SharedCriterion,
    pub(crate) day: Date,
    pub(crate) cause: Cause,
    /// Who takes care of the criterion.
    pub(crate) owner: Option<PersonId>,
    /// How it is answered.
    pub(crate) status: Status,
}

impl Judged {
    /// What follows from the answers of a sheet today, with the days until another one.
    pub(crate) fn new(catalog: &Arc<Catalog>, sheet: &Sheet, (today, until): (Date, Date)) -> Self {
        let mut answers = Answers::new(catalog);
        let mut owners = vec![None; catalog.criteria().len()];
        let mut set = vec![None; catalog.criteria().len()];
        for given in &sheet.answers {
            if let Some(position) = catalog.position(&given.criterion) {
                answers.at_mut(position).clone_from(&given.state);
                (owners[position], set[position]) = (given.owner, given.due);
            }
        }
        let evaluation = evaluate(catalog, sheet.level, &answers, today);
        let days = agenda(catalog, &answers, &evaluation, |position| set[position]);
        let days = days.into_iter().filter(|one| one.day <= until).map(|one| JudgedDay {
            criterion: SharedCriterion::at(catalog, one.position),
            day: one.day,
            cause: one.cause,
            owner: owners[one.position],
            status: answers.at(one.position).status,
        });
        let (title, verdict) = (sheet.title.clone(), evaluation.verdict());
        Self { id: sheet.id, title, due: sheet.due, verdict, days: days.collect() }
    }
}

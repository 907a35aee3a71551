//! What a capability is given when it is asked for its days.

use std::sync::Arc;

use jiff::civil::Date;
use tasuki_assess::{Answers, CriterionDay, Evaluation, agenda, evaluate};
use tasuki_catalog::{Catalog, Library, SharedCriterion};
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
}

/// An assessment in use, and what follows from its answers today. Where only a part of them was read, the others count as unanswered.
pub(crate) struct Judged {
    pub(crate) id: AssessmentId,
    pub(crate) title: String,
    /// The day by which it is to be complete.
    pub(crate) due: Option<Date>,
    pub(crate) evaluation: Evaluation,
    /// The days of its criteria as far as they are asked for.
    pub(crate) days: Vec<CriterionDay>,
    catalog: Arc<Catalog>,
    answers: Answers,
    owners: Vec<Option<PersonId>>,
}

impl<'a, 'tx> Asked<'a, 'tx> {
    /// Judges the assessments in use. Of an edition that is unknown here nobody can say what is open: its answers have no days.
    pub(crate) fn new(
        tx: &'a mut Tx<'tx>,
        library: &Library,
        organization: OrganizationId,
        part: Part,
        (today, until): (Date, Date),
        sheets: &[Sheet],
    ) -> Self {
        let known =
            sheets.iter().filter_map(|sheet| Some(Judged::new(library.shared(&sheet.edition)?, sheet, (today, until))));
        let judged = known.collect();
        Self { tx, organization, part, today, until, judged }
    }
}

impl Judged {
    fn new(catalog: Arc<Catalog>, sheet: &Sheet, (today, until): (Date, Date)) -> Self {
        let mut answers = Answers::new(&catalog);
        let mut owners = vec![None; catalog.criteria().len()];
        let mut set = vec![None; catalog.criteria().len()];
        for given in &sheet.answers {
            if let Some(position) = catalog.position(&given.criterion) {
                answers.at_mut(position).clone_from(&given.state);
                (owners[position], set[position]) = (given.owner, given.due);
            }
        }
        let evaluation = evaluate(&catalog, sheet.level, &answers, today);
        let mut days = agenda(&catalog, &answers, &evaluation, |position| set[position]);
        days.retain(|one| one.day <= until);
        Self { id: sheet.id, title: sheet.title.clone(), due: sheet.due, evaluation, days, catalog, answers, owners }
    }

    /// The criterion at a position.
    pub(crate) fn criterion(&self, position: usize) -> SharedCriterion {
        SharedCriterion::at(&self.catalog, position)
    }

    /// Who takes care of it.
    pub(crate) fn owner(&self, position: usize) -> Option<PersonId> {
        self.owners[position]
    }

    /// How it is answered.
    pub(crate) fn status(&self, position: usize) -> tasuki_assess::Status {
        self.answers.at(position).status
    }
}

//! Reading assessments: their catalogue, their answers, and the evaluation as of today.

use std::sync::Arc;

use serde::Serialize;
use tasuki_assess::{Answers, Evaluation, Verdict, evaluate};
use tasuki_catalog::Catalog;
use tasuki_scheme::Permission;
use tasuki_store::answers::Answer;
use tasuki_store::assessments::{self, Assessment};
use tasuki_store::{AssessmentId, Noun, answers, audit};

use crate::{Context, Error, Event};

/// An assessment with its catalogue, its answers and their evaluation.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The assessment.
    pub assessment: Assessment,
    /// Its catalogue.
    pub catalog: Arc<Catalog>,
    /// One answer per criterion of the catalogue, in its order; blank if the criterion was never answered.
    pub answers: Vec<Answer>,
    /// What follows today.
    pub evaluation: Evaluation,
}

impl Sheet {
    /// Grows with every change to the assessment or to any of its answers.
    pub fn revision(&self) -> i64 {
        self.assessment.version + self.answers.iter().map(|answer| answer.version).sum::<i64>()
    }
}

/// How far an assessment is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Criteria of the level.
    pub total: usize,
    /// The number of criteria for which nothing remains to be done.
    pub satisfied: usize,
    /// By state.
    #[serde(flatten)]
    pub counts: tasuki_assess::Counts,
    /// By area, in the catalogue's order.
    pub areas: Vec<AreaFigures>,
}

/// How far one area is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaFigures {
    /// The area's identifier.
    pub id: String,
    /// Its criteria of the level.
    pub total: usize,
    /// Those for which nothing remains to be done.
    pub satisfied: usize,
    /// Those that were answered.
    pub answered: usize,
}

/// The assessments of the organization, the most recently changed first.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Assessment>, Error> {
    listed(cx, Permission::ReadResults)
}

/// The assessments of which the person may read the answers, the last changed first.
pub fn readable(cx: &mut Context<'_, '_>) -> Result<Vec<Assessment>, Error> {
    listed(cx, Permission::ReadAssessments)
}

fn listed(cx: &mut Context<'_, '_>, permission: Permission) -> Result<Vec<Assessment>, Error> {
    let (organization, reach) = cx.reach(permission)?;
    let mut all = assessments::list(cx.tx, organization)?;
    all.retain(|assessment| reach.holds(&assessment.id));
    Ok(all)
}

/// One assessment, of which the person may read the answers.
pub fn find(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Assessment, Error> {
    found(cx, id, Permission::ReadAssessments)
}

fn found(cx: &mut Context<'_, '_>, id: AssessmentId, permission: Permission) -> Result<Assessment, Error> {
    let organization = cx.require_in(permission, id)?;
    assessments::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)
}

/// The catalogue of an assessment.
pub fn catalog_of(cx: &Context<'_, '_>, assessment: &Assessment) -> Result<Arc<Catalog>, Error> {
    cx.library.shared(&assessment.edition).ok_or_else(Error::not_found)
}

/// An assessment with all its answers, evaluated today.
pub fn sheet(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Sheet, Error> {
    let assessment = find(cx, id)?;
    evaluated(cx, assessment)
}

/// The same for somebody who may read the results. Who may read no more than these gets the states without what was written about them, and by whom.
pub(crate) fn results(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Sheet, Error> {
    let assessment = found(cx, id, Permission::ReadResults)?;
    let mut sheet = evaluated(cx, assessment)?;
    if !cx.may_in(Permission::ReadAssessments, id) {
        for answer in &mut sheet.answers {
            let Answer { version, status, accepted, changed, .. } = *answer;
            *answer = Answer { version, status, accepted, changed, ..Answer::blank(&answer.criterion) };
        }
    }
    Ok(sheet)
}

fn evaluated(cx: &mut Context<'_, '_>, assessment: Assessment) -> Result<Sheet, Error> {
    let id = assessment.id;
    let catalog = catalog_of(cx, &assessment)?;
    let mut all: Vec<Answer> = catalog.criteria().iter().map(|criterion| Answer::blank(&criterion.id)).collect();
    for answer in answers::list(cx.tx, assessment.organization, id)? {
        if let Some(position) = catalog.position(&answer.criterion) {
            all[position] = answer;
        }
    }
    let evaluation = evaluate(&catalog, assessment.level, &in_full(&catalog, &all), cx.now.today);
    Ok(Sheet { assessment, catalog, answers: all, evaluation })
}

/// The answers as `assess` takes them, with their texts.
pub fn in_full(catalog: &Catalog, all: &[Answer]) -> Answers {
    Answers::of(catalog, all.iter().map(|answer| (&answer.criterion, answer.in_full())))
}

/// The present figures of an assessment, computed from its states alone.
pub fn figures(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Figures, Error> {
    let evaluation = evaluation(cx, assessment)?;
    Ok(Figures::of(&*catalog_of(cx, assessment)?, &evaluation))
}

/// The evaluation of the states of an assessment as of today.
pub fn evaluation(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Evaluation, Error> {
    let catalog = catalog_of(cx, assessment)?;
    let given = states(cx, assessment)?;
    Ok(evaluate(&catalog, assessment.level, &given, cx.now.today))
}

/// The states of an assessment as `assess` takes them, without the texts. What was not yet written into the audit log must not be different.
pub fn states(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Arc<Answers>, Error> {
    let catalog = catalog_of(cx, assessment)?;
    let head = audit::head(cx.tx, assessment.organization.as_str())?;
    if let Some(known) = cx.standings.find(assessment.id, &head.digest) {
        return Ok(known);
    }
    let states = answers::states(cx.tx, assessment.organization, assessment.id)?;
    let states = Arc::new(Answers::of(&catalog, states));
    cx.standings.keep(assessment.id, head.digest, Arc::clone(&states));
    Ok(states)
}

impl Figures {
    /// Whether anything is open: what asks for nothing is, as it vouches for nothing.
    pub fn verdict(&self) -> Verdict {
        if self.total > 0 && self.satisfied == self.total { Verdict::AllMet } else { Verdict::Open }
    }

    /// The figures of an evaluation.
    pub fn of(catalog: &Catalog, evaluation: &Evaluation) -> Self {
        // One for each group, in order; only areas have criteria.
        let blank = |id: &String| AreaFigures { id: id.clone(), total: 0, satisfied: 0, answered: 0 };
        let mut areas: Vec<_> = catalog.groups().iter().map(|group| blank(&group.id)).collect();
        for verdict in &evaluation.criteria {
            if let Some(area) = catalog.area_at(verdict.position) {
                let figures = &mut areas[area];
                figures.total += 1;
                figures.satisfied += usize::from(verdict.is_satisfied());
                figures.answered += usize::from(verdict.status != tasuki_assess::Status::Unanswered);
            }
        }
        areas.retain(|area| area.total > 0);
        Self { total: evaluation.criteria.len(), satisfied: evaluation.satisfied(), counts: evaluation.counts, areas }
    }
}

/// The area to which a criterion belongs.
pub fn area_of<'a>(catalog: &'a Catalog, criterion: &str) -> Option<&'a str> {
    let area = catalog.area_at(catalog.position(criterion)?)?;
    Some(&catalog.groups()[area].id)
}

/// Refuses changes to the answers of an archived assessment.
pub(crate) fn check_open(assessment: &Assessment) -> Result<(), Error> {
    if assessment.archived.is_none() {
        return Ok(());
    }
    Err(Error::new(
        crate::Kind::State,
        "assessment.archived",
        "この評価は保管済みです。",
        "This assessment is archived.",
    )
    .hint("続けるには、保管を解いてください。", "Take it out of the archive to go on."))
}

/// Notifies listeners that an assessment has changed.
pub(crate) fn tell(cx: &mut Context<'_, '_>, assessment: &Assessment, data: serde_json::Value) -> Result<(), Error> {
    let by = cx.person()?.id;
    let (organization, id) = (assessment.organization, assessment.id);
    cx.emit(Event { organization, assessment: Some(id), kind: Noun::Assessment, by, data });
    Ok(())
}

//! The answering page: all data that it shows about an assessment and about one of its criteria.

use std::collections::HashMap;

use tasuki_store::answers;
use tasuki_store::assessments::Assessment;
use tasuki_store::comments::{self, Comment};
use tasuki_store::evidence::{Filter, Order, Piece};
use tasuki_store::members::Member;
use tasuki_store::{AssessmentId, PersonId};

use crate::assessments::{self, Figures, Sheet};
use crate::history::{self, Line};
use crate::suggestions::{self, Offer};
use crate::{Context, Error, evidence, members};

/// The number of pieces of evidence that are offered for attaching.
const OFFERED: i64 = 50;

/// An assessment for answering.
#[derive(Debug)]
pub struct Overview {
    /// The answers, with their evaluation.
    pub sheet: Sheet,
    /// How far it is.
    pub figures: Figures,
    /// The people who can be responsible for a criterion.
    pub members: Vec<Member>,
    /// The number of pieces of evidence by criterion.
    pub evidence: HashMap<String, u32>,
    /// Comments by criterion.
    pub comments: HashMap<String, i64>,
    /// Suggestions by position.
    pub offers: HashMap<usize, Offer>,
}

/// The version of every answer, by criterion. A page that was opened or rendered before a change uses it to find what
/// it missed.
pub fn versions(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Vec<(String, i64)>, Error> {
    Ok(answers::versions(cx.tx, assessment.organization, assessment.id)?)
}

/// What the panel of one criterion shows besides the answer.
#[derive(Debug)]
pub struct Detail {
    /// The note of the assessment that makes the suggestion.
    pub note: String,
    /// What it is shown with.
    pub evidence: Vec<Piece>,
    /// Evidence that could be attached to it: the most recently added.
    pub library: Vec<Piece>,
    /// What people said about it.
    pub comments: Vec<Comment>,
    /// What changed, newest first.
    pub history: Vec<Line>,
}

/// Everything about an assessment.
pub fn overview(cx: &mut Context<'_, '_>, id: AssessmentId) -> Result<Overview, Error> {
    let sheet = assessments::sheet(cx, id)?;
    let organization = sheet.assessment.organization;
    let readable = cx.sees_evidence();
    Ok(Overview {
        figures: Figures::of(&sheet.catalog, &sheet.evaluation),
        members: people(cx, &sheet)?,
        evidence: if readable { evidence::counts(cx, id)?.into_iter().collect() } else { HashMap::new() },
        comments: comments::counts(cx.tx, organization, id)?.into_iter().collect(),
        offers: suggestions::offers(cx, &sheet)?,
        sheet,
    })
}

/// Those who are met in an assessment: who takes care of its criteria, and who says something about them.
fn people(cx: &mut Context<'_, '_>, sheet: &Sheet) -> Result<Vec<Member>, Error> {
    let own = &sheet.assessment;
    members::known(cx, |cx| {
        let mut met: Vec<PersonId> = sheet.answers.iter().filter_map(|answer| answer.owner).collect();
        met.extend(comments::authors(cx.tx, own.organization, own.id)?);
        Ok(met)
    })
}

/// Everything about one criterion.
pub fn detail(cx: &mut Context<'_, '_>, overview: &Overview, position: usize) -> Result<Detail, Error> {
    let own = &overview.sheet.assessment;
    let criterion = &overview.sheet.answers[position].criterion;
    let note = match overview.offers.get(&position) {
        Some(offer) => suggestions::note(cx, offer)?,
        None => String::new(),
    };
    let readable = cx.sees_evidence();
    Ok(Detail {
        note,
        evidence: if readable { evidence::of_criterion(cx, own.id, criterion)? } else { Vec::new() },
        library: if readable {
            evidence::list(cx, &Filter::default(), Order::Newest, None, (0, OFFERED))?.pieces
        } else {
            Vec::new()
        },
        comments: comments::of_criterion(cx.tx, own.organization, own.id, criterion)?,
        history: history::of_answer(cx, own.id, criterion)?,
    })
}

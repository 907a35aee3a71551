//! The answering page: everything that it shows of an assessment, and of one of its criteria.

use std::collections::HashMap;

use tasuki_scheme::Permission;
use tasuki_store::AssessmentId;
use tasuki_store::answers;
use tasuki_store::assessments::Assessment;
use tasuki_store::comments::{self, Comment};
use tasuki_store::evidence::{Filter, Order, Piece};
use tasuki_store::members::{self, Member};

use crate::assessments::{self, Figures, Sheet};
use crate::history::{self, Line};
use crate::suggestions::{self, Offer};
use crate::{Context, Error, evidence};

/// How many pieces of evidence are offered for attaching.
const OFFERED: i64 = 50;

/// An assessment as people answer it.
#[derive(Debug)]
pub struct Overview {
    /// The answers and what follows from them.
    pub sheet: Sheet,
    /// How far it is.
    pub figures: Figures,
    /// Who can take care of a criterion.
    pub members: Vec<Member>,
    /// Pieces of evidence by criterion.
    pub evidence: HashMap<String, u32>,
    /// Comments by criterion.
    pub comments: HashMap<String, i64>,
    /// Suggestions by position.
    pub offers: HashMap<usize, Offer>,
}

/// The version of every answer, by criterion: with it a page that has been open, or was made before a change arrived, finds what it missed.
pub fn versions(cx: &mut Context<'_, '_>, assessment: &Assessment) -> Result<Vec<(String, i64)>, Error> {
    Ok(answers::versions(cx.tx, assessment.organization, assessment.id)?)
}

/// What there is beside the answer to one criterion.
#[derive(Debug)]
pub struct Detail {
    /// What the suggesting assessment wrote.
    pub note: String,
    /// What it is shown with.
    pub evidence: Vec<Piece>,
    /// What could be attached to it: the last that was added.
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
    let readable = cx.may(Permission::ReadEvidence);
    Ok(Overview {
        figures: Figures::of(sheet.catalog, &sheet.evaluation),
        members: members::list(cx.tx, organization)?,
        evidence: if readable { evidence::counts(cx, id)?.into_iter().collect() } else { HashMap::new() },
        comments: comments::counts(cx.tx, organization, id)?.into_iter().collect(),
        offers: suggestions::offers(cx, &sheet)?,
        sheet,
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
    let readable = cx.may(Permission::ReadEvidence);
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

//! Comparison (比較): two assessments, or one assessment on two days, side by side.

use std::sync::Arc;

use jiff::civil::Date;
use tasuki_assess::{CriterionVerdict, Evaluation, Status};
use tasuki_catalog::Catalog;
use tasuki_store::AssessmentId;
use tasuki_store::assessments::Assessment;

use crate::assessments::{Figures, find};
use crate::timeline;
use crate::{Context, Error};

/// One side: an assessment at the end of a day.
#[derive(Debug, Clone)]
pub struct Side {
    /// The assessment.
    pub assessment: Assessment,
    /// Its catalogue.
    pub catalog: Arc<Catalog>,
    /// The day.
    pub day: Date,
    /// What followed then.
    pub evaluation: Evaluation,
    /// How far it was.
    pub figures: Figures,
}

/// Two sides and what differs.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The earlier, or the first.
    pub left: Side,
    /// The later, or the second.
    pub right: Side,
    /// By area of the right side, with the left side's figures if it has the same area.
    pub areas: Vec<AreaPair>,
    /// Criteria that differ, in the order of the right side, followed by those that only the left side requires.
    pub differences: Vec<Difference>,
    /// The number of criteria that are the same on both sides.
    pub same: usize,
}

/// An area on both sides: satisfied and required criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaPair {
    /// Its identifier.
    pub id: String,
    /// On the left, if it is there.
    pub left: Option<(usize, usize)>,
    /// On the right, if the area exists there.
    pub right: Option<(usize, usize)>,
}

/// A criterion that differs between the two sides; `None` for a side that does not require it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Position in the left catalogue.
    pub from: Option<usize>,
    /// Position in the right catalogue.
    pub to: Option<usize>,
    /// State on the left, and whether it was open.
    pub left: Option<(Status, bool)>,
    /// State on the right, and whether it was open.
    pub right: Option<(Status, bool)>,
}

impl Difference {
    /// Whether it improved (1), got worse (−1), or neither.
    pub fn direction(&self) -> i8 {
        let rank = |side: Option<(Status, bool)>| match side {
            Some((_, false)) => 3,
            Some((Status::Met | Status::Partial, true)) => 2,
            Some((Status::Unmet | Status::NotApplicable, true)) => 1,
            Some((Status::Unanswered, true)) => 0,
            None => -1,
        };
        match (rank(self.left), rank(self.right)) {
            (-1, _) | (_, -1) => 0,
            (left, right) => i8::from(right > left) - i8::from(right < left),
        }
    }
}

/// One side of a comparison. Without a day it is as of today; before the assessment began there is none.
pub fn side(cx: &mut Context<'_, '_>, id: AssessmentId, day: Option<Date>) -> Result<Side, Error> {
    let assessment = find(cx, id)?;
    let day = day.unwrap_or(cx.now.today).min(cx.now.today);
    let catalog = crate::assessments::catalog_of(cx, &assessment)?;
    let evaluation = timeline::evaluation(cx, &assessment, day)?;
    let figures = Figures::of(&catalog, &evaluation);
    Ok(Side { assessment, catalog, day, evaluation, figures })
}

/// Compares two sides of the same framework.
pub fn compare(cx: &mut Context<'_, '_>, left: Side, right: Side) -> Result<Comparison, Error> {
    let pairs = pairs(cx, &left.catalog, &right.catalog)?;
    let state = |side: &Side, position: Option<usize>| -> Option<(Status, bool)> {
        let verdict: &CriterionVerdict = side.evaluation.criterion(position?)?;
        Some((verdict.status, !verdict.is_satisfied()))
    };
    let (mut differences, mut same) = (Vec::new(), 0);
    for (from, to) in pairs {
        let one = Difference { from, to, left: state(&left, from), right: state(&right, to) };
        if one.left.is_none() && one.right.is_none() {
            continue;
        }
        if one.left == one.right { same += 1 } else { differences.push(one) }
    }
    differences.sort_by_key(|one| (one.to.is_none(), one.to, one.from));
    let areas = areas(&left.figures, &right.figures);
    Ok(Comparison { left, right, areas, differences, same })
}

/// Positions of a criterion on the left and right; `None` where it does not exist.
type Pair = (Option<usize>, Option<usize>);

/// Maps each criterion of the right to the one on the left.
fn pairs(cx: &Context<'_, '_>, left: &Catalog, right: &Catalog) -> Result<Vec<Pair>, Error> {
    if left.id() == right.id() {
        return Ok((0..left.criteria().len()).map(|position| (Some(position), Some(position))).collect());
    }
    let crosswalk = cx.library.crosswalk(left.id(), right.id()).filter(|crosswalk| !crosswalk.changes.is_empty());
    let crosswalk = crosswalk.ok_or_else(|| {
        Error::invalid(
            "compare.other_framework",
            "別の枠組みの評価とは、項目ごとに比べられません。",
            "Assessments of different frameworks cannot be compared item by item.",
        )
        .hint("同じ枠組みの評価を選んでください。", "Choose assessments of the same framework.")
        .field("with")
    })?;
    let mut pairs = Vec::new();
    for change in &crosswalk.changes {
        let from: Vec<Option<usize>> = change.from.iter().map(|id| left.position(id)).collect();
        let to: Vec<Option<usize>> = change.to.iter().map(|id| right.position(id)).collect();
        match (from.as_slice(), to.as_slice()) {
            ([], to) => pairs.extend(to.iter().map(|to| (None, *to))),
            (from, []) => pairs.extend(from.iter().map(|from| (*from, None))),
            (from, to) => pairs.extend(from.iter().flat_map(|from| to.iter().map(|to| (*from, *to)))),
        }
    }
    Ok(pairs)
}

fn areas(left: &Figures, right: &Figures) -> Vec<AreaPair> {
    let of = |figures: &Figures, id: &str| {
        figures.areas.iter().find(|area| area.id == id).map(|area| (area.satisfied, area.total))
    };
    let mut areas: Vec<AreaPair> = right
        .areas
        .iter()
        .map(|area| AreaPair {
            id: area.id.clone(),
            left: of(left, &area.id),
            right: Some((area.satisfied, area.total)),
        })
        .collect();
    let gone = left.areas.iter().filter(|area| of(right, &area.id).is_none());
    areas.extend(gone.map(|area| AreaPair {
        id: area.id.clone(),
        left: Some((area.satisfied, area.total)),
        right: None,
    }));
    areas
}

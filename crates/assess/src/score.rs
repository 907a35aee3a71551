//! Scores in the framework's own scale. They measure progress, never likelihood.

use std::collections::HashMap;

use serde::Serialize;
use tasuki_catalog::{Catalog, Points, Scale};

use crate::{Answers, Evaluation, Status};

/// The scores, in the shape of the framework's own scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "scale", rename_all = "kebab-case")]
pub enum Score {
    /// JAMA/JAPIA: points and percentages per label and level.
    Points(PointsScore),
    /// 経営ガイドライン: per direction.
    Directions {
        /// One per direction.
        directions: Vec<DirectionScore>,
    },
    /// Everything else: satisfied criteria per area (or per requirement where there are no areas).
    Areas {
        /// One per area.
        areas: Vec<AreaScore>,
    },
}

/// Points in total, per level and per label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointsScore {
    /// All criteria of the level.
    #[serde(flatten)]
    pub total: Tally,
    /// The criteria that each level adds.
    pub levels: Vec<Part>,
    /// The criteria of each label.
    pub labels: Vec<Part>,
}

/// Points of a level or of a label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Level or label.
    pub id: String,
    /// Its points.
    #[serde(flatten)]
    pub tally: Tally,
}

/// Points reached and possible. 対象外 counts in neither.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Tally {
    /// Points reached.
    pub points: u32,
    /// Points if all were met.
    pub possible: u32,
    /// `points` as a percentage of `possible`, to one decimal; `None` when nothing counts.
    pub percent: Option<f64>,
}

/// 経営ガイドライン: one direction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DirectionScore {
    /// The direction.
    pub id: String,
    /// Items answered yes.
    pub met: usize,
    /// Items in total, without 対象外.
    pub asked: usize,
    /// Mean maturity 1–5 of the items that have one, to one decimal.
    pub maturity: Option<f64>,
}

/// Satisfied criteria of one area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaScore {
    /// The area, or the requirement where there are no areas.
    pub id: String,
    /// Satisfied criteria.
    pub satisfied: usize,
    /// Criteria of the level.
    pub asked: usize,
}

/// The scores of an evaluation in the framework's own scale. `points` replaces the catalogue's points per status.
pub fn score(catalog: &Catalog, answers: &Answers, evaluation: &Evaluation, points: Option<Points>) -> Score {
    match catalog.scale() {
        Scale::Jama => Score::Points(points_score(catalog, evaluation, points.unwrap_or(catalog.points()))),
        Scale::YesNo => Score::Directions { directions: directions(catalog, answers, evaluation) },
        _ => Score::Areas { areas: areas(catalog, evaluation) },
    }
}

fn points_score(catalog: &Catalog, evaluation: &Evaluation, points: Points) -> PointsScore {
    let sum = |keep: &dyn Fn(usize) -> bool| {
        let mut tally = Tally::default();
        for verdict in evaluation.criteria.iter().filter(|verdict| keep(verdict.position)) {
            tally.add(verdict.status, points);
        }
        tally
    };
    let criteria = catalog.criteria();
    let levels = catalog.levels().iter().filter(|level| evaluation.level.is_none_or(|asked| level.id <= asked));
    let labels = evaluation.requirements.iter().map(|verdict| &catalog.requirements()[verdict.position].id);
    PointsScore {
        total: sum(&|_| true),
        levels: levels
            .map(|level| Part { id: level.id.to_string(), tally: sum(&|at| criteria[at].level == Some(level.id)) })
            .collect(),
        labels: labels
            .map(|label| Part { id: label.clone(), tally: sum(&|at| criteria[at].requirement == *label) })
            .collect(),
    }
}

impl Tally {
    fn add(&mut self, status: Status, points: Points) {
        let given = match status {
            Status::Met => points.met,
            Status::Partial => points.partial,
            Status::Unmet | Status::Unanswered => points.unmet,
            Status::NotApplicable => return,
        };
        self.points += given;
        self.possible += points.met;
        self.percent = Some(to_one_decimal(f64::from(self.points) / f64::from(self.possible.max(1)) * 100.0));
    }
}

fn to_one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn directions(catalog: &Catalog, answers: &Answers, evaluation: &Evaluation) -> Vec<DirectionScore> {
    let of_requirement = |position: usize| {
        let items = catalog.members(position);
        let asked = items.iter().filter(|&&item| answers.at(item).status != Status::NotApplicable).count();
        let met = items.iter().filter(|&&item| answers.at(item).status == Status::Met).count();
        let rated: Vec<_> = items.iter().filter_map(|&item| answers.at(item).maturity).map(f64::from).collect();
        #[expect(clippy::cast_precision_loss, reason = "a direction has a handful of items")]
        let maturity = (!rated.is_empty()).then(|| to_one_decimal(rated.iter().sum::<f64>() / rated.len() as f64));
        DirectionScore { id: catalog.requirements()[position].id.clone(), met, asked, maturity }
    };
    evaluation.requirements.iter().map(|verdict| of_requirement(verdict.position)).collect()
}

/// Satisfied criteria per area, in the catalogue's order; areas without criteria at the level are left out.
fn areas(catalog: &Catalog, evaluation: &Evaluation) -> Vec<AreaScore> {
    let mut scores = Vec::<AreaScore>::new();
    let mut places = HashMap::<String, usize>::new();
    for verdict in &evaluation.requirements {
        let requirement = &catalog.requirements()[verdict.position];
        let area = requirement.group.as_deref().and_then(|group| catalog.area_of(group));
        let id = area.map_or(&requirement.id, |area| &area.id);
        let place = *places.entry(id.clone()).or_insert_with(|| {
            scores.push(AreaScore { id: id.clone(), satisfied: 0, asked: 0 });
            scores.len() - 1
        });
        scores[place].satisfied += verdict.satisfied;
        scores[place].asked += verdict.asked;
    }
    scores
}

impl Score {
    /// Satisfied criteria per area, for any edition with areas: the data of a radar chart.
    pub fn areas(catalog: &Catalog, evaluation: &Evaluation) -> Vec<AreaScore> {
        areas(catalog, evaluation)
    }
}

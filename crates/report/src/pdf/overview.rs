//! The page for management: figures with their base, the picture, what comes next, and what needs a decision.

use serde::Serialize;
use tasuki_assess::{Assessment, Counts, Open, Score, Status, Tally};
use tasuki_catalog::Lang;

use super::{
    agenda::{Agenda, Due},
    todo::Task,
};
use crate::chart::{Axis, Row, bars, radar};

/// The summary.
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    satisfied: usize,
    asked: usize,
    open: usize,
    requirements_satisfied: usize,
    requirements_asked: usize,
    counts: Vec<Count>,
    /// Met, but not shown within the period: open.
    lapsed: usize,
    /// 対象外 that nobody accepted or explained: open.
    unaccepted: usize,
    /// What a share is: areas, directions or labels.
    kind: &'static str,
    /// Whether the picture is a radar; else bars.
    radar: bool,
    shares: Vec<Share<'a>>,
    points: Option<Points<'a>>,
    next: Vec<Task<'a>>,
    overdue: Vec<Due<'a>>,
    overdue_total: usize,
    next_due: Option<Due<'a>>,
    decisions: Vec<Task<'a>>,
    decisions_total: usize,
    efforts: [usize; 3],
}

#[derive(Serialize)]
struct Count {
    status: Status,
    word: &'static str,
    criteria: usize,
}

/// What the picture shows of one area, direction or label.
#[derive(Serialize)]
struct Share<'a> {
    id: &'a str,
    title: &'a str,
    satisfied: usize,
    asked: usize,
    #[serde(skip)]
    counts: Counts,
}

/// Points of an edition that counts in them.
#[derive(Serialize)]
struct Points<'a> {
    total: Tally,
    levels: Vec<LevelPoints<'a>>,
}

#[derive(Serialize)]
struct LevelPoints<'a> {
    title: &'a str,
    tally: Tally,
}

const NEXT: usize = 3;
/// The page shows as many of them as it has room for.
const LISTED: usize = 5;

pub(super) fn summary<'a>(
    assessment: &Assessment<'a>,
    plan: &[Task<'a>],
    calendar: &Agenda<'a>,
    lang: Lang,
) -> Summary<'a> {
    let evaluation = &assessment.evaluation;
    let (satisfied, asked) = (evaluation.satisfied(), evaluation.criteria.len());
    let opened = |is: fn(Open) -> bool| evaluation.open().filter(|verdict| verdict.open.is_some_and(is)).count();
    let has_effort = assessment.catalog.criteria().iter().any(|criterion| criterion.effort.is_some());
    let decisions: Vec<&Task<'a>> = plan.iter().filter(|task| task.wants_decision(has_effort)).collect();
    let effort = |key| plan.iter().filter(|task| task.effort() == key).count();
    let shares = shares(assessment, lang);
    Summary {
        satisfied,
        asked,
        open: asked - satisfied,
        requirements_satisfied: evaluation.requirements.iter().filter(|one| one.satisfied == one.asked).count(),
        requirements_asked: evaluation.requirements.len(),
        counts: Status::ALL
            .into_iter()
            .map(|status| Count { status, word: status.name(lang), criteria: evaluation.counts.of(status) })
            .collect(),
        lapsed: opened(|open| matches!(open, Open::Lapsed { .. })),
        unaccepted: opened(|open| matches!(open, Open::NoReason | Open::NotAccepted)),
        kind: match assessment.score {
            Score::Points(_) => "labels",
            Score::Directions { .. } => "directions",
            Score::Areas { .. } => "areas",
        },
        radar: is_radar(assessment, &shares),
        shares,
        points: points(assessment, lang),
        next: plan.iter().take(NEXT).cloned().collect(),
        overdue: calendar.overdue.iter().take(LISTED).cloned().collect(),
        overdue_total: calendar.overdue.len(),
        next_due: calendar.next().cloned(),
        decisions_total: decisions.len(),
        decisions: decisions.into_iter().take(LISTED).cloned().collect(),
        efforts: ["small", "medium", "large"].map(effort),
    }
}

/// The picture of the summary as SVG: a radar of areas or directions, bars where there are too many or too few for one.
pub(super) fn chart(assessment: &Assessment<'_>, lang: Lang) -> String {
    let shares = shares(assessment, lang);
    if is_radar(assessment, &shares) {
        let axes: Vec<_> = shares
            .iter()
            .map(|share| Axis { label: share.title, satisfied: share.satisfied, asked: share.asked })
            .collect();
        return radar(&axes, lang);
    }
    let rows: Vec<_> = shares
        .iter()
        .map(|share| Row { label: share.title, counts: share.counts, satisfied: share.satisfied })
        .collect();
    bars(&rows, lang)
}

fn is_radar(assessment: &Assessment<'_>, shares: &[Share<'_>]) -> bool {
    (5..=12).contains(&shares.len()) && !matches!(assessment.score, Score::Points(_))
}

/// Per area; per requirement where the edition counts in directions or labels, or has no areas.
fn shares<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Share<'a>> {
    let catalog = assessment.catalog;
    let mut shares = Vec::<Share<'a>>::new();
    for verdict in &assessment.evaluation.requirements {
        let requirement = &catalog.requirements()[verdict.position];
        let group = requirement.group.as_deref().filter(|_| matches!(assessment.score, Score::Areas { .. }));
        let (id, title) = match group.and_then(|group| catalog.area_of(group)) {
            Some(area) => (&area.id, &area.title),
            None => (&requirement.id, &requirement.title),
        };
        if shares.last().is_none_or(|share| share.id != id) {
            shares.push(Share { id, title: title.get(lang), satisfied: 0, asked: 0, counts: Counts::default() });
        }
        let Some(share) = shares.last_mut() else { continue };
        share.satisfied += verdict.satisfied;
        share.asked += verdict.asked;
        for criterion in catalog.members(verdict.position).iter().filter_map(|&at| assessment.evaluation.criterion(at))
        {
            count(&mut share.counts, criterion.status);
        }
    }
    shares
}

fn count(counts: &mut Counts, status: Status) {
    *match status {
        Status::Met => &mut counts.met,
        Status::Partial => &mut counts.partial,
        Status::Unmet => &mut counts.unmet,
        Status::NotApplicable => &mut counts.not_applicable,
        Status::Unanswered => &mut counts.unanswered,
    } += 1;
}

fn points<'a>(assessment: &Assessment<'a>, lang: Lang) -> Option<Points<'a>> {
    let Score::Points(score) = &assessment.score else { return None };
    let levels = score.levels.iter().map(|part| LevelPoints {
        title: assessment.catalog.level_title(part.id.parse().ok(), lang),
        tally: part.tally,
    });
    Some(Points { total: score.total, levels: levels.collect() })
}

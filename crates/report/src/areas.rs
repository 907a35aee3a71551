//! The parts that a summary shows: areas, directions or labels, with their figures.

use tasuki_assess::{Assessment, Counts, Score, Status, Tally};
use tasuki_catalog::Lang;

use crate::words::Words;

/// One area, direction or label.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    /// Satisfied criteria.
    pub(crate) satisfied: usize,
    /// Criteria of the level.
    pub(crate) asked: usize,
    /// The same criteria by state.
    pub(crate) counts: Counts,
}

/// One entry per area; per requirement if the edition counts in directions or labels, or has no areas.
pub(crate) fn areas<'a>(assessment: &Assessment<'a>, lang: Lang) -> Vec<Area<'a>> {
    let (catalog, evaluation) = (assessment.catalog, &assessment.evaluation);
    let mut areas = Vec::<Area<'a>>::new();
    for verdict in &evaluation.requirements {
        let requirement = &catalog.requirements()[verdict.position];
        let group = requirement.group.as_deref().filter(|_| matches!(assessment.score, Score::Areas { .. }));
        let (id, title) = match group.and_then(|group| catalog.area_of(group)) {
            Some(area) => (&area.id, &area.title),
            None => (&requirement.id, &requirement.title),
        };
        if areas.last().is_none_or(|area| area.id != id) {
            areas.push(Area { id, title: title.get(lang), satisfied: 0, asked: 0, counts: Counts::default() });
        }
        let Some(area) = areas.last_mut() else { continue };
        area.satisfied += verdict.satisfied;
        area.asked += verdict.asked;
        for one in catalog.members(verdict.position).iter().filter_map(|&at| evaluation.criterion(at)) {
            *counter(&mut area.counts, one.status) += 1;
        }
    }
    areas
}

fn counter(counts: &mut Counts, status: Status) -> &mut usize {
    match status {
        Status::Met => &mut counts.met,
        Status::Partial => &mut counts.partial,
        Status::Unmet => &mut counts.unmet,
        Status::NotApplicable => &mut counts.not_applicable,
        Status::Unanswered => &mut counts.unanswered,
    }
}

/// The names for one of them and for all of them.
pub(crate) fn names(assessment: &Assessment<'_>, words: &'static Words) -> (&'static str, &'static str) {
    match assessment.score {
        Score::Points(_) => (words.label, words.per_label),
        Score::Directions { .. } => (words.direction, words.per_direction),
        Score::Areas { .. } => (words.area, words.per_area),
    }
}

/// Points in total and per level, if the edition counts points.
pub(crate) fn tallies<'a>(assessment: &Assessment<'a>, words: &'static Words, lang: Lang) -> Vec<(&'a str, Tally)> {
    let Score::Points(score) = &assessment.score else { return Vec::new() };
    let level = |id: &str| assessment.catalog.level_title(id.parse().ok(), lang);
    let levels = score.levels.iter().map(|part| (level(&part.id), part.tally));
    [(words.total, score.total)].into_iter().chain(levels).collect()
}

/// Whether a radar is readable: neither too few corners nor too many.
pub(crate) fn fit_a_radar(assessment: &Assessment<'_>, areas: &[Area<'_>]) -> bool {
    (5..=12).contains(&areas.len()) && !matches!(assessment.score, Score::Points(_))
}

//! Where we stand: figures with their base, the picture, what comes next.

use tasuki_assess::{Assessment, Open, Score, Status};
use tasuki_catalog::Lang;

use super::{
    State,
    agenda::{Agenda, Due},
    todo::Task,
};
use crate::{
    areas::{Area, areas, fit_a_radar, names},
    chart::{Axis, Row, bars, radar},
    words::{Words, left, more, next_due, points, requirements, state},
};

/// The summary.
#[derive(Debug)]
pub(super) struct Summary<'a> {
    pub(super) satisfied: usize,
    pub(super) asked: usize,
    /// What follows the two figures.
    pub(super) left: String,
    pub(super) requirements: String,
    /// The whole in one sentence, for the description of the page.
    pub(super) sentence: String,
    pub(super) counts: Vec<Count>,
    pub(super) points: Vec<(&'a str, String)>,
    pub(super) picture: String,
    pub(super) picture_note: &'static str,
    pub(super) area: &'static str,
    pub(super) areas_heading: &'static str,
    pub(super) areas: Vec<Area<'a>>,
    pub(super) next: Vec<Task<'a>>,
    pub(super) overdue: Vec<Due<'a>>,
    pub(super) overdue_more: Option<String>,
    pub(super) next_due: Option<String>,
    pub(super) decisions: Vec<Task<'a>>,
    pub(super) decisions_more: Option<String>,
    pub(super) decisions_note: &'static str,
}

/// How many criteria are in a state.
#[derive(Debug)]
pub(super) struct Count {
    pub(super) state: State,
    pub(super) count: usize,
}

const NEXT: usize = 3;
const LISTED: usize = 5;

pub(super) fn summary<'a>(
    assessment: &Assessment<'a>,
    tasks: &[Task<'a>],
    agenda: &Agenda<'a>,
    lang: Lang,
) -> Summary<'a> {
    let (evaluation, words) = (&assessment.evaluation, Words::of(lang));
    let (satisfied, asked) = (evaluation.satisfied(), evaluation.criteria.len());
    let level = assessment.catalog.level_title(evaluation.level, lang);
    let areas = areas(assessment, lang);
    let is_radar = fit_a_radar(assessment, &areas);
    let (area, areas_heading) = names(assessment, words);
    let decisions: Vec<&Task<'a>> = tasks.iter().filter(|task| task.wants_decision()).collect();
    let has_effort = assessment.catalog.criteria().iter().any(|criterion| criterion.effort.is_some());
    let count = |status| Count { state: State::of(status, lang), count: evaluation.counts.of(status) };
    Summary {
        satisfied,
        asked,
        left: left(lang, asked - satisfied),
        requirements: requirement_sentence(assessment, lang),
        sentence: state(lang, satisfied, asked, level, evaluation.as_of),
        counts: Status::ALL.into_iter().map(count).collect(),
        points: score_points(assessment, words, lang),
        picture: picture(&areas, is_radar, lang),
        picture_note: if is_radar { words.radar_note } else { words.bars_note },
        area,
        areas_heading,
        areas,
        next: tasks.iter().take(NEXT).cloned().collect(),
        overdue: agenda.overdue.iter().take(LISTED).cloned().collect(),
        overdue_more: rest(agenda.overdue.len(), lang),
        next_due: agenda.next.map(|(date, title)| next_due(lang, date, title)),
        decisions_more: rest(decisions.len(), lang),
        decisions: decisions.into_iter().take(LISTED).cloned().collect(),
        decisions_note: if has_effort { words.decisions_effort } else { words.decisions_rule },
    }
}

/// How many are not listed here.
fn rest(total: usize, lang: Lang) -> Option<String> {
    (total > LISTED).then(|| more(lang, total - LISTED))
}

fn requirement_sentence(assessment: &Assessment<'_>, lang: Lang) -> String {
    let evaluation = &assessment.evaluation;
    let done = evaluation.requirements.iter().filter(|one| one.satisfied == one.asked).count();
    let opened = |is: fn(Open) -> bool| evaluation.open().filter(|verdict| verdict.open.is_some_and(is)).count();
    let lapsed = opened(|open| matches!(open, Open::Lapsed { .. }));
    let unaccepted = opened(|open| matches!(open, Open::NoReason | Open::NotAccepted));
    requirements(lang, done, evaluation.requirements.len(), lapsed, unaccepted)
}

/// Points in all and per level, where the edition counts in them.
fn score_points<'a>(assessment: &Assessment<'a>, words: &'static Words, lang: Lang) -> Vec<(&'a str, String)> {
    let Score::Points(score) = &assessment.score else { return Vec::new() };
    let level = |id: &str| assessment.catalog.level_title(id.parse().ok(), lang);
    let levels = score.levels.iter().map(|part| (level(&part.id), part.tally));
    let tallies = [(words.total, score.total)].into_iter().chain(levels);
    tallies.map(|(name, tally)| (name, points(lang, tally.points, tally.possible, tally.percent))).collect()
}

/// The picture as SVG.
fn picture(areas: &[Area<'_>], is_radar: bool, lang: Lang) -> String {
    if is_radar {
        let axes: Vec<Axis<'_>> =
            areas.iter().map(|area| Axis { label: area.title, satisfied: area.satisfied, asked: area.asked }).collect();
        return radar(&axes, lang);
    }
    let rows: Vec<Row<'_>> =
        areas.iter().map(|area| Row { label: area.title, counts: area.counts, satisfied: area.satisfied }).collect();
    bars(&rows, lang)
}

//! The summary: figures with their base, the picture, and the next steps.

use serde::Serialize;
use tasuki_assess::{Assessment, Open, Status, Tally};
use tasuki_catalog::{Effort, Lang};

use super::{
    agenda::{Agenda, Due},
    has_effort,
    state::State,
    todo::Task,
};
use crate::{
    areas::{Area, areas, fit_a_radar, names, tallies},
    chart::{Axis, Row, bars, radar},
    words::{Words, effort, in_words, left, more, points, requirements, state},
};

/// The summary.
#[derive(Debug, Serialize)]
pub(crate) struct Summary<'a> {
    pub(super) satisfied: usize,
    pub(super) asked: usize,
    /// The text after the two figures.
    pub(super) left: String,
    pub(super) requirements: String,
    /// The summary in one sentence, for the description of the document.
    pub(super) sentence: String,
    pub(super) counts: Vec<Count>,
    pub(super) points: Vec<Points<'a>>,
    /// Number of open criteria per effort, if the catalogue gives the effort.
    efforts: Vec<(&'static str, usize)>,
    /// As SVG.
    #[serde(skip)]
    pub(crate) picture: String,
    picture_in_words: String,
    pub(super) picture_note: &'static str,
    pub(super) area: &'static str,
    pub(super) areas_heading: &'static str,
    #[serde(skip)]
    pub(super) areas: Vec<Area<'a>>,
    pub(super) next: Vec<Task<'a>>,
    pub(super) overdue: Beginning<Due<'a>>,
    pub(super) next_due: Option<String>,
    pub(super) decisions: Beginning<Task<'a>>,
    pub(super) decisions_note: &'static str,
}

/// How many criteria are in a state.
#[derive(Debug, Serialize)]
pub(super) struct Count {
    pub(super) state: State,
    pub(super) count: usize,
}

/// Points in total or of a level.
#[derive(Debug, Serialize)]
pub(super) struct Points<'a> {
    pub(super) name: &'a str,
    pub(super) words: String,
    tally: Tally,
}

/// The beginning of a list.
#[derive(Debug, Serialize)]
pub(super) struct Beginning<T> {
    pub(super) lines: Vec<T>,
    /// For each number of printed lines, how many more there are: a page may have room for fewer lines than this
    /// list has.
    after: Vec<Option<String>>,
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
    let has_effort = has_effort(assessment);
    let spell_out = |(name, tally)| Points { name, words: points(lang, tally), tally };
    let count = |status| Count { state: State::of(status, lang), count: evaluation.counts.of(status) };
    Summary {
        satisfied,
        asked,
        left: left(lang, asked - satisfied),
        requirements: requirement_sentence(assessment, lang),
        sentence: state(lang, satisfied, asked, level, evaluation.as_of),
        counts: Status::ALL.into_iter().map(count).collect(),
        points: tallies(assessment, words, lang).into_iter().map(spell_out).collect(),
        efforts: if has_effort && satisfied < asked { efforts(assessment, lang) } else { Vec::new() },
        picture: picture(&areas, is_radar, lang),
        picture_in_words: in_words(lang, areas.iter().map(|area| (area.title, area.satisfied, area.asked))),
        picture_note: if is_radar { words.radar_note } else { words.bars_note },
        area,
        areas_heading,
        areas,
        next: tasks.iter().take(NEXT).cloned().collect(),
        overdue: Beginning::of(agenda.overdue.iter(), lang),
        next_due: agenda.next.clone(),
        decisions: Beginning::of(tasks.iter().filter(|task| task.wants_decision), lang),
        decisions_note: if has_effort { words.decisions_effort } else { words.decisions_rule },
    }
}

impl<T: Clone> Beginning<T> {
    fn of<'t>(list: impl Iterator<Item = &'t T>, lang: Lang) -> Self
    where
        T: 't,
    {
        let list: Vec<&T> = list.collect();
        let lines: Vec<T> = list.iter().copied().take(LISTED).cloned().collect();
        let rest = |listed| (list.len() > listed).then(|| more(lang, list.len() - listed));
        Self { after: (0..=lines.len()).map(rest).collect(), lines }
    }
}

impl<T> Beginning<T> {
    /// How many more there are after the last line.
    pub(super) fn more(&self) -> Option<&str> {
        self.after.last()?.as_deref()
    }
}

fn requirement_sentence(assessment: &Assessment<'_>, lang: Lang) -> String {
    let evaluation = &assessment.evaluation;
    let done = evaluation.requirements.iter().filter(|one| one.satisfied == one.asked).count();
    let opened = |is: fn(Open) -> bool| evaluation.open().filter(|verdict| verdict.open.is_some_and(is)).count();
    let lapsed = opened(|open| matches!(open, Open::Lapsed { .. }));
    let unaccepted = opened(|open| matches!(open, Open::NoReason | Open::NotAccepted));
    requirements(lang, done, evaluation.requirements.len(), lapsed, unaccepted)
}

fn efforts(assessment: &Assessment<'_>, lang: Lang) -> Vec<(&'static str, usize)> {
    let count = |size| assessment.plan.iter().filter(|gap| gap.effort == size).count();
    [Effort::Small, Effort::Medium, Effort::Large].map(|size| (effort(lang, size), count(size))).into()
}

/// A radar, or bars if there are too many or too few areas for one.
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

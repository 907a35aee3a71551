//! Decides which columns are the answer, and what a mark or tick in them means.
//!
//! Meaning comes before marks: a column is the answer because of its heading, not because of its contents, and
//! columns whose ticks exclude each other belong to one question. If two readings remain, nothing is read and both
//! are named.

use std::{cmp::Reverse, collections::BTreeSet};

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use crate::{
    choice::{self, Sense},
    columns::Column,
    heading::{Role, is_own, level, round, year},
    mark::{Mark, mark},
    wanted::Seen,
};

/// A column of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnswerColumn {
    pub(crate) column: u32,
    pub(crate) kind: AnswerKind,
    /// The level of the criteria that it is for, if the heading says so.
    pub(crate) level: Option<u8>,
}

/// The meaning of a filled cell in an answer column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnswerKind {
    /// The mark in the cell.
    Mark,
    /// This state or maturity holds.
    Tick(Choice),
    /// The mark in the cell, for this element of the row's measure.
    Element(&'static str),
}

/// The meaning of a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Choice {
    /// `None` if the heading is not a known state: a tick there is reported, not read.
    pub(crate) status: Option<Status>,
    pub(crate) maturity: Option<u8>,
}

/// The decision about a sheet's columns.
#[derive(Debug, Default)]
pub(crate) struct Question {
    pub(crate) answers: Vec<AnswerColumn>,
    /// Columns that answer the same question in another way, and must agree.
    pub(crate) peers: Vec<u32>,
    pub(crate) refusal: Option<Refusal>,
}

/// Why nothing is read from columns that contain marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) columns: Vec<(u32, String)>,
    pub(crate) why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// Their headings do not say what a tick means.
    Headings,
    /// It is not clear which of them is the answer.
    Several,
    /// The heading is about the future, or denies, or is about something else.
    NotNow,
}

impl AnswerColumn {
    pub(crate) fn marks(column: u32) -> Self {
        Self { column, kind: AnswerKind::Mark, level: None }
    }

    fn tick(column: &Column, status: Option<Status>, maturity: Option<u8>) -> Self {
        Self { column: column.number, kind: AnswerKind::Tick(Choice { status, maturity }), level: None }
    }
}

impl Question {
    fn of(answers: Vec<AnswerColumn>) -> Self {
        Self { answers, ..Self::default() }
    }

    fn refused<'c>(columns: impl IntoIterator<Item = &'c Column>, why: Why) -> Self {
        let columns = columns.into_iter().map(Column::named).collect();
        Self { refusal: Some(Refusal { columns, why }), ..Self::default() }
    }
}

/// The input of the decision.
pub(crate) struct Deciding<'c> {
    pub(crate) columns: &'c [Column],
    /// The column of the identifiers.
    pub(crate) ids: u32,
    /// The last column of the guideline's text.
    pub(crate) edge: u32,
    pub(crate) scale: Scale,
    pub(crate) seen: Seen,
}

impl<'c> Deciding<'c> {
    /// Tries in this order: groups of choices whose headings say what they mean (unless the most certain heading is
    /// over marks), columns of marks with a known heading, a single column of ticks, the most certain heading, the
    /// only column of marks, any known heading.
    pub(crate) fn question(&self) -> Question {
        let sure = self.columns.iter().any(|column| column.rank() == Some(1) && column.is_marks());
        let groups = self.groups();
        if !sure && !groups.is_empty() {
            return self.chosen(&groups);
        }
        if let Some(best) = self.best() {
            return self.by_words(best);
        }
        if let Some(question) = self.lone() {
            return question;
        }
        let sure = self.named(|column| column.rank() == Some(1) && (column.filled == 0 || column.is_short()));
        if !sure.is_empty() {
            return Question::of(sure);
        }
        if let Some(question) = self.by_content() {
            return question;
        }
        let short = self.named(Column::is_short);
        Question::of(if short.is_empty() { self.named(|column| column.filled == 0) } else { short })
    }

    /// Whether a column may be one of several to choose from.
    fn is_choice(&self, column: &Column) -> bool {
        let is_place = !matches!(
            column.role,
            Role::Text | Role::Official | Role::Element | Role::Confirmed | Role::Accepted | Role::Identifier
        );
        // 実施予定 is a present state, 目標: 適合 is not.
        let is_late = self.seen.is_elsewhen(&column.heading)
            && !matches!(column.sense, Some(Sense::State(Status::Unmet) | Sense::Unclear));
        is_place
            && matches!(column.sense, Some(Sense::State(_) | Sense::Points(_) | Sense::Unclear))
            && (column.filled == 0 || column.is_ticks())
            && !column.is_by_others()
            && !self.seen.is_elsewhen(&column.above)
            && !is_late
    }

    /// Runs of adjacent columns that form one question with two or more meanings. When a meaning is repeated, the
    /// next question begins.
    fn groups(&self) -> Vec<Vec<&'c Column>> {
        let mut groups = Vec::<Vec<&Column>>::new();
        let mut last = usize::MAX - 2;
        for (at, column) in self.columns.iter().enumerate().filter(|(_, column)| self.is_choice(column)) {
            let again = |group: &Vec<&Column>| {
                let (previous, before) =
                    group.split_last().map_or((None, &group[..]), |(last, before)| (Some(*last), before));
                previous.is_some_and(|previous| previous.sense != column.sense)
                    && before.iter().any(|other| other.sense == column.sense)
            };
            match groups.last_mut().filter(|group| at <= last + 2 && !again(group)) {
                Some(group) => group.push(column),
                None => groups.push(vec![column]),
            }
            last = at;
        }
        groups.retain(|group| {
            let meanings: BTreeSet<String> =
                group.iter().filter(|column| !is_out(column)).map(|column| format!("{:?}", column.sense)).collect();
            meanings.len() > 1
        });
        if groups.iter().any(|group| group.iter().any(|column| column.filled > 0)) {
            groups.retain(|group| group.iter().any(|column| column.filled > 0));
        }
        groups
    }

    /// The latest of several groups, and its meanings.
    fn chosen(&self, groups: &[Vec<&'c Column>]) -> Question {
        let when = |group: &Vec<&Column>| {
            let heading = format!("{} {}", group[0].above, group[0].heading);
            (year(&heading).map(|(year, _)| year), round(&heading), crate::heading::is_present(&heading))
        };
        let latest = groups.iter().map(when).max();
        let mut best = groups.iter().filter(|group| Some(when(group)) == latest);
        match (best.next(), best.next()) {
            (Some(group), None) => self.meant(group),
            _ => Question::refused(groups.iter().flatten().copied(), Why::Several),
        }
    }

    fn meant(&self, group: &[&'c Column]) -> Question {
        let Some(mut answers) = self.meanings(group) else {
            return Question::refused(group.iter().copied(), Why::Headings);
        };
        // A column beside them whose ticks exclude theirs belongs to the group, whatever its heading means.
        let beside = self.columns.iter().filter(|column| self.is_beside(column, group));
        answers.extend(beside.map(|column| AnswerColumn::tick(column, None, None)));
        let out = self.columns.iter().filter(|column| is_out(column) && self.is_choice(column));
        let out = out.filter(|column| !group.iter().any(|known| known.number == column.number));
        answers.extend(out.map(|column| AnswerColumn::tick(column, Some(Status::NotApplicable), None)));
        answers.sort_by_key(|answer| answer.column);
        let peers =
            self.columns.iter().filter(|column| column.rank() == Some(2) && column.is_marks() && column.signs > 0);
        let peers = peers
            .filter(|column| !answers.iter().any(|answer| answer.column == column.number) && column.is_of(self.seen));
        Question { peers: peers.map(|column| column.number).collect(), ..Question::of(answers) }
    }

    fn is_beside(&self, column: &Column, group: &[&Column]) -> bool {
        let may_be = matches!(column.role, Role::Unknown | Role::Note | Role::Answer(_)) && column.sense.is_none();
        may_be
            && group.iter().any(|other| self.apart(column, other) == 1)
            && column.is_pure()
            && !column.ticked.is_empty()
            && column.is_of(self.seen)
            && group.iter().all(|other| column.excludes(other))
    }

    /// The distance between two columns, counted in columns that were kept; neighbours have a distance of 1.
    fn apart(&self, one: &Column, other: &Column) -> usize {
        let place = |wanted: &Column| self.columns.iter().position(|column| column.number == wanted.number);
        place(one).zip(place(other)).map_or(usize::MAX, |(one, other)| one.abs_diff(other))
    }

    /// What a tick means in each column of a group.
    fn meanings(&self, group: &[&'c Column]) -> Option<Vec<AnswerColumn>> {
        let points: Vec<u8> = group.iter().filter_map(|column| points(column)).collect();
        let counted = |count: u8| -> Option<(Status, Option<u8>)> {
            if self.scale == Scale::YesNo
                && let Mark::Status { status, maturity, .. } = mark(&count.to_string(), Scale::YesNo)
            {
                return Some((status, maturity));
            }
            let known = [Status::Unmet, Status::Partial, Status::Met];
            let all: BTreeSet<u8> = points.iter().copied().collect();
            (all == BTreeSet::from([0, 1, 2]))
                .then(|| known.get(usize::from(count)).map(|status| (*status, None)))
                .flatten()
        };
        group
            .iter()
            .map(|column| match column.sense {
                Some(Sense::State(status)) => Some(AnswerColumn::tick(column, Some(status), None)),
                Some(Sense::Points(count)) => {
                    counted(count).map(|(status, maturity)| AnswerColumn::tick(column, Some(status), maturity))
                }
                _ => Some(AnswerColumn::tick(column, None, None)),
            })
            .collect()
    }

    /// The best of the columns of marks: by the most certain heading, the present, the latest round, then the
    /// leftmost. A column of the respondent takes precedence even if it is empty.
    fn best(&self) -> Option<&'c Column> {
        if !self.columns.iter().any(|column| column.rank().is_some() && column.is_marks()) {
            return None;
        }
        let has_sure = self.columns.iter().any(|column| column.rank() == Some(1) && column.is_marks());
        let may_be = |column: &&Column| {
            column.is_marks()
                || column.filled == 0
                    && (!has_sure
                        && column.rank() == Some(1)
                        && is_own(&column.heading)
                        && round(&column.heading) == (0, 0)
                        || year(&column.heading).is_some())
        };
        self.columns
            .iter()
            .filter(may_be)
            .filter_map(|column| Some((column.standing()?, column)))
            .min_by_key(|(standing, column)| (*standing, column.number))
            .map(|(_, column)| column)
    }

    fn by_words(&self, best: &'c Column) -> Question {
        if let Some(other) = self.other_half(best) {
            return Question::refused([best, other], Why::Headings);
        }
        let out = self.columns.iter().filter(|column| is_out(column) && self.is_choice(column));
        let out = out.map(|column| AnswerColumn::tick(column, Some(Status::NotApplicable), None));
        let levels: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| column.rank() == best.rank() && (column.is_marks() || column.filled == 0))
            .filter(|column| level(&column.heading).is_some())
            .collect();
        let by_level = level(&best.heading).is_some() && levels.len() > 1;
        let marks: Vec<AnswerColumn> = if by_level {
            levels
                .iter()
                .map(|column| AnswerColumn { level: level(&column.heading), ..AnswerColumn::marks(column.number) })
                .collect()
        } else {
            vec![AnswerColumn::marks(best.number)]
        };
        Question::of(marks.into_iter().chain(out).collect())
    }

    /// A column that is ticked in the rows where `best` is not: the two belong to one question, and neither heading
    /// says which half it is.
    fn other_half(&self, best: &Column) -> Option<&'c Column> {
        let is_half = |column: &&Column| {
            column.number != best.number
                && column.number > self.ids
                && self.apart(column, best) <= 3
                && matches!(column.role, Role::Unknown | Role::Answer(_))
                && column.sense.is_none()
                && column.is_pure()
                && !column.ticked.is_empty()
                && column.is_of(self.seen)
                && (column.rank() == best.rank() || best.rank() == Some(2) && !column.heading.is_empty())
                && year(&column.heading) == year(&best.heading)
                && column.excludes(best)
        };
        (best.is_pure() && !best.ticked.is_empty()).then(|| self.columns.iter().find(is_half)).flatten()
    }

    /// A single column whose heading is a negative state, ticked where that state holds.
    fn lone(&self) -> Option<Question> {
        let mut lone =
            self.columns.iter().filter(|column| self.is_choice(column) && !is_out(column) && !column.ticked.is_empty());
        let (first, second) = (lone.next()?, lone.next());
        let Some(Sense::State(status)) = first.sense else {
            return Some(Question::refused([first], Why::Headings));
        };
        if self.seen.is_elsewhen(&first.heading) {
            return Some(Question::refused([first], Why::NotNow));
        }
        if second.is_some() || !first.is_pure() {
            return Some(Question::refused(std::iter::once(first).chain(second), Why::Headings));
        }
        if let Some(beside) = self.columns.iter().find(|column| self.is_beside(column, &[first])) {
            return Some(Question::refused([first, beside], Why::Headings));
        }
        let out = self.columns.iter().filter(|column| is_out(column) && self.is_choice(column));
        let out = out.map(|column| AnswerColumn::tick(column, Some(Status::NotApplicable), None));
        Some(Question::of(std::iter::once(AnswerColumn::tick(first, Some(status), None)).chain(out).collect()))
    }

    /// Whether the heading to the left of a column may have covered both: the column below that heading is empty.
    fn lost_its_heading(&self, column: &Column) -> bool {
        let is_left =
            |other: &&Column| other.number + 1 == column.number && !other.heading.is_empty() && other.filled == 0;
        let may_be =
            |other: &Column| matches!(other.role, Role::Unknown | Role::Note | Role::Answer(_) | Role::Tick(_));
        self.columns.iter().find(is_left).is_some_and(may_be)
    }

    /// The columns of the most certain rank among those to be kept.
    fn named(&self, keep: impl Fn(&Column) -> bool) -> Vec<AnswerColumn> {
        let kept: Vec<(u8, &Column)> = self
            .columns
            .iter()
            .filter(|column| keep(column))
            .filter_map(|column| Some((column.rank()?, column)))
            .collect();
        let surest = kept.iter().map(|(rank, _)| *rank).min();
        let surest = kept.iter().filter(|(rank, _)| Some(*rank) == surest);
        surest.map(|(_, column)| AnswerColumn::marks(column.number)).collect()
    }

    /// The only column right of the texts that contains almost only marks. An unknown heading may reverse the
    /// meaning of ticks, so it is read only if there are several kinds of marks.
    fn by_content(&self) -> Option<Question> {
        let holds_marks = |column: &&Column| {
            column.number > self.edge
                && matches!(column.role, Role::Unknown | Role::Note | Role::Answer(_) | Role::Tick(_))
                && column.marks > 0
                && column.marks * 5 >= column.filled * 3
                && !column.is_by_others()
        };
        let all: Vec<&Column> = self.columns.iter().filter(holds_marks).collect();
        let is_now = |column: &Column| column.is_of(self.seen) && !choice::denies(&column.heading);
        let may_be: Vec<&Column> = all.iter().copied().filter(|column| is_now(column) && column.signs > 0).collect();
        match may_be.as_slice() {
            [] if all.iter().any(|column| column.signs > 0) => Some(Question::refused(all, Why::NotNow)),
            [] => None,
            [only] if only.heading.is_empty() && only.is_pure() && self.lost_its_heading(only) => {
                Some(Question::refused([*only], Why::Headings))
            }
            [only] if only.heading.is_empty() || !only.is_pure() => {
                Some(Question::of(vec![AnswerColumn::marks(only.number)]))
            }
            [only] => Some(Question::refused([*only], Why::Headings)),
            several => Some(Question::refused(several.iter().copied(), Why::Several)),
        }
    }
}

/// Whether a column is ticked for criteria that do not apply.
fn is_out(column: &Column) -> bool {
    column.sense == Some(Sense::State(Status::NotApplicable))
}

fn points(column: &Column) -> Option<u8> {
    match column.sense {
        Some(Sense::Points(points)) => Some(points),
        _ => None,
    }
}

/// The latest year in the headings of `columns`, and the heading that contains it.
pub(crate) fn latest_year<'c>(columns: impl Iterator<Item = &'c Column>) -> Option<(u16, String)> {
    columns
        .filter_map(|column| Some((year(&column.heading)?.0, column.heading.clone())))
        .min_by_key(|(year, _)| Reverse(*year))
}

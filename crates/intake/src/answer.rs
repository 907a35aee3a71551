//! The answer of one row: its marks, and whether they agree.

use std::collections::HashSet;

use tasuki_assess::Status;
use tasuki_catalog::{Scale, Text};

use crate::{
    ProblemCode, clean,
    dates::{self, Said},
    entry::Entry,
    expected::{
        a_heading, a_mark, formula_read, no_answer_beside, one_mark, other_column, struck_out, why_not, why_nothing,
    },
    mark::{Mark, Plain, mark},
    problem::Place,
    question::{AnswerColumn, AnswerKind, Choice},
    read::Rows,
    settle,
    sheet::{Cell, Seen, Value, address},
};

/// The marks of one row, before they are compared.
#[derive(Default)]
struct Marks {
    found: Vec<Found>,
    rests: Vec<String>,
    faulty: bool,
    /// Strokes in tick columns: ignored beside a tick, and an error in a row without one.
    dashes: Vec<(Place, String)>,
}

/// A mark that could be read.
struct Found {
    status: Status,
    maturity: Option<u8>,
    place: Place,
    text: String,
}

impl Rows<'_> {
    /// Reads the answer columns of a row into the entry.
    pub(crate) fn answer(&mut self, row: u32, answers: &[AnswerColumn], entry: &mut Entry) {
        let mut marks = Marks::default();
        let mut anchors = HashSet::new();
        let level = self.catalog.criteria()[entry.position].level;
        let fits = |answer: &&AnswerColumn| answer.level.is_none() || level.is_none() || answer.level == level;
        let has_level = answers.iter().any(|answer| answer.level.is_some() && answer.level == level);
        for answer in answers.iter().filter(|answer| fits(answer) || !has_level) {
            self.struck(row, answer.column, entry);
            let Some(seen) = self.sheet.seen(row, answer.column) else { continue };
            if anchors.insert((seen.row, seen.column)) {
                self.cell(*answer, seen, entry.place.criterion.as_deref(), &mut marks);
                self.remember_merged(seen, entry.position);
            }
        }
        if let Some((place, text)) = marks.dashes.first().filter(|_| marks.found.is_empty()) {
            marks.faulty = true;
            self.problems.error(ProblemCode::UnreadableMark, place, text, a_mark(self.catalog.scale()));
        }
        entry.faulty = marks.faulty;
        entry.notes.extend(marks.rests.drain(..).map(|rest| (String::new(), rest)));
        self.compare(&marks, entry);
        if has_level {
            self.other_levels(row, answers.iter().filter(|answer| !fits(answer)), entry);
        }
    }

    /// A struck-out cell is not an answer.
    fn struck(&mut self, row: u32, column: u32, entry: &Entry) {
        if let Some(text) = self.sheet.beside.struck.get(&(row, column)) {
            let place = self.place(row, column, entry.place.criterion.as_deref());
            self.problems.warning(ProblemCode::StruckOut, &place, text, struck_out());
        }
    }

    /// Columns for criteria of another level are compared with the column for this level.
    fn other_levels<'c>(&mut self, row: u32, others: impl Iterator<Item = &'c AnswerColumn>, entry: &mut Entry) {
        for other in others {
            let Some(seen) = self.sheet.seen(row, other.column) else { continue };
            let text = seen.cell.text();
            let Mark::Status { status, .. } = mark(&text, self.catalog.scale()) else { continue };
            let heading = self.layout.headings.get(&other.column).cloned().unwrap_or_default();
            let place = self.place(row, other.column, entry.place.criterion.as_deref());
            if entry.status.is_some_and(|answer| answer != status) {
                let found =
                    format!("{heading}: {} / {}: {}", text.trim(), entry.cell, entry.status.unwrap_or_default().sign());
                self.problems.warning(ProblemCode::ContradictoryMarks, &place, &found, other_column());
                entry.notes.push((heading, text.trim().to_owned()));
            } else if entry.status.is_none() && !entry.faulty {
                self.not_the_answer(&place, &heading, &text);
                entry.notes.push((heading, text.trim().to_owned()));
            }
        }
    }

    fn cell(&mut self, answer: AnswerColumn, seen: Seen<'_>, criterion: Option<&str>, marks: &mut Marks) {
        let place = self.place(seen.row, seen.column, criterion);
        let (text, expected) = (seen.cell.text().into_owned(), a_mark(self.catalog.scale()));
        if matches!(answer.kind, AnswerKind::Tick(_)) && Plain::of(&text).is_dash() && !is_its_own(answer.kind, &text) {
            marks.dashes.push((place, text));
            return;
        }
        let read = self.of_today(read(answer.kind, seen.cell, self.catalog.scale()));
        if let Some(formula) = &seen.cell.formula
            && !self.formula(formula, seen.cell, &read, &place)
        {
            marks.faulty = true;
            return;
        }
        match read {
            Mark::Blank => (),
            Mark::Status { status, maturity, rest } => {
                let rest = Plain::of(&text).as_written(rest);
                marks.found.push(Found { status, maturity, place, text });
                marks.rests.extend(Some(rest).filter(|rest| !rest.is_empty()));
            }
            Mark::Contradictory => {
                marks.faulty = true;
                self.problems.error(ProblemCode::ContradictoryMarks, &place, &text, expected);
            }
            Mark::Unreadable => {
                marks.faulty = true;
                let is_unclear =
                    matches!(answer.kind, AnswerKind::Tick(Choice { status: None, .. })) && Plain::of(&text).is_tick();
                let heading = self.layout.headings.get(&answer.column).filter(|_| is_unclear);
                let (found, expected) = match heading {
                    Some(heading) => (format!("{heading}: {text}"), a_heading()),
                    None => (text, expected),
                };
                self.problems.error(ProblemCode::UnreadableMark, &place, &found, expected);
            }
        }
        if let Some(link) = &seen.cell.link {
            marks.rests.push(link.to_string());
        }
    }

    /// `○（2027年4月から）` and `○（2027年度から）` state a future status.
    fn of_today(&self, read: Mark) -> Mark {
        match read {
            Mark::Status { status: Status::Met | Status::Partial, ref rest, .. }
                if rest.contains(char::is_numeric)
                    && (matches!(dates::said(rest, false, self.today), Said::Future(_) | Said::Planned)
                        || dates::begins_later(rest, self.today)) =>
            {
                Mark::Contradictory
            }
            read => read,
        }
    }

    /// Reports a formula; returns whether its result could be read anyway.
    fn formula(&mut self, formula: &str, cell: &Cell, read: &Mark, place: &Place) -> bool {
        let text = cell.text();
        let readable = matches!(read, Mark::Status { .. } | Mark::Blank) && cell.value != Value::Empty;
        let found = if text.is_empty() { format!("={formula}") } else { format!("={formula} → {text}") };
        if readable {
            self.problems.warning(ProblemCode::Formula, place, &found, formula_read());
        } else {
            self.problems.error(ProblemCode::Formula, place, &found, a_mark(self.catalog.scale()));
        }
        readable
    }

    /// If there are several answer columns, they must agree.
    fn compare(&mut self, marks: &Marks, entry: &mut Entry) {
        let Some(first) = marks.found.first() else { return };
        entry.cell.clone_from(&first.place.cell);
        if marks.found.iter().any(|other| other.status != first.status) {
            let found: Vec<String> =
                marks.found.iter().map(|found| format!("{}: {}", found.place.cell, found.text.trim())).collect();
            self.problems.error(ProblemCode::ContradictoryMarks, &first.place, &found.join(" / "), one_mark());
            entry.faulty = true;
        } else if !marks.faulty {
            (entry.status, entry.maturity) = (Some(first.status), first.maturity);
        }
    }

    /// Marks in other columns become notes, and are compared with the answer.
    pub(crate) fn others(&mut self, row: u32, entry: &mut Entry) {
        let answer = entry.status;
        for other in &self.layout.others {
            let Some(seen) = self.sheet.seen(row, other.column) else { continue };
            let text = seen.cell.text();
            let plain = Plain::of(&text);
            let status = match plain.mark(self.catalog.scale()) {
                Mark::Status { status, .. } => Some(status),
                _ => None,
            };
            if plain.is_unticked() && !matches!(seen.cell.value, Value::Truth(_)) {
                continue;
            }
            let place = self.place(row, other.column, entry.place.criterion.as_deref());
            match (status, answer) {
                (Some(status), Some(answer)) if status == answer && other.is_peer => continue,
                (Some(status), Some(answer)) if status != answer && other.is_peer => {
                    let found = format!("{}: {} / {}: {}", entry.cell, answer.sign(), place.cell, text.trim());
                    let place = Place { cell: entry.cell.clone(), ..place };
                    self.problems.error(ProblemCode::ContradictoryMarks, &place, &found, one_mark());
                    (entry.status, entry.maturity, entry.faulty) = (None, None, true);
                }
                (Some(status), Some(answer)) if status != answer => {
                    let found = format!("{}: {} / {}: {}", other.heading, text.trim(), entry.cell, answer.sign());
                    self.problems.warning(ProblemCode::ContradictoryMarks, &place, &found, other_column());
                }
                (Some(_), None) if !entry.faulty => self.not_the_answer(&place, &other.heading, &text),
                _ => (),
            }
            entry.notes.push((other.heading.clone(), text.trim().to_owned()));
        }
        if answer.is_none() && !entry.faulty {
            self.watched(row, entry);
        }
    }

    /// Reports marks of other parties when there is no answer; the marks themselves are already among the notes.
    fn watched(&mut self, row: u32, entry: &Entry) {
        for (column, heading) in &self.layout.watched {
            let Some(seen) = self.sheet.seen(row, *column) else { continue };
            let text = seen.cell.text();
            if matches!(mark(&text, self.catalog.scale()), Mark::Status { .. }) {
                let place = self.place(row, *column, entry.place.criterion.as_deref());
                self.not_the_answer(&place, heading, &text);
            }
        }
    }

    fn not_the_answer(&mut self, place: &Place, heading: &str, text: &str) {
        let found = format!("{heading}: {}", text.trim());
        self.problems.warning(ProblemCode::OtherColumn, place, &found, no_answer_beside());
    }

    /// Reports why nothing was read from columns of marks.
    pub(crate) fn report_refusal(&mut self) {
        let Some(refusal) = &self.layout.refusal else { return };
        let named =
            |(column, heading): &(u32, String)| format!("{}「{heading}」", address(self.layout.header, *column));
        let found: Vec<String> = refusal.columns.iter().take(8).map(named).collect();
        let column = refusal.columns.first().map_or(self.ids.column, |(column, _)| *column);
        let place = self.place(self.layout.header, column, None);
        self.problems.error(ProblemCode::SeveralReadings, &place, &found.join(" / "), why_nothing(refusal.why));
    }

    /// One warning for every column of marks that is not the answer.
    pub(crate) fn report_columns(&mut self) {
        for remark in &self.layout.remarks {
            let place = self.place(self.layout.header, remark.column, None);
            self.problems.warning(ProblemCode::OtherColumn, &place, &remark.heading, why_not(&remark.reason));
        }
    }

    /// Whether somebody answered in this row. A formula without an identifier beside it is a count or a sum, not an
    /// answer.
    pub(crate) fn has_mark(&self, row: u32) -> bool {
        let cells = self.layout.answers.iter().filter_map(|answer| self.sheet.cell(row, answer.column));
        let mut cells = cells.filter(|cell| cell.formula.is_none()).map(Cell::text);
        cells.any(|text| {
            let plain = Plain::of(&text);
            if self.layout.is_ticked() && (plain.is_unticked() || plain.is_dash()) {
                return false;
            }
            let mark = plain.mark(self.catalog.scale());
            matches!(mark, Mark::Status { .. } | Mark::Contradictory) || plain.is_tick() && self.layout.is_ticked()
        })
    }

    fn remember_merged(&mut self, seen: Seen<'_>, position: usize) {
        if let Some(merge) = seen.merge {
            let positions = self.merged.entry((merge.top, merge.address(), seen.cell.text().into_owned())).or_default();
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
    }

    /// One warning for every answer in a cell merged over several criteria.
    pub(crate) fn report_merged(&mut self) {
        for ((_, address, text), positions) in std::mem::take(&mut self.merged) {
            if positions.len() > 1 {
                let place = Place { sheet: self.sheet.name.clone(), cell: address, criterion: None };
                let ids = settle::ranges(self.catalog, &positions);
                let expected = Text::new(
                    format!("{ids}のすべての回答としました。違うときは結合を解いて、それぞれに答えてください。"),
                    format!("It counts for all of {ids}. If that is wrong, unmerge the cells and answer each."),
                );
                self.problems.warning(ProblemCode::MergedAnswer, &place, &text, expected);
            }
        }
    }
}

/// The meaning of a cell in an answer column.
fn read(kind: AnswerKind, cell: &Cell, scale: Scale) -> Mark {
    let text = cell.text();
    match kind {
        _ if clean::trim(&text).is_empty() => Mark::Blank,
        _ if cell.fault().is_some() => Mark::Unreadable,
        AnswerKind::Tick(choice) => ticked(choice, &text, scale),
        AnswerKind::Mark | AnswerKind::Element(_) => mark(&text, scale),
    }
}

/// The meaning of a cell in a tick column.
fn ticked(Choice { status, maturity }: Choice, text: &str, scale: Scale) -> Mark {
    let plain = Plain::of(text);
    let is_own = status.is_some_and(|status| plain.is_status(status));
    // A cross in the column of another state may be a tick or its negation.
    let is_tick =
        plain.is_tick() && (status == Some(Status::Unmet) || !plain.is_status(Status::Unmet) || text.trim() == "TRUE");
    match status {
        _ if plain.is_unticked() && !is_own || plain.mark(scale) == Mark::Blank => Mark::Blank,
        Some(status) if is_own || is_tick => Mark::Status { status, maturity, rest: String::new() },
        Some(own) => match plain.mark(Scale::Scs) {
            // `○ 規程第3条` is a tick with an explanation.
            Mark::Status { status: Status::Met, rest, .. } if own != Status::Unmet || !rest.is_empty() => {
                Mark::Status { status: own, maturity, rest }
            }
            _ => Mark::Unreadable,
        },
        None => Mark::Unreadable,
    }
}

/// Whether a stroke is itself the heading of the column.
fn is_its_own(kind: AnswerKind, text: &str) -> bool {
    matches!(kind, AnswerKind::Tick(Choice { status: Some(status), .. }) if Plain::of(text).is_status(status))
}

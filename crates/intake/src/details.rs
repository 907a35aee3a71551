//! What a row says beside its answer: notes, the day, the acceptance of 対象外, maturity.

use std::collections::HashSet;

use tasuki_assess::Status;
use tasuki_catalog::{Scale, fold};

use crate::{
    ProblemCode, dates,
    expected::{a_date, a_maturity, a_value, an_acceptance},
    mark::{Mark, mark},
    problem::{Place, Problems},
    read::{Entry, Rows},
    sheet::{Seen, Sheet, Value, address},
};

/// What goes before the words of a date that could not be read.
pub(crate) const DATE: &str = "確認日";

impl Rows<'_> {
    /// Reads everything that stands beside the answer into the entry.
    pub(crate) fn details(&mut self, row: u32, entry: &mut Entry) {
        self.notes(row, entry);
        self.date(row, entry);
        self.acceptance(row, entry);
        self.maturity(row, entry);
    }

    fn notes(&mut self, row: u32, entry: &mut Entry) {
        let mut anchors = HashSet::new();
        for (column, heading) in &self.layout.notes {
            let Some(seen) = self.sheet.seen(row, *column) else { continue };
            let text = seen.cell.text();
            let is_new = anchors.insert((seen.row, seen.column));
            if is_new {
                uncalculated(&mut self.problems, self.sheet, seen, entry);
            }
            if !text.trim().is_empty() && is_new {
                entry.notes.push((heading.clone(), text.trim().to_owned()));
            }
        }
    }

    fn date(&mut self, row: u32, entry: &mut Entry) {
        let Some(seen) = self.layout.confirmed.and_then(|column| self.sheet.seen(row, column)) else { return };
        uncalculated(&mut self.problems, self.sheet, seen, entry);
        let text = seen.cell.text();
        entry.confirmed = match &seen.cell.value {
            Value::Date(date) => Some(*date),
            _ => dates::alone(&text),
        };
        let nothing =
            matches!(mark(&text, Scale::Scs), Mark::Blank | Mark::Status { status: Status::NotApplicable, .. });
        if entry.confirmed.is_none() && !nothing {
            let place = self.place(seen.row, seen.column, entry.place.criterion.as_deref());
            self.problems.error(ProblemCode::UnreadableDate, &place, &text, a_date());
            entry.notes.push((DATE.to_owned(), text.trim().to_owned()));
        }
    }

    fn acceptance(&mut self, row: u32, entry: &mut Entry) {
        let Some(seen) = self.beside(row, self.layout.accepted) else { return };
        let text = seen.cell.text();
        if let Some(accepted) = acceptance(&text) {
            entry.accepted = accepted;
        } else {
            let place = self.place(seen.row, seen.column, entry.place.criterion.as_deref());
            self.problems.error(ProblemCode::UnreadableAcceptance, &place, &text, an_acceptance());
        }
    }

    /// A maturity beside the answer; without an answer it is the answer.
    fn maturity(&mut self, row: u32, entry: &mut Entry) {
        let Some(seen) = self.beside(row, self.layout.maturity) else { return };
        let text = seen.cell.text();
        match mark(&text, Scale::YesNo) {
            Mark::Status { maturity: Some(maturity), status, .. } => {
                entry.maturity = Some(maturity);
                if entry.status.is_none() && !entry.faulty {
                    entry.status = Some(status);
                }
            }
            Mark::Blank | Mark::Status { status: Status::NotApplicable, .. } => (),
            _ => {
                let place = self.place(seen.row, seen.column, entry.place.criterion.as_deref());
                self.problems.error(ProblemCode::UnreadableMaturity, &place, &text, a_maturity());
            }
        }
    }

    fn beside(&self, row: u32, column: Option<u32>) -> Option<Seen<'_>> {
        self.sheet.seen(row, column?)
    }
}

/// Reports a formula beside the answer whose result the file does not hold.
fn uncalculated(problems: &mut Problems, sheet: &Sheet, seen: Seen<'_>, entry: &Entry) {
    if let (Some(formula), Value::Empty) = (&seen.cell.formula, &seen.cell.value) {
        let place = Place {
            sheet: sheet.name.clone(),
            cell: address(seen.row, seen.column),
            criterion: entry.place.criterion.clone(),
        };
        problems.warning(ProblemCode::Formula, &place, &format!("={formula}"), a_value());
    }
}

/// Whether 対象外 was accepted; `None` when the text says neither.
pub(crate) fn acceptance(text: &str) -> Option<bool> {
    const YES: [&str; 9] = ["済", "済み", "承認", "承認済", "承認済み", "accepted", "approved", "レ", "■"];
    const NO: [&str; 12] =
        ["未", "未承認", "不承認", "非承認", "保留", "不可", "否", "否認", "却下", "不要", "□", "rejected"];
    let plain: String = fold(text).split_whitespace().collect();
    if YES.contains(&plain.as_str()) || NO.contains(&plain.as_str()) {
        return Some(YES.contains(&plain.as_str()));
    }
    if let Some(name) = before_date(text) {
        return Some(!NO.contains(&name.as_str()) && !NO.iter().any(|no| no.len() > 3 && name.contains(no)));
    }
    match mark(text, Scale::Scs) {
        Mark::Blank => Some(false),
        Mark::Status { status, .. } if status != Status::Partial => Some(status == Status::Met),
        _ => None,
    }
}

/// What stands beside a date in a cell that has both: `田中部長 2026/5/1`.
fn before_date(text: &str) -> Option<String> {
    let folded = fold(text);
    let parts: Vec<&str> =
        folded.split([' ', '(', ')', '\n', '、', ',', ':']).filter(|part| !part.is_empty()).collect();
    let (dates, words): (Vec<&str>, Vec<&str>) = parts.into_iter().partition(|part| dates::alone(part).is_some());
    (!dates.is_empty() && !words.is_empty()).then(|| words.concat())
}

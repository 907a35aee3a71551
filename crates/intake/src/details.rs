//! What a row says besides its answer: notes, the day, the acceptance of 対象外, maturity.

use std::collections::HashSet;

use tasuki_assess::Status;
use tasuki_catalog::Scale;

use crate::{
    ProblemCode, clean,
    clean::fold,
    dates::{self, Said},
    entry::Entry,
    expected::{a_date, a_maturity, a_past_day, a_value, an_acceptance, an_error_value},
    mark::{Mark, mark},
    problem::{Place, Problems},
    read::Rows,
    sheet::{Seen, Sheet, Value, address},
};

/// The prefix of a date that could not be read, among the notes.
pub(crate) const DATE: &str = "確認日";

impl<'r> Rows<'r> {
    /// Reads everything beside the answer into the entry.
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
            if !anchors.insert((seen.row, seen.column)) {
                continue;
            }
            uncalculated(&mut self.problems, self.sheet, seen, entry);
            if let Some(fault) = seen.cell.fault() {
                let place = self.place(seen.row, seen.column, entry.place.criterion.as_deref());
                self.problems.warning(ProblemCode::ErrorValue, &place, fault, an_error_value());
                continue;
            }
            let text = note_of(seen.cell);
            if !text.is_empty() {
                entry.notes.push((heading.clone(), text));
            }
        }
    }

    fn date(&mut self, row: u32, entry: &mut Entry) {
        let Some(seen) = self.layout.confirmed.and_then(|column| self.sheet.seen(row, column)) else { return };
        uncalculated(&mut self.problems, self.sheet, seen, entry);
        let text = seen.cell.text();
        let said = match &seen.cell.value {
            Value::Date(date) if *date > self.today => Said::Future(*date),
            Value::Date(date) => dates::possible(*date).map_or(Said::Nothing, |date| Said::Day(date, None)),
            Value::Number(number) => match dates::serial(*number, self.sheet.from_1904) {
                Some(date) if date > self.today => Said::Future(date),
                Some(date) => Said::Day(date, None),
                None => dates::said(&text, self.sheet.from_1904, self.today),
            },
            _ => dates::said(&text, self.sheet.from_1904, self.today),
        };
        let place = self.place(seen.row, seen.column, entry.place.criterion.as_deref());
        confirm(said, &text, &place, entry, &mut self.problems);
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

    /// A maturity beside the answer; if there is no answer, the maturity is the answer.
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

    fn beside(&self, row: u32, column: Option<u32>) -> Option<Seen<'r>> {
        self.sheet.seen(row, column?)
    }
}

/// The text of a note cell, with the address of its link.
pub(crate) fn note_of(cell: &crate::sheet::Cell) -> String {
    let text = clean::trim(&cell.text()).to_owned();
    let formula = cell.formula.as_deref().and_then(linked);
    match cell.link.as_deref().or(formula).map(|link| link.strip_prefix("mailto:").unwrap_or(link)) {
        Some(link) if text.is_empty() => link.to_owned(),
        Some(link) if !text.contains(link) => format!("{text}（{link}）"),
        _ => text,
    }
}

/// The address in `HYPERLINK("https://…","こちら")`.
fn linked(formula: &str) -> Option<&str> {
    let start = formula.get(..11).filter(|start| start.eq_ignore_ascii_case("HYPERLINK(\""))?;
    formula[start.len()..].split('"').next().filter(|address| !address.is_empty())
}

/// Takes over the value of a date cell; anything that is not a past day stays among the notes.
pub(crate) fn confirm(said: Said, text: &str, place: &Place, entry: &mut Entry, problems: &mut Problems) {
    let words = || (DATE.to_owned(), clean::trim(text).to_owned());
    match said {
        Said::Day(day, beside) => {
            entry.confirmed = Some(day);
            entry.notes.extend(beside.map(|beside| (DATE.to_owned(), beside)));
        }
        Said::Planned | Said::Future(_) => {
            problems.error(ProblemCode::FutureDate, place, text, a_past_day());
            entry.notes.push(words());
        }
        Said::Nothing => {
            let is_nothing =
                matches!(mark(text, Scale::Scs), Mark::Blank | Mark::Status { status: Status::NotApplicable, .. });
            if !is_nothing {
                problems.error(ProblemCode::UnreadableDate, place, text, a_date());
                entry.notes.push(words());
            }
        }
    }
}

/// Reports a formula beside the answer for which the file has no result.
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

/// Whether 対象外 was accepted; `None` when the text says neither yes nor no.
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

/// The text before the date in a cell that has both: `田中部長 2026/5/1`.
fn before_date(text: &str) -> Option<String> {
    let folded = fold(text);
    let parts: Vec<&str> =
        folded.split([' ', '(', ')', '\n', '、', ',', ':']).filter(|part| !part.is_empty()).collect();
    let (dates, words): (Vec<&str>, Vec<&str>) =
        parts.into_iter().partition(|part| dates::alone(part, false).is_some());
    (!dates.is_empty() && !words.is_empty()).then(|| words.concat())
}

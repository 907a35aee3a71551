//! What a row says beside its answer: notes, the day, the acceptance of 対象外, maturity.

use std::collections::HashSet;

use tasuki_assess::Status;
use tasuki_catalog::{Scale, fold};

use crate::{
    ProblemCode, dates,
    expected::{a_date, a_maturity, an_acceptance},
    mark::{Mark, mark},
    read::{Entry, Rows},
    sheet::{Seen, Value},
};

impl Rows<'_> {
    /// Reads everything that stands beside the answer into the entry.
    pub(crate) fn details(&mut self, row: u32, entry: &mut Entry) {
        self.notes(row, entry);
        self.date(row, entry);
        self.acceptance(row, entry);
        self.maturity(row, entry);
    }

    fn notes(&self, row: u32, entry: &mut Entry) {
        let mut anchors = HashSet::new();
        for (column, heading) in &self.layout.notes {
            let Some(seen) = self.sheet.seen(row, *column) else { continue };
            let text = seen.cell.text();
            if !text.trim().is_empty() && anchors.insert((seen.row, seen.column)) {
                entry.notes.push((heading.clone(), text.trim().to_owned()));
            }
        }
    }

    fn date(&mut self, row: u32, entry: &mut Entry) {
        let Some(seen) = self.beside(row, self.layout.confirmed) else { return };
        let text = seen.cell.text();
        entry.confirmed = match &seen.cell.value {
            Value::Date(date) => Some(*date),
            _ => dates::date(&text),
        };
        let nothing =
            matches!(mark(&text, Scale::Scs), Mark::Blank | Mark::Status { status: Status::NotApplicable, .. });
        if entry.confirmed.is_none() && !nothing {
            let place = self.place(seen.row, seen.column, entry.place.criterion.as_deref());
            self.problems.error(ProblemCode::UnreadableDate, &place, &text, a_date());
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

/// Whether 対象外 was accepted; `None` when the text says neither.
pub(crate) fn acceptance(text: &str) -> Option<bool> {
    const YES: [&str; 9] = ["済", "済み", "承認", "承認済", "承認済み", "accepted", "approved", "レ", "■"];
    const NO: [&str; 8] = ["未", "未承認", "否", "否認", "却下", "不要", "□", "rejected"];
    let plain: String = fold(text).split_whitespace().collect();
    if YES.contains(&plain.as_str()) || NO.contains(&plain.as_str()) {
        return Some(YES.contains(&plain.as_str()));
    }
    match mark(text, Scale::Scs) {
        Mark::Blank => Some(false),
        Mark::Status { status, .. } if status != Status::Partial => Some(status == Status::Met),
        _ => None,
    }
}

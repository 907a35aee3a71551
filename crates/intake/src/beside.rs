//! What people see beside the values: comments, strikethrough, shapes, values hidden under merged cells,
//! continuation rows. Where the meaning is clear it is kept; each kind is reported once per sheet.

use std::ops::Range;

use tasuki_catalog::Text;

use crate::{
    ProblemCode, clean,
    details::note_of,
    entry::Entry,
    expected::{
        comments_kept, comments_left, drawn_left, hidden_left, note_joined, note_left, other_column, partly_struck_out,
        struck_out,
    },
    identifier::identifier,
    mark::{Mark, mark},
    read::{Rows, is_same_as_above},
    sheet::{Drawn, DrawnKind, Value, letters},
};

/// The text for a ticked form control.
const TICKED: &str = "☑";
/// The prefix of a comment among the notes.
const COMMENT: &str = "コメント";

impl Rows<'_> {
    /// Keeps the comments of a criterion's row with its notes; reports a comment on the answer that begins with a
    /// different mark.
    pub(crate) fn comments(&mut self, row: u32, entry: &mut Entry) {
        let sheet = self.sheet;
        for ((_, column), text) in sheet.beside.comments.range((row, 0)..=(row, u32::MAX)) {
            self.once(ProblemCode::Comments, row, *column, text);
            entry.notes.push((String::new(), format!("{COMMENT}: {text}")));
            let is_answer = self.layout.answers.iter().any(|answer| answer.column == *column);
            let said = match mark(text, self.catalog.scale()) {
                Mark::Status { status, .. } if is_answer => Some(status),
                _ => None,
            };
            if said.is_some() && said != entry.status {
                let place = self.place(row, *column, entry.place.criterion.as_deref());
                self.problems.warning(ProblemCode::ContradictoryMarks, &place, text, other_column());
            }
        }
    }

    /// A row without a number and without an answer continues the notes of the criterion directly above it;
    /// otherwise it is reported.
    pub(crate) fn goes_on(&mut self, row: u32, found: &str, entries: &mut [Entry]) {
        let notes = self.own_notes(row);
        let Some((first, _, _)) = notes.first() else { return };
        let joins = clean::trim(found).is_empty() || is_same_as_above(found);
        match self.block.filter(|(last, _)| joins && last + 1 == row) {
            Some((_, entry)) => {
                self.once(ProblemCode::ContinuedNote, row, *first, &notes[0].2);
                self.block = Some((row, entry));
                for entry in &mut entries[entry..] {
                    entry.notes.extend(notes.iter().map(|(_, heading, text)| (heading.clone(), text.clone())));
                }
            }
            None => self.once(ProblemCode::OtherNote, row, *first, &notes[0].2),
        }
    }

    /// The texts in the note columns of a row, as column, heading and text; repeated headings and sums are not
    /// notes.
    fn own_notes(&self, row: u32) -> Vec<(u32, String, String)> {
        let columns = self.layout.notes.iter().chain(&self.layout.empty_notes);
        let notes = columns.filter_map(|(column, heading)| {
            let cell = self.sheet.cell(row, *column).filter(|cell| !cell.is_blank())?;
            let is_words = matches!(cell.value, Value::Text(_)) && cell.formula.is_none() && cell.fault().is_none();
            let text = note_of(cell);
            (is_words && !heading.contains(&text)).then(|| (*column, heading.clone(), text))
        });
        notes.collect()
    }

    /// Records a problem that is reported once per sheet.
    fn once(&mut self, code: ProblemCode, row: u32, column: u32, text: &str) {
        let known = self.once.entry(code).or_insert_with(|| (row, column, text.to_owned(), 0));
        known.3 += 1;
    }

    /// Reports everything on the sheet that is not the value of a visible cell, each kind once.
    pub(crate) fn report_beside(&mut self, within: &Range<u32>) {
        let (sheet, first) = (self.sheet, self.layout.first);
        let is_ours = |row: u32, column: u32| row >= first && within.contains(&column);
        let is_answer = |column: u32| self.layout.answers.iter().any(|answer| answer.column == column);
        let criteria: std::collections::BTreeSet<u32> = self.ids.ids.iter().map(|(row, _)| *row).collect();
        let (mut told, mut lost) = (Vec::new(), Vec::new());
        for ((row, column), text) in sheet.beside.struck.iter().filter(|((row, column), _)| is_ours(*row, *column)) {
            if *column == self.ids.column && identifier(text).is_some() {
                let place = self.place(*row, *column, None);
                self.problems.warning(ProblemCode::StruckOut, &place, text, struck_out());
            } else if !(is_answer(*column) && criteria.contains(row)) {
                told.push((ProblemCode::StruckOut, *row, *column, text.to_string()));
            }
        }
        for (row, column) in sheet.beside.partly_struck.iter().filter(|(row, column)| is_ours(*row, *column)) {
            let text = sheet.cell(*row, *column).map(|cell| cell.text().into_owned()).unwrap_or_default();
            told.push((ProblemCode::PartlyStruckOut, *row, *column, text));
        }
        for ((row, column), text) in sheet.beside.hidden.iter().filter(|((row, column), _)| is_ours(*row, *column)) {
            if sheet.seen(*row, *column).is_none_or(|seen| seen.cell.text() != text.as_ref()) {
                told.push((ProblemCode::HiddenValue, *row, *column, text.to_string()));
            }
        }
        let is_heading = |row: u32, column: u32| {
            row < first && row >= self.layout.header.saturating_sub(1) && within.contains(&column) && is_answer(column)
        };
        for ((row, column), text) in &sheet.beside.comments {
            if is_heading(*row, *column) || is_ours(*row, *column) && !criteria.contains(row) {
                told.push((ProblemCode::OtherComments, *row, *column, text.clone()));
            }
        }
        for drawn in sheet.beside.drawn.iter().filter(|drawn| drawn.last.0 >= first && drawn.column < within.end) {
            let is_lost = drawn.kind == DrawnKind::Control
                && drawn.text == TICKED
                && criteria.contains(&drawn.row)
                && is_answer(drawn.column)
                && sheet.seen(drawn.row, drawn.column).is_none();
            lost.extend(Some((drawn.row, drawn.column, shown(drawn))).filter(|_| is_lost));
            told.push((ProblemCode::Drawn, drawn.row.max(first), drawn.column, shown(drawn)));
        }
        // A ticked control over an empty answer cell is an answer that could not be read.
        if let Some((row, column, text)) = lost.first() {
            let place = self.place(*row, *column, None);
            self.problems.error(ProblemCode::Drawn, &place, text, counted(drawn_left(), lost.len()));
            told.retain(|(code, ..)| *code != ProblemCode::Drawn);
        }
        for (code, row, column, text) in told {
            self.once(code, row, column, &text);
        }
    }

    /// Reports the problems that are reported once per sheet.
    pub(crate) fn report_once(&mut self) {
        for (code, (row, column, text, count)) in std::mem::take(&mut self.once) {
            let expected = match code {
                ProblemCode::StruckOut => struck_out(),
                ProblemCode::PartlyStruckOut => partly_struck_out(),
                ProblemCode::Comments => comments_kept(),
                ProblemCode::OtherComments => comments_left(),
                ProblemCode::Drawn => drawn_left(),
                ProblemCode::HiddenValue => hidden_left(),
                ProblemCode::ContinuedNote => note_joined(),
                _ => note_left(),
            };
            let place = self.place(row, column, None);
            self.problems.warning(code, &place, &text, counted(expected, count));
        }
    }
}

/// Adds the total count if there are more than the one that is shown.
fn counted(expected: Text, count: usize) -> Text {
    if count < 2 {
        return expected;
    }
    Text::new(
        format!("{}（ほか{}か所）", expected.ja, count - 1),
        format!("{} ({} more like it.)", expected.en, count - 1),
    )
}

fn shown(drawn: &Drawn) -> String {
    let kind = match drawn.kind {
        DrawnKind::Text => "",
        DrawnKind::Shape => "図形",
        DrawnKind::Picture => "画像",
        DrawnKind::Control => "チェックボックスなど",
    };
    let text =
        [kind, drawn.text.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    if text.is_empty() { letters(drawn.column) } else { text }
}

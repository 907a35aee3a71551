//! The row heights that texts need. Spreadsheet programs measure a row only while somebody types; a file that is
//! opened, printed or displayed elsewhere keeps the heights that are stored in it.

use std::collections::HashMap;

/// Height of a line, and the padding around it, in pixels.
const LINE: u32 = 18;
const ROOM: u32 = 4;
/// The maximum in Excel.
const HIGHEST: u32 = 540;

/// The space that the cells of a sheet need.
#[derive(Debug, Default)]
pub(super) struct Heights {
    widths: HashMap<u16, f64>,
    /// Lines per row.
    rows: HashMap<u32, u32>,
    /// Lines that several merged rows need together.
    spans: Vec<((u32, u32), u32)>,
}

impl Heights {
    /// Sets the width of a column in characters.
    pub(super) fn widen(&mut self, column: u16, width: f64) {
        self.widths.insert(column, width);
    }

    /// Records that `text` is in this rectangle.
    pub(super) fn need(&mut self, rows: (u32, u32), (left, right): (u16, u16), text: &str) {
        let width: f64 = (left..=right).filter_map(|column| self.widths.get(&column)).sum();
        let lines = lines(text, width);
        if rows.0 == rows.1 {
            let known = self.rows.entry(rows.0).or_default();
            *known = lines.max(*known);
        } else {
            self.spans.push((rows, lines));
        }
    }

    /// The heights of the rows from `first` to `last`, each of at least `floor` lines.
    pub(super) fn pixels(&mut self, first: u32, last: u32, floor: u32) -> Vec<(u32, u32)> {
        for row in first..=last {
            let lines = self.rows.entry(row).or_default();
            *lines = floor.max(*lines);
        }
        for ((top, bottom), lines) in std::mem::take(&mut self.spans) {
            let have: u32 = (top..=bottom).filter_map(|row| self.rows.get(&row)).sum();
            if let Some(last) = self.rows.get_mut(&bottom) {
                *last += lines.saturating_sub(have);
            }
        }
        let lines = |row: u32| self.rows.get(&row).copied().unwrap_or(floor);
        (first..=last).map(|row| (row, (lines(row) * LINE + ROOM).min(HIGHEST))).collect()
    }
}

/// How many lines `text` takes in a column of this width.
fn lines(text: &str, width: f64) -> u32 {
    // Slightly less than the width: words are not split, and the frame takes space.
    let room = (width * 0.97 - 0.5).max(2.0);
    text.lines().map(|line| line_count(line, room)).sum::<u32>().max(1)
}

fn line_count(line: &str, room: f64) -> u32 {
    let (mut count, mut used) = (1, 0.0);
    for character in line.chars() {
        let width = if character.is_ascii() { 0.95 } else { 1.62 };
        if used + width > room {
            count += 1;
            used = 0.0;
        }
        used += width;
    }
    count
}

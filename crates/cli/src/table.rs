//! Tables for a terminal, aligned for Japanese: a full-width character is two columns wide.

use unicode_width::UnicodeWidthStr;

/// Rows of cells; cells may carry colour codes.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    pub(crate) fn push(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines of the table, two blanks between columns, the last column unpadded.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
            .collect();
        self.rows.iter().map(move |row| {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                line.push_str(cell);
                if column + 1 < row.len() {
                    line.extend(std::iter::repeat_n(' ', widths[column] - width(cell) + 2));
                }
            }
            line
        })
    }
}

/// The number of columns that `text` takes on a terminal, without its colour codes.
pub(crate) fn width(text: &str) -> usize {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('\x1b') {
        plain.push_str(&rest[..start]);
        rest = rest[start..].split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain.width()
}

/// `text` cut to at most `columns` columns, with an ellipsis if something was cut.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    for character in text.chars() {
        if short.width() + unicode_width::UnicodeWidthChar::width(character).unwrap_or(0) + 1 > columns {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}

/// A bar of ten squares for `part` of `whole`.
pub(crate) fn bar(part: usize, whole: usize) -> String {
    let filled = (part * 10).checked_div(whole).unwrap_or(0);
    "■".repeat(filled) + &"□".repeat(10 - filled)
}

#[cfg(test)]
mod tests {
    use super::{Table, bar, cut, width};

    #[test]
    fn japanese_is_two_columns_wide_and_colour_none() {
        assert_eq!((width("監査"), width("\x1b[1mab\x1b[0m")), (4, 2));
        assert_eq!((cut("監査の記録", 6), cut("監査", 4)), ("監査…".to_owned(), "監査".to_owned()));
        let mut table = Table::default();
        table.row(["監査".to_owned(), "a".to_owned()]);
        table.row(["x".to_owned(), "b".to_owned()]);
        assert_eq!(table.lines().collect::<Vec<_>>(), ["監査  a", "x     b"]);
    }

    #[test]
    fn a_bar_is_full_only_when_all_is_done() {
        assert_eq!((bar(80, 81), bar(81, 81)), ("■■■■■■■■■□".to_owned(), "■■■■■■■■■■".to_owned()));
    }
}

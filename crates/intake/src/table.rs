//! CSV: separated by commas, semicolons or tabs, as written by programs and people.
//!
//! A quote that is opened and not closed at the end of its field would swallow the following text; such a file is
//! refused, and the error names the line of the quote. Spellings that stop spreadsheet programs from changing a
//! field (`="1-1-1-1"`, `'-`) are read as the protected value.

use crate::{
    IntakeError, Limits, clean,
    decode::plain_text,
    error::Mend,
    identifier::identifier,
    sheet::{Budget, Cell, Sheet},
};
use tasuki_catalog::Text;

/// The rows of a CSV file as a sheet without a name. Rows are numbered as in a spreadsheet program.
pub(crate) fn sheet(bytes: &[u8], limits: &Limits) -> Result<Sheet, IntakeError> {
    let text = plain_text(bytes)?;
    let mut budget = Budget::new(limits);
    let mut sheet = Sheet::new("", true);
    let (separator, start) = separator(&text);
    let mut reader =
        Reader { text: &text, at: start, line: 1 + text[..start].matches('\n').count(), separator, columns: 0 };
    let mut row = 0_u32;
    while let Some(fields) = reader.record()? {
        let fields = whole_line(fields, separator)?;
        for (column, field) in (0..).zip(fields).filter(|(_, field)| !clean::trim(field).is_empty()) {
            budget.take(field.len())?;
            put(&mut sheet, row, column, &field);
        }
        row = row.saturating_add(1);
    }
    sheet.complete();
    Ok(sheet)
}

/// A line that is quoted as a whole contains the real record inside the quotes.
fn whole_line(fields: Vec<String>, separator: char) -> Result<Vec<String>, IntakeError> {
    match fields.as_slice() {
        [only] if only.contains(separator) && !only.contains(['\n', '\r']) => {
            Ok(Reader { text: only, at: 0, line: 1, separator, columns: 0 }.record()?.unwrap_or_default())
        }
        _ => Ok(fields),
    }
}

fn put(sheet: &mut Sheet, row: u32, column: u32, field: &str) {
    let (kept, struck) = clean::without_struck(field);
    if !struck {
        sheet.put(row, column, Cell::of_text(field));
    } else if clean::trim(&kept).is_empty() {
        sheet.beside.struck.insert((row, column), field.into());
    } else {
        sheet.beside.partly_struck.push((row, column));
        sheet.put(row, column, Cell::of_text(&kept));
    }
}

/// The separator, and where the table begins: after a line that names the separator (`sep=;`); otherwise the
/// separator that is most frequent outside quotes in the first lines.
fn separator(text: &str) -> (char, usize) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = text[start..].lines().next().unwrap_or_default();
    let bare = first.trim_matches('"');
    if let Some(named) = bare.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &bare[4..]) {
        let separator = named.chars().next().unwrap_or(',');
        if matches!(separator, ',' | ';' | '\t' | '|') && named.chars().count() <= 1 {
            return (separator, (start + first.len() + 1).min(text.len()));
        }
    }
    let (mut quoted, mut outside, mut within) = (false, SEPARATORS, SEPARATORS);
    for c in text[start..].chars().take(64 * 1024) {
        quoted ^= c == '"';
        let counts = if quoted { &mut within } else { &mut outside };
        for (separator, count) in counts {
            *count += usize::from(c == *separator);
        }
    }
    // If every line is quoted as a whole, there is nothing outside the quotes.
    let counts = if outside.iter().all(|(_, count)| *count == 0) { within } else { outside };
    // `max_by_key` returns the last of several equal elements, so the order is reversed to get the first.
    (counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(separator, _)| *separator), start)
}

/// The possible separators, each with a count of zero.
const SEPARATORS: [(char, usize); 3] = [(',', 0), ('\t', 0), (';', 0)];

/// Reads records one by one.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    separator: char,
    /// Number of fields of the widest record so far.
    columns: usize,
}

impl Reader<'_> {
    fn record(&mut self) -> Result<Option<Vec<String>>, IntakeError> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        let mut fields = Vec::new();
        loop {
            fields.push(self.field()?);
            if !self.eat(self.separator) {
                break;
            }
        }
        self.end_of_line();
        self.columns = self.columns.max(fields.len());
        Ok(Some(fields))
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn end_of_line(&mut self) {
        let returned = self.eat('\r');
        if self.eat('\n') || returned {
            self.line += 1;
        }
    }

    fn field(&mut self) -> Result<String, IntakeError> {
        let blanks = self.rest().len()
            - self.rest().trim_start_matches(|c| matches!(c, ' ' | '\u{3000}' | '\t') && c != self.separator).len();
        let start = &self.rest()[blanks..];
        let quote = if start.starts_with('"') {
            Some(1)
        } else if start.starts_with("=\"") {
            Some(2)
        } else {
            None
        };
        let field = match quote {
            Some(length) => {
                self.at += blanks + length;
                self.quoted()?
            }
            None => self.bare(),
        };
        Ok(unprotected(&field))
    }

    /// Reads up to the separator or the end of the line.
    fn bare(&mut self) -> String {
        let separator = self.separator;
        let end = self.rest().find([separator, '\n', '\r']).unwrap_or(self.rest().len());
        let field = self.rest()[..end].to_owned();
        self.at += end;
        field
    }

    /// Reads up to the closing quote. Text between the quote and the separator also belongs to the field, as long
    /// as the field is on one line.
    fn quoted(&mut self) -> Result<String, IntakeError> {
        let (opened, mut field) = (self.line, String::new());
        loop {
            let Some(end) = self.rest().find('"') else { return Err(unclosed(opened)) };
            field.push_str(&self.text[self.at..self.at + end]);
            self.line += self.text[self.at..self.at + end].matches('\n').count();
            self.at += end + 1;
            if !self.eat('"') {
                break;
            }
            field.push('"');
        }
        let after = self.bare();
        let stray = !after.trim().is_empty();
        if field.contains('\n') && (stray || field.lines().skip(1).any(|line| self.is_record(line))) {
            return Err(unclosed(opened));
        }
        if stray {
            field.push_str(&after);
        }
        Ok(field)
    }

    /// Whether a line within quotes looks like a row of the table.
    fn is_record(&self, line: &str) -> bool {
        let fields = line.split(self.separator).count();
        let first = line.split(self.separator).next().unwrap_or_default().trim_matches(['"', '=', ' ']);
        fields >= self.columns.max(3) - 1 && identifier(first).is_some()
    }
}

fn unclosed(line: usize) -> IntakeError {
    IntakeError::BadCsv {
        what: Text::new(
            format!("{line}行目で始まる引用符（\"）が、その欄の終わりで閉じていません"),
            format!("the quote that opens in line {line} is not closed at the end of its field"),
        ),
        mend: Mend::Quote(line),
    }
}

/// `="1-1-1-1"` and `'-` as the value that they protect from spreadsheet programs.
fn unprotected(field: &str) -> String {
    let trimmed = field.trim();
    if let Some(inner) = trimmed.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')) {
        return inner.replace("\"\"", "\"");
    }
    match trimmed.strip_prefix('\'') {
        Some(inner) if inner.starts_with(['=', '+', '-', '@']) => inner.to_owned(),
        _ => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, u32, String)> {
        let sheet = sheet(text.as_bytes(), &Limits::default()).unwrap();
        let placed = sheet.rows().flat_map(|(_, cells)| cells.to_vec());
        placed.map(|placed| (placed.row, placed.column, placed.cell.text().into_owned())).collect()
    }

    #[test]
    fn every_separator() {
        for text in ["a,b;c,d\n", "\"x,y;z\";b\nc;d\n", "a\tb,c\td\n", "sep=;\na,x;b\n", "a\u{3000},\"b\""] {
            let sheet = sheet(text.as_bytes(), &Limits::default()).unwrap();
            assert!(sheet.cell(0, 1).is_some(), "{text:?}");
        }
    }

    #[test]
    fn rows_are_counted_as_shown() {
        let sheet = sheet("題名\n\n\"二\n行\",b\nNo,評価\r\nx\ry".as_bytes(), &Limits::default()).unwrap();
        assert_eq!(sheet.rows().map(|(row, _)| row).collect::<Vec<_>>(), [0, 2, 3, 4, 5]);
    }

    #[test]
    fn spellings_of_fields() {
        let one = |text: &str| cells(text).into_iter().map(|(_, _, text)| text).collect::<Vec<_>>();
        assert_eq!(one("=\"1-1-1-1\",=\"○\""), ["1-1-1-1", "○"]);
        assert_eq!(one("\"=\"\"1-1\"\"\",'-"), ["1-1", "-"]);
        assert_eq!(one("=\"a,b\",c"), ["a,b", "c"]);
        assert_eq!(one("\"a\", \"b\", \"\",\"c\"\"d\" ,e"), ["a", "b", "c\"d", "e"]);
        assert_eq!(one("規程\"第3条\",b"), ["規程\"第3条\"", "b"]);
        assert_eq!(one("\"規程\"第3条,b"), ["規程第3条", "b"]);
        assert_eq!(one("\"二\n行\",b"), ["二\n行", "b"]);
    }

    #[test]
    fn lines_that_are_quoted_as_a_whole() {
        for text in [
            "No,評価\n\"1-1,○\"\n\"1-2,\"\"a,b\"\"\"\n",
            "\"No,評価\"\n\"1-1,○\"\n\"1-2,\"\"a,b\"\"\"\n",
            "\"No\t評価\"\n\"1-1\t○\"\n\"1-2\ta,b\"\n",
        ] {
            let found: Vec<String> = cells(text).into_iter().map(|(_, _, text)| text).collect();
            assert_eq!(found, ["No", "評価", "1-1", "○", "1-2", "a,b"], "{text:?}");
        }
    }

    #[test]
    fn an_open_quote_swallows_nothing() {
        for (text, line) in [
            ("No,評価,備考\n1-1,○,\"規程\n1-2,×,規程\n", 2),
            ("No,評価,備考\n1-1,○,規程\n1-2,×,\"規程\n1-3,×,規程\n1-4,×,\"規程\"\n", 3),
            ("No,評価,備考\n1-1,○,\"規程\"\"\n1-2,×,規程\n1-3,×,\"\"\n", 2),
            ("No,評価,備考\n1-1,○,\"規程\n1-2,×,規程\"\n", 2),
        ] {
            let error = sheet(text.as_bytes(), &Limits::default()).unwrap_err();
            assert_eq!(error.code(), "bad-csv");
            assert!(error.to_string().contains(&format!("line {line} ")), "{text:?} {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[a1,;\t\"\n\r =' 評○-]{0,80}") {
            let _ = sheet(text.as_bytes(), &Limits::default());
        }
    }
}

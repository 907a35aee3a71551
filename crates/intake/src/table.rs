//! CSV: separated by commas, semicolons or tabs.

use crate::{
    IntakeError, Limits, decode,
    sheet::{Budget, Cell, Sheet, Value},
};

/// The rows of a CSV file as a sheet without a name. Rows are counted as a spreadsheet program counts them.
pub(crate) fn sheet(bytes: &[u8], limits: &Limits) -> Result<Sheet, IntakeError> {
    let mut text = decode::text(bytes)?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut budget = Budget::new(limits);
    let mut sheet = Sheet::new("", true);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let (mut row, mut shown_to) = (0_u32, 1_u64);
    while reader.read_record(&mut record).map_err(|error| IntakeError::BadCsv { detail: error.to_string() })? {
        // The reader skips empty lines; a spreadsheet program shows them. A field with line breaks is still one row.
        let breaks: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let after = reader.position().line();
        let skipped = after.saturating_sub(1 + breaks as u64).saturating_sub(shown_to);
        row = row.saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX));
        shown_to = after;
        for (column, field) in (0..).zip(&record).filter(|(_, field)| !field.trim().is_empty()) {
            budget.take(field.len())?;
            sheet.put(row, column, Cell::value(Value::Text(field.to_owned())));
        }
        row = row.saturating_add(1);
    }
    Ok(sheet)
}

/// The separator that the first lines have most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0)];
    for byte in text.bytes().take(64 * 1024) {
        if byte == b'"' {
            quoted = !quoted;
        }
        for (separator, count) in &mut counts {
            *count += usize::from(!quoted && byte == *separator);
        }
    }
    // The first of equals wins in `max_by_key` only when the order is turned round.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_separator() {
        for text in ["a,b;c,d\n", "\"x,y;z\";b\nc;d\n", "a\tb,c\td\n"] {
            let sheet = sheet(text.as_bytes(), &Limits::default()).unwrap();
            assert!(sheet.cell(0, 1).is_some(), "{text:?}");
        }
    }

    #[test]
    fn rows_are_counted_as_shown() {
        let sheet = sheet("題名\n\n\"二\n行\",b\nNo,評価\n".as_bytes(), &Limits::default()).unwrap();
        assert_eq!(sheet.rows().map(|(row, _)| row).collect::<Vec<_>>(), [0, 2, 3]);
    }
}

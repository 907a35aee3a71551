//! Workbooks: from a checked zip to sheets.
//!
//! Cells are streamed and blank ones dropped. The dense ranges of the reader are never built: two cells in opposite corners
//! of a sheet would make one of seventeen thousand million cells.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata,
};
use jiff::civil::Date;

use crate::{
    Format, IntakeError, Limits, dates, limits,
    sheet::{BROAD, Budget, Cell, Merge, Sheet, Value},
    table,
};

/// Every worksheet of a workbook; a sheet that cannot be read comes as its name.
pub(crate) struct Workbook {
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) unreadable: Vec<(String, String)>,
}

/// The sheets of a workbook, or the one table of a CSV file.
pub(crate) fn open(format: Format, bytes: &[u8], limits: &Limits) -> Result<Workbook, IntakeError> {
    match format {
        Format::Xlsx => read(bytes, limits),
        Format::Csv | Format::Json => {
            Ok(Workbook { sheets: vec![table::sheet(bytes, limits)?], unreadable: Vec::new() })
        }
    }
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, IntakeError> {
    limits::check_zip(bytes, limits)?;
    // A slip of the parser (its arithmetic is unchecked) must not take the caller down.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes, limits)))
        .unwrap_or_else(|_| Err(IntakeError::BrokenWorkbook { detail: "impossible cell addresses".to_owned() }))
}

fn sheets(bytes: &[u8], limits: &Limits) -> Result<Workbook, IntakeError> {
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let known = file.sheets_metadata().to_vec();
    let mut budget = Budget::new(limits);
    let mut workbook = Workbook { sheets: Vec::new(), unreadable: Vec::new() };
    for known in known.into_iter().filter(|known| known.typ == SheetType::WorkSheet) {
        let mut sheet = Sheet::new(&known.name, known.visible == SheetVisible::Visible);
        match fill(&mut file, &mut sheet, &mut budget) {
            // What Tasuki worked out from answers is no answer.
            Ok(()) if sheet.is_worked_out() => {}
            Ok(()) => workbook.sheets.push(sheet),
            Err(Fault::Bound(error)) => return Err(error),
            Err(Fault::Sheet(error)) => workbook.unreadable.push((known.name, error.to_string())),
        }
    }
    match workbook.unreadable.first() {
        Some((name, detail)) if workbook.sheets.is_empty() => {
            Err(IntakeError::BrokenWorkbook { detail: format!("{name}: {detail}") })
        }
        _ => Ok(workbook),
    }
}

fn broken(error: &XlsxError) -> IntakeError {
    match error {
        XlsxError::Password => IntakeError::Encrypted,
        XlsxError::Zip(error) => IntakeError::BrokenZip { detail: error.to_string() },
        error => IntakeError::BrokenWorkbook { detail: error.to_string() },
    }
}

/// What stops a sheet: the bounds of the whole file, or the sheet itself.
enum Fault {
    Bound(IntakeError),
    Sheet(XlsxError),
}

fn fill(file: &mut Xlsx<Cursor<&[u8]>>, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Fault> {
    let mut reader = file.worksheet_cells_reader(&sheet.name).map_err(Fault::Sheet)?;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(Fault::Sheet)? {
        let cell = Cell { value: value(record.value), formula: record.formula.map(formula) };
        if !cell.is_blank() {
            budget.take(cell.size()).map_err(Fault::Bound)?;
            sheet.put(record.pos.0, record.pos.1, cell);
        }
    }
    drop(reader);
    for area in file.merge_cells_by_sheet_name(&sheet.name).map_err(Fault::Sheet)? {
        let Dimensions { start: (top, left), end: (bottom, right) } = area;
        if top <= bottom && left <= right {
            for _ in left..=right.min(left.saturating_add(BROAD)) {
                budget.take(0).map_err(Fault::Bound)?;
            }
            sheet.merge(Merge { top, left, bottom, right });
        }
    }
    sheet.sort_merges();
    Ok(())
}

fn value(data: DataRef<'_>) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text),
        DataRef::SharedString(text) => Value::Text(text.to_owned()),
        DataRef::Int(number) => Value::Text(number.to_string()),
        DataRef::Float(number) => Value::Number(number),
        DataRef::Bool(truth) => Value::Truth(truth),
        DataRef::DateTime(moment) => day(moment).map_or(Value::Number(moment.as_f64()), Value::Date),
        DataRef::DateTimeIso(text) => dates::date(&text).map_or(Value::Text(text), Value::Date),
        DataRef::Error(error) => Value::Fault(error.to_string()),
    }
}

/// The day of a cell that is formatted as a date; times of day and impossible days stay numbers.
fn day(moment: ExcelDateTime) -> Option<Date> {
    if !moment.is_datetime() || !(1.0..3_000_000.0).contains(&moment.as_f64()) {
        return None;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn formula(metadata: XlsxFormulaMetadata) -> String {
    match metadata {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => formula,
        _ => String::new(),
    }
}

impl Cell {
    fn size(&self) -> usize {
        let text = match &self.value {
            Value::Text(text) | Value::Fault(text) => text.len(),
            _ => 0,
        };
        text + self.formula.as_ref().map_or(0, String::len)
    }
}

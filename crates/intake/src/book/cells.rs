//! One worksheet: its cells, merged areas and links.

use std::{borrow::Cow, io::BufRead};

use quick_xml::events::{BytesStart, Event};

use super::{
    shown::Format,
    strings::{Rich, rich},
    styles::Styles,
    xml::{Broken, Xml, attribute},
};
use crate::{
    IntakeError, dates,
    sheet::{BROAD, Budget, Cell, Merge, Sheet, Value},
};

/// What the cells of a workbook share: strings and styles.
pub(super) struct Shared {
    pub(super) strings: Vec<Rich>,
    pub(super) styles: Styles,
    pub(super) from_1904: bool,
}

/// Why reading a sheet stopped: a limit of the whole file, or an error in the sheet itself.
pub(super) enum Fault {
    Bound(IntakeError),
    Sheet(Broken),
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self::Sheet(broken)
    }
}

impl From<IntakeError> for Fault {
    fn from(error: IntakeError) -> Self {
        Self::Bound(error)
    }
}

/// A link from a range to a relation or to a place in the workbook.
pub(super) struct Link {
    /// First row and column, last row and column.
    pub(super) range: (u32, u32, u32, u32),
    pub(super) relation: Option<String>,
    pub(super) place: Option<String>,
}

const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;
/// The maximum number of characters kept of a formula.
const FORMULA: usize = 2_048;

/// Reads the cells of a sheet into it; returns its links.
pub(super) fn cells(
    mut xml: Xml<impl BufRead>,
    shared: &Shared,
    sheet: &mut Sheet,
    budget: &mut Budget,
) -> Result<Vec<Link>, Fault> {
    let (mut at, mut links, mut any) = ((0, 0), Vec::new(), false);
    loop {
        let event = xml.next()?;
        let (tag, opens) = match &event {
            Event::Start(tag) => (tag, true),
            Event::Empty(tag) => (tag, false),
            Event::Eof if any => break,
            Event::Eof => return Err(Broken("it is empty".to_owned()).into()),
            _ => continue,
        };
        any = true;
        match tag.local_name().into_inner() {
            "row" => at = (row(tag, at.0)?, 0),
            "c" => {
                let head = Head::of(tag, &mut at)?;
                if opens {
                    let cell = body(&mut xml, &head, shared, sheet)?;
                    put(sheet, head.row, head.column, cell, budget)?;
                }
            }
            "mergeCell" => merge(tag, sheet, budget)?,
            "hyperlink" => {
                budget.take(0)?;
                links.extend(link(tag));
            }
            _ => {}
        }
    }
    sheet.complete();
    Ok(links)
}

fn row(tag: &BytesStart<'_>, last: u32) -> Result<u32, Broken> {
    let Some(written) = attribute(tag, "r") else { return Ok(last + 1) };
    written.trim().parse().ok().filter(|row| (1..=LAST_ROW).contains(row)).ok_or_else(|| impossible(&written))
}

fn impossible(address: &str) -> Broken {
    Broken(format!("the address {address:?} is impossible"))
}

/// The attributes of a cell's tag. Rows and columns are counted from one while reading, from zero in the grid.
struct Head {
    row: u32,
    column: u32,
    kind: Kind,
    style: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Text,
    Truth,
    Fault,
    Day,
}

impl Head {
    fn of(tag: &BytesStart<'_>, at: &mut (u32, u32)) -> Result<Self, Broken> {
        let (mut kind, mut style, mut place) = (Kind::Number, 0, None);
        for attribute in tag.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().into_inner() {
                "r" => place = Some(address(&attribute.value).ok_or_else(|| impossible(&attribute.value))?),
                "s" => style = attribute.value.parse().unwrap_or(0),
                "t" => {
                    kind = match attribute.value.as_ref() {
                        "s" => Kind::Shared,
                        "inlineStr" => Kind::Inline,
                        "str" => Kind::Text,
                        "b" => Kind::Truth,
                        "e" => Kind::Fault,
                        "d" => Kind::Day,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        let (row, column) = place.unwrap_or((at.0.max(1), at.1 + 1));
        if column > LAST_COLUMN {
            return Err(impossible("beyond the last column"));
        }
        *at = (row, column);
        Ok(Self { row: row - 1, column: column - 1, kind, style })
    }
}

/// `O17` as row 17, column 15.
fn address(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 || text.len() > 12 {
        return None;
    }
    let column = text
        .bytes()
        .take(letters)
        .fold(0_u32, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = text[letters..].parse().ok()?;
    ((1..=LAST_ROW).contains(&row) && column <= LAST_COLUMN).then_some((row, column))
}

/// The contents of the cell that just began.
fn body(xml: &mut Xml<impl BufRead>, head: &Head, shared: &Shared, sheet: &mut Sheet) -> Result<Cell, Broken> {
    let (mut value, mut formula, mut inline) = (String::new(), None, None);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "v" => value = xml.text()?,
                "f" => formula = Some(xml.text()?),
                "is" => inline = Some(rich(xml)?),
                _ => xml.skip()?,
            },
            Event::Empty(tag) if tag.local_name().into_inner() == "f" => formula = Some(String::new()),
            Event::End(_) => break,
            Event::Eof => return Err(Broken("it ends within a cell".to_owned())),
            _ => {}
        }
    }
    let mut cell = match (head.kind, inline) {
        (Kind::Shared, _) => string(&value, shared),
        (Kind::Inline | Kind::Text, Some(text)) => Meant::Text(text),
        (Kind::Text | Kind::Inline, None) => Meant::Text(Rich::plain(&super::xml::unescaped(&value))),
        _ => Meant::Cell(plain(&value, head, shared)),
    }
    .into_cell(head, shared, sheet);
    cell.formula = formula.map(|formula| formula.chars().take(FORMULA).collect::<String>().into());
    Ok(cell)
}

enum Meant {
    Text(Rich),
    Cell(Cell),
}

/// A shared string by its number. Some programs write −1 for an empty string.
fn string(number: &str, shared: &Shared) -> Meant {
    let number = number.trim();
    match number.parse::<usize>().ok().and_then(|at| shared.strings.get(at)) {
        Some(text) => Meant::Text(text.clone()),
        None if number.is_empty() || number == "-1" => Meant::Cell(Cell::default()),
        None => Meant::Cell(Cell::value(Value::Fault(format!("#{number}?").into()))),
    }
}

impl Meant {
    fn into_cell(self, head: &Head, shared: &Shared, sheet: &mut Sheet) -> Cell {
        let (struck, place) = (shared.styles.is_struck(head.style), (head.row, head.column));
        match self {
            Self::Cell(cell) if struck && !cell.is_blank() => {
                sheet.beside.struck.insert(place, cell.text().into());
                Cell::default()
            }
            Self::Cell(cell) => cell,
            Self::Text(text) => {
                let kept = text.kept(struck);
                if kept.is_struck {
                    sheet.beside.struck.insert(place, kept.text);
                    return Cell::default();
                }
                if kept.is_partly_struck {
                    sheet.beside.partly_struck.push(place);
                }
                let shown = shared.styles.format(head.style).map(|format| format.show_text(&kept.text));
                match shown {
                    // The format `;;;` hides text.
                    Some(shown) if shown.is_empty() && !kept.text.is_empty() => {
                        sheet.beside.hidden.insert(place, kept.text);
                        Cell::default()
                    }
                    Some(Cow::Owned(shown)) => Cell::value(Value::Text(shown.into())),
                    _ => Cell::value(Value::Text(kept.text)),
                }
            }
        }
    }
}

/// A value that is not a text.
fn plain(written: &str, head: &Head, shared: &Shared) -> Cell {
    let trimmed = written.trim();
    if trimmed.is_empty() {
        return Cell::default();
    }
    let text = || Value::Text(written.into());
    match head.kind {
        Kind::Truth => Cell::value(Value::Truth(matches!(trimmed, "1" | "true"))),
        Kind::Fault => Cell::value(Value::Fault(trimmed.into())),
        Kind::Day => Cell::value(dates::date(trimmed).map_or_else(text, Value::Date)),
        _ => match trimmed.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => self::number(number, shared.styles.format(head.style), shared.from_1904),
            None => Cell::value(text()),
        },
    }
}

fn number(number: f64, format: Option<&Format>, from_1904: bool) -> Cell {
    let Some(format) = format else { return Cell::value(Value::Number(number)) };
    let shown = format.show(number, from_1904);
    let value = shown.day.map_or(Value::Number(number), Value::Date);
    Cell { shown: shown.text.map(Into::into), ..Cell::value(value) }
}

fn put(sheet: &mut Sheet, row: u32, column: u32, cell: Cell, budget: &mut Budget) -> Result<(), IntakeError> {
    if cell.is_blank() {
        // Struck-out and hidden cells are kept too.
        let is_aside =
            sheet.beside.struck.contains_key(&(row, column)) || sheet.beside.hidden.contains_key(&(row, column));
        return if is_aside { budget.take(64) } else { Ok(()) };
    }
    budget.take(cell.size())?;
    sheet.put(row, column, cell);
    Ok(())
}

fn merge(tag: &BytesStart<'_>, sheet: &mut Sheet, budget: &mut Budget) -> Result<(), Fault> {
    let Some(range) = attribute(tag, "ref") else { return Ok(()) };
    let Some((top, left, bottom, right)) = range_of(&range) else { return Err(impossible(&range).into()) };
    if top <= bottom && left <= right {
        for _ in left..=right.min(left.saturating_add(BROAD)) {
            budget.take(0)?;
        }
        sheet.merge(Merge { top, left, bottom, right });
    }
    Ok(())
}

/// `A1:B2`, or one cell, counted from zero.
pub(super) fn range_of(range: &str) -> Option<(u32, u32, u32, u32)> {
    let plain = range.replace('$', "");
    let (first, last) = plain.split_once(':').unwrap_or((&plain, &plain));
    let ((top, left), (bottom, right)) = (address(first)?, address(last)?);
    Some((top - 1, left - 1, bottom - 1, right - 1))
}

fn link(tag: &BytesStart<'_>) -> Option<Link> {
    Some(Link {
        range: range_of(&attribute(tag, "ref")?)?,
        relation: attribute(tag, "id"),
        place: attribute(tag, "location"),
    })
}

impl Cell {
    fn size(&self) -> usize {
        let text = match &self.value {
            Value::Text(text) | Value::Fault(text) => text.len(),
            _ => 0,
        };
        text + self.formula.as_ref().map_or(0, |formula| formula.len())
            + self.shown.as_ref().map_or(0, |shown| shown.len())
    }
}

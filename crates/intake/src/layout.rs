//! Where the header of a sheet is, and what each column is for.
//!
//! Words decide first, then what the cells hold. The guideline's own circles (`★3対象`) stand under headings of the guideline or
//! left of its text, so they are never taken for answers.

use std::collections::BTreeMap;

use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Scale};

use crate::{
    heading::{Role, role},
    identifier::find,
    mark::{Mark, is_tick, mark},
    recognise::{Identifiers, Key},
    sheet::{Sheet, letters},
};

/// The columns of one sheet.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The first row below the header.
    pub(crate) first: u32,
    /// Columns that together give the answer.
    pub(crate) answers: Vec<AnswerColumn>,
    /// Other columns of marks, by heading: kept as notes, and compared.
    pub(crate) others: Vec<(u32, String)>,
    /// Columns of free text, by heading.
    pub(crate) notes: Vec<(u32, String)>,
    pub(crate) confirmed: Option<u32>,
    pub(crate) accepted: Option<u32>,
    pub(crate) maturity: Option<u32>,
    /// Columns with the guideline's own text.
    pub(crate) texts: Vec<u32>,
}

/// A column of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AnswerColumn {
    pub(crate) column: u32,
    pub(crate) kind: AnswerKind,
}

/// What a filled cell of an answer column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnswerKind {
    /// The mark that it is.
    Mark,
    /// That this status holds.
    Tick(Status),
    /// The mark that it is, for this element of the row's measure.
    Element(&'static str),
}

/// What is known of a column.
#[derive(Debug)]
struct Column {
    number: u32,
    heading: String,
    role: Role,
    filled: usize,
    marks: usize,
    ticks: usize,
    characters: usize,
}

/// Rows above the table that a header is looked for in.
const ABOVE: usize = 12;

/// The layout of the sheet around its identifiers.
pub(crate) fn layout(sheet: &Sheet, ids: &Identifiers, catalog: &Catalog) -> Layout {
    let rows: Vec<u32> = known_rows(ids, catalog);
    let Some(&top) = rows.first() else { return Layout::default() };
    let header = header(sheet, top);
    let first = header.as_ref().map_or(0, |header| header.last + 1);
    let numbers: Vec<u32> = sheet.columns(sheet.rows_from(header.as_ref().map_or(top, |header| header.first)));
    let taken = |number: &u32| *number == ids.column || ids.key == Key::WithElement(*number);
    let columns: Vec<Column> = numbers
        .into_iter()
        .filter(|number| !taken(number))
        .map(|number| column(sheet, header.as_ref(), number, &rows, catalog.scale()))
        .collect();
    let mut layout = Layout { first, ..Layout::default() };
    layout.texts = columns.iter().filter(|column| column.role == Role::Text).map(|column| column.number).collect();
    let edge = layout.texts.iter().copied().chain([ids.column]).max().unwrap_or_default();
    layout.answers = match &ids.key {
        Key::Matrix(elements) => elements
            .iter()
            .map(|(column, element)| AnswerColumn { column: *column, kind: AnswerKind::Element(element) })
            .collect(),
        _ => answers(&columns, edge),
    };
    layout.assign(&columns, edge, catalog.scale());
    layout
}

/// Rows of criteria, in order.
fn known_rows(ids: &Identifiers, catalog: &Catalog) -> Vec<u32> {
    let mut rows: Vec<u32> =
        ids.ids.iter().filter(|(_, id)| find(catalog, id).is_some()).map(|(row, _)| *row).collect();
    rows.dedup();
    rows
}

/// The rows of a header.
#[derive(Debug, Clone, Copy)]
struct Header {
    first: u32,
    main: u32,
    last: u32,
}

/// The row above the table with most words that we know; of equals the nearest. The rows between it and the table are its lower floors, and a row with merged
/// cells above it an upper one.
fn header(sheet: &Sheet, top: u32) -> Option<Header> {
    let above: Vec<u32> = sheet.rows().map(|(row, _)| row).take_while(|row| *row < top).collect();
    let near = &above[above.len().saturating_sub(ABOVE)..];
    let (_, main) = near.iter().map(|row| (words(sheet, *row), *row)).filter(|(words, _)| *words > 0).max()?;
    let last =
        near.iter().copied().filter(|row| *row > main && words(sheet, *row) > 0).take_while(|row| *row < top).last();
    let upper = main.checked_sub(1).filter(|row| has_groups(sheet, *row, main));
    Some(Header { first: upper.unwrap_or(main), main, last: last.unwrap_or(main) })
}

fn words(sheet: &Sheet, row: u32) -> usize {
    let cells = sheet.columns([row].into_iter());
    let short = cells
        .iter()
        .filter_map(|column| sheet.cell(row, *column))
        .map(|cell| cell.text())
        .filter(|text| text.chars().count() <= 40);
    short.filter(|text| role(&[text]) != Role::Unknown && crate::identifier(text).is_none()).count()
}

/// Whether a row has headings that stand over several columns, but not over the whole table.
fn has_groups(sheet: &Sheet, row: u32, main: u32) -> bool {
    let below = sheet.columns([main].into_iter()).len();
    let groups = sheet.columns([row].into_iter());
    groups.iter().any(|column| {
        let over = (*column..column.saturating_add(16))
            .take_while(|next| sheet.seen(row, *next).is_some_and(|seen| seen.column == *column));
        (2..below.div_ceil(2).max(3)).contains(&over.count())
    })
}

/// The texts over a column, from the top floor down, without repetitions from merged cells.
fn floors(sheet: &Sheet, header: &Header, column: u32) -> Vec<String> {
    let mut floors = Vec::new();
    let mut anchors = Vec::new();
    for row in header.first..=header.last {
        let Some(seen) = sheet.seen(row, column) else { continue };
        // A title that merely stands above one column is no floor of it.
        let is_floor = row >= header.main
            || seen.column != column
            || sheet.seen(row, column + 1).is_some_and(|next| next.column == column)
            || seen.merge.is_some();
        if is_floor && !anchors.contains(&(seen.row, seen.column)) {
            anchors.push((seen.row, seen.column));
            floors.push(seen.cell.text());
        }
    }
    floors
}

fn column(sheet: &Sheet, header: Option<&Header>, number: u32, rows: &[u32], scale: Scale) -> Column {
    let floors = header.map_or_else(Vec::new, |header| floors(sheet, header, number));
    let role = role(&floors.iter().map(String::as_str).collect::<Vec<_>>());
    let heading = floors.iter().flat_map(|floor| floor.split_whitespace()).collect::<Vec<_>>().join(" ");
    let mut column = Column { number, heading, role, filled: 0, marks: 0, ticks: 0, characters: 0 };
    for cell in rows.iter().filter_map(|row| sheet.cell(*row, number)).filter(|cell| !cell.is_blank()) {
        let text = cell.text();
        column.filled += 1;
        column.marks += usize::from(!matches!(mark(&text, scale), Mark::Unreadable | Mark::Blank));
        column.ticks += usize::from(is_tick(&text));
        column.characters += text.chars().count();
    }
    column
}

impl Column {
    fn is_marks(&self) -> bool {
        self.filled > 0 && self.marks * 2 >= self.filled
    }

    fn is_short(&self) -> bool {
        self.filled > 0 && self.characters <= self.filled * 8
    }

    fn rank(&self) -> Option<u8> {
        match self.role {
            Role::Answer(rank) => Some(rank),
            _ => None,
        }
    }
}

/// The columns that give the answer: by words among columns of marks, else by ticks, else by marks alone, else by words alone.
fn answers(columns: &[Column], edge: u32) -> Vec<AnswerColumn> {
    let marked = |column: &Column| AnswerColumn { column: column.number, kind: AnswerKind::Mark };
    let named = |keep: &dyn Fn(&Column) -> bool| -> Vec<AnswerColumn> {
        let kept = || columns.iter().filter(|column| keep(column));
        let rank = kept().filter_map(Column::rank).min();
        kept().filter(|column| rank.is_some() && column.rank() == rank).map(marked).collect()
    };
    let by_words = named(&Column::is_marks);
    if !by_words.is_empty() {
        return by_words;
    }
    let ticks: Vec<AnswerColumn> = columns
        .iter()
        .filter(|column| column.ticks * 2 >= column.filled)
        .filter_map(|column| match column.role {
            Role::Tick(status) => Some(AnswerColumn { column: column.number, kind: AnswerKind::Tick(status) }),
            _ => None,
        })
        .collect();
    if columns.iter().any(|column| column.filled > 0 && matches!(column.role, Role::Tick(_))) && !ticks.is_empty() {
        return ticks;
    }
    let by_content = columns
        .iter()
        .filter(|column| column.number > edge && matches!(column.role, Role::Unknown | Role::Note | Role::Tick(_)))
        .filter(|column| {
            column.marks > 0
                && column.marks * 5 >= column.filled * 3
                && !crate::heading::is_other_party(&column.heading)
        })
        .max_by_key(|column| (column.marks, std::cmp::Reverse(column.number)));
    if let Some(column) = by_content {
        return vec![marked(column)];
    }
    let unreadable = named(&Column::is_short);
    if unreadable.is_empty() { named(&|column| column.filled == 0) } else { unreadable }
}

impl Layout {
    /// Gives every other column its place.
    fn assign(&mut self, columns: &[Column], edge: u32, scale: Scale) {
        let edge =
            self.answers.iter().map(|answer| answer.column).min().map_or(edge, |first| first.max(edge.min(first)));
        let answers: Vec<u32> = self.answers.iter().map(|answer| answer.column).collect();
        for column in columns.iter().filter(|column| !answers.contains(&column.number)) {
            let heading = if column.heading.is_empty() { letters(column.number) } else { column.heading.clone() };
            let note = (column.number, heading);
            match column.role {
                Role::Confirmed if self.confirmed.is_none() => self.confirmed = Some(column.number),
                Role::Accepted if self.accepted.is_none() => self.accepted = Some(column.number),
                Role::Maturity if self.maturity.is_none() && scale == Scale::YesNo => {
                    self.maturity = Some(column.number)
                }
                _ if column.filled == 0 => (),
                Role::Answer(_) if column.is_marks() => self.others.push(note),
                Role::Answer(_) | Role::Note | Role::Confirmed | Role::Accepted | Role::Maturity | Role::Tick(_) => {
                    self.notes.push(note);
                }
                Role::Unknown if column.number > edge => self.notes.push(note),
                Role::Unknown | Role::Official | Role::Text | Role::Identifier | Role::Element => (),
            }
        }
    }

    /// The column of the criterion texts when no heading names one: the one with most text right of the identifiers.
    pub(crate) fn longest_text(sheet: &Sheet, ids: &Identifiers, catalog: &Catalog) -> Option<u32> {
        let mut lengths = BTreeMap::<u32, usize>::new();
        for row in known_rows(ids, catalog) {
            for column in sheet.columns([row].into_iter()).into_iter().filter(|column| *column > ids.column) {
                *lengths.entry(column).or_default() +=
                    sheet.cell(row, column).map_or(0, |cell| cell.text().chars().count());
            }
        }
        lengths
            .into_iter()
            .filter(|(_, length)| *length > 0)
            .max_by_key(|(_, length)| *length)
            .map(|(column, _)| column)
    }
}

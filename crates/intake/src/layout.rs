//! Where the header of a sheet is, and what each column is for.
//!
//! Words decide first, then what the cells hold. The guideline's own circles (`★3対象`) stand under headings of the guideline or
//! left of its text, so they are never taken for answers.

use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Scale, fold};

use crate::{
    header::Header,
    heading::{Role, is_addressed, is_addressing, is_other_party, is_own, is_own_note, role, round, year},
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
    /// Other columns of marks: kept as notes, and compared.
    pub(crate) others: Vec<OtherColumn>,
    /// Columns among the notes where another party gave marks.
    pub(crate) watched: Vec<(u32, String)>,
    /// Columns of marks that are no answer, though somebody may think so.
    pub(crate) remarks: Vec<Remark>,
    /// The row of the headings.
    pub(crate) header: u32,
    /// Columns of free text, by heading.
    pub(crate) notes: Vec<(u32, String)>,
    pub(crate) confirmed: Option<u32>,
    pub(crate) accepted: Option<u32>,
    pub(crate) maturity: Option<u32>,
    /// Columns with the guideline's own text.
    pub(crate) texts: Vec<u32>,
}

/// A column of marks that is not the answer.
#[derive(Debug)]
pub(crate) struct OtherColumn {
    pub(crate) column: u32,
    pub(crate) heading: String,
    /// Whether nothing tells which of it and the answer goes before.
    pub(crate) is_peer: bool,
}

/// Why a column of marks is no answer.
#[derive(Debug)]
pub(crate) struct Remark {
    pub(crate) column: u32,
    pub(crate) heading: String,
    pub(crate) reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Another party's, kept as notes.
    SecondParty,
    /// Of an earlier year; the column of this heading was read.
    Earlier(String),
    /// Kept as notes, if at all.
    NotUnderstood,
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
    /// Marks that are no mere strokes.
    signs: usize,
    ticks: usize,
    characters: usize,
}

/// Filled columns beside the identifiers that are looked at; no sheet that people fill in has as many.
const COLUMNS: usize = 256;

/// The layout of the sheet around its identifiers.
pub(crate) fn layout(sheet: &Sheet, ids: &Identifiers, catalog: &Catalog, within: &Range<u32>) -> Layout {
    let rows: Vec<u32> = known_rows(ids, catalog);
    let Some(&top) = rows.first() else { return Layout::default() };
    let header = Header::above(sheet, &rows, ids.column, catalog.scale());
    let first = header.as_ref().map_or(0, |header| header.last + 1);
    let numbers: Vec<u32> = sheet.columns(sheet.rows_from(header.as_ref().map_or(top, |header| header.first)));
    let rows: Vec<u32> = rows.into_iter().filter(|row| *row >= first).collect();
    let taken = |number: &u32| *number == ids.column || ids.key == Key::WithElement(*number);
    let mut columns: Vec<Column> = numbers
        .into_iter()
        .filter(|number| !taken(number) && within.contains(number))
        .take(COLUMNS)
        .map(|number| column(sheet, header.as_ref(), number, &rows, catalog.scale()))
        .collect();
    yes_and_no(&mut columns, ids.column);
    only_several_ticks(&mut columns);
    let mut layout = Layout { first, header: first.saturating_sub(1), ..Layout::default() };
    if !matches!(ids.key, Key::Matrix(_)) {
        layout.set_aside(&mut columns, ids.column);
    }
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
    layout.remark(&columns, ids.column);
    layout
}

/// Rows of criteria, in order.
fn known_rows(ids: &Identifiers, catalog: &Catalog) -> Vec<u32> {
    let mut rows: Vec<u32> =
        ids.ids.iter().filter(|(_, id)| find(catalog, id).is_some()).map(|(row, _)| *row).collect();
    rows.dedup();
    rows
}

fn column(sheet: &Sheet, header: Option<&Header>, number: u32, rows: &[u32], scale: Scale) -> Column {
    let floors = header.map_or_else(Vec::new, |header| header.floors(sheet, number));
    let role = role(&floors.iter().map(String::as_str).collect::<Vec<_>>());
    let heading = floors.iter().flat_map(|floor| floor.split_whitespace()).collect::<Vec<_>>().join(" ");
    let mut column = Column { number, heading, role, filled: 0, marks: 0, signs: 0, ticks: 0, characters: 0 };
    for cell in rows.iter().filter_map(|row| sheet.cell(*row, number)).filter(|cell| !cell.is_blank()) {
        let text = cell.text();
        column.filled += 1;
        column.marks += usize::from(!matches!(mark(&text, scale), Mark::Unreadable | Mark::Blank));
        let is_sign = matches!(mark(&text, Scale::Scs), Mark::Status { status, ref rest, .. } if status != Status::NotApplicable && rest.is_empty());
        column.signs += usize::from(is_sign);
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

    /// The smaller, the likelier it is the answer.
    fn standing(&self) -> Option<(u8, bool, Reverse<i8>)> {
        Some((self.rank()?, self.heading.contains("確認欄"), Reverse(round(&self.heading))))
    }

    fn rank(&self) -> Option<u8> {
        match self.role {
            Role::Answer(rank) => Some(rank),
            _ => None,
        }
    }
}

/// The columns that give the answer: by words among columns of marks, else by ticks, else by the surest words, else by marks alone, else
/// by any words.
fn answers(columns: &[Column], edge: u32) -> Vec<AnswerColumn> {
    if let Some(best) = best(columns) {
        let by_words = AnswerColumn { column: best.number, kind: AnswerKind::Mark };
        return std::iter::once(by_words).chain(ticks(columns, |status| status == Status::NotApplicable)).collect();
    }
    let ticks = ticks(columns, |_| true);
    if !ticks.is_empty() {
        return ticks;
    }
    let sure = named(columns, |column| column.rank() == Some(1) && (column.filled == 0 || column.is_short()));
    if !sure.is_empty() {
        return sure;
    }
    if let Some(column) = by_content(columns, edge) {
        return vec![AnswerColumn { column: column.number, kind: AnswerKind::Mark }];
    }
    let short = named(columns, Column::is_short);
    if short.is_empty() { named(columns, |column| column.filled == 0) } else { short }
}

/// The first-ranked of the columns of marks: by the surest word, then the latest round, then the leftmost. A column of the one who answers goes
/// before others even when nothing is in it.
fn best(columns: &[Column]) -> Option<&Column> {
    if !columns.iter().any(|column| column.rank().is_some() && column.is_marks()) {
        return None;
    }
    let has_sure = columns.iter().any(|column| column.rank() == Some(1) && column.is_marks());
    let may_be = |column: &&Column| {
        column.is_marks()
            || column.filled == 0
                && (!has_sure && column.rank() == Some(1) && is_own(&column.heading) && round(&column.heading) == 0
                    || year(&column.heading).is_some())
    };
    columns
        .iter()
        .filter(may_be)
        .filter_map(|column| Some((column.standing()?, column)))
        .min_by_key(|(standing, column)| (*standing, column.number))
        .map(|(_, column)| column)
}

/// `No` beside `Yes` is no number.
fn yes_and_no(columns: &mut [Column], ids: u32) {
    let is = |column: &Column, word: &str| fold(&column.heading).trim() == word;
    let yes: Vec<u32> = columns.iter().filter(|column| is(column, "yes")).map(|column| column.number).collect();
    for column in columns.iter_mut().filter(|column| column.number > ids && is(column, "no")) {
        if yes.iter().any(|yes| yes.abs_diff(column.number) <= 3) {
            column.role = Role::Tick(Status::Unmet);
        }
    }
}

/// The columns of the surest rank among those to be kept.
fn named(columns: &[Column], keep: impl Fn(&Column) -> bool) -> Vec<AnswerColumn> {
    let kept: Vec<(u8, &Column)> =
        columns.iter().filter(|column| keep(column)).filter_map(|column| Some((column.rank()?, column))).collect();
    let surest = kept.iter().map(|(rank, _)| *rank).min();
    let surest = kept.iter().filter(|(rank, _)| Some(*rank) == surest);
    surest.map(|(_, column)| AnswerColumn { column: column.number, kind: AnswerKind::Mark }).collect()
}

/// Columns headed by a mark and ticked; none when not one of them is.
fn ticks(columns: &[Column], keep: impl Fn(Status) -> bool) -> Vec<AnswerColumn> {
    let tick = |column: &Column| match column.role {
        Role::Tick(status) if keep(status) && column.ticks * 2 >= column.filled => {
            Some(AnswerColumn { column: column.number, kind: AnswerKind::Tick(status) })
        }
        _ => None,
    };
    let ticked = columns.iter().any(|column| column.filled > 0 && tick(column).is_some());
    columns.iter().filter(|_| ticked).filter_map(tick).collect()
}

/// A single column headed by a state is not ticked but answered: `適合` with ○ and × below it.
fn only_several_ticks(columns: &mut [Column]) {
    let state = |column: &Column| match column.role {
        Role::Tick(status) if status != Status::NotApplicable => Some(status),
        _ => None,
    };
    let mut states: Vec<Status> = columns.iter().filter_map(state).collect();
    states.sort_by_key(|status| status.sign());
    states.dedup();
    if states.len() < 2 {
        for column in columns.iter_mut().filter(|column| state(column).is_some()) {
            column.role = if column.heading.chars().count() < 2 { Role::Unknown } else { Role::Answer(2) };
        }
    }
}

/// The column right of the texts that holds most marks and little else.
fn by_content(columns: &[Column], edge: u32) -> Option<&Column> {
    let may_be = |column: &&Column| {
        column.number > edge
            && matches!(column.role, Role::Unknown | Role::Note | Role::Answer(_) | Role::Tick(_))
            && column.marks > 0
            && column.marks * 5 >= column.filled * 3
            && !is_other_party(&column.heading)
    };
    columns.iter().filter(may_be).max_by_key(|column| (column.marks, Reverse(column.number)))
}

impl Layout {
    /// Whether the answers are ticks.
    pub(crate) fn is_ticked(&self) -> bool {
        self.answers.iter().any(|answer| matches!(answer.kind, AnswerKind::Tick(_)))
    }

    /// Takes the columns of the one who sent the form, and of earlier years, out of the answers.
    fn set_aside(&mut self, columns: &mut [Column], ids: u32) {
        let years = columns.iter_mut().filter(|column| column.number > ids && column.role == Role::Unknown);
        for column in years.filter(|column| column.is_marks() || column.filled == 0) {
            if year(&column.heading).is_some_and(|(_, is_bare)| is_bare) {
                column.role = Role::Answer(2);
            }
        }
        let addressed = columns.iter().any(|column| column.rank().is_some() && is_addressed(&column.heading));
        for column in columns.iter_mut().filter(|column| addressed && column.rank().is_some()) {
            if is_addressing(&column.heading) {
                self.reject(column, Reason::SecondParty);
            }
        }
        let surest = columns.iter().filter_map(Column::rank).min();
        let year = |column: &Column| {
            year(&column.heading)
                .map(|(year, _)| year)
                .filter(|_| column.rank() == surest && (column.is_marks() || column.filled == 0))
        };
        let latest = columns
            .iter()
            .filter_map(|column| Some((year(column)?, column.heading.clone())))
            .max_by_key(|(year, _)| *year);
        let Some((latest, heading)) = latest else { return };
        for column in columns.iter_mut().filter(|column| column.rank().is_some()) {
            if year(column).is_some_and(|year| year < latest) {
                self.reject(column, Reason::Earlier(heading.clone()));
            }
        }
    }

    fn reject(&mut self, column: &mut Column, reason: Reason) {
        column.role = Role::Note;
        let earlier = self.remarks.iter().any(|remark| matches!(remark.reason, Reason::Earlier(_)));
        if column.filled > 0 && !(earlier && matches!(reason, Reason::Earlier(_))) {
            self.remarks.push(Remark { column: column.number, heading: column.heading.clone(), reason });
        }
    }

    /// Remarks on columns of marks right of the identifiers that are neither answers nor compared with them.
    fn remark(&mut self, columns: &[Column], ids: u32) {
        let is_told = |remarks: &[Remark], number| remarks.iter().any(|remark: &Remark| remark.column == number);
        let earlier = self.remarks.iter().any(|remark| matches!(remark.reason, Reason::Earlier(_)));
        for column in
            columns.iter().filter(|column| column.number > ids && column.signs > 0 && column.signs * 2 > column.filled)
        {
            let number = column.number;
            let is_read = self.answers.iter().any(|answer| answer.column == number)
                || self.others.iter().any(|other| other.column == number)
                || [self.confirmed, self.accepted, self.maturity].contains(&Some(number));
            let is_official = matches!(column.role, Role::Official | Role::Text | Role::Identifier | Role::Element);
            let is_earlier = earlier && year(&column.heading).is_some();
            let is_note = column.role == Role::Note && is_own_note(&column.heading) && !is_other_party(&column.heading);
            if is_read || is_official || is_note || is_told(&self.remarks, number) || is_earlier {
                continue;
            }
            let by_others = is_other_party(&column.heading);
            let reason = if by_others { Reason::SecondParty } else { Reason::NotUnderstood };
            self.remarks.push(Remark { column: number, heading: column.heading.clone(), reason });
        }
        let second = self.remarks.iter().filter(|remark| remark.reason == Reason::SecondParty);
        self.watched = second.map(|remark| (remark.column, remark.heading.clone())).collect();
    }

    /// Gives every other column its place.
    fn assign(&mut self, columns: &[Column], edge: u32, scale: Scale) {
        let first = self.answers.iter().map(|answer| answer.column).min().unwrap_or(edge);
        let answers: Vec<u32> = self.answers.iter().map(|answer| answer.column).collect();
        let answer = columns.iter().find(|column| answers.contains(&column.number) && column.rank().is_some());
        let standing = answer.and_then(Column::standing);
        for column in columns.iter().filter(|column| !answers.contains(&column.number)) {
            let heading = if column.heading.is_empty() { letters(column.number) } else { column.heading.clone() };
            let note = (column.number, heading);
            // Left of the criteria stand explanations of the guideline, whatever they are called.
            let explains = column.number < edge.min(first) && !is_own_note(&column.heading);
            match column.role {
                Role::Confirmed if self.confirmed.is_none() => self.confirmed = Some(column.number),
                Role::Accepted if self.accepted.is_none() => self.accepted = Some(column.number),
                Role::Maturity if self.maturity.is_none() && scale == Scale::YesNo => {
                    self.maturity = Some(column.number);
                }
                Role::Unknown if column.filled > 0 && column.number > first => self.notes.push(note),
                Role::Unknown | Role::Official | Role::Text | Role::Identifier | Role::Element => (),
                _ if column.filled == 0 || explains => (),
                Role::Answer(_) if column.is_marks() => {
                    let is_peer = standing.is_some() && column.standing() == standing;
                    self.others.push(OtherColumn { column: note.0, heading: note.1, is_peer });
                }
                _ => self.notes.push(note),
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

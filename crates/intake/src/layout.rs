//! Where the header of a sheet is, and what each column is for.
//!
//! Words decide first, then the contents of the cells. The guideline's own circles (`★3対象`) are under headings of
//! the guideline or left of its text, so they are never read as answers.

use std::{collections::BTreeMap, ops::Range};

use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Scale};

use crate::{
    choice::{self, Sense},
    clean::fold,
    columns::{Column, column},
    head::Header,
    heading::{
        Role, is_addressed, is_addressing, is_bare_round, is_other_party, is_own_note, is_present, is_target,
        role_of_marks, round, year,
    },
    identifier::find,
    question::{AnswerColumn, AnswerKind, Deciding, Refusal, latest_year},
    recognise::{Identifiers, Key},
    sheet::{Sheet, letters},
    wanted::Seen,
};

/// The columns of one sheet.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The first row below the header.
    pub(crate) first: u32,
    /// Columns that together give the answer.
    pub(crate) answers: Vec<AnswerColumn>,
    /// Why nothing is read from columns of marks.
    pub(crate) refusal: Option<Refusal>,
    /// Columns that look like answers, if no answer column was found.
    pub(crate) passed: Vec<(u32, String)>,
    /// Other columns of marks: kept as notes, and compared.
    pub(crate) others: Vec<OtherColumn>,
    /// Columns among the notes where another party gave marks.
    pub(crate) watched: Vec<(u32, String)>,
    /// Columns of marks that are not the answer, though people might think so.
    pub(crate) remarks: Vec<Remark>,
    /// The row of the headings; the first one if there are several.
    pub(crate) header: u32,
    pub(crate) top: u32,
    /// Columns of free text, by heading.
    pub(crate) notes: Vec<(u32, String)>,
    /// Columns of free text that are empty beside every criterion; continuation rows may use them.
    pub(crate) empty_notes: Vec<(u32, String)>,
    pub(crate) confirmed: Option<u32>,
    pub(crate) accepted: Option<u32>,
    pub(crate) maturity: Option<u32>,
    /// Columns with the guideline's own text.
    pub(crate) texts: Vec<u32>,
    /// Headings of the columns that are answers, for messages.
    pub(crate) headings: BTreeMap<u32, String>,
}

/// A column of marks that is not the answer.
#[derive(Debug)]
pub(crate) struct OtherColumn {
    pub(crate) column: u32,
    pub(crate) heading: String,
    /// Whether it is not clear which of this column and the answer takes precedence.
    pub(crate) is_peer: bool,
}

/// Why a column of marks is not the answer.
#[derive(Debug)]
pub(crate) struct Remark {
    pub(crate) column: u32,
    pub(crate) heading: String,
    pub(crate) reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// From another party, kept as notes.
    SecondParty,
    /// From an earlier year; the column with this heading was read.
    Earlier(String),
    /// About a future state, not the present.
    Target,
    /// Kept as notes, if at all.
    NotUnderstood,
}

/// The maximum number of filled columns beside the identifiers that are checked; no real sheet has as many.
const COLUMNS: usize = 256;

/// The layout of the sheet around its identifiers.
pub(crate) fn layout(sheet: &Sheet, ids: &Identifiers, catalog: &Catalog, within: &Range<u32>, seen: Seen) -> Layout {
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
        .map(|number| column(sheet, header.as_ref(), (number, ids.column), &rows, catalog.scale()))
        .collect();
    yes_and_no(&mut columns, ids.column);
    lone_states(&mut columns);
    let top = header.as_ref().map_or(top, |header| header.first);
    let mut layout = Layout { first, header: first.saturating_sub(1), top, ..Layout::default() };
    if !matches!(ids.key, Key::Matrix(_)) {
        named_by_marks(&mut columns, ids.column, seen);
        layout.set_aside(&mut columns, seen);
    }
    layout.texts = columns.iter().filter(|column| column.is_text()).map(|column| column.number).collect();
    let edge = layout.texts.iter().copied().chain([ids.column]).max().unwrap_or_default();
    let mut peers = Vec::new();
    if let Key::Matrix(elements) = &ids.key {
        let element = |(column, element): &(u32, &'static str)| AnswerColumn {
            kind: AnswerKind::Element(element),
            ..AnswerColumn::marks(*column)
        };
        layout.answers = elements.iter().map(element).collect();
    } else {
        let deciding = Deciding { columns: &columns, ids: ids.column, edge, scale: catalog.scale(), seen };
        let question = deciding.question();
        (layout.answers, layout.refusal, peers) = (question.answers, question.refusal, question.peers);
    }
    layout.name(&columns, ids.column);
    layout.assign(&columns, edge, catalog.scale(), &peers);
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

/// `No` beside `Yes` is not a number.
fn yes_and_no(columns: &mut [Column], ids: u32) {
    let is = |column: &Column, word: &str| fold(&column.heading).split_whitespace().last() == Some(word);
    let yes: Vec<u32> = columns.iter().filter(|column| is(column, "yes")).map(|column| column.number).collect();
    for column in columns.iter_mut().filter(|column| column.number > ids && is(column, "no")) {
        if yes.iter().any(|yes| yes.abs_diff(column.number) <= 3) {
            column.role = Role::Tick(Status::Unmet);
        }
    }
}

/// A single column whose heading is a positive state contains marks, not ticks: `適合` with ○ and × below it.
fn lone_states(columns: &mut [Column]) {
    let is_state = |column: &Column| {
        matches!(column.role, Role::Tick(status) if status != Status::NotApplicable)
            && !matches!(column.sense, Some(Sense::Unclear))
    };
    let is_unclear = |column: &Column| {
        let may_be = matches!(column.role, Role::Unknown | Role::Note | Role::Answer(_) | Role::Tick(_));
        column.sense == Some(Sense::Unclear) && may_be && !column.ticked.is_empty()
    };
    let states: std::collections::BTreeSet<String> = columns
        .iter()
        .filter(|column| {
            is_state(column) && column.filled == 0 || (is_state(column) || is_unclear(column)) && column.is_ticks()
        })
        .map(|column| format!("{:?}", column.sense))
        .collect();
    if states.len() > 1 {
        return;
    }
    for column in columns.iter_mut().filter(|column| is_state(column)) {
        if column.sense == Some(Sense::State(Status::Met)) {
            column.sense = None;
            column.role = if column.heading.chars().count() < 2 { Role::Unknown } else { Role::Answer(2) };
        } else if !column.is_ticks() {
            column.role = if column.heading.chars().count() < 2 { Role::Unknown } else { Role::Note };
        }
    }
}

/// Columns full of marks whose heading alone does not identify them as answers: `現状の自己評価`, `第2回`, `2026年度`.
fn named_by_marks(columns: &mut [Column], ids: u32, seen: Seen) {
    let is_named = |heading: &str| if seen.target { is_target(heading) } else { is_present(heading) };
    for column in columns.iter_mut().filter(|column| column.number > ids) {
        let has_marks = column.is_marks() && column.signs * 2 > column.filled && column.is_short();
        match column.role {
            Role::Note if has_marks => column.role = role_of_marks(&column.heading, seen.target),
            Role::Unknown if has_marks && is_named(&column.heading) && !choice::denies(&column.heading) => {
                column.role = Role::Answer(2);
            }
            Role::Unknown if (has_marks || column.filled == 0) && column.sense.is_none() => {
                let is_bare =
                    year(&column.heading).is_some_and(|(_, is_bare)| is_bare) || is_bare_round(&column.heading);
                if is_bare {
                    column.role = Role::Answer(2);
                }
            }
            _ => {}
        }
    }
}

impl Layout {
    /// Whether the answers are ticks.
    pub(crate) fn is_ticked(&self) -> bool {
        self.answers.iter().any(|answer| matches!(answer.kind, AnswerKind::Tick(_)))
    }

    /// Removes columns of the sender, of future states and of earlier years from the answers.
    fn set_aside(&mut self, columns: &mut [Column], seen: Seen) {
        for column in columns.iter_mut().filter(|column| column.rank().is_some()) {
            if column.is_elsewhen(seen) {
                self.reject(column, Reason::Target);
            }
        }
        let addressed = columns.iter().any(|column| column.rank().is_some() && is_addressed(&column.heading));
        for column in columns.iter_mut().filter(|column| addressed && column.rank().is_some()) {
            if is_addressing(&column.heading) {
                self.reject(column, Reason::SecondParty);
            }
        }
        let surest = columns.iter().filter_map(Column::rank).min();
        let is_dated = |column: &Column| {
            column.rank().is_some()
                && column.rank() == surest
                && (column.is_marks() || column.filled == 0)
                && year(&column.heading).is_some()
        };
        let Some((latest, heading)) = latest_year(columns.iter().filter(|column| is_dated(column))) else { return };
        for column in columns.iter_mut().filter(|column| is_dated(column)) {
            if year(&column.heading).is_some_and(|(year, _)| year < latest) {
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

    /// Keeps the headings of the answers, or of what could have been answers.
    fn name(&mut self, columns: &[Column], ids: u32) {
        let is_answer = |column: &&Column| self.answers.iter().any(|answer| answer.column == column.number);
        self.headings = columns.iter().filter(is_answer).map(Column::named).collect();
        if self.answers.is_empty() {
            let tempting = columns.iter().filter(|column| column.number > ids && column.tempts());
            self.passed = tempting.map(Column::named).collect();
        }
    }

    /// Adds remarks about columns of marks right of the identifiers that are neither answers nor compared with
    /// them.
    fn remark(&mut self, columns: &[Column], ids: u32) {
        let is_told = |remarks: &[Remark], number| remarks.iter().any(|remark: &Remark| remark.column == number);
        let earlier = self.remarks.iter().any(|remark| matches!(remark.reason, Reason::Earlier(_)));
        let refused = self.refusal.as_ref().map_or(&[][..], |refusal| &refusal.columns);
        let tempting = |column: &&Column| {
            column.number > ids
                && (column.signs > 0 && column.signs * 2 > column.filled || column.sense.is_some() && column.tempts())
        };
        for column in columns.iter().filter(tempting) {
            let number = column.number;
            let is_read = self.answers.iter().any(|answer| answer.column == number)
                || self.others.iter().any(|other| other.column == number)
                || refused.iter().any(|(column, _)| *column == number)
                || [self.confirmed, self.accepted, self.maturity].contains(&Some(number));
            let is_official = matches!(column.role, Role::Official | Role::Text | Role::Identifier | Role::Element);
            let is_earlier = earlier && year(&column.heading).is_some();
            let is_note = column.role == Role::Note && is_own_note(&column.heading) && !is_other_party(&column.heading);
            if is_read || is_official || is_note || is_told(&self.remarks, number) || is_earlier {
                continue;
            }
            let reason = if is_other_party(&column.heading) {
                Reason::SecondParty
            } else if is_target(&column.heading) {
                Reason::Target
            } else {
                Reason::NotUnderstood
            };
            self.remarks.push(Remark { column: number, heading: column.heading.clone(), reason });
        }
        let watched = self.remarks.iter().filter(|remark| remark.reason == Reason::SecondParty);
        self.watched = watched.map(|remark| (remark.column, remark.heading.clone())).collect();
    }

    /// Assigns every other column its purpose.
    fn assign(&mut self, columns: &[Column], edge: u32, scale: Scale, peers: &[u32]) {
        let first = self.answers.iter().map(|answer| answer.column).min().unwrap_or(edge);
        let answers: Vec<u32> = self.answers.iter().map(|answer| answer.column).collect();
        let answer = columns.iter().find(|column| answers.contains(&column.number) && column.rank().is_some());
        let standing = answer.and_then(Column::standing);
        let confirmed = columns.iter().filter(|column| column.role == Role::Confirmed);
        let latest = |column: &&Column| {
            (year(&column.heading).map(|(year, _)| year), round(&column.heading), std::cmp::Reverse(column.number))
        };
        self.confirmed = confirmed.max_by_key(latest).map(|column| column.number);
        for column in columns.iter().filter(|column| !answers.contains(&column.number)) {
            let heading = if column.heading.is_empty() { letters(column.number) } else { column.heading.clone() };
            let note = (column.number, heading);
            // Columns left of the criteria contain explanations of the guideline, whatever their heading.
            let explains = column.number < edge.min(first) && !is_own_note(&column.heading);
            match column.role {
                Role::Confirmed if self.confirmed == Some(column.number) => {}
                Role::Accepted if self.accepted.is_none() => self.accepted = Some(column.number),
                Role::Maturity if self.maturity.is_none() && scale == Scale::YesNo => {
                    self.maturity = Some(column.number);
                }
                Role::Unknown if column.filled > 0 && column.number > first => self.notes.push(note),
                Role::Unknown | Role::Official | Role::Text | Role::Identifier | Role::Element => (),
                Role::Note if column.filled == 0 && !explains => self.empty_notes.push(note),
                _ if column.filled == 0 || explains => (),
                Role::Answer(_) if column.is_marks() => {
                    let is_peer = standing.is_some() && column.standing() == standing || peers.contains(&column.number);
                    self.others.push(OtherColumn { column: note.0, heading: note.1, is_peer });
                }
                _ => self.notes.push(note),
            }
        }
    }

    /// The column of the criterion texts if no heading names one: the one with the most text right of the
    /// identifiers.
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

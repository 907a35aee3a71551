//! From sheets to entries: one entry per row that names a criterion.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Library, Scale, Text, fold};

use crate::{
    IntakeError, ProblemCode, Reading, dates,
    identifier::{element, find},
    layout::{AnswerColumn, AnswerKind, Layout, layout},
    mark::{Mark, is_tick, mark},
    problem::{Place, Problems},
    recognise::{self, Identifiers, Key, of_cell},
    settle,
    sheet::{Cell, Seen, Sheet, Value, address},
    workbook::Workbook,
};

/// What one row says about one criterion.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// Position of the criterion.
    pub(crate) position: usize,
    /// Where the identifier stands.
    pub(crate) place: Place,
    /// The same for all rows under one merged identifier.
    pub(crate) group: (u32, u32),
    /// The status, when one could be read.
    pub(crate) status: Option<Status>,
    pub(crate) maturity: Option<u8>,
    /// Whether there was something in the answer that could not be taken over.
    pub(crate) faulty: bool,
    /// Heading and text.
    pub(crate) notes: Vec<(String, String)>,
    pub(crate) confirmed: Option<Date>,
    pub(crate) accepted: bool,
    /// The cell of the answer.
    pub(crate) cell: String,
}

/// Everything one sheet says.
pub(crate) struct Table<'s> {
    pub(crate) sheet: &'s Sheet,
    pub(crate) entries: Vec<Entry>,
    pub(crate) problems: Problems,
    pub(crate) has_answers: bool,
    pub(crate) several_notes: bool,
}

/// Reads the sheets of a file as answers.
pub(crate) fn sheets<'a>(
    library: &'a Library,
    name: &str,
    workbook: &Workbook,
    framework: Option<&'a Catalog>,
) -> Result<Reading<'a>, IntakeError> {
    let sheets = &workbook.sheets;
    let columns = recognise::columns(sheets);
    let evidence = recognise::evidence(name, sheets);
    let catalog = recognise::recognise(library, &columns, &evidence, framework, sheets)?;
    let tables = recognise::best_columns(catalog, &columns)
        .into_iter()
        .map(|ids| table(&sheets[ids.sheet], ids, catalog))
        .collect();
    let mut reading = settle::tables(catalog, tables);
    let unreadable = workbook.unreadable.iter().map(|(name, detail)| settle::unreadable(name, detail));
    reading.problems.extend(unreadable);
    Ok(reading)
}

/// Reads one sheet.
fn table<'s>(sheet: &'s Sheet, ids: &Identifiers, catalog: &Catalog) -> Table<'s> {
    let layout = layout(sheet, ids, catalog);
    let mut reader =
        Rows { sheet, ids, catalog, layout: &layout, problems: Problems::default(), merged: BTreeMap::new() };
    let mut entries = Vec::new();
    for row in sheet.rows_from(layout.first) {
        reader.row(row, &mut entries);
    }
    reader.report_merged();
    let several_notes = layout.notes.len() + layout.others.len() > 1;
    Table { sheet, entries, problems: reader.problems, has_answers: !layout.answers.is_empty(), several_notes }
}

struct Rows<'r> {
    sheet: &'r Sheet,
    ids: &'r Identifiers,
    catalog: &'r Catalog,
    layout: &'r Layout,
    problems: Problems,
    /// Merged answers: address and mark → the criteria under them.
    merged: BTreeMap<(String, String), Vec<usize>>,
}

/// The marks of one row, before they are compared.
#[derive(Default)]
struct Marks {
    found: Vec<(Status, Option<u8>, Place, String)>,
    rests: Vec<String>,
    faulty: bool,
}

impl Rows<'_> {
    fn row(&mut self, row: u32, entries: &mut Vec<Entry>) {
        let Some(seen) = self.sheet.seen(row, self.ids.column) else {
            return self.orphan(row, "");
        };
        let place = self.place(row, self.ids.column, None);
        let Some(id) = of_cell(seen.cell) else {
            return match seen.cell.value {
                Value::Date(_) => self.date_identifier(&place, &seen.cell.text()),
                _ => self.orphan(row, &seen.cell.text()),
            };
        };
        match &self.ids.key {
            Key::Whole => self.criterion(row, seen, &id, &self.layout.answers, entries),
            Key::WithElement(column) => {
                let word = self.sheet.seen(row, *column).map(|seen| seen.cell.text()).unwrap_or_default();
                let id = match element(&word) {
                    Some(element) => format!("{id}:{element}"),
                    None if word.trim().is_empty() => id,
                    None => format!("{id}:{}", word.trim()),
                };
                self.criterion(row, Seen { row, merge: None, ..seen }, &id, &self.layout.answers, entries);
            }
            Key::Matrix(_) => {
                for answer in &self.layout.answers {
                    let AnswerKind::Element(element) = answer.kind else { continue };
                    let id = format!("{id}:{element}");
                    let filled = self.sheet.cell(row, answer.column).is_some_and(is_more_than_a_stroke);
                    if filled || find(self.catalog, &id).is_some() {
                        self.criterion(
                            row,
                            Seen { column: answer.column, ..seen },
                            &id,
                            std::slice::from_ref(answer),
                            entries,
                        );
                    }
                }
            }
        }
    }

    fn criterion(&mut self, row: u32, seen: Seen<'_>, id: &str, answers: &[AnswerColumn], entries: &mut Vec<Entry>) {
        let Some(position) = find(self.catalog, id) else {
            return self.unknown(row, seen, id);
        };
        let criterion = Some(self.catalog.criteria()[position].id.as_str());
        let mut marks = Marks::default();
        let mut anchors = HashSet::new();
        for answer in answers {
            let Some(cell) = self.sheet.seen(row, answer.column) else { continue };
            if anchors.insert((cell.row, cell.column)) {
                self.answer(row, *answer, cell, criterion, &mut marks);
                self.note_merged(cell, position);
            }
        }
        let mut entry = Entry {
            position,
            place: self.place(row, self.ids.column, criterion),
            group: (seen.row, seen.column),
            faulty: marks.faulty,
            cell: marks.found.first().map(|(_, _, place, _)| place.cell.clone()).unwrap_or_default(),
            notes: marks.rests.iter().map(|rest| (String::new(), rest.clone())).collect(),
            ..Entry::default()
        };
        self.compare(&marks, &mut entry);
        self.others(row, criterion, &mut entry);
        self.notes(row, &mut entry);
        self.dates(row, criterion, &mut entry);
        self.acceptance(row, criterion, &mut entry);
        self.maturity(row, criterion, &mut entry);
        entries.push(entry);
    }

    fn answer(&mut self, row: u32, answer: AnswerColumn, seen: Seen<'_>, criterion: Option<&str>, marks: &mut Marks) {
        let place = self.place(seen.row.min(row), seen.column, criterion);
        let text = seen.cell.text();
        let expected = expected(self.catalog.scale());
        let read = match answer.kind {
            AnswerKind::Tick(status) if is_tick(&text) || is_status(&text, status) => {
                Mark::Status { status, maturity: None, rest: String::new() }
            }
            AnswerKind::Tick(_) if text.trim().is_empty() => Mark::Blank,
            AnswerKind::Tick(_) => Mark::Unreadable,
            _ if matches!(seen.cell.value, Value::Fault(_)) => Mark::Unreadable,
            _ => mark(&text, self.catalog.scale()),
        };
        if let Some(formula) = &seen.cell.formula {
            let (formula, read_it) = (format!("={formula}"), matches!(read, Mark::Status { .. } | Mark::Blank));
            if read_it && seen.cell.value != Value::Empty {
                let found = if text.is_empty() { formula } else { format!("{formula} → {text}") };
                self.problems.warning(ProblemCode::Formula, &place, &found, formula_read());
            } else {
                marks.faulty = true;
                return self.problems.error(ProblemCode::Formula, &place, &format!("{formula} {text}"), expected);
            }
        }
        match read {
            Mark::Blank => (),
            Mark::Status { status, maturity, rest } => {
                marks.found.push((status, maturity, place, text));
                marks.rests.extend(Some(rest).filter(|rest| !rest.is_empty()));
            }
            Mark::Contradictory => {
                marks.faulty = true;
                self.problems.error(ProblemCode::ContradictoryMarks, &place, &text, expected);
            }
            Mark::Unreadable => {
                marks.faulty = true;
                self.problems.error(ProblemCode::UnreadableMark, &place, &text, expected);
            }
        }
    }

    /// Several answer columns must agree.
    fn compare(&mut self, marks: &Marks, entry: &mut Entry) {
        let Some((status, maturity, place, _)) = marks.found.first() else { return };
        if marks.found.iter().all(|(other, ..)| other == status) && !marks.faulty {
            (entry.status, entry.maturity) = (Some(*status), *maturity);
        } else if marks.found.iter().any(|(other, ..)| other != status) {
            let found: Vec<String> =
                marks.found.iter().map(|(_, _, place, text)| format!("{}: {}", place.cell, text.trim())).collect();
            self.problems.error(ProblemCode::ContradictoryMarks, place, &found.join(" / "), one_mark());
            entry.faulty = true;
        }
    }

    /// Marks in columns that are not the answer stay as notes, and are compared.
    fn others(&mut self, row: u32, criterion: Option<&str>, entry: &mut Entry) {
        for (column, heading) in &self.layout.others {
            let Some(seen) = self.sheet.seen(row, *column) else { continue };
            let text = seen.cell.text();
            if let (Mark::Status { status, .. }, Some(answer)) = (mark(&text, self.catalog.scale()), entry.status)
                && status != answer
            {
                let place = self.place(row, *column, criterion);
                let found = format!("{heading}: {} / {}: {}", text.trim(), entry.cell, answer.sign());
                self.problems.warning(ProblemCode::ContradictoryMarks, &place, &found, other_column());
            }
            entry.notes.push((heading.clone(), text.trim().to_owned()));
        }
    }

    fn notes(&self, row: u32, entry: &mut Entry) {
        let mut anchors = HashSet::new();
        for (column, heading) in &self.layout.notes {
            let Some(seen) = self.sheet.seen(row, *column) else { continue };
            let text = seen.cell.text();
            if !text.trim().is_empty() && anchors.insert((seen.row, seen.column)) {
                entry.notes.push((heading.clone(), text.trim().to_owned()));
            }
        }
    }

    fn dates(&mut self, row: u32, criterion: Option<&str>, entry: &mut Entry) {
        let Some((column, seen)) =
            self.layout.confirmed.and_then(|column| Some((column, self.sheet.seen(row, column)?)))
        else {
            return;
        };
        let text = seen.cell.text();
        entry.confirmed = match &seen.cell.value {
            Value::Date(date) => Some(*date),
            _ => dates::date(&text),
        };
        let nothing =
            matches!(mark(&text, Scale::Scs), Mark::Blank | Mark::Status { status: Status::NotApplicable, .. });
        if entry.confirmed.is_none() && !nothing {
            self.problems.error(ProblemCode::UnreadableDate, &self.place(row, column, criterion), &text, a_date());
        }
    }

    fn acceptance(&mut self, row: u32, criterion: Option<&str>, entry: &mut Entry) {
        let Some((column, seen)) =
            self.layout.accepted.and_then(|column| Some((column, self.sheet.seen(row, column)?)))
        else {
            return;
        };
        let text = seen.cell.text();
        match acceptance(&text) {
            Some(accepted) => entry.accepted = accepted,
            None => {
                let place = self.place(row, column, criterion);
                let expected = Text::new(
                    "承認したときは「済」か「○」を、していないときは空欄にしてください。",
                    "Write 済 or ○ when it was accepted, and leave it blank when not.",
                );
                self.problems.error(ProblemCode::UnreadableAcceptance, &place, &text, expected);
            }
        }
    }

    fn maturity(&mut self, row: u32, criterion: Option<&str>, entry: &mut Entry) {
        let Some((column, seen)) =
            self.layout.maturity.and_then(|column| Some((column, self.sheet.seen(row, column)?)))
        else {
            return;
        };
        let text = seen.cell.text();
        match mark(&text, Scale::YesNo) {
            Mark::Status { maturity: Some(maturity), status, .. } => {
                entry.maturity = Some(maturity);
                if entry.status.is_none() && !entry.faulty {
                    entry.status = Some(status);
                }
            }
            Mark::Blank | Mark::Status { status: Status::NotApplicable, .. } => (),
            _ => {
                let expected = Text::new("1〜5の数字にしてください。", "Give a number from 1 to 5.");
                self.problems.error(
                    ProblemCode::UnreadableMaturity,
                    &self.place(row, column, criterion),
                    &text,
                    expected,
                );
            }
        }
    }

    /// A row with a number that is no criterion of the edition. Headings of requirements and groups are such rows too, as long as they are not answered.
    fn unknown(&mut self, row: u32, seen: Seen<'_>, id: &str) {
        let is_heading = self.catalog.node(id).is_some();
        let alike = self
            .catalog
            .criteria()
            .first()
            .is_some_and(|first| first.id.matches(['-', '.']).count() == id.matches(['-', '.']).count());
        if !self.has_mark(row) && (is_heading || !alike) {
            return;
        }
        let expected = if is_heading {
            Text::new(
                "要求事項ではなく、その下の評価基準に答えてください。",
                "Answer the criteria below it, not the requirement itself.",
            )
        } else {
            Text::new(
                format!(
                    "{}の番号にしてください。別の版のシートなら --framework で版を指定してください。",
                    self.catalog.id()
                ),
                format!(
                    "Use an identifier of {}; if the sheet is of another edition, name that with --framework.",
                    self.catalog.id()
                ),
            )
        };
        self.problems.error(
            ProblemCode::UnknownIdentifier,
            &self.place(row, self.ids.column, None),
            &seen.cell.text(),
            expected,
        );
    }

    /// A row without an identifier is none of ours, unless somebody answered in it.
    fn orphan(&mut self, row: u32, found: &str) {
        if !self.has_mark(row) {
            return;
        }
        let expected =
            Text::new("この行の評価基準の番号を入れてください。", "Put the criterion's identifier into this row.");
        self.problems.error(ProblemCode::MissingIdentifier, &self.place(row, self.ids.column, None), found, expected);
    }

    fn date_identifier(&mut self, place: &Place, found: &str) {
        let expected = Text::new(
            "列の表示形式を「文字列」にして、番号を入れ直してください。",
            "Format the column as text and type the identifier again.",
        );
        self.problems.error(ProblemCode::DateIdentifier, place, found, expected);
    }

    fn has_mark(&self, row: u32) -> bool {
        self.layout
            .answers
            .iter()
            .filter_map(|answer| self.sheet.cell(row, answer.column))
            .any(|cell| matches!(mark(&cell.text(), self.catalog.scale()), Mark::Status { .. } | Mark::Contradictory))
    }

    fn note_merged(&mut self, seen: Seen<'_>, position: usize) {
        if let Some(merge) = seen.merge {
            let positions = self.merged.entry((merge.address(), seen.cell.text())).or_default();
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
    }

    fn report_merged(&mut self) {
        for ((address, text), positions) in std::mem::take(&mut self.merged) {
            if positions.len() > 1 {
                let place = Place { sheet: self.sheet.name.clone(), cell: address, criterion: None };
                let ids = settle::ranges(self.catalog, &positions);
                let expected = Text::new(
                    format!("{ids}のすべての回答としました。違うときは結合を解いて、それぞれに答えてください。"),
                    format!("It counts for all of {ids}. If that is wrong, unmerge the cells and answer each."),
                );
                self.problems.warning(ProblemCode::MergedAnswer, &place, &text, expected);
            }
        }
    }

    fn place(&self, row: u32, column: u32, criterion: Option<&str>) -> Place {
        Place { sheet: self.sheet.name.clone(), cell: address(row, column), criterion: criterion.map(str::to_owned) }
    }
}

fn is_status(text: &str, wanted: Status) -> bool {
    matches!(mark(text, Scale::Scs), Mark::Status { status, .. } if status == wanted)
}

fn is_more_than_a_stroke(cell: &Cell) -> bool {
    !matches!(mark(&cell.text(), Scale::Scs), Mark::Blank | Mark::Status { status: Status::NotApplicable, .. })
}

/// Whether 対象外 was accepted; `None` when the cell says neither.
pub(crate) fn acceptance(text: &str) -> Option<bool> {
    let plain: String = fold(text).split_whitespace().collect();
    match plain.as_str() {
        "済" | "済み" | "承認" | "承認済" | "承認済み" | "承認する" | "accepted" | "approved" | "レ" | "■" => {
            Some(true)
        }
        "未" | "未承認" | "否" | "否認" | "却下" | "不要" | "□" | "rejected" => Some(false),
        _ => match mark(text, Scale::Scs) {
            Mark::Blank => Some(false),
            Mark::Status { status: Status::Met, .. } => Some(true),
            Mark::Status { status: Status::Unmet | Status::NotApplicable, .. } => Some(false),
            _ => None,
        },
    }
}

/// How an answer is marked in this scale.
pub(crate) fn expected(scale: Scale) -> Text {
    match scale {
        Scale::Jama => Text::new("2・1・0か対象外のどれか一つにしてください。", "Give one of 2, 1, 0 or 対象外."),
        Scale::YesNo => Text::new(
            "はい・いいえ、○・×、成熟度1〜5、対象外のどれか一つにしてください。",
            "Give one of はい, いいえ, ○, ×, a maturity of 1 to 5, or 対象外.",
        ),
        _ => Text::new("○・△・×・対象外のどれか一つにしてください。", "Give one of ○, △, × or 対象外."),
    }
}

fn formula_read() -> Text {
    Text::new(
        "計算結果を回答として読みました。確かめて、値にしてください。",
        "Its result was read as the answer. Check it and paste it as a value.",
    )
}

fn one_mark() -> Text {
    Text::new("どれか一つにしてください。未回答としました。", "Keep one of them. It was left unanswered.")
}

fn other_column() -> Text {
    Text::new(
        "自己評価を回答とし、もう一方はメモに残しました。",
        "The self-assessment is the answer; the other was kept as a note.",
    )
}

pub(crate) fn a_date() -> Text {
    Text::new(
        "2026-03-01、2026年3月1日、令和8年3月1日のように書いてください。",
        "Write it like 2026-03-01 or 2026/3/1.",
    )
}

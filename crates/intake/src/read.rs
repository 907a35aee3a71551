//! From sheets to entries: one entry per row that names a criterion.

use std::{collections::BTreeMap, ops::Range};

use jiff::civil::Date;
use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Library, Scale, Text};

use crate::{
    IntakeError, ProblemCode, Reading, Wanted,
    book::Workbook,
    clean,
    entry::{Entry, Table},
    expected::an_identifier,
    head::is_like_an_identifier,
    identifier::{element, find, is_broken, several},
    layout::{Layout, layout},
    mark::{Mark, mark},
    names::Names,
    problem::{Place, Problems},
    question::{AnswerColumn, AnswerKind},
    recognise::{self, Identifiers, Key},
    settle,
    sheet::{Cell, Seen, Sheet, Value, address},
    sheets,
};

/// More rows of criteria than any real sheet has; a file with more is something else.
const MOST: usize = 20_000;

/// Reads the sheets of a file as answers.
pub(crate) fn sheets<'a>(
    library: &'a Library,
    name: &str,
    mut workbook: Workbook,
    wanted: &Wanted<'a>,
) -> Result<Reading<'a>, IntakeError> {
    keep_wanted(&mut workbook, &wanted.sheets)?;
    let sheets = &workbook.sheets;
    let names = Names::of(library);
    let columns = recognise::columns(sheets, &names);
    let evidence = recognise::evidence(name, sheets);
    let catalog = recognise::recognise(library, &columns, &evidence, wanted.framework, sheets)?;
    let mut tables = Vec::new();
    for (ids, within) in recognise::best_columns(catalog, &columns) {
        let table = table(&sheets[ids.sheet], ids, catalog, &names, &within, wanted);
        if table.entries.len() > MOST {
            return Err(IntakeError::TooManyCells { limit: MOST });
        }
        tables.push(table);
    }
    let chosen = sheets::choose(tables, wanted.seen())?;
    let mut reading = settle::tables(catalog, chosen, wanted.limits.note_characters);
    let unreadable = workbook.unreadable.iter().map(|(name, detail)| settle::unreadable(name, detail));
    reading.problems.extend(unreadable);
    Ok(reading)
}

/// Keeps only the requested sheets.
fn keep_wanted(workbook: &mut Workbook, wanted: &[String]) -> Result<(), IntakeError> {
    let plain = |name: &str| clean::fold(name);
    for name in wanted {
        if !workbook.sheets.iter().any(|sheet| plain(&sheet.name) == plain(name)) {
            let sheets =
                workbook.sheets.iter().map(|sheet| sheet.name.clone()).filter(|name| !name.is_empty()).collect();
            return Err(IntakeError::NoSuchSheet { found: name.clone(), sheets });
        }
    }
    if !wanted.is_empty() {
        workbook.sheets.retain(|sheet| wanted.iter().any(|name| plain(name) == plain(&sheet.name)));
    }
    Ok(())
}

/// Reads one sheet.
fn table<'s>(
    sheet: &'s Sheet,
    ids: &Identifiers,
    catalog: &Catalog,
    names: &Names,
    within: &Range<u32>,
    wanted: &Wanted<'_>,
) -> Table<'s> {
    let layout = layout(sheet, ids, catalog, within, wanted.seen());
    let mut reader = Rows {
        sheet,
        ids,
        names,
        catalog,
        layout: &layout,
        today: wanted.today,
        problems: Problems::default(),
        merged: BTreeMap::new(),
        once: BTreeMap::new(),
        block: None,
    };
    let mut entries = Vec::new();
    for row in sheet.rows_from(layout.first) {
        reader.row(row, &mut entries);
        if entries.len() > MOST {
            break;
        }
    }
    reader.report_refusal();
    reader.report_merged();
    reader.report_columns();
    reader.report_beside(within);
    reader.report_once();
    Table {
        sheet,
        problems: reader.problems,
        has_answers: !layout.answers.is_empty(),
        is_refused: layout.refusal.is_some(),
        several_notes: layout.notes.len() + layout.others.len() > 1,
        passed: passed(&layout),
        disowned: disowned(sheet, layout.top),
        entries,
    }
}

fn passed(layout: &Layout) -> Option<(String, String)> {
    let (first, _) = layout.passed.first()?;
    let named = layout
        .passed
        .iter()
        .take(8)
        .map(|(column, heading)| format!("{}「{heading}」", address(layout.header, *column)));
    Some((address(layout.header, *first), named.collect::<Vec<_>>().join(" / ")))
}

/// The number of rows above a table that are checked for such lines.
const ABOVE: usize = 12;

/// `記入例（実際の回答ではありません）`: a separate line above the table whose headings begin in row `top`, with nothing but such
/// lines between.
fn disowned(sheet: &Sheet, top: u32) -> Option<(String, String)> {
    let above: Vec<_> = sheet.rows().take_while(|(row, _)| *row < top).collect();
    let lines = above.iter().rev().take(ABOVE).map_while(|(row, cells)| {
        let mut filled = cells.iter().filter(|placed| !placed.cell.is_blank());
        filled.next().filter(|_| filled.next().is_none()).map(|placed| (*row, placed))
    });
    let mut said = lines.map(|(row, placed)| (row, placed.column, placed.cell.text()));
    said.find(|(_, _, text)| sheets::disowns(text)).map(|(row, column, text)| (address(row, column), text.into_owned()))
}

/// The data needed to read the rows of a sheet.
pub(crate) struct Rows<'r> {
    pub(crate) sheet: &'r Sheet,
    pub(crate) ids: &'r Identifiers,
    /// Identifiers of the organization's own catalogues.
    pub(crate) names: &'r Names,
    pub(crate) catalog: &'r Catalog,
    pub(crate) layout: &'r Layout,
    pub(crate) today: Date,
    pub(crate) problems: Problems,
    /// Merged answers: first row, address and mark → the criteria under them.
    pub(crate) merged: BTreeMap<(u32, String, String), Vec<usize>>,
    /// Problems reported once per sheet: the first cell, its text, and how many there are.
    pub(crate) once: BTreeMap<ProblemCode, (u32, u32, String, usize)>,
    /// The last row of the criterion above, and its first entry.
    pub(crate) block: Option<(u32, usize)>,
}

impl Rows<'_> {
    fn row(&mut self, row: u32, entries: &mut Vec<Entry>) {
        let Some(seen) = self.sheet.seen(row, self.ids.column) else { return self.orphan(row, None, entries) };
        let text = seen.cell.text().into_owned();
        let Some(id) = self.names.of_cell(seen.cell) else {
            return match seen.cell.value {
                Value::Date(_) => self.date_identifier(row, &text),
                _ => self.orphan(row, Some(seen.cell), entries),
            };
        };
        let before = entries.len();
        self.identified(row, seen, &id, &text, entries);
        self.block = (entries.len() > before).then_some((row, before));
    }

    /// Reads a row with a number.
    fn identified(&mut self, row: u32, seen: Seen<'_>, id: &str, text: &str, entries: &mut Vec<Entry>) {
        match &self.ids.key {
            Key::Whole => match several(text).as_slice() {
                [] => self.criterion(row, seen, id, &self.layout.answers, entries),
                ids => self.criteria(row, seen, ids, entries),
            },
            Key::WithElement(column) => {
                let word = self.sheet.seen(row, *column).map(|seen| seen.cell.text().into_owned()).unwrap_or_default();
                let id = format!("{id}:{}", element(&word).unwrap_or(word.trim()));
                self.criterion(row, Seen { row, ..seen }, &id, &self.layout.answers, entries);
            }
            Key::Matrix(_) => self.matrix(row, seen, id, entries),
        }
    }

    /// If one row names several criteria, they share its answer.
    fn criteria(&mut self, row: u32, seen: Seen<'_>, ids: &[String], entries: &mut Vec<Entry>) {
        for id in ids {
            self.criterion(row, seen, id, &self.layout.answers, entries);
        }
        let expected = Text::new(
            "同じ行のすべての番号の回答としました。違うときは一つの行に一つの番号を書いてください。",
            "It counts for every identifier of the row. If that is wrong, give each identifier a row of its own.",
        );
        let place = self.place(row, self.ids.column, None);
        self.problems.warning(ProblemCode::MergedAnswer, &place, &seen.cell.text(), expected);
    }

    /// A row of a matrix answers one criterion for each element of the measure.
    fn matrix(&mut self, row: u32, seen: Seen<'_>, measure: &str, entries: &mut Vec<Entry>) {
        for answer in &self.layout.answers {
            let AnswerKind::Element(element) = answer.kind else { continue };
            let id = format!("{measure}:{element}");
            let filled = self.sheet.cell(row, answer.column).is_some_and(is_more_than_a_stroke);
            if filled || find(self.catalog, &id).is_some() {
                let seen = Seen { column: answer.column, ..seen };
                self.criterion(row, seen, &id, std::slice::from_ref(answer), entries);
            }
        }
    }

    fn criterion(&mut self, row: u32, seen: Seen<'_>, id: &str, answers: &[AnswerColumn], entries: &mut Vec<Entry>) {
        let Some(position) = find(self.catalog, id) else { return self.unknown(row, seen, id) };
        let criterion = &self.catalog.criteria()[position].id;
        let place = self.place(row, self.ids.column, Some(criterion));
        let mut entry = Entry { position, place, group: (seen.row, seen.column), ..Entry::default() };
        self.answer(row, answers, &mut entry);
        self.others(row, &mut entry);
        self.details(row, &mut entry);
        self.comments(row, &mut entry);
        entries.push(entry);
    }

    /// A row with a number that is not a criterion of the edition. Headings of requirements and groups are such
    /// rows too, as long as nobody answers in them.
    fn unknown(&mut self, row: u32, seen: Seen<'_>, id: &str) {
        let is_heading = self.catalog.node(id).is_some();
        let separators = |id: &str| id.matches(['-', '.']).count();
        let alike = self.catalog.criteria().first().is_some_and(|first| separators(&first.id) == separators(id));
        if !self.has_mark(row) && (is_heading || !alike) {
            return;
        }
        let expected = if is_heading {
            Text::new(
                "要求事項ではなく、その下の評価基準に答えてください。",
                "Answer the criteria below it, not the requirement itself.",
            )
        } else {
            an_identifier(self.catalog)
        };
        let place = self.place(row, self.ids.column, None);
        let text = seen.cell.text();
        let found = if id.contains(':') { id } else { &text };
        self.problems.error(ProblemCode::UnknownIdentifier, &place, found, expected);
    }

    /// A row without an identifier is ignored, unless somebody answered in it. If the identifier cell contains a
    /// word (記入例, 合計), that is probably not an answer. Without an answer the row may continue the notes of the
    /// criterion above it.
    fn orphan(&mut self, row: u32, cell: Option<&Cell>, entries: &mut [Entry]) {
        let found = cell.map(Cell::text).unwrap_or_default();
        if !self.has_mark(row) {
            return self.goes_on(row, &found, entries);
        }
        self.block = None;
        let place = self.place(row, self.ids.column, None);
        let expected = Text::new(
            "回答の行なら、評価基準の番号を入れてください。",
            "If this row is an answer, put the criterion's identifier into it.",
        );
        if is_like_an_identifier(&found) || is_broken(&found) {
            self.problems.error(ProblemCode::UnknownIdentifier, &place, &found, an_identifier(self.catalog));
        } else if clean::trim(&found).is_empty()
            || cell.is_some_and(|cell| cell.fault().is_some())
            || is_same_as_above(&found)
        {
            self.problems.error(ProblemCode::MissingIdentifier, &place, &found, expected);
        } else {
            self.problems.warning(ProblemCode::MissingIdentifier, &place, &found, expected);
        }
    }

    fn date_identifier(&mut self, row: u32, found: &str) {
        let expected = Text::new(
            "列の表示形式を「文字列」にして、番号を入れ直してください。",
            "Format the column as text and type the identifier again.",
        );
        let place = self.place(row, self.ids.column, None);
        self.problems.error(ProblemCode::DateIdentifier, &place, found, expected);
    }

    pub(crate) fn place(&self, row: u32, column: u32, criterion: Option<&str>) -> Place {
        Place { sheet: self.sheet.name.clone(), cell: address(row, column), criterion: criterion.map(str::to_owned) }
    }
}

/// `〃`: the same number as in the row above.
pub(crate) fn is_same_as_above(text: &str) -> bool {
    let folded = clean::fold(text);
    let bare = folded.trim_matches(|c: char| c.is_whitespace() || "()[]「」".contains(c));
    matches!(
        bare,
        "〃" | "\"" | "″" | "々" | "同上" | "続き" | "上記続き" | "つづき" | "↑" | "ditto" | "continued" | "cont."
    )
}

fn is_more_than_a_stroke(cell: &Cell) -> bool {
    !matches!(mark(&cell.text(), Scale::Scs), Mark::Blank | Mark::Status { status: Status::NotApplicable, .. })
}

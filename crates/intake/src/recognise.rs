//! Recognises the edition of a file: the one that matches most of its identifiers and has the fewest criteria that
//! are missing in the file.

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use tasuki_catalog::{Catalog, Library, Scale, Text};

use crate::{
    IntakeError,
    clean::fold,
    diagnose,
    identifier::{element, find, of_cell},
    names::Names,
    sheet::{Placed, Sheet, Value},
};

/// A column of a sheet that holds identifiers.
#[derive(Debug, Clone)]
pub(crate) struct Identifiers {
    /// Position of the sheet.
    pub(crate) sheet: usize,
    /// The column.
    pub(crate) column: u32,
    /// How a row's identifier is composed.
    pub(crate) key: Key,
    /// The text above the first identifier, folded.
    pub(crate) heading: String,
    /// Row and identifier, as spelled in the catalogues.
    pub(crate) ids: Vec<(u32, String)>,
}

/// How the identifier of a row is composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    /// The column holds the whole identifier.
    Whole,
    /// The column holds the measure, and this one the element.
    WithElement(u32),
    /// The column holds the measure, and every element has a column of marks.
    Matrix(Vec<(u32, &'static str)>),
}

/// Whether sheets are answers to this edition.
pub(crate) fn is_answered(catalog: &Catalog) -> bool {
    !matches!(catalog.scale(), Scale::Reference | Scale::Rating)
}

/// Every column of every sheet with something that looks like an identifier.
pub(crate) fn columns(sheets: &[Sheet], names: &Names) -> Vec<Identifiers> {
    sheets.iter().enumerate().flat_map(|(at, sheet)| columns_of(at, sheet, names)).collect()
}

fn columns_of(at: usize, sheet: &Sheet, names: &Names) -> Vec<Identifiers> {
    let mut found = BTreeMap::<u32, Vec<(u32, String)>>::new();
    for (row, cells) in sheet.rows() {
        for Placed { column, cell, .. } in cells {
            if let Some(id) = names.of_cell(cell) {
                found.entry(*column).or_default().push((row, id));
            }
        }
    }
    found
        .into_iter()
        .map(|(column, ids)| {
            let is_measure = |id: &str| id.starts_with('L') && !id.contains(':');
            let measures = ids.iter().filter(|(_, id)| is_measure(id)).count();
            let above = ids.first().and_then(|(first, _)| {
                let above = sheet.rows().map(|(row, _)| row).take_while(|row| row < first);
                let cells = above.filter_map(|row| sheet.cell(row, column));
                cells.last().map(|cell| fold(&cell.text()))
            });
            let plain = Identifiers { sheet: at, column, key: Key::Whole, heading: above.unwrap_or_default(), ids };
            if measures * 2 > plain.ids.len() { with_elements(sheet, plain) } else { plain }
        })
        .collect()
}

/// Measures alone are not criteria: the element is in a column beside them, or in the headings of columns of marks.
fn with_elements(sheet: &Sheet, mut plain: Identifiers) -> Identifiers {
    let Some(&(first, _)) = plain.ids.first() else { return plain };
    let named = |row, column| sheet.seen(row, column).and_then(|seen| element(&seen.cell.text()));
    let mut counts = BTreeMap::<u32, usize>::new();
    for (_, cells) in sheet.rows().skip_while(|(row, _)| *row < first) {
        for placed in cells.iter().filter(|placed| element(&placed.cell.text()).is_some()) {
            *counts.entry(placed.column).or_default() += 1;
        }
    }
    let best = counts.into_iter().max_by_key(|(_, count)| *count);
    if let Some((column, _)) = best.filter(|(_, count)| *count * 2 >= plain.ids.len()) {
        plain.key = Key::WithElement(column);
        let rows = sheet.rows_from(first);
        plain.ids = rows.filter_map(|row| Some((row, combined(sheet, &plain, row, named(row, column)?)?))).collect();
        return plain;
    }
    let headings = sheet.rows().take_while(|(row, _)| *row < first).map(|(_, cells)| {
        cells.iter().filter_map(|placed| Some((placed.column, element(&placed.cell.text())?))).collect::<Vec<_>>()
    });
    if let Some(elements) = headings.filter(|elements| elements.len() >= 3).last() {
        let measures = std::mem::take(&mut plain.ids);
        let ids = measures
            .into_iter()
            .flat_map(|(row, id)| elements.iter().map(move |(_, element)| (row, format!("{id}:{element}"))));
        plain.ids = ids.collect();
        plain.key = Key::Matrix(elements);
    }
    plain
}

fn combined(sheet: &Sheet, ids: &Identifiers, row: u32, element: &str) -> Option<String> {
    let measure = of_cell(sheet.seen(row, ids.column)?.cell)?;
    Some(format!("{measure}:{element}"))
}

/// How well an edition matches the identifiers.
struct Fit<'a> {
    catalog: &'a Catalog,
    explained: HashSet<usize>,
    unknown: usize,
    words: usize,
    named: bool,
}

/// The edition that matches the identifiers. `evidence` is all the short text around them, folded.
pub(crate) fn recognise<'a>(
    library: &'a Library,
    columns: &[Identifiers],
    evidence: &str,
    framework: Option<&'a Catalog>,
    sheets: &[Sheet],
) -> Result<&'a Catalog, IntakeError> {
    if let Some(catalog) = framework.filter(|catalog| !is_answered(catalog)) {
        return Err(IntakeError::NotAnswerable { edition: catalog.id().to_owned() });
    }
    let candidates: Vec<&Catalog> = match framework {
        Some(catalog) => vec![catalog],
        None => library.catalogs().filter(|catalog| is_answered(catalog)).collect(),
    };
    let fits: Vec<Fit<'a>> = candidates
        .iter()
        .map(|catalog| fit(catalog, columns, evidence))
        .filter(|fit| if framework.is_some() { !fit.explained.is_empty() } else { fit.is_believable() })
        .collect();
    if fits.is_empty() {
        return Err(nothing(columns, &candidates, sheets));
    }
    choose(&fits)
}

fn nothing(columns: &[Identifiers], candidates: &[&Catalog], sheets: &[Sheet]) -> IntakeError {
    if let Some(error) = diagnose::broken_identifiers(sheets) {
        return error;
    }
    match columns.iter().max_by_key(|column| column.ids.len()) {
        Some(column) => IntakeError::NotRecognised {
            found: column.ids.iter().take(6).map(|(_, id)| id.clone()).collect(),
            candidates: candidates.iter().map(|catalog| catalog.id().to_owned()).collect(),
        },
        None => no_table(sheets, Text::new("評価基準の番号がある表", "a table with criterion numbers")),
    }
}

/// The error for sheets that lack the wanted column.
pub(crate) fn no_table(sheets: &[Sheet], wanted: Text) -> IntakeError {
    IntakeError::NoTable { sheets: sheets.iter().map(|sheet| sheet.name.clone()).collect(), wanted }
}

fn fit<'a>(catalog: &'a Catalog, columns: &[Identifiers], evidence: &str) -> Fit<'a> {
    let (mut explained, mut unknown) = (HashSet::new(), HashSet::new());
    for (column, _) in best_columns(catalog, columns) {
        for (_, id) in &column.ids {
            match find(catalog, id) {
                Some(position) => _ = explained.insert(position),
                None if catalog.node(id).is_none() => _ = unknown.insert(id.as_str()),
                None => (),
            }
        }
    }
    let words = words(catalog.scale()).iter().filter(|word| evidence.contains(**word)).count();
    Fit { catalog, explained, unknown: unknown.len(), words, named: evidence.contains(catalog.id()) }
}

/// For each sheet, the column that holds the most different criteria of the edition, if any, and the columns of
/// tables beside it: with the same heading and other criteria. Each comes with the range of columns that its table
/// may use.
pub(crate) fn best_columns<'c>(catalog: &Catalog, columns: &'c [Identifiers]) -> Vec<(&'c Identifiers, Range<u32>)> {
    let criteria =
        |column: &Identifiers| column.ids.iter().filter_map(|(_, id)| find(catalog, id)).collect::<HashSet<_>>();
    let mut best = BTreeMap::<usize, (HashSet<usize>, &Identifiers)>::new();
    for column in columns {
        let found = criteria(column);
        if found.len() > best.get(&column.sheet).map_or(0, |(known, _)| known.len()) {
            best.insert(column.sheet, (found, column));
        }
    }
    best.into_values()
        .flat_map(|(mut taken, main)| {
            let mut tables = vec![main];
            let is_like = |column: &&Identifiers| {
                column.sheet == main.sheet
                    && column.column != main.column
                    && column.heading == main.heading
                    && main.key == Key::Whole
                    && column.key == Key::Whole
            };
            for column in columns.iter().filter(is_like) {
                let found = criteria(column);
                if !found.is_empty() && found.is_disjoint(&taken) {
                    taken.extend(found);
                    tables.push(column);
                }
            }
            tables.sort_by_key(|table| table.column);
            let begins = |at: usize| if at == 0 { 0 } else { tables[at].column };
            let ends = |at: usize| tables.get(at + 1).map_or(u32::MAX, |next| next.column);
            (0..tables.len()).map(|at| (tables[at], begins(at)..ends(at))).collect::<Vec<_>>()
        })
        .collect()
}

/// Words that are found around the answers to an edition with this scale.
fn words(scale: Scale) -> &'static [&'static str] {
    match scale {
        Scale::Scs => &["評価基準", "★3", "★4", "要求事項no"],
        Scale::Jama => &["達成条件", "達成基準", "ラベル", "レベル", "lv1", "自工会", "jama", "部工会"],
        Scale::YesNo => &["経営", "チェックシート", "指示", "重要10項目", "成熟度"],
        Scale::Element => &["対策要件", "プロシージャ", "cpsf", "フィジカル", "要素"],
        Scale::Rating | Scale::Reference => &[],
    }
}

impl Fit<'_> {
    /// The number of separators in an identifier: the more there are, the less likely it matches by accident.
    fn separators(&self) -> usize {
        self.catalog.criteria().first().map_or(0, |criterion| criterion.id.matches(['-', '.', ':']).count()).min(3)
    }

    /// Whether the identifiers can belong to this edition at all; small numbers are found in every table.
    fn is_believable(&self) -> bool {
        let count = self.explained.len();
        match self.separators() {
            // A file that names the edition is about it.
            _ if self.named => count > 0,
            0 => count > 0 && (self.words > 0 || count >= 40),
            1 => count > 0 && (self.words > 0 && count * 2 > self.unknown || count >= 3 && self.unknown == 0),
            _ => count > 0,
        }
    }

    /// The positions included at each level, and in total.
    fn scopes(&self) -> impl Iterator<Item = HashSet<usize>> {
        let levels = self.catalog.levels().iter().map(|level| Some(level.id)).chain([None]);
        levels.map(|level| {
            let asked =
                self.catalog.criteria().iter().enumerate().filter(|(_, criterion)| self.catalog.asks(level, criterion));
            asked.map(|(position, _)| position).collect()
        })
    }

    /// The number of criteria that only the file or only the edition has, for the level that fits best.
    fn distance(&self) -> usize {
        self.scopes().map(|asked| asked.symmetric_difference(&self.explained).count()).min().unwrap_or(usize::MAX)
    }

    /// Up to 100 for coverage, plus points for identifiers that cannot match by accident and for words around them.
    fn score(&self) -> usize {
        let coverage = |asked: HashSet<usize>| {
            asked.intersection(&self.explained).count() * 100 / asked.union(&self.explained).count().max(1)
        };
        let coverage = self.scopes().map(coverage).max().unwrap_or(0);
        coverage + self.separators() * 10 + self.words.min(3) * 10 + usize::from(self.named) * 15
    }
}

fn choose<'a>(fits: &[Fit<'a>]) -> Result<&'a Catalog, IntakeError> {
    let best = fits.iter().max_by_key(|fit| fit.score());
    let Some(best) = best else { return Err(IntakeError::Ambiguous { editions: Vec::new() }) };
    let (siblings, others): (Vec<&Fit<'a>>, Vec<&Fit<'a>>) =
        fits.iter().partition(|fit| fit.catalog.framework() == best.catalog.framework());
    let rivals: Vec<&Fit<'a>> = others.into_iter().filter(|fit| fit.score() == best.score()).collect();
    if rivals.is_empty() { edition(&siblings) } else { Err(ambiguous(rivals.into_iter().chain([best]))) }
}

/// Among editions of one framework the identifiers decide first; if they do not, the edition that the file names;
/// then how exactly the file matches one of the levels.
fn edition<'a>(siblings: &[&Fit<'a>]) -> Result<&'a Catalog, IntakeError> {
    let most = siblings.iter().map(|fit| fit.explained.len()).max().unwrap_or(0);
    let mut left: Vec<&&Fit<'a>> = siblings.iter().filter(|fit| fit.explained.len() == most).collect();
    if left.iter().filter(|fit| fit.named).count() == 1 {
        left.retain(|fit| fit.named);
    }
    let nearest = left.iter().map(|fit| fit.distance()).min().unwrap_or(0);
    if nearest * 10 <= most {
        left.retain(|fit| fit.distance() == nearest);
    }
    match left.as_slice() {
        [only] => Ok(only.catalog),
        several => Err(ambiguous(several.iter().map(|fit| **fit))),
    }
}

fn ambiguous<'f, 'a: 'f>(fits: impl Iterator<Item = &'f Fit<'a>>) -> IntakeError {
    let mut editions: Vec<String> = fits.map(|fit| fit.catalog.id().to_owned()).collect();
    editions.sort();
    IntakeError::Ambiguous { editions }
}

/// The short texts at the top of the sheets, the names of the sheets and the name of the file: what a file says
/// about itself.
pub(crate) fn evidence(name: &str, sheets: &[Sheet]) -> String {
    let mut evidence = fold(name);
    for sheet in sheets {
        evidence.push('\n');
        evidence.push_str(&fold(&sheet.name));
        let texts = sheet.rows().take(20).flat_map(|(_, cells)| cells.iter().take(64));
        for placed in texts {
            if let Value::Text(text) = &placed.cell.value
                && text.len() <= 200
            {
                evidence.push('\n');
                evidence.push_str(&fold(text));
            }
        }
    }
    evidence.replace(' ', "")
}

//! Reads the list of targets that an office keeps: CSV with a heading, in Japanese or English.
//!
//! Each row says what a target is called, whether it is in scope and why not, from where it can be reached, what it is, and who is asked.
//! An empty cell is *not known*; a word that is not understood is a problem. All problems of a file are told together, and a file with one
//! is not used: a misread exposure would let a finding disappear.

mod cells;
mod columns;
mod problem;

use std::collections::{HashMap, HashSet};

use tasuki_assess::scan::{KnownTarget, Range, TargetScope, Targets};
use tasuki_catalog::fold;

use crate::{IntakeError, Limits, clean, sheet::Sheet, table};
use columns::{Column, Columns};
use problem::problem;
pub use problem::{TargetProblem, TargetsError};

/// A list of targets, as read.
#[derive(Debug, Clone)]
pub struct TargetList {
    /// The targets.
    pub targets: Targets,
    /// Why each of them is in scope or out of it, in their order; empty where nothing is said.
    pub reasons: Vec<String>,
    /// Headings of columns that were not read.
    pub passed_over: Vec<String>,
}

/// Reads a list of targets.
///
/// # Errors
/// When it is too large or no CSV, and with every cell that cannot be read.
pub fn read_targets(bytes: &[u8], limits: &Limits) -> Result<TargetList, TargetsError> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found > limits.text_bytes {
        return Err(IntakeError::TooLarge { found: Some(found), limit: limits.text_bytes }.into());
    }
    let sheet = table::sheet(bytes, limits)?;
    let Some((head, _)) = sheet.rows().next() else {
        return Err(TargetsError::Bad(vec![problem(0, "", "見出しがありません", "there is no heading")]));
    };
    let (columns, mut problems) = Columns::of(&sheet, head);
    if !problems.is_empty() {
        return Err(TargetsError::Bad(problems));
    }
    let mut known = Vec::new();
    for row in sheet.rows_from(head + 1) {
        let line = Line { sheet: &sheet, columns: &columns, row };
        known.extend(line.target(&mut problems).map(|target| (row, target)));
    }
    problems.extend(twice(&known, &columns));
    if !problems.is_empty() {
        return Err(TargetsError::Bad(problems));
    }
    let reason = |row| Line { sheet: &sheet, columns: &columns, row }.cell(Column::Reason);
    let reasons = known.iter().map(|(row, _)| reason(*row)).collect();
    let targets = Targets::new(known.into_iter().map(|(_, target)| target).collect());
    Ok(TargetList { targets, reasons, passed_over: columns.passed_over })
}

/// One row of the list.
struct Line<'a> {
    sheet: &'a Sheet,
    columns: &'a Columns,
    row: u32,
}

impl Line<'_> {
    fn cell(&self, column: Column) -> String {
        let cell = self.columns.at(column).and_then(|at| self.sheet.cell(self.row, at));
        cell.map(|cell| clean::trim(&cell.text()).to_owned()).unwrap_or_default()
    }

    /// What a cell says; a problem if it says something that is not understood.
    fn read<T>(&self, column: Column, read: fn(&str) -> Option<T>, problems: &mut Vec<TargetProblem>) -> Option<T> {
        let text = self.cell(column);
        let value = read(&text);
        if value.is_none() {
            let [ja, en] = cells::expected(column);
            let (ja, en) =
                (format!("「{text}」ではなく、{ja}を書いてください"), format!("found {text:?}; expected {en}"));
            problems.push(problem(self.row, self.columns.heading(column), ja, en));
        }
        value
    }

    fn target(&self, problems: &mut Vec<TargetProblem>) -> Option<KnownTarget> {
        let name = self.read(Column::Name, cells::name, problems);
        let is_in = self.read(Column::Scope, cells::yes, problems);
        let exposure = self.read(Column::Exposure, cells::exposure, problems);
        let kind = self.read(Column::Kind, cells::kind, problems);
        let scope = if is_in? {
            TargetScope::In
        } else {
            TargetScope::Out { reason: self.read(Column::Reason, cells::name, problems)? }
        };
        let owner = cells::name(&self.cell(Column::Owner));
        let addresses = cells::addresses(&self.cell(Column::Addresses));
        for range in addresses.iter().filter(|own| Range::is_miswritten(own)) {
            let ja = format!("「{range}」ではなく、192.0.2.0/24 のようにアドレスの範囲を書いてください");
            let en = format!("found {range:?}; write a range of addresses like 192.0.2.0/24");
            problems.push(problem(self.row, self.columns.heading(Column::Addresses), ja, en));
        }
        Some(KnownTarget { name: name?, addresses, scope, exposure: exposure?, kind: kind?, owner })
    }
}

/// Names that lead to several targets: nobody could say whose finding it is.
fn twice(known: &[(u32, KnownTarget)], columns: &Columns) -> Vec<TargetProblem> {
    let mut rows: HashMap<String, u32> = HashMap::new();
    let mut problems = Vec::new();
    for (row, target) in known {
        let names: HashSet<String> =
            std::iter::once(&target.name).chain(&target.addresses).map(|name| fold(name)).collect();
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_unstable();
        for name in names {
            if let Some(first) = rows.get(&name) {
                let (ja, en) = (
                    format!("「{name}」は{}行目にもあります", first + 1),
                    format!("{name:?} is in row {} already", first + 1),
                );
                problems.push(problem(*row, columns.heading(Column::Name), ja, en));
            } else {
                rows.insert(name, *row);
            }
        }
    }
    problems
}

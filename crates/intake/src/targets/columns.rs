//! Which column of a list of targets says what, by its heading.

use tasuki_catalog::fold;

use super::problem::{TargetProblem, problem};
use crate::{clean, sheet::Sheet};

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Addresses,
    Scope,
    Reason,
    Exposure,
    Kind,
    Owner,
}

/// The headings that people give to each column, folded.
const HEADINGS: [(Column, &[&str]); 7] = [
    (Column::Name, &["名前", "名称", "対象", "対象名", "機器名", "ホスト名", "name", "target", "host", "hostname"]),
    (
        Column::Addresses,
        &["アドレス", "ipアドレス", "別名", "address", "addresses", "ip", "ip address", "ip addresses", "other names"],
    ),
    (Column::Scope, &["適用範囲", "適用範囲内", "範囲内", "in scope", "scope"]),
    (Column::Reason, &["理由", "範囲外の理由", "適用範囲外の理由", "対象外の理由", "reason", "reason why not"]),
    (Column::Exposure, &["露出", "公開範囲", "位置", "exposure"]),
    (Column::Kind, &["種類", "種別", "機器の種類", "kind", "type"]),
    (Column::Owner, &["担当", "担当者", "管理者", "担当部署", "owner"]),
];

/// Where the columns stand.
#[derive(Debug)]
pub(super) struct Columns {
    found: Vec<(Column, u32, String)>,
    /// Headings that say none of it.
    pub(super) passed_over: Vec<String>,
}

impl Columns {
    /// The columns of a heading. A column that is there twice, or a needed one that is missing, is a problem.
    pub(super) fn of(sheet: &Sheet, head: u32) -> (Self, Vec<TargetProblem>) {
        let (mut columns, mut problems) = (Self { found: Vec::new(), passed_over: Vec::new() }, Vec::new());
        for at in sheet.columns(std::iter::once(head)) {
            let Some(cell) = sheet.cell(head, at) else { continue };
            let heading = clean::trim(&cell.text()).to_owned();
            match meaning(&heading) {
                None => columns.passed_over.push(heading),
                Some(column) if columns.at(column).is_some() => {
                    let first = columns.heading(column).to_owned();
                    problems.push(problem(
                        head,
                        &heading,
                        format!("「{first}」と同じことを言う列です"),
                        format!("this column says the same as {first:?}"),
                    ));
                }
                Some(column) => columns.found.push((column, at, heading)),
            }
        }
        for needed in [Column::Name, Column::Scope].into_iter().filter(|column| columns.at(*column).is_none()) {
            let names = names(needed).join("、");
            let told =
                (format!("列がありません（{names} のどれか）"), format!("the column is missing (one of {names})"));
            problems.push(problem(head, names_first(needed), told.0, told.1));
        }
        (columns, problems)
    }

    /// Where a column stands.
    pub(super) fn at(&self, column: Column) -> Option<u32> {
        self.found.iter().find(|(own, ..)| *own == column).map(|(_, at, _)| *at)
    }

    /// What its heading says; its usual heading where there is none.
    pub(super) fn heading(&self, column: Column) -> &str {
        self.found.iter().find(|(own, ..)| *own == column).map_or(names_first(column), |(.., heading)| heading)
    }
}

fn meaning(heading: &str) -> Option<Column> {
    let folded = fold(heading);
    HEADINGS.into_iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(column, _)| column)
}

fn names(column: Column) -> &'static [&'static str] {
    HEADINGS.into_iter().find(|(own, _)| *own == column).map_or(&[], |(_, names)| names)
}

fn names_first(column: Column) -> &'static str {
    names(column).first().copied().unwrap_or_default()
}

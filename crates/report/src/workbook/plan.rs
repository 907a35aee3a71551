//! The plan: open criteria in the order in which to close them, with columns for a name and a day.

use tasuki_assess::{Assessment, Gap};
use tasuki_catalog::Lang;

use super::{
    cell::Cell,
    style::Style,
    table::{Column, Table},
};
use crate::words::Words;

/// The sheet.
pub(super) fn table<'a>(assessment: &'a Assessment<'_>, lang: Lang) -> Table<'a> {
    let words = Words::of(lang);
    // An edition without first steps shows the statement instead.
    let has_steps = assessment.catalog.criteria().iter().any(|criterion| criterion.first_step.is_some());
    let step = if has_steps { words.first_step } else { words.goal };
    let columns = vec![
        Column::new(words.order, 6.0, Style::Centre),
        Column::new(words.id, 11.0, Style::Strong),
        Column::new(words.title, 28.0, Style::Body),
        Column::new(words.level, 7.0, Style::Centre),
        Column::new(words.state, 11.0, Style::Centre),
        Column::new(words.kind, 13.0, Style::Centre),
        Column::new(words.effort, 16.0, Style::Body),
        Column::new(words.after, 18.0, Style::Body),
        Column::new(words.unblocks, 9.0, Style::Centre),
        Column::new(words.closes, 10.0, Style::Centre),
        Column::new(step, 52.0, Style::Body),
        Column::new(words.owner, 14.0, Style::Input),
        Column::new(words.due, 12.0, Style::InputDate),
    ];
    let criteria = assessment.catalog.criteria();
    let row = |(order, gap): (usize, &Gap)| {
        let criterion = &criteria[gap.position];
        let after: Vec<&str> = gap.after.iter().map(|&position| criteria[position].id.as_str()).collect();
        vec![
            Cell::count(order),
            Cell::text(&criterion.id),
            Cell::text(criterion.title.get(lang)),
            Cell::text(assessment.catalog.level_title(criterion.level, lang)),
            Cell::State(assessment.answers.at(gap.position).status),
            Cell::text(criterion.kind.map_or("", |kind| kind.name(lang))),
            Cell::text(gap.effort.name(lang)),
            Cell::made(after.join(", ")),
            if gap.unblocks == 0 { Cell::Blank } else { Cell::count(gap.unblocks) },
            Cell::text(if gap.closes_requirement { words.yes_sign } else { "" }),
            Cell::text(criterion.first_step.as_ref().unwrap_or(&criterion.statement).get(lang)),
            Cell::Blank,
            Cell::Blank,
        ]
    };
    let rows = (1..).zip(&assessment.plan).map(row).collect();
    Table { name: words.sheet_plan, columns, rows, empty: words.no_gaps }
}

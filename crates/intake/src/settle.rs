//! From entries to answers: duplicates, several sheets, reasons, missing criteria.

use std::collections::{BTreeMap, HashSet};

use tasuki_assess::{Answer, Answers, Status};
use tasuki_catalog::{Catalog, Text};

use crate::{
    Problem, ProblemCode, Reading, Severity,
    entry::Entry,
    expected::{a_shorter_note, answers_of_now},
    problem::{Place, Problems},
    sheets::Chosen,
};

/// The result for the chosen tables. Criteria that occur in several of them are compared.
pub(crate) fn tables<'a>(catalog: &'a Catalog, chosen: Chosen<'_>, longest: usize) -> Reading<'a> {
    let Chosen { tables, left_out, doubtful } = chosen;
    let name = tables.first().map(|table| table.sheet.name.clone()).unwrap_or_default();
    let has_answers = tables.iter().any(|table| table.has_answers || table.is_refused);
    let (mut entries, mut problems, mut several) = (Vec::<Entry>::new(), Problems::default(), false);
    let mut passed = tables.first().and_then(|table| table.passed.clone());
    for (at, table) in tables.into_iter().enumerate() {
        if at > 0 && table.marks() == 0 && !table.is_refused && table.sheet.name != name {
            continue;
        }
        several |= table.several_notes;
        let offset = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        entries.extend(
            table.entries.into_iter().map(|entry| Entry { group: (entry.group.0, entry.group.1 ^ offset), ..entry }),
        );
        problems.append(table.problems);
    }
    if !has_answers {
        let place = Place { sheet: name.clone(), ..Place::default() };
        let wanted = Text::new("「自己評価」という見出しの列に答えてください。", "Answer in a column headed 自己評価.");
        let (cell, found) = passed.take().unwrap_or_default();
        problems.error(ProblemCode::NoAnswerColumn, &Place { cell, ..place }, &found, wanted);
    }
    for (sheet, cell, found) in doubtful {
        let place = Place { sheet, cell, criterion: None };
        problems.warning(ProblemCode::DoubtfulSheet, &place, &found, answers_of_now());
    }
    for (sheet, marks) in left_out {
        let place = Place { sheet, ..Place::default() };
        let wanted = Text::new(
            format!("シート「{name}」の回答を読みました。こちらを使うときは、このシートを指定して読み込んでください。"),
            format!("The answers of sheet {name:?} were read. To use these, name this sheet and read the file again."),
        );
        problems.warning(ProblemCode::OtherSheet, &place, &marks.to_string(), wanted);
    }
    settle(catalog, entries, problems, name, several, longest)
}

/// Combines the entries of one file.
pub(crate) fn settle(
    catalog: &Catalog,
    entries: Vec<Entry>,
    mut problems: Problems,
    sheet: String,
    several_notes: bool,
    longest: usize,
) -> Reading<'_> {
    let mut answers = Answers::new(catalog);
    let mut by_criterion = BTreeMap::<usize, Vec<Entry>>::new();
    for entry in entries {
        by_criterion.entry(entry.position).or_default().push(entry);
    }
    for (position, entries) in &by_criterion {
        *answers.at_mut(*position) = one(entries, several_notes, longest, &mut problems);
    }
    let missing: Vec<usize> =
        (0..catalog.criteria().len()).filter(|position| !by_criterion.contains_key(position)).collect();
    if !missing.is_empty() {
        let place = Place { sheet: sheet.clone(), ..Place::default() };
        let (all, count) = (catalog.criteria().len(), missing.len());
        let wanted = Text::new(
            format!("{}の{all}件のうち{count}件がありません。未回答としました。", catalog.id()),
            format!("{count} of the {all} criteria of {} are not there; they were left unanswered.", catalog.id()),
        );
        problems.warning_in_full(ProblemCode::MissingCriteria, &place, ranges(catalog, &missing), wanted);
    }
    Reading { catalog, answers, problems: problems.into_list(), sheet }
}

/// The answer for one criterion from all its rows.
fn one(entries: &[Entry], several_notes: bool, longest: usize, problems: &mut Problems) -> Answer {
    let mut statuses: Vec<&Entry> = entries.iter().filter(|entry| entry.status.is_some()).collect();
    statuses.dedup_by_key(|entry| entry.status);
    let contradiction = statuses.len() > 1;
    let same_group = entries.iter().all(|entry| entry.group == entries[0].group);
    if contradiction {
        let (code, place) = if same_group {
            (ProblemCode::ContradictoryMarks, &entries[0].place)
        } else {
            (ProblemCode::DuplicateIdentifier, &entries[1].place)
        };
        let wanted =
            Text::new("どれか一つにしてください。未回答としました。", "Keep one of them. It was left unanswered.");
        problems.error(code, place, &found(entries), wanted);
    } else if !same_group && entries.iter().all(|entry| entry.place.sheet == entries[0].place.sheet) {
        let wanted = Text::new(
            "一つの行にまとめてください。表計算ソフトが1.10を1.1に変えた場合は、書式を文字列にして番号を直してください。",
            "Keep one row. If the spreadsheet program turned 1.10 into 1.1, format the column as text and mend the identifier.",
        );
        problems.warning(ProblemCode::DuplicateIdentifier, &entries[1].place, &found(entries), wanted);
    }
    let faulty = contradiction || entries.iter().any(|entry| entry.faulty);
    let first = statuses.first().filter(|_| !faulty);
    let answer = Answer {
        status: first.and_then(|entry| entry.status).unwrap_or_default(),
        note: shortened(note(entries, several_notes), longest, &entries[0], problems),
        confirmed: entries.iter().filter_map(|entry| entry.confirmed).max(),
        accepted: entries.iter().any(|entry| entry.accepted),
        maturity: if faulty { None } else { entries.iter().find_map(|entry| entry.maturity) },
    };
    if answer.status == Status::NotApplicable && answer.note.is_empty() {
        let place =
            first.map_or_else(Place::default, |entry| Place { cell: entry.cell.clone(), ..entry.place.clone() });
        let wanted = Text::new(
            "対象外とする理由を備考などの列に書いてください。",
            "Write in a column of notes why it does not apply.",
        );
        problems.warning(ProblemCode::NotApplicableWithoutReason, &place, Status::NotApplicable.sign(), wanted);
    }
    answer
}

/// A note, cut off at the limit.
fn shortened(note: String, longest: usize, entry: &Entry, problems: &mut Problems) -> String {
    if note.len() <= longest || note.chars().count() <= longest {
        return note;
    }
    problems.error(ProblemCode::NoteTooLong, &entry.place, &note, a_shorter_note(longest));
    note.chars().take(longest).collect()
}

/// `L5: ○ / L9: ×`, with the sheet names if there are several sheets.
fn found(entries: &[Entry]) -> String {
    let one_sheet = entries.iter().all(|entry| entry.place.sheet == entries[0].place.sheet);
    let shown = entries.iter().take(10).map(|entry| {
        let sign = entry.status.unwrap_or_default().sign();
        let sheet = if one_sheet { String::new() } else { format!("{} ", entry.place.sheet) };
        format!("{sheet}{}: {sign}", entry.place.cell)
    });
    shown.collect::<Vec<_>>().join(" / ")
}

/// All notes on a criterion without duplicates; headings are added only if there are several columns of notes.
fn note(entries: &[Entry], several: bool) -> String {
    let mut seen = HashSet::new();
    let texts = entries.iter().flat_map(|entry| &entry.notes).filter(|(_, text)| !text.is_empty());
    let headed = |(heading, text): &(String, String)| {
        if several && !heading.is_empty() { format!("{heading}: {text}") } else { text.clone() }
    };
    texts.map(headed).filter(|line| seen.insert(line.clone())).collect::<Vec<_>>().join("\n")
}

/// A short list of criteria: `1-1-1-1–1-2-1-2, 4-1-4-3`.
pub(crate) fn ranges(catalog: &Catalog, positions: &[usize]) -> String {
    let id = |position: usize| catalog.criteria()[position].id.as_str();
    let mut runs = Vec::<(usize, usize)>::new();
    for &position in positions {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == position => *last = position,
            _ => runs.push((position, position)),
        }
    }
    let shown = runs.iter().map(|(first, last)| match last - first {
        0 => id(*first).to_owned(),
        1 => format!("{}, {}", id(*first), id(*last)),
        _ => format!("{}–{}", id(*first), id(*last)),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// The problem for a sheet that could not be read.
pub(crate) fn unreadable(name: &str, detail: &str) -> Problem {
    Problem {
        severity: Severity::Warning,
        code: ProblemCode::UnreadableSheet,
        sheet: name.to_owned(),
        cell: String::new(),
        criterion: None,
        found: detail.to_owned(),
        expected: Text::new(
            "回答がこのシートにあるなら、保存し直してください。",
            "If the answers are in this sheet, save the workbook again.",
        ),
    }
}

//! The first page: figures with their base, and the pictures.

use rust_xlsxwriter::{Workbook, XlsxError};
use tasuki_assess::{Assessment, Score, Status, Tally, worked_out};
use tasuki_catalog::Lang;

use super::{
    cell::Cell,
    charts::{self, Place},
    sheet::Sheet,
    style::Style,
};
use crate::{
    ReportOptions,
    areas::{Area, areas, fit_a_radar, names, tallies},
    words::{Words, state},
};

/// Columns of the page: a margin, a name in two columns, then figures.
const LEFT: u16 = 1;
const FIGURES: u16 = 3;
const RIGHT: u16 = 10;
/// Width of a picture, and height of a row, in pixels.
const WIDTH: u32 = 950;
const RADAR: u32 = 400;
const ROW: u32 = 18;

/// Writes the sheet.
pub(super) fn write(
    workbook: &mut Workbook,
    assessment: &Assessment<'_>,
    options: &ReportOptions<'_>,
) -> Result<(), XlsxError> {
    let (words, lang) = (Words::of(options.lang), options.lang);
    let mut sheet = Sheet::add(workbook, words.sheet_summary, lang)?;
    sheet.worksheet.set_portrait().set_tab_color(super::style::ACCENT);
    sheet.widths(0, &[1.5, 8.0, 26.0, 9.0, 9.0, 9.0, 10.0, 10.0, 10.0, 11.0, 11.0])?;
    sheet.widths(RIGHT + 1, &vec![10.0; extra_headers(&assessment.score, words).len()])?;
    sheet.across(0, (LEFT, RIGHT), words.report_title, Style::Title, 1)?;
    let row = particulars(&mut sheet, 1, assessment, options, words)?;
    let evaluation = &assessment.evaluation;
    let level = assessment.catalog.level_title(evaluation.level, lang);
    let sentence = state(lang, evaluation.satisfied(), evaluation.criteria.len(), level, evaluation.as_of);
    sheet.across(row + 1, (LEFT, RIGHT), &sentence, Style::Lead, 2)?;
    sheet.across(row + 2, (LEFT, RIGHT), words.own_word, Style::Muted, 1)?;
    sheet.across(row + 3, (LEFT, RIGHT), words.no_grant, Style::Muted, 1)?;
    sheet.across(row + 4, (LEFT, RIGHT), worked_out(lang), Style::Muted, 1)?;
    let row = states(&mut sheet, row + 6, assessment, words)?;
    let row = points(&mut sheet, row + 1, assessment, words, lang)?;
    by_area(&mut sheet, row, assessment, words, lang)
}

/// The organization, the edition and the dates.
fn particulars(
    sheet: &mut Sheet<'_>,
    row: u32,
    assessment: &Assessment<'_>,
    options: &ReportOptions<'_>,
    words: &'static Words,
) -> Result<u32, XlsxError> {
    let catalog = assessment.catalog;
    let level = catalog.level_title(assessment.evaluation.level, options.lang);
    let lines = [
        (words.organization, Cell::text(options.organization.unwrap_or(words.organization_blank))),
        (words.framework, Cell::text(catalog.title().get(options.lang))),
        (words.level, Cell::text(level)),
        (words.as_of, Cell::Date(assessment.evaluation.as_of)),
        (words.created, Cell::Date(options.created)),
        (words.source_file, Cell::text(options.source_name.unwrap_or_default())),
    ];
    let mut row = row;
    for (name, cell) in lines.into_iter().filter(|(_, cell)| *cell != Cell::Blank) {
        sheet.merge((row, row), (LEFT, LEFT + 1), &Cell::text(name), Style::Name)?;
        let style = if matches!(cell, Cell::Date(_)) { Style::DateLeft } else { Style::Body };
        sheet.merge((row, row), (FIGURES, RIGHT), &cell, style)?;
        sheet.fit((row, row), 1)?;
        row += 1;
    }
    Ok(row)
}

/// How many criteria are in which state.
fn states(
    sheet: &mut Sheet<'_>,
    row: u32,
    assessment: &Assessment<'_>,
    words: &'static Words,
) -> Result<u32, XlsxError> {
    sheet.across(row, (LEFT, RIGHT), words.state_of_criteria, Style::Heading, 1)?;
    sheet.merge((row + 1, row + 1), (LEFT, LEFT + 1), &Cell::text(words.state), Style::Head)?;
    sheet.put(row + 1, FIGURES, &Cell::text(words.count), Style::Head)?;
    sheet.put(row + 1, FIGURES + 1, &Cell::text(words.asked), Style::Head)?;
    sheet.put(row + 1, FIGURES + 2, &Cell::text(words.share), Style::Head)?;
    let counts = &assessment.evaluation.counts;
    let mut row = row + 2;
    for status in Status::ALL {
        let count = counts.of(status);
        sheet.merge((row, row), (LEFT, LEFT + 1), &Cell::State(status), Style::State(status))?;
        sheet.put(row, FIGURES, &Cell::count(count), Style::Whole)?;
        sheet.put(row, FIGURES + 1, &Cell::count(counts.total()), Style::Whole)?;
        sheet.put(row, FIGURES + 2, &Cell::share(count, counts.total()), Style::Share)?;
        sheet.fit((row, row), 1)?;
        row += 1;
    }
    Ok(row)
}

/// The table per area, and its pictures.
fn by_area(
    sheet: &mut Sheet<'_>,
    row: u32,
    assessment: &Assessment<'_>,
    words: &'static Words,
    lang: Lang,
) -> Result<(), XlsxError> {
    let areas = areas(assessment, lang);
    let (one, all) = names(assessment, words);
    sheet.across(row, (LEFT, RIGHT), all, Style::Heading, 1)?;
    let headers = [one, words.asked, words.satisfied, words.share];
    let states = Status::ALL.map(|status| format!("{} {}", status.sign(), status.name(lang)));
    sheet.merge((row + 1, row + 1), (LEFT, LEFT + 1), &Cell::text(headers[0]), Style::Head)?;
    let states = states.iter().map(String::as_str);
    let extra = extra_headers(&assessment.score, words);
    for (column, header) in (FIGURES..).zip(headers[1..].iter().copied().chain(states).chain(extra)) {
        sheet.put(row + 1, column, &Cell::text(header), Style::Head)?;
    }
    sheet.fit((row + 1, row + 1), 2)?;
    let first = row + 2;
    let mut row = first;
    for area in &areas {
        area_row(sheet, row, area)?;
        extra_cells(sheet, row, &assessment.score, area.id)?;
        row += 1;
    }
    sheet.fit((first, row.max(first + 1) - 1), 1)?;
    let place =
        Place { sheet: words.sheet_summary, rows: (first, row.max(first + 1) - 1), names: 2, shares: 5, states: 6 };
    let mut top = row + 1;
    if fit_a_radar(assessment, &areas) {
        let chart = charts::radar(place, words);
        sheet.worksheet.insert_chart(top, LEFT, chart.clone().set_width(WIDTH).set_height(RADAR))?;
        top += RADAR / ROW + 1;
    }
    let height = 120 + 26 * u32::try_from(areas.len()).unwrap_or(0);
    let mut chart = charts::bars(place, words, lang);
    sheet.worksheet.insert_chart(top, LEFT, chart.set_width(WIDTH).set_height(height))?;
    Ok(())
}

fn area_row(sheet: &mut Sheet<'_>, row: u32, area: &Area<'_>) -> Result<(), XlsxError> {
    sheet.put(row, LEFT, &Cell::text(area.id), Style::Strong)?;
    sheet.put(row, LEFT + 1, &Cell::text(area.title), Style::Body)?;
    sheet.put(row, FIGURES, &Cell::count(area.asked), Style::Whole)?;
    sheet.put(row, FIGURES + 1, &Cell::count(area.satisfied), Style::Whole)?;
    sheet.put(row, FIGURES + 2, &Cell::share(area.satisfied, area.asked), Style::Share)?;
    for (column, status) in (FIGURES + 3..).zip(Status::ALL) {
        sheet.put(row, column, &Cell::count(area.counts.of(status)), Style::Whole)?;
    }
    Ok(())
}

/// Points in total and of each level, if the edition counts points.
fn points(
    sheet: &mut Sheet<'_>,
    row: u32,
    assessment: &Assessment<'_>,
    words: &'static Words,
    lang: Lang,
) -> Result<u32, XlsxError> {
    let tallies = tallies(assessment, words, lang);
    if tallies.is_empty() {
        return Ok(row);
    }
    sheet.across(row, (LEFT, RIGHT), words.points_heading, Style::Heading, 1)?;
    sheet.merge((row + 1, row + 1), (LEFT, LEFT + 1), &Cell::text(words.level), Style::Head)?;
    for (column, header) in (FIGURES..).zip([words.points, words.possible, words.points_share]) {
        sheet.put(row + 1, column, &Cell::text(header), Style::Head)?;
    }
    sheet.fit((row + 1, row + 1), 1)?;
    let mut row = row + 2;
    for (name, tally) in tallies {
        sheet.merge((row, row), (LEFT, LEFT + 1), &Cell::text(name), Style::Body)?;
        tally_cells(sheet, (row, FIGURES), tally)?;
        sheet.fit((row, row), 1)?;
        row += 1;
    }
    Ok(row + 1)
}

fn tally_cells(sheet: &mut Sheet<'_>, (row, column): (u32, u16), tally: Tally) -> Result<(), XlsxError> {
    sheet.put(row, column, &Cell::Whole(tally.points), Style::Whole)?;
    sheet.put(row, column + 1, &Cell::Whole(tally.possible), Style::Whole)?;
    let share = tally.percent.map_or(Cell::Blank, |percent| Cell::Figure(percent / 100.0));
    sheet.put(row, column + 2, &share, Style::Share)
}

/// Headers of the columns that only some scales have.
fn extra_headers(score: &Score, words: &'static Words) -> Vec<&'static str> {
    match score {
        Score::Points(_) => vec![words.points, words.possible, words.points_share],
        Score::Directions { directions } if directions.iter().any(|one| one.maturity.is_some()) => {
            vec![words.maturity]
        }
        _ => Vec::new(),
    }
}

/// The cells below these headers.
fn extra_cells(sheet: &mut Sheet<'_>, row: u32, score: &Score, id: &str) -> Result<(), XlsxError> {
    match score {
        Score::Points(score) => match score.labels.iter().find(|part| part.id == id) {
            Some(part) => tally_cells(sheet, (row, RIGHT + 1), part.tally),
            None => Ok(()),
        },
        Score::Directions { directions } if directions.iter().any(|one| one.maturity.is_some()) => {
            let maturity = directions.iter().find(|one| one.id == id).and_then(|one| one.maturity);
            sheet.put(row, RIGHT + 1, &maturity.map_or(Cell::Blank, Cell::Figure), Style::Decimal)
        }
        _ => Ok(()),
    }
}

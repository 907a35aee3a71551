//! Stacked bars: the states of the criteria, one row per label.

use std::fmt::Write as _;

use tasuki_assess::{Counts, Status};
use tasuki_catalog::Lang;

use super::{Frame, Style, float, label, number, open, text};
use crate::words::Words;

/// One row of bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its name.
    pub label: &'a str,
    /// Its criteria by state.
    pub counts: Counts,
    /// How many of them are satisfied; fewer than those met if some lapsed.
    pub satisfied: usize,
}

const WIDTH: f64 = 420.0;
const SIZE: f64 = 11.0;
const BAR: f64 = 10.0;
/// The widest label beside a bar, in units of the font size.
const LABEL: f64 = 20.0;
/// Up to this number of rows there is room for the label above its bar.
const FEW: usize = 8;

/// Rows of stacked bars, with the number of satisfied criteria at their ends and a legend of signs and words below.
/// The states differ in lightness and texture, so that they can be told apart in greyscale. All bars show shares on
/// the same scale, not counts.
pub fn bars(rows: &[Row<'_>], lang: Lang) -> String {
    let grid = Grid::of(rows);
    let height = grid.row * float(rows.len()) + 34.0;
    let mut svg = String::new();
    open(&mut svg, "bars", &Frame { left: 0.0, top: 0.0, width: WIDTH, height }, Words::of(lang).state_of_criteria);
    svg.push_str(HATCH);
    for (at, row) in rows.iter().enumerate() {
        line(&mut svg, row, grid.row * float(at) + 4.0, &grid);
    }
    legend(&mut svg, height - 10.0, lang);
    svg + "</svg>"
}

/// The positions of the parts of a row.
struct Grid {
    row: f64,
    /// Width of the labels beside the bars; `None` if they are above.
    labels: Option<f64>,
    figures: f64,
}

impl Grid {
    fn of(rows: &[Row<'_>]) -> Self {
        let widest = |width: fn(&Row<'_>) -> f64| rows.iter().map(width).fold(0.0, f64::max);
        let figures = widest(|row| label::width(&row.figures())) * SIZE + 14.0;
        if rows.len() <= FEW {
            Self { row: 40.0, labels: None, figures }
        } else {
            let labels = widest(|row| label::width(row.label)).min(LABEL) * SIZE + 10.0;
            Self { row: 17.0, labels: Some(labels), figures }
        }
    }
}

fn line(svg: &mut String, row: &Row<'_>, top: f64, grid: &Grid) {
    let plain = |anchor, bold| Style { anchor, size: SIZE, bold };
    let baseline = top + BAR - 1.0;
    let (label, left, bar) = match grid.labels {
        Some(width) => (label::cut(row.label, LABEL), width, top),
        None => (row.label.to_owned(), 0.0, top + 16.0),
    };
    text(svg, (0.0, baseline), &plain("start", false), &label);
    stack(svg, &row.counts, (left, bar), WIDTH - left - grid.figures);
    text(svg, (WIDTH, bar + BAR - 1.0), &plain("end", true), &row.figures());
}

impl Row<'_> {
    fn figures(&self) -> String {
        format!("{} / {}", self.satisfied, self.counts.total())
    }
}

/// Stripes for the state "partial". The id is long because several pictures share one HTML page.
const HATCH: &str = r##"<defs><pattern id="chart-partial-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffe380"/><rect width="2" height="5" fill="#927200"/></pattern></defs>"##;

fn stack(svg: &mut String, counts: &Counts, (left, top): (f64, f64), width: f64) {
    let total = float(counts.total().max(1));
    let mut x = left;
    for status in Status::ALL {
        let share = width * float(counts.of(status)) / total;
        if share > 0.0 {
            segment(svg, status, (x, top), (share, BAR));
            x += share;
        }
    }
}

/// One segment of a bar: dark and solid, striped, framed, grey, dotted.
fn segment(svg: &mut String, status: Status, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let (class, fill, frame) = match status {
        Status::Met => ("met", "#197a4b", r##"stroke="#197a4b""##),
        Status::Partial => ("partial", "url(#chart-partial-hatch)", r##"stroke="#927200""##),
        Status::Unmet => ("unmet", "#ffdada", r##"stroke="#ce0000""##),
        Status::NotApplicable => ("not-applicable", "#b3b3b3", r##"stroke="#949494""##),
        Status::Unanswered => ("unanswered", "none", r##"stroke="#767676" stroke-dasharray="2 2""##),
    };
    _ = write!(
        svg,
        r#"<rect class="chart-{class}" x="{}" y="{}" width="{}" height="{}" fill="{fill}" {frame} stroke-width="1"/>"#,
        number(x + 1.0),
        number(y + 0.5),
        number((width - 2.0).max(0.6)),
        number(height - 1.0),
    );
}

fn legend(svg: &mut String, baseline: f64, lang: Lang) {
    let mut x = 0.0;
    for status in Status::ALL {
        segment(svg, status, (x, baseline - 9.0), (16.0, BAR));
        let word = status.name(lang);
        text(svg, (x + 20.0, baseline), &Style { anchor: "start", size: SIZE, bold: false }, word);
        x += 32.0 + label::width(word) * SIZE;
    }
}

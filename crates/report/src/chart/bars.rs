//! Stacked bars: the states of the criteria, a row for each label.

use std::fmt::Write as _;

use tasuki_assess::{Counts, Status};
use tasuki_catalog::Lang;

use super::{Style, float, label, name, number, open, text};

/// One row of bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its name.
    pub label: &'a str,
    /// Its criteria by state.
    pub counts: Counts,
    /// How many of them are satisfied; less than those met where something lapsed.
    pub satisfied: usize,
}

const WIDTH: f64 = 420.0;
const ROW: f64 = 18.0;
const BAR: f64 = 10.0;
const SIZE: f64 = 11.0;
const FIGURES: f64 = 46.0;
/// Widest label, in units of its size.
const LABEL: f64 = 17.0;

/// Rows of stacked bars with the satisfied criteria at their ends and a legend of signs and words below. The states differ in lightness
/// and texture, so that they can be told apart in grey. All bars share one scale of shares, not of counts.
pub fn bars(rows: &[Row<'_>], lang: Lang) -> String {
    let labels = rows.iter().map(|row| label::width(row.label)).fold(0.0, f64::max).min(LABEL) * SIZE + 10.0;
    let height = ROW * float(rows.len()) + 34.0;
    let mut svg = String::new();
    let title = name(lang, "評価基準の状態", "Criteria by state");
    open(&mut svg, "bars", (WIDTH, height), &title);
    svg.push_str(HATCH);
    let plain = |anchor, bold| Style { anchor, size: SIZE, bold };
    for (at, row) in rows.iter().enumerate() {
        let top = ROW * float(at) + 4.0;
        let baseline = top + BAR - 1.0;
        text(&mut svg, (0.0, baseline), &plain("start", false), &label::cut(row.label, LABEL));
        stack(&mut svg, &row.counts, (labels, top), WIDTH - labels - FIGURES);
        let figures = format!("{} / {}", row.satisfied, row.counts.total());
        text(&mut svg, (WIDTH, baseline), &plain("end", true), &figures);
    }
    legend(&mut svg, height - 10.0, lang);
    svg + "</svg>"
}

/// Stripes of the state "partial". The name is long because pictures share one page in HTML.
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

/// One piece of a bar: dark and full, striped, framed, grey, dotted.
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

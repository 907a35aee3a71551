//! The burndown of an assessment: how many criteria were open on each day.

use std::fmt::Write as _;

use jiff::civil::Date;
use tasuki_catalog::Lang;

use super::{ACCENT, Frame, HAIRLINE, Style, float, label, number, open, text};

/// How many criteria were open at the end of a day, and until the next mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: Date,
    /// Open criteria.
    pub open: usize,
    /// Criteria asked for.
    pub asked: usize,
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 60.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 30.0;
const SIZE: f64 = 13.0;

/// Converts days and counts to coordinates.
struct Plane {
    first: Date,
    days: f64,
    top: f64,
}

impl Plane {
    fn x(&self, day: Date) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * (days(self.first, day) / self.days).clamp(0.0, 1.0)
    }

    fn y(&self, count: usize) -> f64 {
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - float(count) / self.top)
    }
}

/// A step line that goes down as criteria are closed: between two marks nothing changed. It also shows the target
/// day, if there is one. `marks` are sorted by day.
pub fn burndown(marks: &[Mark], due: Option<Date>, lang: Lang) -> String {
    let mut svg = String::new();
    let name = if lang == Lang::Ja { "未完了の評価基準の推移" } else { "Open criteria over time" };
    open(&mut svg, "line", &Frame { left: 0.0, top: 0.0, width: WIDTH, height: HEIGHT }, name);
    if let (Some(first), Some(last)) = (marks.first(), marks.last()) {
        let end = due.map_or(last.day, |due| due.max(last.day));
        let most = marks.iter().map(|mark| mark.asked.max(mark.open)).max().unwrap_or(1).max(1);
        let plane = Plane { first: first.day, days: days(first.day, end).max(1.0), top: float(most) };
        grid(&mut svg, &plane, most);
        if let Some(due) = due.filter(|due| *due >= first.day) {
            deadline(&mut svg, &plane, due, lang);
        }
        steps(&mut svg, &plane, marks);
        ends(&mut svg, &plane, (first, last), end, due.is_some());
    }
    svg + "</svg>"
}

/// A day in the form used in Japan.
fn said(day: Date) -> String {
    format!("{}/{}/{}", day.year(), day.month(), day.day())
}

fn days(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).map_or(0, |span| span.get_days()))
}

fn grid(svg: &mut String, plane: &Plane, most: usize) {
    for count in [0, most.div_ceil(2), most] {
        let y = plane.y(count);
        _ = write!(
            svg,
            r#"<line class="chart-grid" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{HAIRLINE}" stroke-width="0.8"/>"#,
            number(LEFT),
            number(y),
            number(WIDTH - RIGHT),
            number(y)
        );
        let style = Style { anchor: "end", size: SIZE, bold: false };
        text(svg, (LEFT - 8.0, y + SIZE * 0.35), &style, &count.to_string());
    }
}

/// The target day, as a dashed line.
fn deadline(svg: &mut String, plane: &Plane, due: Date, lang: Lang) {
    let x = plane.x(due);
    _ = write!(
        svg,
        r#"<line class="chart-due" x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="currentColor" stroke-width="1.2" stroke-dasharray="4 3"/>"#,
        number(x),
        number(TOP),
        number(HEIGHT - BOTTOM)
    );
    let word = if lang == Lang::Ja { "期限" } else { "due" };
    text(svg, (x, TOP - 5.0), &Style { anchor: "middle", size: SIZE, bold: false }, word);
}

fn steps(svg: &mut String, plane: &Plane, marks: &[Mark]) {
    let Some((first, rest)) = marks.split_first() else { return };
    let mut path = format!("M{} {}", number(plane.x(first.day)), number(plane.y(first.open)));
    for mark in rest {
        _ = write!(path, "H{}V{}", number(plane.x(mark.day)), number(plane.y(mark.open)));
    }
    let last = rest.last().unwrap_or(first);
    let (left, right, floor) = (plane.x(first.day), plane.x(last.day), plane.y(0));
    _ = write!(
        svg,
        r#"<path class="chart-area" d="{path}V{}H{}Z" fill="{ACCENT}" fill-opacity="0.1"/><path class="chart-line" d="{path}" fill="none" stroke="{ACCENT}" stroke-width="2.4" stroke-linejoin="round"/><circle class="chart-end" cx="{}" cy="{}" r="4.5" fill="{ACCENT}"/>"#,
        number(floor),
        number(left),
        number(right),
        number(plane.y(last.open))
    );
}

/// The first and the last day below the chart, and the number of open criteria beside the last dot.
fn ends(svg: &mut String, plane: &Plane, (first, last): (&Mark, &Mark), end: Date, is_due: bool) {
    let baseline = HEIGHT - 8.0;
    let plain = |anchor| Style { anchor, size: SIZE, bold: false };
    text(svg, (LEFT, baseline), &plain("start"), &said(first.day));
    if days(first.day, end) > 0.0 {
        text(svg, (WIDTH - RIGHT, baseline), &plain("end"), &said(end));
    }
    let now = plane.x(last.day);
    let room = label::width(&said(last.day)) * SIZE;
    let free = (LEFT + room * 1.6)..(WIDTH - RIGHT - room * 1.6);
    if is_due && free.contains(&now) {
        text(svg, (now, baseline), &plain("middle"), &said(last.day));
    }
    let bold = Style { anchor: "start", size: SIZE * 1.3, bold: true };
    text(svg, (now + 9.0, plane.y(last.open) + SIZE * 0.45), &bold, &last.open.to_string());
}

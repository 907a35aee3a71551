//! The radar: how much of each area is done.

use std::{f64::consts::TAU, fmt::Write as _};

use tasuki_catalog::Lang;

use super::{ACCENT, HAIRLINE, Style, float, label, name, number, open, text};

/// One area of a radar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis<'a> {
    /// Its name.
    pub label: &'a str,
    /// Satisfied criteria.
    pub satisfied: usize,
    /// Criteria asked for.
    pub asked: usize,
}

const WIDTH: f64 = 480.0;
const RADIUS: f64 = 118.0;
const SIZE: f64 = 13.0;
/// Full-width characters on a line of a label.
const LABEL: f64 = 9.0;

/// A radar with the name and the figures of every area at its tip; the outer line is "all criteria". A full dot marks an area
/// with nothing open, a hollow dot one with something open.
pub fn radar(axes: &[Axis<'_>], lang: Lang) -> String {
    let centre = (WIDTH / 2.0, RADIUS + 52.0);
    let point = |at: usize, share: f64| {
        let angle = TAU * float(at) / float(axes.len().max(1)) - TAU / 4.0;
        (centre.0 + RADIUS * share * angle.cos(), centre.1 + RADIUS * share * angle.sin())
    };
    let mut svg = String::new();
    let title = name(lang, "領域ごとの充足", "Criteria satisfied per area");
    open(&mut svg, "radar", (WIDTH, 2.0 * RADIUS + 100.0), &title);
    for share in [0.25, 0.5, 0.75, 1.0] {
        let corners = (0..axes.len()).map(|at| point(at, share));
        let (colour, width) = if share < 1.0 { (HAIRLINE, 0.6) } else { ("currentColor", 0.9) };
        _ = write!(
            svg,
            r#"<polygon class="chart-grid" points="{}" fill="none" stroke="{colour}" stroke-width="{width}"/>"#,
            points(corners)
        );
    }
    for at in 0..axes.len() {
        let (x, y) = point(at, 1.0);
        _ = write!(
            svg,
            r#"<line class="chart-grid" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{HAIRLINE}" stroke-width="0.6"/>"#,
            number(centre.0),
            number(centre.1),
            number(x),
            number(y)
        );
    }
    let tips: Vec<_> = axes.iter().enumerate().map(|(at, axis)| point(at, axis.share())).collect();
    _ = write!(
        svg,
        r#"<polygon class="chart-value" points="{}" fill="{ACCENT}" fill-opacity="0.13" stroke="{ACCENT}" stroke-width="2.2" stroke-linejoin="round"/>"#,
        points(tips.iter().copied())
    );
    for (axis, (x, y)) in axes.iter().zip(&tips) {
        let fill = if axis.satisfied == axis.asked { ACCENT } else { "#ffffff" };
        _ = write!(
            svg,
            r#"<circle class="chart-dot" cx="{}" cy="{}" r="4" fill="{fill}" stroke="{ACCENT}" stroke-width="1.8"/>"#,
            number(*x),
            number(*y)
        );
    }
    for (at, axis) in axes.iter().enumerate() {
        tip(&mut svg, axis, point(at, 1.0), centre);
    }
    svg + "</svg>"
}

/// The name and the figures beyond the end of an axis.
fn tip(svg: &mut String, axis: &Axis<'_>, end: (f64, f64), centre: (f64, f64)) {
    let lines = label::lines(axis.label, LABEL);
    let (across, down) = ((end.0 - centre.0) / RADIUS, (end.1 - centre.1) / RADIUS);
    let anchor = match across {
        side if side > 0.2 => "start",
        side if side < -0.2 => "end",
        _ => "middle",
    };
    let height = SIZE * 1.3 * float(lines.len() + 1);
    let x = end.0 + 12.0 * across;
    // The block of lines stands above, beside or below the tip.
    let mut y = end.1 + 14.0 * down + height * (down - 1.0) / 2.0 + SIZE;
    for line in lines {
        text(svg, (x, y), &Style { anchor, size: SIZE, bold: false }, line);
        y += SIZE * 1.3;
    }
    let figures = format!("{} / {}", axis.satisfied, axis.asked);
    text(svg, (x, y), &Style { anchor, size: SIZE + 1.0, bold: true }, &figures);
}

fn points(corners: impl Iterator<Item = (f64, f64)>) -> String {
    corners.map(|(x, y)| format!("{},{}", number(x), number(y))).collect::<Vec<_>>().join(" ")
}

impl Axis<'_> {
    fn share(&self) -> f64 {
        if self.asked == 0 { 0.0 } else { float(self.satisfied) / float(self.asked) }
    }
}

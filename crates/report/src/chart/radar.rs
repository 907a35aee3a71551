//! The radar: how much of each area is done.

use std::{borrow::Cow, f64::consts::TAU, fmt::Write as _};

use tasuki_catalog::Lang;

use super::{ACCENT, Frame, HAIRLINE, Style, float, label, number, open, text};
use crate::words::Words;

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

const RADIUS: f64 = 126.0;
const SIZE: f64 = 14.5;
/// Full-width characters on a line of a label.
const LABEL: f64 = 9.0;
/// The minimum width of a picture with short labels, so that the font size is the same in all pictures.
const WIDTH: f64 = 480.0;

/// A radar with the name and the figures of every area at its tip; the outer line is "all criteria". A solid dot
/// marks an area with nothing open, a hollow dot one with something open.
pub fn radar(axes: &[Axis<'_>], lang: Lang) -> String {
    let labels: Vec<Label<'_>> =
        axes.iter().enumerate().flat_map(|(at, axis)| tip(axis, point(at, axes.len(), 1.0))).collect();
    let mut svg = String::new();
    open(&mut svg, "radar", &frame(&labels), Words::of(lang).per_area);
    grid(&mut svg, axes.len());
    values(&mut svg, axes);
    for label in &labels {
        text(&mut svg, (label.x, label.y), &label.style, &label.content);
    }
    svg + "</svg>"
}

/// The point at this fraction of an axis; the centre is the origin, the first axis points upwards.
fn point(at: usize, axes: usize, share: f64) -> (f64, f64) {
    let angle = TAU * float(at) / float(axes.max(1)) - TAU / 4.0;
    (RADIUS * share * angle.cos(), RADIUS * share * angle.sin())
}

fn grid(svg: &mut String, axes: usize) {
    for share in [0.25, 0.5, 0.75, 1.0] {
        let corners = (0..axes).map(|at| point(at, axes, share));
        let (colour, width) = if share < 1.0 { (HAIRLINE, 0.6) } else { ("currentColor", 0.9) };
        _ = write!(
            svg,
            r#"<polygon class="chart-grid" points="{}" fill="none" stroke="{colour}" stroke-width="{width}"/>"#,
            points(corners)
        );
    }
    for at in 0..axes {
        let (x, y) = point(at, axes, 1.0);
        _ = write!(
            svg,
            r#"<line class="chart-grid" x1="0" y1="0" x2="{}" y2="{}" stroke="{HAIRLINE}" stroke-width="0.6"/>"#,
            number(x),
            number(y)
        );
    }
}

fn values(svg: &mut String, axes: &[Axis<'_>]) {
    let tips: Vec<_> = axes.iter().enumerate().map(|(at, axis)| point(at, axes.len(), axis.share())).collect();
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
}

/// One line at the tip of an axis.
struct Label<'a> {
    x: f64,
    y: f64,
    style: Style,
    content: Cow<'a, str>,
}

/// The name and the figures at the end of an axis: above, beside or below it.
fn tip<'a>(axis: &Axis<'a>, end: (f64, f64)) -> Vec<Label<'a>> {
    let names = label::lines(axis.label, LABEL);
    let (across, down) = (end.0 / RADIUS, end.1 / RADIUS);
    let anchor = match across {
        side if side > 0.2 => "start",
        side if side < -0.2 => "end",
        _ => "middle",
    };
    let line = SIZE * 1.3;
    let top = end.1 + 14.0 * down + line * float(names.len() + 1) * (down - 1.0) / 2.0 + SIZE;
    let figures = format!("{} / {}", axis.satisfied, axis.asked);
    let contents = names.into_iter().map(Cow::Borrowed).map(|name| (name, false)).chain([(figures.into(), true)]);
    let place = |(at, (content, bold)): (usize, (Cow<'a, str>, bool))| Label {
        x: end.0 + 12.0 * across,
        y: top + line * float(at),
        style: Style { anchor, size: SIZE, bold },
        content,
    };
    contents.enumerate().map(place).collect()
}

/// The part of the plane that contains the outer line and all labels.
fn frame(labels: &[Label<'_>]) -> Frame {
    let (mut left, mut right, mut top, mut bottom) = (-WIDTH / 2.0, WIDTH / 2.0, -RADIUS - 8.0, RADIUS + 8.0);
    for label in labels {
        let width = label::width(&label.content) * SIZE;
        let start = match label.style.anchor {
            "start" => label.x,
            "end" => label.x - width,
            _ => label.x - width / 2.0,
        };
        (left, right) = (left.min(start), right.max(start + width));
        (top, bottom) = (top.min(label.y - SIZE), bottom.max(label.y + SIZE * 0.3));
    }
    Frame { left, top, width: right - left, height: bottom - top }
}

fn points(corners: impl Iterator<Item = (f64, f64)>) -> String {
    corners.map(|(x, y)| format!("{},{}", number(x), number(y))).collect::<Vec<_>>().join(" ")
}

impl Axis<'_> {
    fn share(&self) -> f64 {
        if self.asked == 0 { 0.0 } else { float(self.satisfied) / float(self.asked) }
    }
}

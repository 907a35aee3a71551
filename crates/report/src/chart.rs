//! Charts as SVG, for both the PDF and the HTML report.
//!
//! Our own code draws them, and they are small: the same input gives the same bytes, figures are next to what they
//! measure, and colour never carries meaning alone. Colours are presentation attributes, so that a style sheet can
//! override them by class (`chart-…`); text and frames take the colour of the surrounding text.

use std::fmt::Write as _;

mod bars;
mod label;
mod line;
mod radar;

pub use bars::{Row, bars};
pub use line::{Mark, burndown};
pub use radar::{Axis, radar};

/// The font family of the reports, and the font size in the units of the picture.
const FONT: &str = "BIZ UDPGothic, sans-serif";
const ACCENT: &str = "#0017c1";
const HAIRLINE: &str = "#a8a8ac";

/// The visible part of the coordinate plane.
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Opens a picture, with its name for screen readers.
fn open(svg: &mut String, kind: &str, frame: &Frame, name: &str) {
    _ = write!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart chart-{kind}" viewBox="{} {} {} {}" role="img" font-family="{FONT}" fill="currentColor"><title>{}</title>"#,
        number(frame.left),
        number(frame.top),
        number(frame.width),
        number(frame.height),
        escape(name),
    );
}

/// How a text is placed: its anchor, size and weight.
struct Style {
    anchor: &'static str,
    size: f64,
    bold: bool,
}

fn text(svg: &mut String, (x, y): (f64, f64), style: &Style, content: &str) {
    let weight = if style.bold { r#" font-weight="700""# } else { "" };
    _ = write!(
        svg,
        r#"<text x="{}" y="{}" font-size="{}" text-anchor="{}"{weight}>{}</text>"#,
        number(x),
        number(y),
        number(style.size),
        style.anchor,
        escape(content),
    );
}

/// A coordinate with at most two decimals, without trailing zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[expect(clippy::cast_precision_loss, reason = "counts of criteria are small")]
fn float(count: usize) -> f64 {
    count as f64
}

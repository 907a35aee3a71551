//! The pictures of the summary, as native spreadsheet charts, so that they can be copied into slides.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartMarkerType, ChartPatternFill, ChartPatternFillType, ChartSolidFill, ChartType, Color,
};
use tasuki_assess::Status;
use tasuki_catalog::Lang;

use super::style::{ACCENT, FONT, TEXT};
use crate::words::Words;

/// The position of the table behind a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) sheet: &'a str,
    /// First and last row with figures.
    pub(super) rows: (u32, u32),
    /// Column of the names.
    pub(super) names: u16,
    /// Column of the shares.
    pub(super) shares: u16,
    /// First of the five columns of states.
    pub(super) states: u16,
}

impl<'a> Place<'a> {
    fn column(&self, column: u16) -> (&'a str, u32, u16, u32, u16) {
        (self.sheet, self.rows.0, column, self.rows.1, column)
    }
}

/// Shares per area as a radar.
pub(super) fn radar(place: Place<'_>, words: &Words) -> Chart {
    let mut chart = Chart::new(ChartType::RadarWithMarkers);
    let mut marker = ChartMarker::new();
    marker.set_type(ChartMarkerType::Circle).set_size(7).set_format(&mut solid(ACCENT));
    chart
        .add_series()
        .set_name(words.satisfied)
        .set_categories(place.column(place.names))
        .set_values(place.column(place.shares))
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(ACCENT).set_width(2.25)))
        .set_marker(&marker);
    head(&mut chart, words.radar_title);
    chart.x_axis().set_font(&font(9));
    chart.y_axis().set_min(0).set_max(1).set_major_unit(0.25).set_num_format("0%").set_font(&font(8));
    chart.y_axis().set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0x00b3_b3b3)).set_width(0.75));
    chart.legend().set_hidden();
    chart
}

/// Counts per area as stacked bars.
pub(super) fn bars(place: Place<'_>, words: &Words, lang: Lang) -> Chart {
    let mut chart = Chart::new(ChartType::BarStacked);
    for (column, status) in (place.states..).zip(Status::ALL) {
        let name = format!("{} {}", status.sign(), status.name(lang));
        chart
            .add_series()
            .set_name(name.as_str())
            .set_categories(place.column(place.names))
            .set_values(place.column(column))
            .set_format(&mut fill(status))
            .set_gap(45);
    }
    head(&mut chart, words.bars_title);
    // The first area at the top, as in the table.
    chart.y_axis().set_reverse().set_font(&font(9)).set_label_position(ChartAxisLabelPosition::Low);
    chart.y_axis().set_major_gridlines(false);
    chart.x_axis().set_font(&font(8)).set_num_format("0").set_label_position(ChartAxisLabelPosition::High);
    chart
        .x_axis()
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0x00cc_cccc)).set_width(0.5));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9));
    chart
}

fn head(chart: &mut Chart, title: &str) {
    chart.title().set_name(title).set_font(font(11).set_bold()).set_overlay(false);
    chart.chart_area().set_format(ChartFormat::new().set_border(ChartLine::new().set_color(Color::RGB(0x00cc_cccc))));
    chart.set_alt_text(title);
}

fn font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(size).set_color(TEXT);
    font
}

fn solid(color: Color) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(color));
    format
}

/// Dark and solid, striped, dotted, grey, empty: they can be told apart in greyscale too.
fn fill(status: Status) -> ChartFormat {
    let mut format = ChartFormat::new();
    let (pattern, front, back) = match status {
        Status::Met => (None, 0x0019_7a4b, 0),
        Status::Partial => (Some(ChartPatternFillType::DiagonalStripesWideUpwards), 0x00b7_8f00, 0x00ff_f0b3),
        Status::Unmet => (Some(ChartPatternFillType::SmallGrid), 0x00ce_0000, 0x00ff_dada),
        Status::NotApplicable => (None, 0x00b3_b3b3, 0),
        Status::Unanswered => (None, 0x00ff_ffff, 0),
    };
    let line = if status == Status::Unanswered { 0x0076_7676 } else { front };
    format.set_border(ChartLine::new().set_color(Color::RGB(line)).set_width(0.75));
    match pattern {
        Some(pattern) => format.set_pattern_fill(
            ChartPatternFill::new()
                .set_pattern(pattern)
                .set_foreground_color(Color::RGB(front))
                .set_background_color(Color::RGB(back)),
        ),
        None => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(front))),
    };
    format
}

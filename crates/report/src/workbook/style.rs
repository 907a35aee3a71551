//! The styles of cells. The colours are those of the Digital Agency's design system; each is used beside a sign or
//! a word.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use tasuki_assess::Status;
use tasuki_catalog::Lang;

pub(super) const FONT: &str = "BIZ UDPGothic";
pub(super) const ACCENT: Color = Color::RGB(0x0000_17c1);
pub(super) const TEXT: Color = Color::RGB(0x001a_1a1a);
const MUTED: Color = Color::RGB(0x004d_4d4d);
const LINE: Color = Color::RGB(0x00b3_b3b3);
const HEAD: Color = Color::RGB(0x00e8_f1fe);
const INPUT: Color = Color::RGB(0x00ff_fdf0);

/// The role of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// The heading of a page.
    Title,
    /// The heading of a section.
    Heading,
    /// A paragraph without a frame.
    Plain,
    /// Less prominent than a paragraph.
    Muted,
    /// The most important sentence of a page.
    Lead,
    /// A header cell.
    Head,
    /// A header cell over a column that people fill in.
    HeadInput,
    /// Wrapped text in a frame.
    Body,
    /// A short value in the middle of a frame.
    Centre,
    /// An identifier in bold.
    Strong,
    /// A whole number.
    Whole,
    /// A share as a percentage.
    Share,
    /// A figure with one decimal.
    Decimal,
    /// The name of a fact, to the left of it.
    Name,
    /// A date.
    Date,
    /// A date among texts.
    DateLeft,
    /// Text that people fill in.
    Input,
    /// A mark that people fill in.
    InputCentre,
    /// A date that people fill in.
    InputDate,
    /// A command to type.
    Code,
    /// The state of a criterion: its colour behind the sign and word.
    State(Status),
}

/// The formats of the styles in one language, created on first use.
#[derive(Debug)]
pub(super) struct Styles {
    lang: Lang,
    made: HashMap<Style, Format>,
}

impl Styles {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, made: HashMap::new() }
    }

    /// The format of a style.
    pub(super) fn of(&mut self, style: Style) -> &Format {
        let lang = self.lang;
        self.made.entry(style).or_insert_with(|| make(style, lang))
    }

    /// The common base of all formats.
    pub(super) fn base() -> Format {
        Format::new().set_font_name(FONT).set_font_size(10).set_font_color(TEXT).set_align(FormatAlign::Top)
    }
}

fn make(style: Style, lang: Lang) -> Format {
    let base = Styles::base();
    match style {
        Style::Title => base.set_bold().set_font_size(18).set_align(FormatAlign::VerticalCenter),
        Style::Heading => base.set_bold().set_font_size(13).set_font_color(ACCENT),
        Style::Plain => base.set_text_wrap(),
        Style::Muted => base.set_text_wrap().set_font_color(MUTED),
        Style::Lead => base.set_text_wrap().set_bold().set_font_size(12),
        Style::Head => head().set_background_color(HEAD),
        Style::HeadInput => head().set_background_color(ACCENT).set_font_color(Color::White),
        Style::Body => framed().set_text_wrap(),
        Style::Centre => framed().set_text_wrap().set_align(FormatAlign::Center),
        Style::Strong => framed().set_bold(),
        Style::Whole => framed().set_num_format("#,##0"),
        Style::Share => framed().set_num_format("0.0%"),
        Style::Decimal => framed().set_num_format("0.0"),
        Style::Date => framed().set_num_format(date(lang)).set_align(FormatAlign::Center),
        Style::Input => input().set_text_wrap(),
        Style::InputCentre => input().set_align(FormatAlign::Center),
        Style::Name => head().set_background_color(HEAD).set_align(FormatAlign::Left),
        Style::DateLeft => framed().set_num_format(date(lang)).set_align(FormatAlign::Left),
        Style::InputDate => input().set_num_format(date(lang)).set_align(FormatAlign::Center),
        Style::Code => framed().set_font_name("Consolas").set_background_color(Color::RGB(0x00f2_f2f2)),
        Style::State(status) => {
            let (back, front) = colours(status);
            framed().set_background_color(back).set_font_color(front).set_align(FormatAlign::Center)
        }
    }
}

fn date(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "yyyy/mm/dd",
        Lang::En => "yyyy-mm-dd",
    }
}

fn framed() -> Format {
    Styles::base().set_border(FormatBorder::Thin).set_border_color(LINE)
}

fn input() -> Format {
    framed().set_background_color(INPUT).set_unlocked()
}

fn head() -> Format {
    framed().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter).set_align(FormatAlign::Center)
}

/// Background and foreground of a state, with a contrast of at least 4.5 to 1, and different in lightness so that
/// they differ in greyscale print.
pub(super) fn colours(status: Status) -> (Color, Color) {
    let (back, front) = match status {
        Status::Met => (0x00c2_e5d1, 0x0003_2213),
        Status::Partial => (0x00ff_f0b3, 0x0060_4b00),
        Status::Unmet => (0x00ff_bbbb, 0x0062_0000),
        Status::NotApplicable => (0x00e6_e6e6, 0x0033_3333),
        Status::Unanswered => (0x00ff_ffff, 0x004d_4d4d),
    };
    (Color::RGB(back), Color::RGB(front))
}

//! How a cell displays a number (`80%`, `9:30`, `00123`, `令和8年5月1日`), and a text whose format adds to it or
//! replaces it.
//!
//! Number formats are a small language. The part that Japanese offices use is supported; with any other format the
//! number is shown as it is.

mod days;
mod digits;
mod parse;

use std::borrow::Cow;

use jiff::civil::Date;

use parse::{Section, Token};

/// A number format.
#[derive(Debug, Clone, Default)]
pub(super) struct Format {
    sections: Vec<Section>,
}

/// How a number is displayed, and the day that it stands for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Shown {
    pub(super) text: Option<String>,
    pub(super) day: Option<Date>,
}

impl Format {
    pub(super) fn new(code: &str) -> Self {
        Self { sections: parse::sections(code) }
    }

    /// The formats that have a number but no code, as in a Japanese installation.
    pub(super) fn built_in(id: u32) -> Self {
        Self::new(match id {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 => "0.00E+00",
            14 => "yyyy/m/d",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 => "h:mm",
            21 => "h:mm:ss",
            22 => "yyyy/m/d h:mm",
            27 | 36 | 50 | 57 => "ge.m.d",
            28 | 29 | 51 | 54 | 58 => "ggge\"年\"m\"月\"d\"日\"",
            30 => "m/d/yy",
            31 => "yyyy\"年\"m\"月\"d\"日\"",
            32 => "h\"時\"mm\"分\"",
            33 => "h\"時\"mm\"分\"ss\"秒\"",
            34 | 52 | 55 => "yyyy\"年\"m\"月\"",
            35 | 53 | 56 => "m\"月\"d\"日\"",
            37 | 38 => "#,##0;(#,##0)",
            39 | 40 => "#,##0.00;(#,##0.00)",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mm:ss.0",
            48 => "##0.0E+0",
            _ => "General",
        })
    }

    /// Whether the format shows everything unchanged.
    pub(super) fn is_general(&self) -> bool {
        self.sections.iter().all(|section| matches!(section.tokens.as_slice(), [] | [Token::General | Token::Text]))
            && self.sections.len() < 2
    }

    /// How a text is displayed with this format: the fourth section applies to texts, or a last section that
    /// contains `@`. `;;;` hides the text.
    pub(super) fn show_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let is_of_texts = |section: &&Section| section.tokens.contains(&Token::Text);
        let section = match self.sections.as_slice() {
            [_, _, _, fourth, ..] => Some(fourth),
            sections => sections.last().filter(is_of_texts),
        };
        let Some(section) = section else { return Cow::Borrowed(text) };
        match section.tokens.as_slice() {
            [Token::Text | Token::General] => Cow::Borrowed(text),
            tokens if is_of_numbers(tokens) || repeats(tokens) => Cow::Borrowed(text),
            tokens => Cow::Owned(tokens.iter().map(|token| token.of_text(text)).collect()),
        }
    }

    /// How a number is displayed with this format.
    pub(super) fn show(&self, number: f64, from_1904: bool) -> Shown {
        let Some((section, shown)) = self.section(number) else { return Shown::default() };
        if section.tokens.iter().any(Token::is_of_time) {
            return days::show(&section.tokens, number, from_1904);
        }
        if matches!(section.tokens.as_slice(), [Token::General | Token::Text]) {
            return Shown::default();
        }
        Shown { text: digits::show(&section.tokens, shown), day: None }
    }

    /// The section for a number, and the number as that section shows it: a section for negative numbers shows them
    /// without a sign.
    fn section(&self, number: f64) -> Option<(&Section, f64)> {
        let by_condition = self.sections.iter().take(3).any(|section| section.condition.is_some());
        if by_condition {
            let fits = |section: &&Section| section.condition.as_ref().is_none_or(|condition| condition.holds(number));
            return self.sections.iter().take(3).find(fits).map(|section| (section, number));
        }
        let numbers = self.sections.len().min(3);
        let at = match numbers {
            0 => return None,
            3 if number == 0.0 => 2,
            2 | 3 if number < 0.0 => 1,
            _ => 0,
        };
        Some((&self.sections[at], if at == 1 { number.abs() } else { number }))
    }
}

/// A section with digits but without a placeholder for text is not a format for texts.
fn is_of_numbers(tokens: &[Token]) -> bool {
    !tokens.contains(&Token::Text) && tokens.iter().any(|token| matches!(token, Token::Digit(_)) || token.is_of_time())
}

/// A format that repeats a text is used only to make the result very large.
fn repeats(tokens: &[Token]) -> bool {
    tokens.iter().filter(|token| matches!(token, Token::Text | Token::General)).count() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: f64) -> String {
        Format::new(code).show(number, false).text.unwrap_or_else(|| number.to_string())
    }

    #[test]
    fn numbers_as_they_are_shown() {
        for (code, number, expected) in [
            ("0%", 0.8, "80%"),
            ("0.0%", 0.805, "80.5%"),
            ("00000", 123.0, "00123"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("#,##0.00", -1234.5, "-1,234.50"),
            ("0\"点\"", 2.0, "2点"),
            ("\"第\"0\"回\"", 3.0, "第3回"),
            ("0-0-0-0", 1112.0, "1-1-1-2"),
            ("000\\-0000", 1_234_567.0, "123-4567"),
            ("\"○\";;\"×\"", 1.0, "○"),
            ("\"○\";;\"×\"", 0.0, "×"),
            ("[=1]\"○\";[=0]\"×\";General", 0.0, "×"),
            ("[=1]\"○\";[=0]\"×\";General", 7.0, "7"),
            ("0;[Red]\"▲\"0", -5.0, "▲5"),
            ("0.##", 1.5, "1.5"),
            ("0.00E+00", 12345.0, "1.23E+04"),
            ("¥#,##0", 1000.0, "¥1,000"),
            ("[$-411]0", 5.0, "5"),
            ("General", 0.1, "0.1"),
            ("0_ ", 4.0, "4"),
            ("", 4.0, "4"),
            (";;;", 4.0, ""),
            ("0.0", 0.05, "0.1"),
            ("#", 0.0, ""),
        ] {
            assert_eq!(shown(code, number), expected, "{code} {number}");
        }
    }

    #[test]
    fn texts_as_they_are_shown() {
        for (code, expected) in [
            (";;;", ""),
            ("0;;;@", "○"),
            (";;;\"×\"", "×"),
            ("@\"は未達\"", "○は未達"),
            ("\"旧\"@", "旧○"),
            ("0;-0;0;\"(\"@\")\"", "(○)"),
            ("0;@\"?\"", "○?"),
            ("@", "○"),
            ("General", "○"),
            ("0", "○"),
            ("\"×\"", "○"),
            ("0;;", "○"),
            ("0;;;General", "○"),
            (";;;[Red]@", "○"),
            ("@* ", "○"),
            ("@@", "○○"),
            ("@@@@", "○"),
            ("0;0;0;0", "○"),
            ("yyyy/m/d;@", "○"),
            ("", "○"),
        ] {
            assert_eq!(Format::new(code).show_text("○"), expected, "{code}");
        }
    }

    #[test]
    fn days_and_times_as_they_are_shown() {
        for (code, number, expected) in [
            ("h:mm", 0.395_833_333_333_333_3, "9:30"),
            ("[h]:mm", 1.25, "30:00"),
            ("[mm]:ss", 0.05, "72:00"),
            ("yyyy/m/d h:mm", 46_143.562_5, "2026/5/1 13:30"),
            ("yyyy\"年\"m\"月\"d\"日\"", 46_143.0, "2026年5月1日"),
            ("[$-411]ggge\"年\"m\"月\"d\"日\"", 46_143.0, "令和8年5月1日"),
            ("ge.m.d", 46_143.0, "R8.5.1"),
            ("ggge\"年度\"", 46_143.0, "令和8年度"),
            ("aaa", 46_143.0, "金"),
            ("m/d(aaa)", 46_143.0, "5/1(金)"),
            ("yyyy-mm-dd;@", 46_143.0, "2026-05-01"),
            ("mmm-yy", 46_143.0, "May-26"),
            ("h:mm AM/PM", 0.75, "6:00 PM"),
            ("mm:ss", 0.000_729_166_7, "01:03"),
        ] {
            assert_eq!(shown(code, number), expected, "{code} {number}");
        }
        let day = jiff::civil::date(2026, 5, 1);
        for code in ["yyyy/m/d", "aaa", "ggge\"年度\"", "m\"月\"d\"日\""] {
            assert_eq!(Format::new(code).show(46_143.0, false).day, Some(day), "{code}");
            assert_eq!(Format::new(code).show(44_681.0, true).day, Some(day), "{code}");
        }
        assert_eq!(Format::new("h:mm").show(0.5, false).day, None);
        assert_eq!(Format::new("yyyy/m/d").show(-1.0, false), Shown::default());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(code in "[0#?.,;%EeyYmMdhsg\\[\\]\"\\\\@ _*/+\\-aAMP日]{0,24}", number in proptest::num::f64::ANY, from_1904: bool) {
            let _ = Format::new(&code).show(number, from_1904);
            let _ = Format::new(&code).show_text("○");
        }
    }
}

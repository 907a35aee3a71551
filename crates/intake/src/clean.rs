//! What nobody sees: characters that copying from chats, mails and certificates leaves between those that are meant.

use std::borrow::Cow;

/// The general category Cf (format characters) of Unicode 17, as ranges.
const FORMAT: [(u32, u32); 20] = [
    (0x00ad, 0x00ad),
    (0x0600, 0x0605),
    (0x061c, 0x061c),
    (0x06dd, 0x06dd),
    (0x070f, 0x070f),
    (0x0890, 0x0891),
    (0x08e2, 0x08e2),
    (0x180e, 0x180e),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0xfeff, 0xfeff),
    (0xfff9, 0xfffb),
    (0x110bd, 0x110bd),
    (0x110cd, 0x110cd),
    (0x13430, 0x1343f),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0xe0001, 0xe0001),
    (0xe0020, 0xe007f),
];

/// Letters and marks that look like a blank.
const FILLERS: [char; 8] =
    ['\u{034f}', '\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{2800}', '\u{3164}', '\u{ffa0}'];

/// Whether a character only steers how others are shown.
fn is_format(c: char) -> bool {
    let code = u32::from(c);
    // Nearly everything is of these.
    if matches!(code, 0x20..=0x7e | 0x3000..=0x9fff) {
        return false;
    }
    FORMAT.iter().any(|(first, last)| (*first..=*last).contains(&code)) || c.is_control() && !c.is_whitespace()
}

/// Whether nothing is to be seen of it, alone.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_whitespace() || !c.is_ascii() && (is_format(c) || FILLERS.contains(&c)) || c.is_control()
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}')
}

/// Strokes that a character before them is struck out with, and the sign of what is forbidden.
pub(crate) fn is_strike(c: char) -> bool {
    matches!(
        c,
        '\u{0334}'
            ..='\u{0338}' | '\u{20d2}' | '\u{20d3}' | '\u{20e0}' | '\u{20e5}' | '\u{20e6}' | '\u{20ea}' | '\u{20eb}'
    )
}

/// The text without what nobody sees; what looks like a blank is one.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
        || !text.chars().any(|c| is_format(c) || is_selector(c) || FILLERS.contains(&c))
    {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_format(*c) && !is_selector(*c));
    Cow::Owned(seen.map(|c| if FILLERS.contains(&c) { ' ' } else { c }).collect())
}

/// One spelling for what looks alike: without the unseen, NFKC, small letters, single blanks.
pub(crate) fn fold(text: &str) -> String {
    tasuki_catalog::fold(&visible(text))
}

/// Without blanks and unseen characters at both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_unseen)
}

/// The text without characters that a combining stroke strikes out, and whether there were any.
pub(crate) fn without_struck(text: &str) -> (Cow<'_, str>, bool) {
    if text.is_ascii() || !text.contains(is_strike) {
        return (Cow::Borrowed(text), false);
    }
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        if is_strike(c) {
            kept.pop();
        } else {
            kept.push(c);
        }
    }
    (Cow::Owned(kept), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_goes() {
        for text in [
            "\u{200e}○",
            "○\u{200f}",
            "\u{2060}○",
            "\u{ad}○",
            "\u{2066}○\u{2069}",
            "\u{feff}○",
            "○\u{fe0f}",
            "\u{e0061}○",
            "\u{1}○",
        ] {
            assert_eq!(fold(text), "○", "{text:?}");
        }
        for text in ["", " ", "\u{3164}", "\u{2800}", "\u{ffa0}\u{200b}", "\u{115f}"] {
            assert_eq!(fold(text), "", "{text:?}");
            assert_eq!(trim(text), "");
        }
        assert_eq!(trim("\u{200e} 規程 葛\u{e0100}\u{feff}"), "規程 葛\u{e0100}");
    }

    #[test]
    fn struck_out_characters() {
        assert_eq!(without_struck("×\u{336} ○").0, " ○");
        assert_eq!(without_struck("○\u{336}").0, "");
        assert_eq!(without_struck("○\u{20e0}").0, "");
        assert_eq!(without_struck("規程").0, "規程");
    }
}

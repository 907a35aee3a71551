//! Invisible characters, which remain in texts copied from chats, mails and certificates.

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

/// Whether a character only controls how others are displayed.
fn is_format(c: char) -> bool {
    let code = u32::from(c);
    // Nearly all characters are in these ranges.
    if matches!(code, 0x20..=0x7e | 0x3000..=0x9fff) {
        return false;
    }
    FORMAT.iter().any(|(first, last)| (*first..=*last).contains(&code)) || c.is_control() && !c.is_whitespace()
}

/// Whether the character alone is invisible.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_whitespace() || !c.is_ascii() && (is_format(c) || FILLERS.contains(&c)) || c.is_control()
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}')
}

/// Combining characters that strike out the preceding character, and the prohibition sign.
pub(crate) fn is_strike(c: char) -> bool {
    matches!(
        c,
        '\u{0334}'
            ..='\u{0338}' | '\u{20d2}' | '\u{20d3}' | '\u{20e0}' | '\u{20e5}' | '\u{20e6}' | '\u{20ea}' | '\u{20eb}'
    )
}

/// The text without invisible characters; a character that looks like a blank becomes a blank.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace())
        || !text.chars().any(|c| is_format(c) || is_selector(c) || FILLERS.contains(&c))
    {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| !is_format(*c) && !is_selector(*c));
    Cow::Owned(seen.map(|c| if FILLERS.contains(&c) { ' ' } else { c }).collect())
}

/// The maximum number of characters that are read to interpret a text. A mark with its explanation, a heading, a
/// number or a day is shorter; anything longer is prose, for which the beginning is enough.
pub(crate) const LOOKED_AT: usize = 1_000;

/// What word processors and keyboards write instead of an apostrophe. NFKC keeps them, and `doesn’t` must deny as
/// `doesn't` does.
const APOSTROPHES: [char; 5] = ['\u{2019}', '\u{2018}', '\u{02bc}', '\u{201b}', '`'];

/// One spelling for everything that looks alike: without invisible characters, NFKC, lower case, single blanks. Of
/// a text longer than [`LOOKED_AT`] only the beginning is folded: NFKC can turn one character into eighteen, and
/// the time must stay proportional to the text.
pub(crate) fn fold(text: &str) -> String {
    folded_beginning(text).0
}

/// The folded beginning of a text, what folding produced beyond the limit, and the rest that was not folded.
pub(crate) fn folded_beginning(text: &str) -> (String, String, &str) {
    let (start, beyond) = beginning(text);
    let mut folded = tasuki_catalog::fold(&visible(&start));
    if folded.contains(APOSTROPHES) {
        folded = folded.replace(APOSTROPHES, "'");
    }
    let end = folded.char_indices().nth(LOOKED_AT).map_or(folded.len(), |(at, _)| at);
    let cut = folded.split_off(end);
    (folded, cut, beyond)
}

/// As much of a text as is read, and the rest. Invisible characters do not count, so that they cannot push text out
/// of the part that is read.
fn beginning(text: &str) -> (Cow<'_, str>, &str) {
    if text.len() <= LOOKED_AT {
        return (Cow::Borrowed(text), "");
    }
    let (mut start, mut count, mut is_blank) = (String::new(), 0, false);
    for (at, c) in text.char_indices() {
        if count == LOOKED_AT {
            return (Cow::Owned(start), trim(&text[at..]));
        }
        let blank = c.is_whitespace() || FILLERS.contains(&c);
        if !blank && (is_format(c) || is_selector(c)) || blank && is_blank {
            continue;
        }
        (count, is_blank) = (count + 1, blank);
        start.push(c);
    }
    (Cow::Owned(start), "")
}

/// Without blanks and invisible characters at both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_unseen)
}

/// The text without characters struck out by a combining character, and whether there were any.
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
        for apostrophe in ["'", "’", "‘", "ʼ", "‛", "`", "＇"] {
            assert_eq!(fold(&format!("DOESN{apostrophe}T")), "doesn't", "{apostrophe}");
        }
        assert_eq!(trim("\u{200e} 規程 葛\u{e0100}\u{feff}"), "規程 葛\u{e0100}");
    }

    #[test]
    fn only_a_beginning_is_looked_at() {
        let longest = |text: &str| fold(text).chars().count();
        // One character becomes eighteen when folded.
        assert_eq!(longest(&"ﷺ".repeat(32_766)), LOOKED_AT);
        assert_eq!(longest(&"規程".repeat(1_000_000)), LOOKED_AT);
        assert_eq!(beginning(&"ﷺ".repeat(32_766)).0.chars().count(), LOOKED_AT);
        // Invisible characters do not push anything out of the part that is read.
        for unseen in [" ", "\u{3000}", "\n", "\u{200b}", "\u{fe0f}", "\u{3164}"] {
            let text = format!("○{}×", unseen.repeat(5_000));
            assert!(fold(&text).ends_with('×'), "{unseen:?}");
            assert_eq!(beginning(&text).1, "", "{unseen:?}");
        }
        let (folded, cut, beyond) = folded_beginning("規程");
        assert_eq!((folded.as_str(), cut.as_str(), beyond), ("規程", "", ""));
    }

    #[test]
    fn struck_out_characters() {
        assert_eq!(without_struck("×\u{336} ○").0, " ○");
        assert_eq!(without_struck("○\u{336}").0, "");
        assert_eq!(without_struck("○\u{20e0}").0, "");
        assert_eq!(without_struck("規程").0, "規程");
    }
}

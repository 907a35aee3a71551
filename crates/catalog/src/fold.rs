//! Making texts comparable, as people type them.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Folds what a person does not see as different: full-width and half-width (NFKC), upper and lower case, variants of one character
/// (葛󠄀 and 葛), what joins and breaks without being seen, and white space, of which every run becomes one blank.
///
/// ```
/// assert_eq!(tasuki_catalog::fold("　ＭＦＡ　 多要素 "), "mfa 多要素");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut push_all = |letters: &mut dyn Iterator<Item = char>| {
        let mut blank = false;
        for letter in letters.filter(|letter| !is_unseen(*letter)) {
            if letter.is_whitespace() {
                blank = !folded.is_empty();
            } else {
                if std::mem::take(&mut blank) {
                    folded.push(' ');
                }
                push_small(&mut folded, letter);
            }
        }
    };
    // What is normal already, as most texts are, is not taken apart and put together again.
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        push_all(&mut text.chars());
    } else {
        push_all(&mut text.nfkc());
    }
    folded
}

/// Adds a letter in its small form; what Japanese is written with has none other.
fn push_small(folded: &mut String, letter: char) {
    match letter {
        '\0'..='\x7f' => folded.push(letter.to_ascii_lowercase()),
        '\u{3000}'..='\u{9fff}' => folded.push(letter),
        _ => folded.extend(letter.to_lowercase()),
    }
}

/// Selectors of variants, joiners and soft hyphens: they have no shape of their own.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn variants_of_a_character_are_one() {
        assert_eq!(fold("葛\u{e0100}城 \u{2764}\u{fe0f} 監\u{200b}査"), "葛城 \u{2764} 監査");
        assert_eq!(fold("神\u{fe00}"), fold("神"));
        assert_eq!(fold("\u{e0100}"), "");
    }
}

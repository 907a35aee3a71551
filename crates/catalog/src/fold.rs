//! Normalizes texts for comparison.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Removes differences that a reader does not see: full-width and half-width (NFKC), upper and lower case, variants
/// of one character (葛󠄀 and 葛), invisible joiners and soft hyphens. Every run of white space becomes one blank.
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
    // Text that is normalized already, as most texts are, is not normalized again.
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        push_all(&mut text.chars());
    } else {
        push_all(&mut text.nfkc());
    }
    folded
}

/// Adds a letter in lower case; Japanese characters have no case.
fn push_small(folded: &mut String, letter: char) {
    match letter {
        '\0'..='\x7f' => folded.push(letter.to_ascii_lowercase()),
        '\u{3000}'..='\u{9fff}' => folded.push(letter),
        _ => folded.extend(letter.to_lowercase()),
    }
}

/// Variation selectors, joiners and soft hyphens, which are invisible.
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

    #[test]
    fn what_a_person_does_not_see_as_different_is_the_same() {
        for (typed, folded) in [
            ("Multi-Factor", "multi-factor"),
            ("ÄRGER", "ärger"),
            ("ＭＦＡ", "mfa"),
            ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
            ("  a \t\n b　c ", "a b c"),
            ("a b", "a b"),
            ("監査　証跡", "監査 証跡"),
            ("", ""),
            (" 　", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed:?}");
        }
    }

    proptest::proptest! {
        /// Folding is idempotent and ignores upper and lower case.
        #[test]
        fn folding_twice_is_folding_once(text in "[ -~ぁ-んァ-ヶ一-龠Ａ-ｚ　\u{200b}\u{fe00}]{0,20}") {
            let folded = fold(&text);
            proptest::prop_assert_eq!(fold(&folded), folded.clone());
            proptest::prop_assert_eq!(fold(&text.to_uppercase()), folded);
        }
    }
}

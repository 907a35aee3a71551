//! Making texts comparable, as people type them.

use unicode_normalization::UnicodeNormalization;

/// Folds what a person does not see as different: full-width and half-width (NFKC), upper and lower case, and white space,
/// of which every run becomes one blank.
///
/// ```
/// assert_eq!(tasuki_catalog::fold("　ＭＦＡ　 多要素 "), "mfa 多要素");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.nfkc().collect::<String>().split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

//! The text around a hit, with the hit marked.

use tasuki_catalog::fold;

/// The number of characters shown before the first hit, and from there on.
const BEFORE: usize = 24;
const AFTER: usize = 110;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The characters.
    pub text: String,
    /// Whether it is a match of the query.
    pub hit: bool,
}

/// A text with the words of a query marked; a long text is cut to the surroundings of the first match. As in the
/// search itself, full width, case and kana variants do not matter.
pub fn marked(text: &str, query: &str, whole: bool) -> Vec<Stretch> {
    let characters: Vec<char> =
        text.chars().map(|character| if character.is_whitespace() { ' ' } else { character }).collect();
    let marks = marks(&characters, query);
    let first = marks.iter().position(|marked| *marked).unwrap_or(0);
    let (from, to) =
        if whole { (0, characters.len()) } else { (first.saturating_sub(BEFORE), characters.len().min(first + AFTER)) };
    let mut stretches: Vec<Stretch> = Vec::new();
    if from > 0 {
        stretches.push(Stretch { text: "…".to_owned(), hit: false });
    }
    for (character, hit) in characters[from..to].iter().zip(&marks[from..to]) {
        match stretches.last_mut() {
            Some(last) if last.hit == *hit => last.text.push(*character),
            _ => stretches.push(Stretch { text: character.to_string(), hit: *hit }),
        }
    }
    if to < characters.len() {
        stretches.push(Stretch { text: "…".to_owned(), hit: false });
    }
    stretches
}

/// Which characters match a word of the query. Each character is folded separately, so that positions in the folded
/// text can be mapped back.
fn marks(characters: &[char], query: &str) -> Vec<bool> {
    let (mut folded, mut origin) = (String::new(), Vec::new());
    for (place, character) in characters.iter().enumerate() {
        let own = if *character == ' ' { " ".to_owned() } else { fold(&character.to_string()) };
        origin.extend(std::iter::repeat_n(place, own.len()));
        folded.push_str(&own);
    }
    let mut marks = vec![false; characters.len()];
    for word in fold(query).split(' ').filter(|word| !word.is_empty()) {
        for (start, found) in folded.match_indices(word) {
            for place in &origin[start..start + found.len()] {
                marks[*place] = true;
            }
        }
    }
    // A combining character belongs to the one before it.
    for place in 1..characters.len() {
        if origin.binary_search(&place).is_err() {
            marks[place] = marks[place - 1];
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, query: &str) -> String {
        let stretches = marked(text, query, false).into_iter();
        stretches.map(|stretch| if stretch.hit { format!("[{}]", stretch.text) } else { stretch.text }).collect()
    }

    #[test]
    fn hits_are_marked_whatever_their_width_and_case() {
        assert_eq!(shown("ＭＦＡ を全員に", "mfa"), "[ＭＦＡ] を全員に");
        assert_eq!(shown("毎月の監査と監査報告", "監査 毎月"), "[毎月]の[監査]と[監査]報告");
        assert_eq!(shown("ﾊﾞｯｸｱｯﾌﾟ", "x"), "ﾊﾞｯｸｱｯﾌﾟ");
        assert_eq!(shown("", "監査"), "");
        assert_eq!(shown("葛\u{e0100}城市の工場", "葛城"), "[葛\u{e0100}城]市の工場");
        assert_eq!(shown("葛城市の工場", "葛\u{e0100}城"), "[葛城]市の工場");
    }

    #[test]
    fn long_texts_are_cut_around_the_first_hit() {
        let text = format!("{}監査{}", "あ".repeat(100), "い".repeat(300));
        let cut = shown(&text, "監査");
        assert!(cut.starts_with("…あ") && cut.contains("[監査]") && cut.ends_with("い…"));
        assert!(cut.chars().count() < 145);
    }
}

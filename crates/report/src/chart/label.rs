//! The width of labels, and where they may break.

/// Width of `text` in units of the font size: a full-width character is 1, a Latin one about half.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(|character| if character.is_ascii() { 0.56 } else { 1.0 }).sum()
}

/// `text` on one line, or on two if it is wider than `limit`: broken at a space, otherwise after a particle or a
/// dot, as near to the middle as possible.
pub(super) fn lines(text: &str, limit: f64) -> Vec<&str> {
    let whole = width(text);
    if whole <= limit {
        return vec![text];
    }
    let places = text.char_indices().skip(1).filter(|&(place, _)| may_break(text, place));
    let nearest = places.min_by(|one, two| {
        let off = |place: usize| (width(&text[..place]) - whole / 2.0).abs();
        off(one.0).total_cmp(&off(two.0))
    });
    match nearest {
        Some((place, _)) => vec![text[..place].trim_end(), text[place..].trim_start()],
        None => vec![text],
    }
}

/// Whether a line may end before `place`: after a space, a particle, a dot, or where kana turns into kanji or katakana.
fn may_break(text: &str, place: usize) -> bool {
    let (Some(before), Some(after)) = (text[..place].chars().next_back(), text[place..].chars().next()) else {
        return false;
    };
    before == ' '
        || "・、／".contains(before)
        || (is_hiragana(before) && !is_hiragana(after) && !"、。）・".contains(after))
}

fn is_hiragana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{309f}')
}

/// `text` cut to `limit` with an ellipsis.
pub(super) fn cut(text: &str, limit: f64) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if width(&kept) + 2.0 > limit {
            break;
        }
        kept.push(character);
    }
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::{cut, lines};

    #[test]
    fn long_labels_break_where_a_reader_would() {
        assert_eq!(lines("監督", 8.0), ["監督"]);
        assert_eq!(lines("インシデントからの復旧", 8.0), ["インシデントからの", "復旧"]);
        assert_eq!(lines("Business partner management", 9.0), ["Business partner", "management"]);
        assert_eq!(lines("脆弱性情報管理責任者会議", 8.0), ["脆弱性情報管理責任者会議"]);
    }

    #[test]
    fn cut_keeps_what_fits() {
        assert_eq!(cut("方針", 5.0), "方針");
        assert_eq!(cut("情報資産の管理", 5.0), "情報資産…");
    }
}

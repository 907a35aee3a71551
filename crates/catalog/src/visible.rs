//! Characters that nobody sees, and that change how others are displayed: with a mark of direction in it, `invoicefdp.exe` looks like
//! `invoiceexe.pdf`, and a blank of no width makes two names of one. What people write into names and texts is stored without them.

/// Whether a character is invisible and changes how others are displayed: marks of direction, joiners, the byte order mark, tags, and letters
/// that look like a blank. Selectors of variants are not: names are written with them.
pub fn is_hidden(letter: char) -> bool {
    !letter.is_ascii()
        && matches!(letter,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A name or another text of one line: without control and hidden characters, with single blanks.
pub fn visible(text: &str) -> String {
    let seen: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let seen: String = seen.chars().filter(|letter| !is_hidden(*letter)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines, without blanks around it and without hidden characters. What joins letters or keeps them apart stays: signs are
/// made of several, and some languages are written with it. It changes the order of nothing.
pub fn legible(text: &str) -> String {
    let seen = unhidden(text);
    let trimmed = seen.trim();
    // Nothing but joiners is nothing.
    if trimmed.chars().all(|letter| joins(letter) || letter.is_whitespace()) {
        String::new()
    } else {
        trimmed.to_owned()
    }
}

/// [`legible`] with the blanks around it: a text that is saved while somebody is writing it.
pub fn unhidden(text: &str) -> String {
    let ends_line = |letter| matches!(letter, '\u{2028}' | '\u{2029}');
    let seen = text.chars().map(|letter| if ends_line(letter) { '\n' } else { letter });
    seen.filter(|letter| joins(*letter) || !is_hidden(*letter)).collect()
}

fn joins(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_left_in_a_name() {
        let hidden = [
            '\u{200b}',
            '\u{200f}',
            '\u{202a}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{e0041}',
            '\u{3164}',
        ];
        for letter in hidden {
            assert!(is_hidden(letter));
            assert_eq!(visible(&format!(" 佐{letter}藤 \r\n 花 ")), "佐藤 花", "{letter:?}");
            assert_eq!(visible(&letter.to_string()), "", "{letter:?}");
            assert_eq!(legible(&format!("一行目{letter}\n二行目 \n")), "一行目\n二行目", "{letter:?}");
        }
        // Variants of letters are part of names, and what joins signs is part of texts.
        assert_eq!(visible("葛\u{e0100}城"), "葛\u{e0100}城");
        assert_eq!(legible("👩\u{200d}💻\tok"), "👩\u{200d}💻\tok");
        assert_eq!(legible("a\u{2028}b"), "a\nb");
        assert_eq!(legible("\u{200d} \u{200c}"), "");
    }
}

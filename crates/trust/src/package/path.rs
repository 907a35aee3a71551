//! Which paths a package may have: those that mean the same on every machine on which it is unpacked, and lead nowhere else.

use tasuki_catalog::{Text, is_hidden};

/// The longest name and the longest path, in bytes; file systems take no more in a name.
const LONGEST_NAME: usize = 255;
const LONGEST_PATH: usize = 1_000;
/// The longest name that is made: a number before it still fits.
const LONGEST_MADE: usize = 200;

/// Why a path is not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is empty, or has an empty part.
    Empty,
    /// It begins at the root.
    Absolute,
    /// It leads out of the package, or to where it is already.
    Dots,
    /// It has a letter that some systems read as something else: a control character, a mark that turns the direction of writing, or one of
    /// `\ : * ? " < > |`.
    Letter(char),
    /// A part ends in a point or a blank, which some systems drop.
    End,
    /// It is too long.
    Long,
    /// It is no file: a link leads elsewhere.
    Link,
    /// It has the name of a file that the package makes itself.
    Reserved,
}

impl Unfit {
    /// What is wrong, in words.
    pub fn text(self) -> Text {
        match self {
            Self::Empty => Text::new("空の部分があります", "a part of it is empty"),
            Self::Absolute => Text::new("一番上のフォルダから始まっています", "it begins at the root"),
            Self::Dots => Text::new("「.」か「..」があります", "it has a part `.` or `..`"),
            Self::Letter(letter) => {
                let code = u32::from(letter);
                Text::new(
                    format!("使えない文字があります（U+{code:04X}）"),
                    format!("it has a letter that is not used in paths (U+{code:04X})"),
                )
            }
            Self::End => Text::new("点か空白で終わる部分があります", "a part of it ends in a point or a blank"),
            Self::Long => Text::new("長すぎます", "it is too long"),
            Self::Link => Text::new("ファイルではなく、ほかの場所への参照です", "it is a link, and no file"),
            Self::Reserved => {
                Text::new("一式が自分で作るファイルの名前です", "the package itself makes a file of this name")
            }
        }
    }
}

/// What is wrong with a path, if anything.
pub(super) fn check(path: &str) -> Result<(), Unfit> {
    if path.starts_with('/') {
        return Err(Unfit::Absolute);
    }
    if path.len() > LONGEST_PATH {
        return Err(Unfit::Long);
    }
    if let Some(letter) = path.chars().find(|letter| is_unfit(*letter)) {
        return Err(Unfit::Letter(letter));
    }
    path.split('/').try_for_each(check_part)
}

fn check_part(part: &str) -> Result<(), Unfit> {
    match part {
        "" => Err(Unfit::Empty),
        "." | ".." => Err(Unfit::Dots),
        part if part.ends_with(['.', ' ']) => Err(Unfit::End),
        part if part.len() > LONGEST_NAME => Err(Unfit::Long),
        _ => Ok(()),
    }
}

fn is_unfit(letter: char) -> bool {
    // Marks of direction make `fdp.exe` look like `exe.pdf`.
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter.is_control() || turns || matches!(letter, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// Two paths with the same key are one file on some systems.
pub(super) fn key(path: &str) -> String {
    path.to_lowercase()
}

/// A name that is fit for a file of a package, as near to `name` as can be. Only for a name: a `/` in it is replaced as well.
pub fn fitting_name(name: &str) -> String {
    let fit = |letter: char| if letter == '/' || is_unfit(letter) || is_hidden(letter) { '_' } else { letter };
    let whole: String = name.trim().chars().map(fit).collect();
    let whole = whole.trim_end_matches(['.', ' ']);
    let short = if whole.len() <= LONGEST_MADE { whole.to_owned() } else { shortened(whole) };
    if short.is_empty() { "_".to_owned() } else { short }
}

/// The beginning of a long name, with its ending: programs tell by that what it is.
fn shortened(name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').filter(|(_, ending)| ending.len() <= 16).unwrap_or((name, ""));
    let room = LONGEST_MADE - ending.len() - 1;
    let stem = stem.trim_end_matches(['.', ' ']);
    let kept = &stem[..stem.floor_char_boundary(room)];
    let kept = kept.trim_end_matches(['.', ' ']);
    if ending.is_empty() { kept.to_owned() } else { format!("{kept}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_and_means_the_same_everywhere() {
        for fit in ["a.pdf", "証跡/規程 第1版（案）.pdf", "evidence/0001/-rf", "..a", "a..b/c"] {
            assert_eq!(check(fit), Ok(()), "{fit}");
        }
        let unfit = [
            ("", Unfit::Empty),
            ("a//b", Unfit::Empty),
            ("a/", Unfit::Empty),
            ("/etc/passwd", Unfit::Absolute),
            ("../x", Unfit::Dots),
            ("a/../../x", Unfit::Dots),
            ("./a", Unfit::Dots),
            ("a\nb", Unfit::Letter('\n')),
            ("a\\..\\b", Unfit::Letter('\\')),
            ("C:/a", Unfit::Letter(':')),
            ("\u{202e}fdp.exe", Unfit::Letter('\u{202e}')),
            ("a./b", Unfit::End),
            ("a ", Unfit::End),
        ];
        for (path, why) in unfit {
            assert_eq!(check(path), Err(why), "{path:?}");
        }
        assert_eq!(check(&"長".repeat(90)), Err(Unfit::Long));
        assert_eq!(check(&"a/".repeat(600)), Err(Unfit::Long));
    }

    #[test]
    fn any_name_becomes_a_fitting_one() {
        let long = format!("{}.pdf", "長".repeat(200));
        for name in ["", " ", "..", "...", "a/b\\c", "a:b?.pdf", "a. . ", "\u{7}", &long, &"x.".repeat(300)] {
            let fit = fitting_name(name);
            assert_eq!((check(&fit), fit.contains('/')), (Ok(()), false), "{name:?} became {fit:?}");
        }
        assert_eq!(fitting_name("規程（案）.pdf"), "規程（案）.pdf");
        assert_eq!(fitting_name("a/b:c.pdf"), "a_b_c.pdf");
        assert!(fitting_name(&long).ends_with("長.pdf"));
    }
}

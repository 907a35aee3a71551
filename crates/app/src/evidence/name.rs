//! Names of files from outside.

use tasuki_catalog::visible;

/// The maximum length of a file name, in characters.
const LONGEST: usize = 180;

/// The file name that is stored: the last part of a path, without invisible characters and those with a meaning to a
/// file system, never empty. The extension is kept when the name is shortened.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        visible(last).chars().map(|character| if r#"<>:"|?*"#.contains(character) { '_' } else { character }).collect();
    let plain = plain.trim_matches(|character: char| character == '.' || character.is_whitespace());
    match plain.rsplit_once('.') {
        _ if plain.is_empty() => "file".to_owned(),
        Some((stem, ending)) if plain.chars().count() > LONGEST && ending.chars().count() <= 12 => {
            let kept = LONGEST - 1 - ending.chars().count();
            format!("{}.{ending}", stem.chars().take(kept).collect::<String>())
        }
        _ => plain.chars().take(LONGEST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_part_and_all_of_it_is_seen() {
        let cases = [
            ("規程.pdf", "規程.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\山田\\台帳 2026.xlsx", "台帳 2026.xlsx"),
            ("a\u{202E}fdp.exe", "afdp.exe"),
            ("line\r\nSet-Cookie: a=b", "line Set-Cookie_ a=b"),
            ("..", "file"),
            ("", "file"),
            ("/", "file"),
            (".htaccess", "htaccess"),
            ("a/\u{0}", "file"),
            ("what?<b>.txt", "what__b_.txt"),
        ];
        for (name, cleaned) in cases {
            assert_eq!(clean_name(name), cleaned, "{name:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let cleaned = clean_name(&format!("{}.xlsx", "長".repeat(400)));
        assert_eq!(cleaned.chars().count(), LONGEST);
        assert!(cleaned.ends_with("長.xlsx"));
    }
}

//! Identifiers of criteria, as people and spreadsheet programs write them.

use tasuki_catalog::Catalog;
use unicode_normalization::UnicodeNormalization;

use crate::{
    clean,
    sheet::{Cell, Value},
};

/// The longest beginning of a cell that is read; identifiers are short.
const LOOKED_AT: usize = 48;

/// What people write before a number.
const PREFIXES: [&str; 10] = ["no.", "no", "番号", "項番", "基準", "第", "#", "id:", "id", "q"];

/// The identifier at the beginning of `text`, spelled as in the catalogues, for any edition.
///
/// Accepts full-width digits, every kind of dash, a leading `No.`, trailing dots, surrounding brackets and spaces
/// inside. A number of several parts may be followed by its text (`1-1-1-1. ・…`); a bare number must be alone in
/// the cell.
///
/// ```
/// use tasuki_intake::identifier;
/// assert_eq!(identifier("Ｎｏ．１－１－１－１").as_deref(), Some("1-1-1-1"));
/// assert_eq!(identifier("12").as_deref(), Some("12"));
/// assert_eq!(identifier("1 ラベル"), None);
/// ```
pub fn identifier(text: &str) -> Option<String> {
    let start = text.trim_start_matches(clean::is_unseen);
    let start: String = start.chars().filter(|c| !clean::is_unseen(*c) || c.is_whitespace()).take(LOOKED_AT).collect();
    let plain: String = uncircled(&clean::visible(&start)).nfkc().map(plain_dash).collect();
    let plain = unbroken(&plain.to_lowercase());
    let bare = without_prefix(plain.trim().trim_start_matches(['(', '[', '「', '【', '<', '\'', '"', '*', '・']));
    let id = if bare.starts_with('l') { measure(bare) } else { number(bare) }?;
    let cut_off = text.chars().nth(LOOKED_AT * 2).is_some();
    (!cut_off || id.contains(['-', '.'])).then_some(id)
}

/// The identifier in a cell.
pub(crate) fn of_cell(cell: &Cell) -> Option<String> {
    match &cell.value {
        Value::Text(text) => identifier(text),
        // A format may display the number in several parts: 1112 as 1-1-1-2.
        Value::Number(_) if cell.shown.as_ref().is_some_and(|shown| shown.contains('-')) => identifier(&cell.text()),
        Value::Number(number) if *number >= 0.0 && *number < 100_000.0 => identifier(&number.to_string()),
        _ => None,
    }
}

/// `1-1-1①` has four parts; NFKC would make the last one eleven.
fn uncircled(text: &str) -> String {
    let mut parts = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '①'..='⑳') && parts.ends_with(char::is_numeric) {
            parts.push('-');
        }
        parts.push(c);
    }
    parts
}

/// Joins a number that has a line break at one of its dashes: `1-1-⏎1-1`.
fn unbroken(plain: &str) -> String {
    let is_number = plain.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '.'));
    if !is_number || !plain.contains(['\n', '\r']) {
        return plain.to_owned();
    }
    let lines: Vec<&str> = plain.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let joins = |pair: &[&str]| pair[0].ends_with(['-', '.']) != pair[1].starts_with(['-', '.']);
    if lines.windows(2).all(joins) { lines.concat() } else { plain.to_owned() }
}

/// Whether a text looks like a number of several parts that was damaged: `1・1・1・1`, `1-1-1(1)`, `1 1 1 1`.
pub(crate) fn is_broken(text: &str) -> bool {
    let folded = clean::fold(text);
    let (digits, letters) = folded.chars().fold((0_usize, 0_usize), |(digits, letters), c| {
        (digits + usize::from(c.is_ascii_digit()), letters + usize::from(c.is_alphabetic() && c != 'ー'))
    });
    let groups = folded.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count();
    groups > 1 && letters <= 3 && digits > letters && folded.chars().count() <= 24
}

/// Every stroke used as a hyphen between digits.
fn plain_dash(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{2043}'
        | '\u{30fc}'
        | '~'
        | '\u{301c}'
        | '_' => '-',
        '。' => '.',
        other => other,
    }
}

fn without_prefix(text: &str) -> &str {
    let mut rest = text.strip_prefix("scs").map_or(text, |after| after.trim_start_matches([' ', '-', ':']));
    if let Some(after) = rest.strip_prefix('★') {
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(' ').unwrap_or(rest).trim_start();
    }
    if let Some(after) = rest.strip_prefix("評価基準").filter(|after| after.starts_with(|c: char| c.is_ascii_digit()))
    {
        rest = after;
    }
    for prefix in PREFIXES {
        if let Some(after) = rest.strip_prefix(prefix) {
            rest = after.trim_start_matches([' ', '.', ':', '\u{3000}']);
        }
    }
    rest
}

/// `1-1-1-1`, `1.1`, `12`.
fn number(text: &str) -> Option<String> {
    let (parts, separator, rest) = parts(text)?;
    if separator.is_none() {
        let tail = rest.trim_matches([' ', '.', ':', ')', ']', '」', '】', '>', '\'', '"', '番', '項']);
        return (tail.is_empty() && !text.contains('\n')).then(|| parts[0].clone());
    }
    is_end(rest).then(|| parts.join(if separator == Some('-') { "-" } else { "." }))
}

/// Numbers with one kind of separator between them, and the text after them.
fn parts(text: &str) -> Option<(Vec<String>, Option<char>, &str)> {
    let (mut parts, mut separator, mut rest) = (Vec::new(), None, text);
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 || digits > 4 {
            return None;
        }
        let part = rest[..digits].trim_start_matches('0');
        parts.push(if part.is_empty() { "0".to_owned() } else { part.to_owned() });
        rest = &rest[digits..];
        let next = rest.trim_start_matches(' ');
        let Some(found) = next.chars().next().filter(|c| matches!(c, '-' | '.')) else { break };
        let after = next[1..].trim_start_matches(' ');
        let goes_on = after.starts_with(|c: char| c.is_ascii_digit());
        let end = next[1..].trim_start_matches(|c: char| c.is_ascii_digit());
        if separator.is_some_and(|known| known != found) && end.len() + 1 < next.len() && is_end(end) {
            return None;
        }
        if !goes_on || separator.is_some_and(|known| known != found) {
            break;
        }
        separator = Some(found);
        rest = after;
    }
    Some((parts, separator, rest))
}

/// `L1.001`, with or without its element.
fn measure(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix('l')?.trim_start_matches(['.', '-', ' ']);
    let layer = rest.chars().next().filter(char::is_ascii_digit)?;
    rest = rest[1..].trim_start_matches(['.', '-', ' ']);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 3 {
        return None;
    }
    let measure = format!("L{layer}.{:0>3}", &rest[..digits]);
    let tail = rest[digits..].trim_start_matches([' ', ':', '-', '/', '(', '_']).trim_end_matches([' ', ')', '.']);
    match element(tail) {
        Some(element) => Some(format!("{measure}:{element}")),
        None => is_end(&rest[digits..]).then_some(measure),
    }
}

fn is_end(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric() && c != '-' && c != '/')
}

/// All identifiers of a cell that contains several and nothing else (`1-1-1-1、1-1-1-2`); empty if it contains one.
pub(crate) fn several(text: &str) -> Vec<String> {
    if text.len() > 1_000 {
        return Vec::new();
    }
    let parts = text.split(['、', ',', '，', '\n', '/', '／', ';', '；', '&', '＆', '及', 'と']);
    let parts: Vec<&str> =
        parts.map(|part| part.trim_start_matches('び').trim()).filter(|part| !part.is_empty()).collect();
    let is_short = |part: &str| part.chars().count() <= 24;
    let ids: Option<Vec<String>> = parts.iter().map(|part| identifier(part).filter(|_| is_short(part))).collect();
    ids.filter(|ids| ids.len() > 1).unwrap_or_default()
}

/// The position of the criterion that `id` names. Dots and dashes are interchangeable if the number of parts is
/// unambiguous.
pub(crate) fn find(catalog: &Catalog, id: &str) -> Option<usize> {
    let separators = id.matches(['-', '.']).count();
    catalog.position(id).or_else(|| match separators {
        0 => None,
        1 => catalog.position(&id.replace('-', ".")),
        _ => catalog.position(&id.replace('.', "-")),
    })
}

/// The element of the framework of six elements that a word names.
pub(crate) fn element(word: &str) -> Option<&'static str> {
    // The stroke for a long vowel may have become a hyphen.
    let is_kept = |c: &char| !c.is_whitespace() && !matches!(c, 'ー' | '-');
    let plain: String = word.nfkc().filter(is_kept).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "組織" | "ソシキ" | "organization" | "organisation" => "organization",
        "ヒト" | "人" | "ひと" | "people" => "people",
        "モノ" | "物" | "もの" | "components" | "component" => "components",
        "デタ" | "data" => "data",
        "プロシジャ" | "手続き" | "procedure" => "procedure",
        "システム" | "system" => "system",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn identifiers_as_people_write_them() {
        let table = [
            ("1-1-1-1", "1-1-1-1"),
            ("Ｎｏ．１－１－１－１", "1-1-1-1"),
            ("No.1-1-1-1", "1-1-1-1"),
            ("評価基準1-1-1-1", "1-1-1-1"),
            ("1-1-1①", "1-1-1-1"),
            ("1-1-1-⑫", "1-1-1-12"),
            ("No. 1-1-1-1", "1-1-1-1"),
            ("№1-1-1-1", "1-1-1-1"),
            ("１ー１ー１ー１", "1-1-1-1"),
            ("1‐1‑1–1", "1-1-1-1"),
            ("1—1−1ｰ1", "1-1-1-1"),
            ("1―1─1－1", "1-1-1-1"),
            ("  1 - 1 - 1 - 1 ", "1-1-1-1"),
            ("　1-1-1-1　", "1-1-1-1"),
            ("1-1-1-1.", "1-1-1-1"),
            ("1-1-1-1. ・規程を定めること", "1-1-1-1"),
            ("1-1-1-1\n・規程", "1-1-1-1"),
            ("（1-1-1-1）", "1-1-1-1"),
            ("01-01-01-01", "1-1-1-1"),
            ("\u{feff}1-1-1-1\u{200b}", "1-1-1-1"),
            ("1.1.1.1", "1.1.1.1"),
            ("1", "1"),
            ("１５３", "153"),
            ("No.7", "7"),
            ("007", "7"),
            ("12.", "12"),
            ("10．2", "10.2"),
            ("5.6 訓練", "5.6"),
            ("L1.001", "L1.001"),
            ("Ｌ１．００１", "L1.001"),
            ("l1.001:organization", "L1.001:organization"),
            ("L1.001 組織", "L1.001:organization"),
            ("L3.004（データ）", "L3.004:data"),
            ("L1-1", "L1.001"),
            ("1_1_1_1", "1-1-1-1"),
            ("SCS-1-1-1-1", "1-1-1-1"),
            ("★3 1-1-1-1", "1-1-1-1"),
            ("1-1-1-1. 2つの規程", "1-1-1-1"),
            ("1-1-\n1-1", "1-1-1-1"),
            ("1-1\r\n-1-1", "1-1-1-1"),
            ("\u{200e}1-1-1-1", "1-1-1-1"),
            ("\u{202a}1-1-1-1\u{202c}", "1-1-1-1"),
            ("1\u{2060}-1-1-\u{ad}1", "1-1-1-1"),
            ("\u{2066}1-1-1-1\u{2069}", "1-1-1-1"),
        ];
        for (text, expected) in table {
            assert_eq!(identifier(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_identifier() {
        for text in [
            "",
            "　",
            "評価基準",
            "1 ラベル",
            "1 2",
            "○",
            "2026/3/1",
            "2026-03-01x",
            "12345",
            "Lv1",
            "レベル1",
            "-",
            "1-",
            "3件",
            "1\n2",
            "1-1-1-1.1",
        ] {
            assert_eq!(identifier(text).filter(|id| id != "1" || text != "1-"), None, "{text:?}");
        }
    }

    #[test]
    fn numbers_that_something_happened_to() {
        for text in ["1・1・1・1", "1-1-1(1)", "1 1 1 1", "1/1/1/1", "1，1，1，1", "l-1-1-1", "1—1;1"] {
            assert!(is_broken(text), "{text:?}");
        }
        for text in ["記入例", "合計", "1", "Lv1", "2026年度の自己評価", ""] {
            assert!(!is_broken(text), "{text:?}");
        }
    }

    #[test]
    fn several_in_one_cell() {
        assert_eq!(several("1-1-1-1、No.1-1-1-2及び1-1-1-3"), ["1-1-1-1", "1-1-1-2", "1-1-1-3"]);
        assert_eq!(several("1-1-1-1\n1-1-1-2"), ["1-1-1-1", "1-1-1-2"]);
        for text in ["1-1-1-1", "1-1-1-1、規程", "1-1-1-1\n・規程を定めること", ""] {
            assert_eq!(several(text), Vec::<String>::new(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = several(&text);
            let _ = identifier(&text);
        }

        #[test]
        fn every_spelling_of_a_number_is_the_same(
            parts in proptest::collection::vec(1u8..20, 2..5),
            dash in proptest::sample::select(vec!['-', '－', 'ー', 'ｰ', '‐', '–', '—', '−']),
            wide in any::<bool>(),
            prefix in proptest::sample::select(vec!["", "No.", "Ｎｏ．", "№ ", " "]),
        ) {
            let plain = parts.iter().map(ToString::to_string).collect::<Vec<_>>();
            let written: String = plain.join(&dash.to_string()).chars()
                .map(|c| if wide && c.is_ascii_digit() { char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap() } else { c })
                .collect();
            prop_assert_eq!(identifier(&format!("{prefix}{written}")), Some(plain.join("-")));
        }

        #[test]
        fn reading_again_changes_nothing(text in "[0-9A-Za-zＮｏ．－\\-. ]{0,20}") {
            if let Some(id) = identifier(&text) {
                prop_assert_eq!(identifier(&id), Some(id));
            }
        }
    }
}

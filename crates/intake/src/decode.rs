//! From bytes to text: UTF-8, UTF-16 with a byte order mark, or CP932. Invalid text is reported with its line.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};
use tasuki_catalog::Text;

use crate::error::{IntakeError, Mend};

/// Why bytes are not valid text, and what to do about it.
#[derive(Debug)]
pub(crate) struct Undecodable {
    pub(crate) what: Text,
    pub(crate) mend: Mend,
}

/// The text of a file in UTF-8, UTF-16 with a byte order mark, or CP932, whatever stands in it.
///
/// # Errors
/// When it is no text in any of them.
pub fn plain_text(bytes: &[u8]) -> Result<String, IntakeError> {
    text(bytes).map_err(|Undecodable { what, mend }| IntakeError::BadCsv { what, mend })
}

/// The text of a file in any of the supported encodings.
pub(crate) fn text(bytes: &[u8]) -> Result<String, Undecodable> {
    let (encoding, start) = Encoding::for_bom(bytes).unwrap_or_else(|| (majority(bytes), 0));
    if encoding == SHIFT_JIS
        && let Some(line) = lines(bytes).position(is_surely_utf8)
    {
        return Err(mixed(line + 1));
    }
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes[start..]);
    decoded.map(std::borrow::Cow::into_owned).ok_or_else(|| damaged(encoding, &bytes[start..]))
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n')
}

/// UTF-8, unless more lines are valid only in CP932.
fn majority(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let (mut utf8, mut other) = (0_usize, 0_usize);
    for line in lines(bytes).filter(|line| !line.is_ascii()) {
        if std::str::from_utf8(line).is_ok() { utf8 += 1 } else { other += 1 }
    }
    if utf8 > other { UTF_8 } else { SHIFT_JIS }
}

/// Whether a line is Japanese in UTF-8: CP932 text looks like that only by accident, and not for several
/// characters.
fn is_surely_utf8(line: &[u8]) -> bool {
    let is_japanese = |c: char| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '\u{25a0}'..='\u{25ff}');
    !line.is_ascii()
        && std::str::from_utf8(line)
            .is_ok_and(|text| text.chars().filter(|c| !c.is_ascii()).all(is_japanese) && text.chars().any(is_japanese))
}

fn mixed(line: usize) -> Undecodable {
    Undecodable {
        what: Text::new(
            format!("{line}行目だけUTF-8で、ほかはShift_JISです"),
            format!("line {line} is UTF-8 while the others are Shift_JIS"),
        ),
        mend: Mend::Line(line),
    }
}

/// Names the first line that is not valid text, and the byte in it.
fn damaged(encoding: &'static Encoding, bytes: &[u8]) -> Undecodable {
    let name = if encoding == UTF_8 { "UTF-8" } else { encoding.name() };
    let is_sound = |line: &[u8]| encoding.decode_without_bom_handling_and_without_replacement(line).is_some();
    let wide = encoding != UTF_8 && encoding != SHIFT_JIS;
    let Some((at, line)) = lines(bytes).enumerate().find(|(_, line)| !wide && !is_sound(line)) else {
        return Undecodable {
            what: Text::new(format!("{name}として読めません"), format!("it is not {name}")),
            mend: Mend::Encoding,
        };
    };
    let byte = (1..=line.len())
        .find(|end| !is_sound(&line[..*end]) && (*end + 4..=line.len()).take(1).all(|more| !is_sound(&line[..more])));
    let (line, byte) = (at + 1, byte.unwrap_or(1));
    Undecodable {
        what: Text::new(
            format!("{name}の{line}行目、{byte}バイト目が文字になっていません"),
            format!("byte {byte} of line {line} is no {name}"),
        ),
        mend: Mend::Line(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_japanese_offices() {
        let (cp932, ..) = SHIFT_JIS.encode("自己評価,①,○");
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("○\t×".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(text(&cp932).unwrap(), "自己評価,①,○");
        assert_eq!(text("\u{feff}○".as_bytes()).unwrap(), "○");
        assert_eq!(text(&utf16).unwrap(), "○\t×");
        assert!(text(&[0xff, 0x20, 0xff]).is_err());
    }

    #[test]
    fn damage_names_its_line() {
        let lines: Vec<String> = (0..40).map(|at| format!("1-1-1-{at},本文,○,規程第{at}条\n")).collect();
        let mut bytes = lines.concat().into_bytes();
        let at = lines[..20].concat().len() + 12;
        bytes.insert(at, 0xff);
        let error = text(&bytes).unwrap_err();
        assert!(error.what.ja.contains("21行目") && error.what.en.contains("line 21"), "{error:?}");
        let mut bytes = SHIFT_JIS.encode(&lines.concat()).0.into_owned();
        bytes.extend("1-1-1-99,本文,×,追記\n".as_bytes());
        assert!(text(&bytes).unwrap_err().what.ja.contains("41行目"));
        let mut bytes = lines.concat().into_bytes();
        bytes.extend_from_slice(&SHIFT_JIS.encode("1-1-1-99,本文,×,追記\n").0);
        assert!(text(&bytes).unwrap_err().what.ja.contains("41行目"));
    }

    #[test]
    fn half_width_letters_are_cp932() {
        let (cp932, ..) = SHIFT_JIS.encode("1-1-1-1,ﾃｽﾄ,○\n1-1-1-2,ﾃﾞｰﾀ,×\n");
        assert!(text(&cp932).unwrap().contains("ﾃﾞｰﾀ"));
    }
}

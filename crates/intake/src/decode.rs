//! From bytes to text: UTF-8, UTF-16 with a mark at its head, or CP932.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

use crate::IntakeError;

/// The text of a file, in whichever encoding it is.
pub(crate) fn text(bytes: &[u8]) -> Result<String, IntakeError> {
    let (encoding, start) = Encoding::for_bom(bytes).unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(_) => (UTF_8, 0),
        Err(_) => (SHIFT_JIS, 0),
    });
    encoding
        .decode_without_bom_handling_and_without_replacement(&bytes[start..])
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| IntakeError::BadCsv { detail: format!("neither UTF-8 nor {}", SHIFT_JIS.name()) })
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
        assert_eq!(text(&[0xff, 0x20, 0xff]).unwrap_err().code(), "bad-csv");
    }
}

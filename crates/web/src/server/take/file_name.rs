//! The name of an uploaded file.
//!
//! Browsers send the name in UTF-8. Older programs on Japanese Windows send CP932, and some libraries send
//! `filename*` (RFC 8187). All of them are read, because a file without a name would be taken for a field.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_DISPOSITION;
use encoding_rs::SHIFT_JIS;

/// The file name in the header of a part of `multipart/form-data`; `None` if it is not a file.
pub(crate) fn file_name(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(CONTENT_DISPOSITION)?.as_bytes();
    extended(header).or_else(|| plain(header))
}

/// `filename*=UTF-8''%E5%9B%9E.csv`.
fn extended(header: &[u8]) -> Option<String> {
    let value = after(header, b"filename*")?;
    let end = value.iter().position(|byte| matches!(byte, b';' | b' ')).unwrap_or(value.len());
    let mut parts = value[..end].splitn(3, |byte| *byte == b'\'');
    let (charset, _, name) = (parts.next()?, parts.next()?, parts.next()?);
    // Decoded like form data, except for the plus sign.
    let name: Vec<u8> =
        name.iter().flat_map(|byte| if *byte == b'+' { b"%2B".to_vec() } else { vec![*byte] }).collect();
    let (name, _) = form_urlencoded::parse(&name).next()?;
    charset.eq_ignore_ascii_case(b"utf-8").then(|| name.into_owned())
}

/// `filename="..."`, in either of the two encodings.
fn plain(header: &[u8]) -> Option<String> {
    let value = after(header, b"filename")?;
    let Some(quoted) = value.strip_prefix(b"\"") else {
        let end = value.iter().position(|byte| matches!(byte, b';' | b' ')).unwrap_or(value.len());
        return Some(decoded(&value[..end]));
    };
    // In CP932 a backslash can be the second byte of a character, but a quotation mark never is.
    let escapes = str::from_utf8(quoted).is_ok();
    let mut name = Vec::new();
    let mut bytes = quoted.iter();
    loop {
        match bytes.next()? {
            b'"' => return Some(decoded(&name)),
            b'\\' if escapes && bytes.as_slice().first() == Some(&b'"') => name.extend(bytes.next()),
            byte => name.push(*byte),
        }
    }
}

/// The value after `name =` in a header; the end of a longer name does not match.
fn after<'h>(header: &'h [u8], name: &[u8]) -> Option<&'h [u8]> {
    let is_one = |at: usize| at == 0 || matches!(header[at - 1], b';' | b' ' | b'\t');
    let mut places = (0..header.len().saturating_sub(name.len()))
        .filter(|at| is_one(*at) && header[*at..*at + name.len()].eq_ignore_ascii_case(name));
    places.find_map(|at| header[at + name.len()..].trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start))
}

fn decoded(bytes: &[u8]) -> String {
    str::from_utf8(bytes).map_or_else(|_| SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn named(header: &[u8]) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_bytes(header).unwrap());
        file_name(&headers)
    }

    #[test]
    fn names_in_every_spelling() {
        let cp932 = |name: &str| {
            let mut header = b"form-data; name=\"file\"; filename=\"".to_vec();
            header.extend_from_slice(&SHIFT_JIS.encode(name).0);
            header.push(b'"');
            named(&header)
        };
        // The second byte of 表 and ソ is that of a backslash.
        for name in ["回答シート.xlsx", "対応表.xlsx", "ソ表", "①㈱.csv"] {
            assert_eq!(cp932(name).as_deref(), Some(name));
            assert_eq!(
                named(format!("form-data; name=\"file\"; filename=\"{name}\"").as_bytes()).as_deref(),
                Some(name)
            );
        }
        for (header, name) in [
            ("form-data; name=\"file\"", None),
            ("form-data; name=\"filename\"", None),
            ("form-data; name=\"file\"; filename=\"\"", Some("")),
            ("form-data; filename=\"a; name=b.csv\"; name=\"file\"", Some("a; name=b.csv")),
            ("form-data; name=\"file\"; filename=\"a\\\"b.csv\"", Some("a\"b.csv")),
            ("form-data; name=\"file\"; filename=\"C:\\temp\\a.csv\"", Some("C:\\temp\\a.csv")),
            ("form-data; name=file; filename=plain.csv", Some("plain.csv")),
            ("form-data; name=\"file\"; filename*=UTF-8''%E5%9B%9E%E7%AD%94+1.csv", Some("回答+1.csv")),
            ("form-data; name=\"file\"; filename=\"x.csv\"; filename*=utf-8'ja'%E8%A1%A8.csv", Some("表.csv")),
            ("form-data; name=\"file\"; filename=\"never ends", None),
        ] {
            assert_eq!(named(header.as_bytes()).as_deref(), name, "{header}");
        }
    }
}

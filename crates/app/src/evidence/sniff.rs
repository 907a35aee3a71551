//! Detects the type of a file by its content. The browser's statement and the file's name count only if the bytes are
//! inconclusive.

use crate::{Error, Kind};

/// The number of bytes at the beginning that are examined.
pub const HEAD: usize = 4_096;

/// Signatures at the beginning of files.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x1F\x8B", "application/gzip"),
    (b"7z\xBC\xAF\x27\x1C", "application/x-7z-compressed"),
    (b"Rar!\x1A\x07", "application/vnd.rar"),
    (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1A\x45\xDF\xA3", "video/webm"),
    (b"\xD4\xC3\xB2\xA1", "application/vnd.tcpdump.pcap"),
    (b"\x0A\x0D\x0D\x0A", "application/vnd.tcpdump.pcap"),
];

/// Signatures of programs: a program shows nothing about a criterion, and somebody might run it.
const PROGRAMS: &[&[u8]] = &[
    b"MZ",
    b"\x7FELF",
    b"\xFE\xED\xFA\xCE",
    b"\xFE\xED\xFA\xCF",
    b"\xCE\xFA\xED\xFE",
    b"\xCF\xFA\xED\xFE",
    b"\xCA\xFE\xBA\xBE",
    b"#!",
];

/// The media type of a file from its first [`HEAD`] bytes and its name. Programs are refused.
pub fn media_type(head: &[u8], name: &str) -> Result<&'static str, Error> {
    if head.is_empty() {
        let error = Error::invalid("evidence.empty", "ファイルが空です。", "The file is empty.")
            .hint("中身のあるファイルを選んでください。", "Choose a file with something in it.");
        return Err(error.field("file"));
    }
    if is_program(head) {
        let error = Error::new(
            Kind::Invalid,
            "evidence.program",
            "プログラムは証跡にできません。",
            "Programs are no evidence.",
        );
        let error = error
            .hint("画面の写しや設定の書き出しを追加してください。", "Add a screenshot or exported settings instead.");
        return Err(error.field("file"));
    }
    let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    Ok(known(head, &ending).unwrap_or_else(|| text(head, &ending).unwrap_or("application/octet-stream")))
}

fn is_program(head: &[u8]) -> bool {
    // Two letters are a weak signature: "MZ" must be followed by a program header, "#!" by a path.
    let begins = PROGRAMS.iter().any(|program| head.starts_with(program));
    match head {
        [b'M', b'Z', ..] => head.len() >= 64 && text(head, "").is_none(),
        [b'#', b'!', rest @ ..] => rest.trim_ascii_start().starts_with(b"/"),
        _ => begins,
    }
}

fn known(head: &[u8], ending: &str) -> Option<&'static str> {
    if head.starts_with(b"PK\x03\x04") {
        return Some(archive(head, ending));
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(match ending {
            "doc" => "application/msword",
            "xls" => "application/vnd.ms-excel",
            "ppt" => "application/vnd.ms-powerpoint",
            "msg" => "application/vnd.ms-outlook",
            _ => "application/x-ole-storage",
        });
    }
    if head.starts_with(b"RIFF") {
        return match head.get(8..12) {
            Some(b"WEBP") => Some("image/webp"),
            Some(b"WAVE") => Some("audio/wav"),
            Some(b"AVI ") => Some("video/x-msvideo"),
            _ => None,
        };
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some(match head.get(8..12) {
            Some(b"avif" | b"avis") => "image/avif",
            Some(b"heic" | b"heix" | b"mif1") => "image/heic",
            Some(b"qt  ") => "video/quicktime",
            _ => "video/mp4",
        });
    }
    SIGNATURES
        .iter()
        .find(|(begin, _)| head.starts_with(begin))
        .map(|(_, kind)| *kind)
        .filter(|kind| *kind != "image/bmp" || text(head, "").is_none())
}

/// A zip archive, or one of the document formats based on zip.
fn archive(head: &[u8], ending: &str) -> &'static str {
    let names = |word: &[u8]| head.windows(word.len()).any(|part| part == word);
    let office = names(b"[Content_Types].xml") || names(b"_rels/.rels") || names(b"docProps/");
    match ending {
        "xlsx" | "xlsm" if office => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" | "docm" if office => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pptx" | "pptm" if office => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "ods" if names(b"mimetype") => "application/vnd.oasis.opendocument.spreadsheet",
        "odt" if names(b"mimetype") => "application/vnd.oasis.opendocument.text",
        "odp" if names(b"mimetype") => "application/vnd.oasis.opendocument.presentation",
        _ => "application/zip",
    }
}

/// Text, in UTF-8 or a Japanese encoding: no zero bytes and hardly any control characters.
fn text(head: &[u8], ending: &str) -> Option<&'static str> {
    let control = head.iter().filter(|byte| **byte < 0x20 && !b"\t\n\r\x0C\x1B".contains(byte)).count();
    if control > 0 {
        return None;
    }
    let begin = String::from_utf8_lossy(head.get(..512).unwrap_or(head))
        .trim_start_matches('\u{FEFF}')
        .trim_start()
        .to_ascii_lowercase();
    if begin.contains("<svg") {
        return Some("image/svg+xml");
    }
    let html = ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe"];
    if html.iter().any(|tag| begin.starts_with(tag)) || matches!(ending, "html" | "htm" | "xhtml") {
        return Some("text/html");
    }
    Some(match ending {
        "csv" => "text/csv",
        "json" => "application/json",
        "xml" => "application/xml",
        "md" => "text/markdown",
        "eml" => "message/rfc822",
        _ if begin.starts_with("<?xml") => "application/xml",
        _ => "text/plain",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_a_file_is_whatever_its_name() {
        let cases: &[(&[u8], &str, &str)] = &[
            (b"%PDF-1.7\n", "x.txt", "application/pdf"),
            (b"\x89PNG\r\n\x1a\n\0", "x.pdf", "image/png"),
            (b"<html><script>alert(1)</script>", "x.png", "text/html"),
            (b"<?xml version='1.0'?><svg onload='x'>", "x.jpg", "image/svg+xml"),
            (b"  <!DOCTYPE html>", "notes.txt", "text/html"),
            (
                b"PK\x03\x04..[Content_Types].xml",
                "x.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            (b"PK\x03\x04..evil", "x.xlsx", "application/zip"),
            ("点検記録\n".as_bytes(), "x", "text/plain"),
            (b"\x93\x5F\x8C\x9F\x8B\x4C\x98\x5E", "x.csv", "text/csv"),
            (b"RIFF....WEBPVP8 ", "x", "image/webp"),
            (b"BMI is a number", "x.txt", "text/plain"),
            (b"MZ is a name", "x.txt", "text/plain"),
            (b"\0\x01\x02", "x.txt", "application/octet-stream"),
        ];
        for (head, name, expected) in cases {
            assert_eq!(media_type(head, name).ok(), Some(*expected), "{name} {head:?}");
        }
    }

    #[test]
    fn programs_and_empty_files_are_refused() {
        let mut program = b"MZ\x90\0".to_vec();
        program.resize(128, 0);
        for head in [&program[..], b"\x7FELF\x02\x01", b"#!/bin/sh\n", b""] {
            assert!(media_type(head, "規程.pdf").is_err(), "{head:?}");
        }
    }
}

//! A document is made from memory with the same bytes each time, or the error says where it fails.

use std::borrow::Cow;

use tasuki_typeset::{FONT_LICENSE, Job, TypesetError, printable, typeset, unprintable};

fn job(main: &str) -> Job<'_> {
    let files =
        vec![("/main.typ", Cow::Borrowed(main.as_bytes())), ("/data.json", Cow::Borrowed(b"{\"a\": 1}".as_slice()))];
    Job { main: "/main.typ", files, identifier: "test", created: (2026, 7, 1) }
}

const HEAD: &str = "#set document(title: \"題\")\n#set text(lang: \"ja\", font: \"BIZ UDPGothic\")\n";

#[test]
fn same_job_same_bytes() {
    let source = format!("{HEAD}= 見出し\n本文 #json(\"/data.json\").a");
    let (first, second) = (typeset(&job(&source)).unwrap(), typeset(&job(&source)).unwrap());
    assert!(first.starts_with(b"%PDF-1.7"));
    assert_eq!(first, second);
    let text = String::from_utf8_lossy(&first);
    assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(text.contains("/Marked true"));
}

#[test]
fn complaints_say_where() {
    let TypesetError::Source(complaints) = typeset(&job("= A\n#nothing")).unwrap_err() else { panic!("wrong kind") };
    assert_eq!(complaints[0].place, Some(("/main.typ".to_owned(), 2, 2)));
    assert!(complaints[0].message.contains("nothing"));
}

#[test]
fn no_title_is_no_accessible_document() {
    let error = typeset(&job("#set text(font: \"BIZ UDPGothic\")\n= A")).unwrap_err().to_string();
    assert!(error.contains("PDF/UA-1"), "{error}");
}

#[test]
fn rare_names_are_set_as_they_are() {
    for rare in ["𠮷野工業", "Łódź", "Công ty", "上田󠄀"] {
        let source = format!("{HEAD}= {rare}\n*{rare}*");
        let source = printable(&source);
        assert!(!source.contains("U+"), "{source}");
        let first = typeset(&job(&source)).unwrap();
        assert_eq!(first, typeset(&job(&source)).unwrap());
        assert!(first.starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn what_all_fonts_lack_is_named_by_its_number() {
    assert_eq!(printable("plain"), "plain");
    assert_eq!(printable("対策😀済み◌"), "対策[U+1F600]済み[U+25CC]");
    assert_eq!(printable("か\u{3099}\u{200d}き\tく\u{e000}"), "がき く[U+E000]");
    assert_eq!(unprintable("対策😀済み😀한").into_iter().collect::<String>(), "한😀");
    assert!(unprintable("𠮷野\t工業\u{200d}").is_empty());
    assert!(FONT_LICENSE.contains("SIL Open Font License") && FONT_LICENSE.contains("Noto"));
}

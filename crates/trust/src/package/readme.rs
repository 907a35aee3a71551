//! The page of a package for people who have nothing but a shell: what each file is, and how to check it.

use std::fmt::Write as _;

use tasuki_catalog::Lang;

use super::{Facts, File, Kind};

const JAPANESE: &str = include_str!("readme/ja.txt");
const ENGLISH: &str = include_str!("readme/en.txt");

/// The page, in both languages, with the ends of lines that every shell reads.
pub(super) fn text(facts: &Facts, files: &[File]) -> String {
    let page = |template: &str, lang| {
        let path = files.iter().find(|file| file.kind == Kind::Submission).map_or("", |file| &file.path);
        template
            .replace("\r\n", "\n")
            .replace("{{digest}}", &facts.submission.sha256.to_string())
            .replace("{{number}}", &facts.submission.number.to_string())
            .replace("{{day}}", &facts.submission.day.to_string())
            .replace("{{made}}", &facts.made_at.to_string())
            .replace("{{path}}", path)
            .replace("{{files}}", &list(files, lang))
            // What people wrote comes last, so that nothing in it is taken for a place to fill in.
            .replace("{{organization}}", &one_line(&facts.organization))
    };
    let line = "-".repeat(72);
    format!("{}\n{line}\n\n{}", page(JAPANESE, Lang::Ja), page(ENGLISH, Lang::En))
}

/// The files, by what they are.
fn list(files: &[File], lang: Lang) -> String {
    let mut text = String::new();
    for kind in Kind::ALL {
        for file in files.iter().filter(|file| file.kind == kind) {
            let _ = writeln!(text, "  {}", file.path);
            let title = if file.title.is_empty() { String::new() } else { format!(": {}", one_line(&file.title)) };
            let _ = writeln!(text, "      {}{title}", kind.name(lang));
        }
    }
    text.trim_end().to_owned()
}

/// A name that does not end the line in which it stands.
fn one_line(name: &str) -> String {
    name.replace(char::is_control, " ")
}

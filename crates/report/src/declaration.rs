//! The declaration of a management as a document: its words, who gives them, and for which submission.

use jiff::civil::Date;
use serde_json::json;
use tasuki_catalog::Lang;
use tasuki_trust::{Digest, Submission};

use crate::ReportError;
use crate::pdf::document;
use crate::words::{Words, day, submission};

const TEMPLATE: &str = include_str!("../templates/pdf/declaration.typ");

/// What the document says.
#[derive(Debug, Clone)]
pub struct Declared<'a> {
    /// Language of the document; the words of the declaration stay as they were given.
    pub lang: Lang,
    /// The submission for which it was given.
    pub submission: &'a Submission,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Who gave it.
    pub name: &'a str,
    /// Their office.
    pub office: &'a str,
    /// What was declared.
    pub text: &'a str,
    /// The day.
    pub day: Date,
}

/// A declaration as a tagged PDF (PDF/UA-1) of one page; the same input gives the same bytes.
pub fn declaration_pdf(own: &Declared<'_>) -> Result<Vec<u8>, ReportError> {
    let (lang, words, said) = (own.lang, Words::of(own.lang), own.submission);
    let data = json!({
        "lang": match lang { Lang::Ja => "ja", Lang::En => "en" },
        "words": words,
        "organization": said.organization.name,
        // What stands at the foot of the page.
        "title": words.declaration_title,
        "level": format!("★{}", said.road.star),
        "text": own.text,
        "name": own.name,
        "office": own.office,
        "day": day(lang, own.day),
        "facts": [
            (words.submission, submission(lang, said.road.number, said.day)),
            (words.digest, own.digest.to_string()),
            (words.assessment, said.assessment.name.clone()),
            (words.answers_claimed, said.tally(lang)),
        ],
    });
    document(TEMPLATE, data, lang, (&format!("tasuki:declaration:{}", own.digest), own.day))
}

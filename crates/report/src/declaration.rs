//! The declaration of a management as a document: its words, who gives them, and for which submission.

use std::borrow::Cow;

use jiff::civil::Date;
use serde_json::json;
use tasuki_catalog::Lang;
use tasuki_trust::{Digest, Submission};
use tasuki_typeset::{Job, typeset};

use crate::ReportError;
use crate::pdf::{make_printable, missing_sentence};
use crate::words::{Words, day, submission};

const TEMPLATES: [(&str, &str); 2] = [
    ("/main.typ", include_str!("../templates/pdf/declaration.typ")),
    ("/style.typ", include_str!("../templates/pdf/style.typ")),
];

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
    let mut data = json!({
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
    let missing = make_printable(&mut data);
    data["missing"] = missing_sentence(lang, &missing).into();
    let data = serde_json::to_vec(&data)?;
    let templates = TEMPLATES.iter().map(|(path, source)| (*path, Cow::Borrowed(source.as_bytes())));
    let job = Job {
        main: "/main.typ",
        files: templates.chain([("/data.json", Cow::Owned(data))]).collect(),
        identifier: &format!("tasuki:declaration:{}", own.digest),
        created: (own.day.year().into(), own.day.month().unsigned_abs(), own.day.day().unsigned_abs()),
    };
    Ok(typeset(&job)?)
}

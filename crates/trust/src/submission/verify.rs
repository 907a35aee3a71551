//! Whether a file is a submission, and what is wrong with it.

use std::collections::HashSet;
use std::fmt;

use tasuki_catalog::{Catalog, Library, Text};

use super::{Submission, TYPE};
use crate::{Digest, is_canonical};

/// A submission that was read, with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it says.
    pub submission: Submission,
    /// The digest of the bytes, which names it.
    pub digest: Digest,
    /// Whether this library has the very texts that were asked; `None` if it does not know the edition. Another state of the texts is no
    /// fault: a revision changes words only.
    pub same_texts: Option<bool>,
}

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is no submission at all; with what the reader says.
    Form(String),
    /// It is not in the canonical form: somebody wrote it again.
    NotCanonical,
    /// Another digest was expected.
    Digest {
        /// What it is.
        found: Digest,
        /// What it should be.
        expected: Digest,
    },
    /// The same identifier stands twice.
    Twice(String),
    /// Something is named that is not in the file.
    Unknown {
        /// Where it is named.
        place: String,
        /// What is named.
        named: String,
    },
    /// The edition asks for criteria at this level that have no answer.
    Unanswered(Vec<String>),
    /// There are answers to criteria for which the edition does not ask at this level.
    NotAsked(Vec<String>),
}

impl Fault {
    /// What is wrong, in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Form(error) => Text::new(
                format!("提出版の形式ではありません: {error}"),
                format!("this is not the form of a submission: {error}"),
            ),
            Self::NotCanonical => Text::new(
                "正規形（RFC 8785）ではありません。書き直されています。",
                "it is not in the canonical form (RFC 8785): somebody wrote it again",
            ),
            Self::Digest { found, expected } => Text::new(
                format!("SHA-256 が違います。{found} でした（期待したもの: {expected}）"),
                format!("the SHA-256 is {found}, and not {expected}"),
            ),
            Self::Twice(id) => Text::new(format!("{id} が二度あります"), format!("{id} stands twice")),
            Self::Unknown { place, named } => Text::new(
                format!("{place} の {named} がファイルにありません"),
                format!("{place} names {named}, which is not in the file"),
            ),
            Self::Unanswered(ids) => Text::new(
                format!("回答がありません: {}", ids.join("、")),
                format!("without an answer: {}", ids.join(", ")),
            ),
            Self::NotAsked(ids) => Text::new(
                format!("この版と水準では問われていません: {}", ids.join("、")),
                format!("not asked by this edition at this level: {}", ids.join(", ")),
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text().en)
    }
}

/// Reads the bytes of a submission. `expected`: the digest that somebody was told, if any.
///
/// # Errors
/// All that is wrong with it, together.
pub fn verify(bytes: &[u8], expected: Option<Digest>, library: &Library) -> Result<Verified, Vec<Fault>> {
    let submission: Submission = serde_json::from_slice(bytes).map_err(|error| vec![Fault::Form(error.to_string())])?;
    if submission.form != TYPE {
        return Err(vec![Fault::Form(format!("{:?} is not {TYPE:?}", submission.form))]);
    }
    let digest = Digest::of(bytes);
    let mut faults = Vec::new();
    if !is_canonical(bytes) {
        faults.push(Fault::NotCanonical);
    }
    if let Some(expected) = expected.filter(|expected| *expected != digest) {
        faults.push(Fault::Digest { found: digest, expected });
    }
    faults.extend(within(&submission));
    let catalog = library.catalog(&submission.edition.id).filter(|own| own.id() == submission.edition.id);
    faults.extend(catalog.into_iter().flat_map(|catalog| against(&submission, catalog)));
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Verified { same_texts: catalog.map(|own| submission.edition.is(own)), digest, submission })
}

/// What is wrong with it in itself.
fn within(submission: &Submission) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut once = |ids: Vec<&str>| -> HashSet<String> {
        let mut known = HashSet::new();
        for id in ids {
            if !known.insert(id.to_owned()) {
                faults.push(Fault::Twice(id.to_owned()));
            }
        }
        known
    };
    once(submission.answers.iter().map(|own| own.criterion.as_str()).collect());
    let people = once(submission.people.iter().map(|own| own.id.as_str()).collect());
    let evidence = once(submission.evidence.iter().map(|own| own.id.as_str()).collect());
    for answer in &submission.answers {
        let named = answer.owner.iter().chain(&answer.answered_by).filter(|id| !people.contains(*id));
        let named = named.chain(answer.evidence.iter().filter(|id| !evidence.contains(*id)));
        faults.extend(named.map(|named| Fault::Unknown { place: answer.criterion.clone(), named: named.clone() }));
    }
    faults
}

/// What is wrong with it against the edition that it names.
fn against(submission: &Submission, catalog: &Catalog) -> Vec<Fault> {
    let of_level = catalog.criteria().iter().filter(|own| catalog.asks(submission.level, own));
    let asked: Vec<&str> = of_level.map(|own| own.id.as_str()).collect();
    let answered: HashSet<&str> = submission.answers.iter().map(|own| own.criterion.as_str()).collect();
    let unanswered: Vec<String> =
        asked.iter().filter(|id| !answered.contains(*id)).map(|id| (*id).to_owned()).collect();
    let not_asked = submission.answers.iter().map(|own| &own.criterion).filter(|id| !asked.contains(&id.as_str()));
    let not_asked: Vec<String> = not_asked.cloned().collect();
    let told = [(Fault::Unanswered as fn(Vec<String>) -> Fault, unanswered), (Fault::NotAsked, not_asked)];
    told.into_iter().filter(|(_, ids)| !ids.is_empty()).map(|(fault, ids)| fault(ids)).collect()
}

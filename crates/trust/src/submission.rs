//! A submission (提出版): an assessment as it was on a day, frozen under the digest of its canonical bytes.

mod compare;
mod verify;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_assess::{Counts, Status};
use tasuki_catalog::{Catalog, Lang};

pub use self::compare::{Change, Comparison, Head, Part, compare};
pub use self::verify::{Fault, Verified, verify};
use crate::{CanonicalError, Digest, canonical, digest_of_edition};

/// What the files of this form begin with in `type`.
pub const TYPE: &str = "tasuki-submission/1";

/// An assessment, frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// [`TYPE`].
    #[serde(rename = "type")]
    pub form: String,
    /// Who is assessed.
    pub organization: Organization,
    /// The assessment: its identifier on the server, and its title.
    pub assessment: Named,
    /// The road that it is made for.
    pub road: Road,
    /// What was asked.
    pub edition: Edition,
    /// The target level; `None` means everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// What is in and what is out.
    pub scope: Vec<ScopeItem>,
    /// The day of which it tells.
    pub day: Date,
    /// Who took part, and as what.
    pub people: Vec<Person>,
    /// An answer for each criterion of the level, in the order of the edition.
    pub answers: Vec<Answer>,
    /// The evidence that the answers name.
    pub evidence: Vec<Evidence>,
}

/// Something with an identifier and a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Who is assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Its identifier on the server.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How others identify it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
}

/// How an organization is identified: a kind (`corporate_number`, `lei`, …) and the number or name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The kind.
    pub kind: String,
    /// The number or name.
    pub text: String,
}

/// The road to a ★ that a submission is made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Road {
    /// Its identifier: two roads of one assessment may submit the same on one day. Submissions of earlier versions have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The scheme.
    pub scheme: String,
    /// The route in the scheme.
    pub route: String,
    /// The ★.
    pub star: u8,
    /// How many submissions there were on the road before it, and one.
    pub number: u32,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Its identifier.
    pub id: String,
    /// The digest over everything it asks ([`crate::digest_of_edition`]).
    pub digest: Digest,
}

impl Edition {
    /// Whether a catalogue asks what was asked: one of the same identifier may have been changed since.
    pub fn is(&self, catalog: &Catalog) -> bool {
        digest_of_edition(catalog).is_ok_and(|found| found == self.digest)
    }
}

/// Something that is in the scope or out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeItem {
    /// What it is.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Whether it is assessed.
    pub included: bool,
    /// Why it is out, or a remark.
    pub reason: String,
}

/// Somebody who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their identifier on the server.
    pub id: String,
    /// Their name on that day.
    pub name: String,
    /// Their roles in the organization on that day.
    pub roles: Vec<String>,
}

/// The answer to a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The criterion.
    pub criterion: String,
    /// The state.
    pub status: Status,
    /// What is done today.
    pub note: String,
    /// What is done instead.
    pub substitute: String,
    /// Why it does not apply.
    pub reason: String,
    /// Whether somebody accepted that it does not apply.
    pub accepted: bool,
    /// Maturity 1–5, if the edition asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maturity: Option<u8>,
    /// When compliance was last shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Date>,
    /// Who is responsible: an identifier of [`Submission::people`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Who wrote it last: an identifier of [`Submission::people`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// Identifiers of [`Submission::evidence`], sorted.
    pub evidence: Vec<String>,
}

/// A piece of evidence, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its identifier on the server.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is: `file`, `link`, `note`.
    pub kind: String,
    /// How confidential it is.
    pub classification: String,
    /// The number of its version.
    pub version: u32,
    /// Of a file, the digest of its bytes; of a link or a note, that of its text.
    pub sha256: Digest,
    /// The name of the file, if it is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file_name: String,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Date>,
}

impl Submission {
    /// Its canonical bytes: the file of it.
    ///
    /// # Errors
    /// Never for a value of this type, whose numbers are all finite.
    pub fn bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical(self)
    }

    /// The answer to a criterion.
    pub fn answer(&self, criterion: &str) -> Option<&Answer> {
        self.answers.iter().find(|own| own.criterion == criterion)
    }

    /// How many criteria are in each state.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for own in &self.answers {
            counts.add(own.status);
        }
        counts
    }

    /// How many criteria are said to be met, in full or in part, without any evidence.
    pub fn bare(&self) -> usize {
        let claims = |own: &&Answer| matches!(own.status, Status::Met | Status::Partial) && own.evidence.is_empty();
        self.answers.iter().filter(claims).count()
    }

    /// What is claimed, in one line: every state with its number, and how many claims have no evidence. Whoever gives their word for a
    /// submission must have seen it.
    pub fn tally(&self, lang: Lang) -> String {
        let counts = self.counts();
        let states: Vec<String> =
            Status::ALL.iter().map(|own| format!("{} {}", own.name(lang), counts.of(*own))).collect();
        let bare = self.bare();
        match lang {
            Lang::Ja => format!("{}（証跡のない適合・一部適合 {bare}）", states.join("・")),
            Lang::En => format!("{} (met or partly met without evidence: {bare})", states.join(", ")),
        }
    }

    /// A piece of evidence.
    pub fn piece(&self, id: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|own| own.id == id)
    }
}

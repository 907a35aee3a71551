//! The package of an application (申請の一式): a submission with everything that belongs to it, in one zip that anybody can check.
//!
//! `manifest.json` names each file with its SHA-256, and `SHA256SUMS` says the same for people who have nothing but a shell. It is made and
//! verified here, in one place, because both sides must agree on what a path may be. Nothing is read or written but bytes in memory.

mod fault;
mod pack;
mod path;
mod readme;
mod unzip;
mod verify;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

pub use self::fault::Fault;
pub use self::pack::{Part, pack};
pub use self::path::{Unfit, fitting_name};
pub use self::verify::{Package, verify};
use crate::Digest;

/// What the manifests of this form begin with in `type`.
pub const TYPE: &str = "tasuki-package/1";
/// The file that names all others.
pub const MANIFEST: &str = "manifest.json";
/// The file that `sha256sum -c` reads.
pub const SUMS: &str = "SHA256SUMS";
/// The page on how to check a package.
pub const README: &str = "README.txt";

/// What is in a package, and for whom it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`TYPE`].
    #[serde(rename = "type")]
    pub form: String,
    /// Whose package it is, and of which submission.
    pub facts: Facts,
    /// Every file but the manifest itself and [`SUMS`], by path.
    pub files: Vec<File>,
}

/// Whose package it is, and of which submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The name of the organization, as the submission says it.
    pub organization: String,
    /// The submission.
    pub submission: Named,
    /// When the package was made.
    pub made_at: Timestamp,
}

/// Which submission it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The digest of its bytes.
    pub sha256: Digest,
    /// Its number on the road.
    pub number: u32,
    /// The day of which it tells.
    pub day: Date,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Its path in the package.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// What people call it; empty if its path says enough.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How many bytes it has.
    pub size: u64,
    /// Their digest.
    pub sha256: Digest,
}

/// What a file of a package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 提出版: the submission itself.
    Submission,
    /// 自己適合宣誓: the word of the management.
    Declaration,
    /// 文書確認の記録: what the reviewers said.
    Review,
    /// 実地審査の記録: what the auditors looked at and found.
    Audit,
    /// 技術検証の記録: what was scanned, and what became of each finding.
    TechnicalCheck,
    /// 報告書: the assessment as a document.
    Report,
    /// 証跡: a file that the submission names.
    Evidence,
    /// この一式の説明: the page that says how to check it.
    Guide,
    /// その他: anything else.
    Other,
}

impl Kind {
    /// Every one of them, in the order in which people read about them.
    pub const ALL: [Self; 9] = [
        Self::Submission,
        Self::Declaration,
        Self::Review,
        Self::Audit,
        Self::TechnicalCheck,
        Self::Report,
        Self::Evidence,
        Self::Guide,
        Self::Other,
    ];

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Submission => ("提出版", "submission"),
            Self::Declaration => ("自己適合宣誓", "declaration"),
            Self::Review => ("文書確認の記録", "record of the review"),
            Self::Audit => ("実地審査の記録", "record of the on-site audit"),
            Self::TechnicalCheck => ("技術検証の記録", "record of the technical check"),
            Self::Report => ("報告書", "report"),
            Self::Evidence => ("証跡", "evidence"),
            Self::Guide => ("この一式の説明", "how to check this package"),
            Self::Other => ("その他", "other"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

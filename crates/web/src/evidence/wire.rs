//! Evidence as it goes over the wire.

use serde::Serialize;
use tasuki_app::evidence::Used;
use tasuki_catalog::Lang;
use tasuki_store::evidence::{Classification, Piece, Version};
use utoipa::ToSchema;

use crate::words::{ClassificationWord, EvidenceKindWord};

/// A piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceBody {
    /// Identifier.
    pub(crate) id: String,
    /// What people call it.
    name: String,
    /// What it is.
    #[schema(value_type = EvidenceKindWord, example = "file")]
    kind: &'static str,
    /// Who may see it.
    #[schema(value_type = ClassificationWord, example = "internal")]
    classification: &'static str,
    /// Who keeps it up to date.
    owner: Option<String>,
    /// The first day on which it holds.
    effective: Option<String>,
    /// The last day on which it holds.
    ends: Option<String>,
    /// Its latest version.
    latest: VersionBody,
    /// How many criteria it is attached to.
    uses: u32,
    /// Who added it.
    added_by: String,
    /// When it was added, in milliseconds since 1970.
    created: i64,
    /// When it last changed.
    changed: i64,
    /// Since when it is out of use.
    archived: Option<i64>,
    /// For If-Match.
    pub(crate) version: i64,
}

/// A version of a piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionBody {
    /// Its number, from 1.
    number: u32,
    /// SHA-256 of the file in hexadecimal; a link or a note has none.
    digest: Option<String>,
    /// The size of the file in bytes.
    size: u64,
    /// What the file is, by its content.
    media_type: Option<String>,
    /// What the file was called.
    file_name: Option<String>,
    /// The address of a link.
    link: Option<String>,
    /// The text of a note.
    note: Option<String>,
    /// Who added it.
    added_by: String,
    /// When, in milliseconds since 1970.
    added: i64,
}

/// A criterion that uses a piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UseBody {
    /// The assessment.
    assessment: String,
    /// What people call it.
    assessment_title: String,
    /// The criterion.
    #[schema(example = "4-4-4-2")]
    criterion: String,
    /// The criterion's title.
    criterion_title: String,
    /// The name of who attached it.
    added_by: String,
    /// When, in milliseconds since 1970.
    added: i64,
}

/// A piece of evidence with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DetailBody {
    /// The piece.
    pub(crate) evidence: EvidenceBody,
    /// All versions, the latest first.
    pub(crate) versions: Vec<VersionBody>,
    /// What uses it.
    pub(crate) uses: Vec<UseBody>,
}

/// Pieces of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceList {
    /// The pieces.
    pub(crate) items: Vec<EvidenceBody>,
    /// For `after`, when there are more.
    pub(crate) next: Option<String>,
}

impl From<Piece> for EvidenceBody {
    fn from(own: Piece) -> Self {
        let Piece { evidence, file, uses, added_by, .. } = own;
        Self {
            id: evidence.id.to_string(),
            name: evidence.name,
            kind: evidence.kind.word(),
            classification: evidence.classification.word(),
            owner: evidence.owner.map(|owner| owner.to_string()),
            effective: evidence.effective.map(|day| day.to_string()),
            ends: evidence.ends.map(|day| day.to_string()),
            latest: file.into(),
            uses,
            added_by: added_by.to_string(),
            created: evidence.created,
            changed: evidence.changed,
            archived: evidence.archived,
            version: evidence.version,
        }
    }
}

impl From<Version> for VersionBody {
    fn from(own: Version) -> Self {
        let is_file = own.digest.is_some();
        let is_link = own.body.starts_with("http") && own.media_type == "text/uri-list";
        let text = (!is_file).then_some(own.body);
        let (link, note) = if is_link { (text, None) } else { (None, text) };
        Self {
            number: own.number,
            digest: own.digest,
            size: own.size,
            media_type: is_file.then_some(own.media_type),
            file_name: is_file.then_some(own.file_name),
            link,
            note,
            added_by: own.added_by.to_string(),
            added: own.added,
        }
    }
}

impl UseBody {
    pub(crate) fn new(used: Used, lang: Lang) -> Self {
        Self {
            assessment: used.at.assessment.to_string(),
            assessment_title: used.at.title,
            criterion_title: used.criterion_title.get(lang).to_owned(),
            criterion: used.at.criterion,
            added_by: used.at.added_by,
            added: used.at.added,
        }
    }
}

/// What is to be different about a piece. What is not named stays as it is; where null is allowed, it clears.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what `tasuki_app::evidence::Change` reads, for the description of the API")]
pub(crate) struct EvidenceChangeBody {
    /// What people call it.
    #[schema(required = false)]
    name: String,
    /// Who may see it.
    #[schema(required = false, value_type = ClassificationWord)]
    classification: Classification,
    /// Who keeps it up to date: a member; null is nobody.
    #[schema(pattern = "^[0-9a-hjkmnp-tv-z]{26}$")]
    owner: Option<String>,
    /// The first day on which it holds; null is no day.
    #[schema(format = Date)]
    effective: Option<String>,
    /// The last day on which it holds; null is no day.
    #[schema(format = Date)]
    ends: Option<String>,
    /// Whether it is out of use.
    #[schema(required = false)]
    archived: bool,
}

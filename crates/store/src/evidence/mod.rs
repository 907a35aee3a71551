//! Evidence (証跡): files, links and notes, their versions, and the criteria that they support.
//!
//! A piece of evidence is never deleted: it is archived, and every version of it is kept. Several versions, also of
//! different organizations, may share one blob; code that removes blobs must check [`crate::files::named`] first.

mod endings;
mod library;
mod sight;
mod uses;
mod versions;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use tasuki_catalog::Lang;

use crate::{EvidenceId, OrganizationId, PersonId, Row, StoreError, Tx, params};

pub use endings::{Ends, endings, seen_ending};
pub use library::{Ending, Filter, Order, count, ending, list, owners};
pub use sight::Sight;
pub use tasuki_scheme::Classification;
pub use uses::{Use, attach, attached, copy, counts, detach, is_attached, of_assessment, of_criterion, uses_of};
pub use versions::{Version, add_version, digests, find_version, same_file, versions};

/// The kind of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// ファイル.
    File,
    /// リンク: an address elsewhere.
    Link,
    /// メモ: a text.
    Note,
}

impl Kind {
    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::File) => "ファイル",
            (Lang::Ja, Self::Link) => "リンク",
            (Lang::Ja, Self::Note) => "メモ",
            (Lang::En, Self::File) => "File",
            (Lang::En, Self::Link) => "Link",
            (Lang::En, Self::Note) => "Note",
        }
    }
}

macro_rules! words {
    ($name:ident, $expected:literal, $($variant:ident = $word:literal),+) => {
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word that is stored and sent for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|own| own.word() == word)
            }
        }

        impl crate::FromCell for $name {
            const EXPECTED: &'static str = $expected;
            fn from_cell(cell: crate::Cell<'_>) -> Option<Self> {
                match cell {
                    crate::Cell::Text(text) => Self::from_word(text),
                    _ => None,
                }
            }
        }

        impl From<$name> for crate::Value<'_> {
            fn from(own: $name) -> Self {
                Self::Text(own.word())
            }
        }
    };
}

words!(Kind, "a kind of evidence", File = "file", Link = "link", Note = "note");

impl crate::FromCell for Classification {
    const EXPECTED: &'static str = "a classification";
    fn from_cell(cell: crate::Cell<'_>) -> Option<Self> {
        match cell {
            crate::Cell::Text(text) => Self::from_word(text),
            _ => None,
        }
    }
}

impl From<Classification> for crate::Value<'_> {
    fn from(own: Classification) -> Self {
        Self::Text(own.word())
    }
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Identifier.
    pub id: EvidenceId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Who may see it.
    pub classification: Classification,
    /// The responsible person.
    pub owner: Option<PersonId>,
    /// The first day on which it is valid.
    pub effective: Option<Date>,
    /// The last day on which it is valid.
    pub ends: Option<Date>,
    /// The number of its latest version.
    pub latest: u32,
    /// When it was added, in milliseconds since 1970.
    pub created: i64,
    /// When it last changed.
    pub changed: i64,
    /// When it was archived.
    pub archived: Option<i64>,
    /// Grows with each change, for `If-Match`.
    pub version: i64,
}

/// A piece of evidence with its latest version and the number of its uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The piece.
    pub evidence: Evidence,
    /// Its latest version.
    pub file: Version,
    /// The number of criteria to which it is attached.
    pub uses: u32,
    /// Who added it.
    pub added_by: PersonId,
    /// The owner's name.
    pub owner_name: Option<String>,
}

/// Selects the columns of a [`Piece`], followed by the given SQL.
macro_rules! select_pieces {
    ($($rest:tt)+) => {
        concat!(
            "SELECT e.id, e.name, e.kind, e.classification, e.owner, e.effective, e.ends, e.latest, e.created, e.changed,
                    e.archived, e.version,
                    v.number, v.digest, v.size, v.media_type, v.file_name, v.body, v.added_by, v.added,
                    (SELECT COUNT(*) FROM evidence_uses u WHERE u.organization = e.organization AND u.evidence = e.id),
                    (SELECT f.added_by FROM evidence_versions f
                     WHERE f.organization = e.organization AND f.evidence = e.id AND f.number = 1),
                    (SELECT p.name FROM people p WHERE p.id = e.owner)
             FROM evidence e
             JOIN evidence_versions v ON v.organization = e.organization AND v.evidence = e.id AND v.number = e.latest ",
            $($rest)+
        )
    };
}
use select_pieces;
use sight::seen;

fn read(row: &Row<'_>) -> Result<Evidence, StoreError> {
    Ok(Evidence {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        classification: row.get(3)?,
        owner: row.get(4)?,
        effective: row.get(5)?,
        ends: row.get(6)?,
        latest: row.get(7)?,
        created: row.get(8)?,
        changed: row.get(9)?,
        archived: row.get(10)?,
        version: row.get(11)?,
    })
}

fn read_piece(row: &Row<'_>) -> Result<Piece, StoreError> {
    Ok(Piece {
        evidence: read(row)?,
        file: versions::read(row, 12)?,
        uses: row.get(20)?,
        added_by: row.get(21)?,
        owner_name: row.get(22)?,
    })
}

/// One piece of evidence, archived or not, whoever asks: for what is not shown to them.
pub fn find(tx: &mut Tx<'_>, organization: OrganizationId, id: EvidenceId) -> Result<Option<Piece>, StoreError> {
    tx.one(select_pieces!("WHERE e.organization = ?1 AND e.id = ?2"), params![&organization, &id], read_piece)
}

/// One piece of evidence, archived or not, if it is seen.
pub fn find_seen(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: EvidenceId,
    sight: &Sight,
) -> Result<Option<Piece>, StoreError> {
    let sight = sight.values();
    tx.one(
        select_pieces!("WHERE e.organization = ?1 AND e.id = ?2 AND ", seen!("?3", "?4", "?5", "?6", "?7")),
        params![&organization, &id, sight.everywhere, &sight.own, sight.to_confirm, &sight.holder, &sight.today],
        read_piece,
    )
}

/// Adds a piece with its first version.
pub fn add(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    evidence: &Evidence,
    first: &Version,
) -> Result<(), StoreError> {
    let (effective, ends) = days(evidence);
    tx.execute(
        "INSERT INTO evidence (organization, id, name, kind, classification, owner, effective, ends, latest, created, changed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?9)",
        params![
            &organization,
            &evidence.id,
            &evidence.name,
            evidence.kind,
            evidence.classification,
            &evidence.owner,
            effective.as_deref(),
            ends.as_deref(),
            evidence.created
        ],
    )?;
    add_version(tx, organization, evidence.id, first)
}

/// Updates a piece to its next version. Returns `false` if another change came first; then nothing was written.
pub fn put(tx: &mut Tx<'_>, organization: OrganizationId, evidence: &Evidence) -> Result<bool, StoreError> {
    let (effective, ends) = days(evidence);
    let rows = tx.execute(
        "UPDATE evidence SET name = ?3, classification = ?4, owner = ?5, effective = ?6, ends = ?7, latest = ?8,
                changed = ?9, archived = ?10, version = ?11
         WHERE organization = ?1 AND id = ?2 AND version + 1 = ?11",
        params![
            &organization,
            &evidence.id,
            &evidence.name,
            evidence.classification,
            &evidence.owner,
            effective.as_deref(),
            ends.as_deref(),
            evidence.latest,
            evidence.changed,
            evidence.archived,
            evidence.version
        ],
    )?;
    Ok(rows > 0)
}

fn days(evidence: &Evidence) -> (Option<String>, Option<String>) {
    (evidence.effective.map(|day| day.to_string()), evidence.ends.map(|day| day.to_string()))
}

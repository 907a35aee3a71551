//! Catalogues of one's own as programs send and read them.

use serde::{Deserialize, Serialize};
use tasuki_app::catalogs::Listed;
use tasuki_catalog::{Catalog, Lang, SourceFile};
use utoipa::ToSchema;

use crate::words::{LanguageWord, ScaleWord};

/// A file of a catalogue.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CatalogFileBody {
    /// Its name: `catalog.toml`, any other name with `.toml` for a part, `<from>--<to>.toml` for a crosswalk.
    name: String,
    /// Its text, as described in `catalogs/README.md`.
    text: String,
}

/// The files of an edition.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCatalogBody {
    /// `catalog.toml`, its parts, and crosswalks between this edition and others that are there: at most 40.
    files: Vec<CatalogFileBody>,
}

impl NewCatalogBody {
    pub(super) fn files(self) -> Vec<SourceFile> {
        self.files.into_iter().map(|file| SourceFile { name: file.name, text: file.text }).collect()
    }
}

/// An edition of a catalogue of the organization's own.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CatalogBody {
    /// Identifier: the `id` in its `catalog.toml`, and the `edition` of its assessments.
    id: String,
    /// SHA-256 of its files, as 64 hexadecimal digits.
    digest: String,
    /// What is in it; nothing if this version of Tasuki cannot read it.
    contents: Option<CatalogContentsBody>,
    /// When it was added, in milliseconds since 1970.
    added: i64,
    /// Who added it.
    added_by: String,
    /// When it was withdrawn, in milliseconds since 1970.
    archived: Option<i64>,
}

/// What is in an edition.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogContentsBody {
    /// What its editions have in common.
    framework: String,
    /// The date or number that names the edition.
    edition: String,
    /// The languages it is in. One that is in a single language is shown in that language everywhere.
    #[schema(value_type = Vec<LanguageWord>)]
    languages: Vec<Lang>,
    /// Its name, in Japanese if it is in Japanese.
    title: String,
    /// How its answers are marked.
    #[schema(value_type = ScaleWord)]
    scale: tasuki_catalog::Scale,
    /// The levels that can be aimed at, from the lowest.
    levels: Vec<u8>,
    /// Its number of requirements.
    requirements: usize,
    /// Its number of criteria.
    criteria: usize,
}

impl From<&Catalog> for CatalogContentsBody {
    fn from(own: &Catalog) -> Self {
        Self {
            framework: own.framework().to_owned(),
            edition: own.edition().to_owned(),
            languages: own.languages().to_vec(),
            title: own.title().get(Lang::Ja).to_owned(),
            scale: own.scale(),
            levels: own.levels().iter().map(|level| level.id).collect(),
            requirements: own.requirements().len(),
            criteria: own.criteria().len(),
        }
    }
}

impl From<Listed> for CatalogBody {
    fn from(own: Listed) -> Self {
        Self {
            id: own.edition.id,
            digest: tasuki_store::hex(&own.edition.digest),
            contents: own.catalog.as_deref().map(Into::into),
            added: own.edition.added,
            added_by: own.edition.added_by.to_string(),
            archived: own.edition.archived,
        }
    }
}

/// An edition with its files.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CatalogFilesBody {
    #[serde(flatten)]
    catalog: CatalogBody,
    /// Its files as they were given, sorted by name.
    files: Vec<CatalogFileBody>,
}

impl CatalogFilesBody {
    pub(super) fn new(own: Listed, files: Vec<SourceFile>) -> Self {
        let file = |file: SourceFile| CatalogFileBody { name: file.name, text: file.text };
        Self { catalog: own.into(), files: files.into_iter().map(file).collect() }
    }
}

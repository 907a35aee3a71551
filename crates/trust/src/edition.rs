//! The digest of an edition: what exactly was asked when something was frozen.

use serde::Serialize;
use tasuki_catalog::{Catalog, Criterion, Level, Requirement};

use crate::{CanonicalError, Digest, canonical};

#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    edition: &'a str,
    levels: &'a [Level],
    requirements: &'a [Requirement],
    criteria: &'a [Criterion],
}

/// The digest over everything that an edition asks, with its words. It changes with every revision of our texts, also where no criterion
/// asks for anything else.
///
/// # Errors
/// When the catalogue has no canonical form, which no catalogue that was read from TOML is.
pub fn digest_of_edition(catalog: &Catalog) -> Result<Digest, CanonicalError> {
    let asked = Asked {
        id: catalog.id(),
        edition: catalog.edition(),
        levels: catalog.levels(),
        requirements: catalog.requirements(),
        criteria: catalog.criteria(),
    };
    Ok(Digest::of(&canonical(&asked)?))
}

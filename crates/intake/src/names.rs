//! Identifiers of an organization's own catalogues. They need not look like numbers: `A-1-1` and `鍵.2` would not be recognised in a
//! file of unknown layout, so they are looked up.

use std::collections::HashMap;

use tasuki_catalog::{Catalog, Library};

use crate::{
    clean::fold,
    identifier::{self, identifier},
    sheet::{Cell, Value},
};

/// The identifiers that are not read as they are spelled, by how they look in any spelling.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<String, String>);

impl Names {
    /// Those of the editions that were added to a library; the built-in ones are read as they are.
    pub(crate) fn of(library: &Library) -> Self {
        let own = library.catalogs().filter(|catalog| library.is_own(catalog.id()));
        let ids = own.flat_map(Catalog::criteria).map(|criterion| &criterion.id);
        let unusual = ids.filter(|id| identifier(id).as_ref() != Some(id));
        Self(unusual.map(|id| (fold(id), id.clone())).collect())
    }

    /// The identifier at the beginning of a text.
    pub(crate) fn read(&self, text: &str) -> Option<String> {
        self.own(text).or_else(|| identifier(text))
    }

    /// The identifier in a cell.
    pub(crate) fn of_cell(&self, cell: &Cell) -> Option<String> {
        let own = if let Value::Text(text) = &cell.value { self.own(text) } else { None };
        own.or_else(|| identifier::of_cell(cell))
    }

    fn own(&self, text: &str) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let folded = fold(text);
        let first = folded.split([' ', '\n', '\t']).next().unwrap_or_default();
        self.0.get(folded.trim()).or_else(|| self.0.get(first.trim_end_matches(['.', ':', ')']))).cloned()
    }
}

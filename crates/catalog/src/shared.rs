//! A criterion that is kept together with its catalogue.

use std::{ops::Deref, sync::Arc};

use crate::{Catalog, Criterion};

/// A criterion, and the catalogue that holds it. For whoever keeps a criterion longer than the catalogue is borrowed.
#[derive(Debug, Clone)]
pub struct SharedCriterion {
    catalog: Arc<Catalog>,
    position: usize,
}

impl SharedCriterion {
    /// The criterion at a position.
    ///
    /// # Panics
    /// When `position` is not a position in [`Catalog::criteria`]: later, when the criterion is looked at.
    pub fn at(catalog: &Arc<Catalog>, position: usize) -> Self {
        Self { catalog: Arc::clone(catalog), position }
    }

    /// The criterion with this identifier.
    pub fn find(catalog: &Arc<Catalog>, id: &str) -> Option<Self> {
        catalog.position(id).map(|position| Self::at(catalog, position))
    }
}

impl PartialEq for SharedCriterion {
    /// The same criterion of the same catalogue in memory.
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position && Arc::ptr_eq(&self.catalog, &other.catalog)
    }
}

impl Eq for SharedCriterion {}

impl Deref for SharedCriterion {
    type Target = Criterion;

    fn deref(&self) -> &Criterion {
        &self.catalog.criteria()[self.position]
    }
}

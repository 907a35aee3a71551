//! Guidelines: catalogues of an organization's own.

pub(crate) mod catalogs;

//! Guidelines: catalogues of an organization's own.

pub mod catalogs;

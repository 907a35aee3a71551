//! What is asked: the guidelines as data.
//!
//! A [`Catalog`] is one edition of one framework: its levels, requirements and criteria. A [`Crosswalk`] relates the criteria
//! of two editions in the set relations of NIST IR 8477, an [edition diff](Change) is a crosswalk with a reason for
//! each change, and the [`Glossary`] explains words. The [`Library`] holds all of them, compiled in from `catalogs/`.
//!
//! This crate is pure: it reads no files and knows no clock. Text goes in, types or [`Problem`]s come out.

mod catalog;
mod check;
mod criterion;
mod crosswalk;
mod diff;
mod fold;
mod glossary;
mod library;
mod overlay;
mod relation;
mod search;
mod text;

pub use catalog::{Catalog, Counts, Group, Guideline, Level, Node, Points, Principle, Requirement, Scale};
pub use check::{Problem, SourceFile, parse_catalog, parse_crosswalk};
pub use criterion::{Audience, Bound, Cadence, Criterion, Effort, Kind, Rating, Source, Threshold, Unit};
pub use crosswalk::{Composed, Crosswalk, Pair, Step};
pub use diff::{Change, ChangeKind};
pub use fold::fold;
pub use glossary::{Glossary, Term};
pub use library::Library;
pub use overlay::{Overlay, OverlayError};
pub use relation::{Carry, Possible, Relation};
pub use search::{Hit, search};
pub use text::{Lang, Text};

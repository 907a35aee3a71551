//! The guidelines as data: what companies are asked.
//!
//! A [`Catalog`] is one edition of one framework: its levels, requirements and criteria. A [`Crosswalk`] relates the criteria
//! of two editions in the set relations of NIST IR 8477, an [edition diff](Change) is a crosswalk with a reason for
//! each change, and the [`Glossary`] explains words. A [`ScanRule`] says which findings of scanners speak of a criterion. The [`Library`] holds all of them: those compiled in from `catalogs/`,
//! and those that an organization added for itself.
//!
//! This crate is pure: it reads no files and no clock. It takes text and returns types or [`Problem`]s.

mod builtin;
mod catalog;
mod check;
mod criterion;
mod crosswalk;
mod diff;
mod fold;
mod glossary;
mod languages;
mod library;
mod overlay;
mod own;
mod problem;
mod relation;
mod scan_check;
mod scan_rule;
mod scan_sign;
mod search;
mod shared;
mod text;
mod visible;

pub use catalog::{Catalog, Counts, Group, Guideline, Level, Node, Points, Principle, Requirement, Scale};
pub use check::parse_catalog;
pub use criterion::{Audience, Bound, Cadence, Criterion, Effort, Kind, Rating, Source, Threshold, Unit};
pub use crosswalk::{Composed, Crosswalk, Pair, Step, parse_crosswalk};
pub use diff::{Change, ChangeKind};
pub use fold::fold;
pub use glossary::{Glossary, Term};
pub use library::{Library, Own};
pub use overlay::{Overlay, OverlayError};
pub use own::{LARGEST, MOST_CRITERIA, MOST_FILES, parse_own, restore_own};
pub use problem::{Problem, SourceFile};
pub use relation::{Carry, Possible, Relation};
pub use scan_rule::{Covers, Exposure, Finds, ScanRule, TargetKind};
pub use scan_sign::{Look, Sign, Signs, parse_signs, plain};
pub use search::{Hit, search};
pub use shared::SharedCriterion;
pub use text::{Lang, Text};
pub use visible::{is_hidden, legible, unhidden, visible};

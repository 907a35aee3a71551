//! What scanners found, and what it says about the criteria of an edition.
//!
//! [`judge`] holds each finding against the rules of the edition ([`tasuki_catalog::ScanRule`]). A finding never changes an answer: it asks the
//! owner of the target. What is not known (is the target at the boundary, since when is there an update) makes *a person must decide*, and
//! nothing here ever says that a criterion is met.

mod apply;
mod coverage;
mod extent;
mod follow;
mod format;
mod found;
mod gather;
mod judge;
mod judgement;
mod knowledge;
mod late;
mod looked;
mod priority;
mod range;
mod recognise;
mod serious;
mod target;
mod told;
mod unknown;

pub use extent::{Extent, PortRange};
pub use follow::{Change, Disposition, FindingState, Followed, Kept, Next, follow};
pub use format::ScanFormat;
pub use found::{Component, Cvss, Known, NamedScan, Scan, ScanFinding, ScanProblem, ScanSeverity, Target};
pub use judge::{Judging, judge};
pub use judgement::{JudgedFinding, JudgedList, Judgement, ScanResult, ScanSays};
pub use knowledge::Knowledge;
pub use priority::{Exploitation, Likelihood, Priority, Rank};
pub use range::{NoRange, Range};
pub use target::{KnownTarget, TargetScope, Targets};
pub use unknown::{Unknown, UnknownKind};

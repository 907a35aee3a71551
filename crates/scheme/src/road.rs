//! The road to a ★ (★への道): what the operator of a scheme decides, as data, and the state machine that follows from it.
//!
//! A [`Scheme`] is read from `catalogs/schemes/*.toml` or from a file of the user's own. For each ★ it has routes, and a route is a list of
//! steps in order. [`Route::moves`] is the table of the state machine: from which state which event leads where, whose act it is, and what
//! it needs. The table is computed from the steps, so that a page, a document and a decision never disagree.

mod asking;
mod builtin;
mod check;
mod drawing;
mod machine;
mod qualification;
mod review;
mod scheme;
mod step;
mod table;
mod term;

pub use asking::{Proposal, Reply};
pub use check::parse_scheme;
pub use drawing::{Course, Picture, Place, Way};
pub use machine::{Event, Move, Party, Refusal, State};
pub use qualification::{Lack, Shown};
pub use review::{Aspect, FindingEvent, IssueKind, IssueState, ItemResult, Means, ReplyKind, Severity, Verdict};
pub use scheme::{
    Asking, AskingFactor, AskingQuestion, Basis, Certainty, ChangeKind, Days, LedgerField, Months, Qualification,
    Reviewer, Route, Scheme, Source, Star, Step, Years,
};
pub use step::{Actor, Need, StepKind};

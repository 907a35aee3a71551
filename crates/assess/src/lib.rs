//! From answers to verdicts, scores, gaps, a plan, a calendar, and suggestions for other guidelines.
//!
//! Everything is a pure function of a catalogue, a level, the answers and a date. [`evaluate`] is the core;
//! [`plan`], [`score`], [`calendar`] and the rest use its result. [`Portfolio`] gives the same verdicts for a
//! million organizations at once. [`scan`] holds what scanners found against the criteria.

mod agenda;
mod answer;
mod assessment;
mod calendar;
mod carry;
pub mod chain;
mod evaluate;
mod interval;
mod late;
mod plan;
mod portfolio;
mod profile;
pub mod scan;
mod score;
mod suggest;

pub use agenda::{Cause, CriterionDay, agenda, assessment_day};
pub use answer::{Answer, Answers, EARLIEST_DAY, LONGEST_NOTE, Status};
pub use assessment::{Assessment, Outlook, is_worked_out, worked_out};
pub use calendar::{Calendar, Occasion, calendar, rollups};
pub use carry::{Carried, Carryover, carry};
pub use evaluate::{Counts, CriterionVerdict, Evaluation, Open, RequirementVerdict, Verdict, evaluate};
pub use interval::{due, period_months};
pub use late::{Late, late};
pub use plan::{Gap, plan};
pub use portfolio::{Portfolio, PortfolioVerdicts};
pub use profile::{ProfileGap, profile_gaps};
pub use score::{AreaScore, DirectionScore, PointsScore, Score, Tally, score};
pub use suggest::{Suggestion, suggest};

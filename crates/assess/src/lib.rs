//! What follows: from answers to verdicts, scores, gaps, a plan, a calendar, and suggestions for other guidelines.
//!
//! Everything is a pure function of a catalogue, a level, the answers and a date. [`evaluate`] is the heart; [`plan`],
//! [`score`], [`calendar`] and the rest read its result. [`Portfolio`] gives the same verdicts for a million
//! organizations at once.

mod answer;
mod assessment;
mod calendar;
mod carry;
mod evaluate;
mod late;
mod plan;
mod portfolio;
mod profile;
mod score;
mod suggest;

pub use answer::{Answer, Answers, EARLIEST_DAY, LONGEST_NOTE, Status};
pub use assessment::{Assessment, Outlook, worked_out};
pub use calendar::{Calendar, Occasion, calendar, due, period_months, rollups};
pub use carry::{Carried, Carryover, carry};
pub use evaluate::{Counts, CriterionVerdict, Evaluation, Open, RequirementVerdict, Verdict, evaluate};
pub use late::{Late, late};
pub use plan::{Gap, plan};
pub use portfolio::{Portfolio, PortfolioVerdicts};
pub use profile::{ProfileGap, profile_gaps};
pub use score::{AreaScore, DirectionScore, PointsScore, Score, Tally, score};
pub use suggest::{Suggestion, suggest};

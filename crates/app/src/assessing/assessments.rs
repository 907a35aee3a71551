//! Assessments (評価): creating, reading, changing and archiving them.

mod change;
mod create;
mod days;
pub(crate) mod description;
mod look;

pub use change::{Edit, archive, restore, update};
pub use create::{New, create, create_from};
pub use days::day;
pub use look::{
    AreaFigures, Figures, Sheet, area_of, catalog_of, evaluation, figures, find, in_full, list, readable, sheet, states,
};
pub(crate) use look::{check_open, results};

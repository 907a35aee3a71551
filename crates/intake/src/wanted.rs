//! What is known about a file before it is read.

use jiff::civil::Date;
use tasuki_catalog::Catalog;

use crate::{
    Limits,
    heading::{is_present, is_target, year},
};

/// What is known about a file before it is read.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The day of evaluation: anything that has happened is not after it.
    pub today: Date,
    /// The edition that it answers; if `None`, it is recognised from the identifiers.
    pub framework: Option<&'a Catalog>,
    /// The sheets to read; all if empty.
    pub sheets: Vec<String>,
    /// Whether to read a future state instead of the present one: the target of a profile.
    pub target: bool,
    /// The limits on the file's size.
    pub limits: Limits,
}

impl<'a> Wanted<'a> {
    /// A file about which nothing is known, read on a day.
    pub fn on(today: Date) -> Self {
        Self { today, framework: None, sheets: Vec::new(), target: false, limits: Limits::default() }
    }

    /// The edition that it answers.
    #[must_use]
    pub fn framework(self, framework: Option<&'a Catalog>) -> Self {
        Self { framework, ..self }
    }

    /// The sheets to read.
    #[must_use]
    pub fn sheets(self, sheets: &[String]) -> Self {
        Self { sheets: sheets.to_vec(), ..self }
    }

    /// Reads a future state instead of the present one.
    #[must_use]
    pub fn target(self) -> Self {
        Self { target: true, ..self }
    }

    /// The limits on the file's size.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }
}

/// How the words of headings and sheet names are interpreted: the day, and whether the present or the future state
/// is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) today: Date,
    pub(crate) target: bool,
}

impl Seen {
    /// Whether a heading or a name is about another time than the wanted one.
    pub(crate) fn is_elsewhen(self, heading: &str) -> bool {
        let is_future = year(heading).is_some_and(|(year, _)| i32::from(year) > i32::from(self.today.year()));
        let is_target = is_target(heading) || is_future;
        if self.target { is_present(heading) && !is_target } else { is_target }
    }
}

impl Wanted<'_> {
    pub(crate) fn seen(&self) -> Seen {
        Seen { today: self.today, target: self.target }
    }
}

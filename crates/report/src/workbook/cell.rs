//! The contents of a cell.

use std::borrow::Cow;

use jiff::civil::Date;
use tasuki_assess::Status;

/// The contents of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    /// Empty; people may write there.
    Blank,
    /// A text, never a formula.
    Text(Cow<'a, str>),
    /// A count.
    Whole(u32),
    /// A figure with decimals.
    Figure(f64),
    /// A day.
    Date(Date),
    /// Sign and word of a state.
    State(Status),
}

impl<'a> Cell<'a> {
    /// A borrowed text.
    pub(super) fn text(text: &'a str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(Cow::Borrowed(text)) }
    }

    /// An owned text.
    pub(super) fn made(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(Cow::Owned(text)) }
    }

    /// A count; no count in a report comes near the limit of `u32`.
    pub(super) fn count(count: usize) -> Self {
        Self::Whole(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// `part` of `whole`; blank if there is nothing to divide by.
    pub(super) fn share(part: usize, whole: usize) -> Self {
        let figure = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        if whole == 0 { Self::Blank } else { Self::Figure(figure(part) / figure(whole)) }
    }

    /// A day, if there is one.
    pub(super) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Blank, Self::Date)
    }
}

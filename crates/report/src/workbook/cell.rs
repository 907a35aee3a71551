//! What a cell holds.

use std::borrow::Cow;

use jiff::civil::Date;
use tasuki_assess::Status;

/// The content of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing; people may write there.
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
    /// A text of somebody else's.
    pub(super) fn text(text: &'a str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(Cow::Borrowed(text)) }
    }

    /// A text made here.
    pub(super) fn made(text: String) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(Cow::Owned(text)) }
    }

    /// A count; none that a report counts comes near the limit.
    pub(super) fn count(count: usize) -> Self {
        Self::Whole(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// `part` of `whole`; nothing where there is no base.
    pub(super) fn share(part: usize, whole: usize) -> Self {
        let figure = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        if whole == 0 { Self::Blank } else { Self::Figure(figure(part) / figure(whole)) }
    }

    /// A day, where there is one.
    pub(super) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Blank, Self::Date)
    }
}

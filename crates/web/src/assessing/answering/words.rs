//! States and people in words for pages.

use tasuki_assess::Status;

/// The status of a word; what is none counts as not answered.
pub(crate) fn status(word: impl AsRef<str>) -> Status {
    Status::from_word(word.as_ref()).unwrap_or_default()
}

/// The short name of a person for a round badge.
pub(crate) fn initial(name: &str) -> String {
    name.chars().next().map(String::from).unwrap_or_default()
}

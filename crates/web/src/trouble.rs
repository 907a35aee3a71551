//! What was wrong with a form, for showing it again with what was typed.

use axum::http::StatusCode;
use tasuki_app::{Error, Kind};
use tasuki_catalog::Lang;

use crate::Outcome;

/// What was wrong with a form; nothing when it is shown for the first time.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    error: Option<Error>,
    lang: Lang,
}

impl Trouble {
    /// The form was refused.
    pub(crate) fn new(error: Error, lang: Lang) -> Self {
        Self { error: Some(error), lang }
    }

    /// Whether anything was wrong.
    pub(crate) fn is_some(&self) -> bool {
        self.error.is_some()
    }

    /// What happened and what to do.
    pub(crate) fn sentence(&self) -> String {
        self.error.as_ref().map(|error| error.sentence(self.lang)).unwrap_or_default()
    }

    /// What is wrong with a field, or nothing.
    pub(crate) fn of(&self, field: &str) -> String {
        let fields = self.error.iter().flat_map(|error| &error.fields);
        let own = fields.filter(|own| own.name == field).map(|own| own.message.get(self.lang));
        own.collect::<Vec<_>>().join(" ")
    }

    /// Whether no single field is to blame, so that the form as a whole must say it.
    pub(crate) fn is_general(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.fields.is_empty())
    }

    /// With what the page goes out that shows it.
    pub(crate) fn outcome(&self) -> Outcome {
        self.error.as_ref().map_or(StatusCode::OK.into(), Outcome::of)
    }

    /// Whether the person must show once more that it is them, before the same form is taken.
    pub(crate) fn asks_proof(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.kind == Kind::Proof)
    }

    /// Whether a form in which something was typed is shown again: where it [belongs to it](Self::belongs_to_form), and where a proof was needed
    /// first, so that nobody types it twice.
    pub(crate) fn keeps_typed(error: &Error) -> bool {
        error.kind == Kind::Proof || Self::belongs_to_form(error)
    }

    /// Whether it is a thing to say beside the form; what is our fault or does not exist gets a page of its own.
    pub(crate) fn belongs_to_form(error: &Error) -> bool {
        matches!(error.kind, Kind::Invalid | Kind::State | Kind::Conflict | Kind::TooMany | Kind::Full | Kind::Busy)
    }
}

//! The error of a form, for showing the form again with what was typed.

use axum::http::StatusCode;
use tasuki_app::{Error, Kind};
use tasuki_catalog::Lang;

use crate::Outcome;

/// The error of a form; empty when the form is shown for the first time.
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

    /// Why a form is shown again with its contents; any other error gets a page of its own.
    pub(crate) fn keeping(error: Error, lang: Lang) -> Result<Self, Error> {
        if Self::keeps_typed(&error) { Ok(Self::new(error, lang)) } else { Err(error) }
    }

    /// The same for a form whose contents are not kept: a missing proof of identity has a page of its own, too.
    pub(crate) fn discarding(error: Error, lang: Lang) -> Result<Self, Error> {
        if Self::belongs_to_form(&error) { Ok(Self::new(error, lang)) } else { Err(error) }
    }

    /// The same in the language of the page, which may be another one than that of the request.
    pub(crate) fn said_in(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The same, shown for the form as a whole, because the page has no field of its own for it.
    #[must_use]
    pub(crate) fn without_fields(mut self) -> Self {
        self.error.iter_mut().for_each(|error| error.fields.clear());
        self
    }

    /// Whether anything was wrong.
    pub(crate) fn is_some(&self) -> bool {
        self.error.is_some()
    }

    /// What happened and what to do.
    pub(crate) fn sentence(&self) -> String {
        self.error.as_ref().map(|error| error.sentence(self.lang)).unwrap_or_default()
    }

    /// The error of a field, or nothing.
    pub(crate) fn of(&self, field: &str) -> String {
        let fields = self.error.iter().flat_map(|error| &error.fields);
        let own = fields.filter(|own| own.name == field).map(|own| own.message.get(self.lang));
        own.collect::<Vec<_>>().join(" ")
    }

    /// The first field that has an error; `other` if none has.
    pub(crate) fn first_field<'a>(&'a self, other: &'a str) -> &'a str {
        self.error.iter().flat_map(|error| &error.fields).next().map_or(other, |field| &field.name)
    }

    /// Whether the error belongs to no single field, so that it must be shown for the form as a whole.
    pub(crate) fn is_general(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.fields.is_empty())
    }

    /// The status of the page that shows the error.
    pub(crate) fn outcome(&self) -> Outcome {
        self.error.as_ref().map_or(StatusCode::OK.into(), Outcome::of)
    }

    /// Whether somebody else changed the same thing in the meantime.
    pub(crate) fn is_conflict(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.kind == Kind::Conflict)
    }

    /// Whether the person must prove their identity before the same form is accepted.
    pub(crate) fn asks_proof(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.kind == Kind::Proof)
    }

    /// Whether the form is shown again with its contents: if the error [belongs to it](Self::belongs_to_form), and if
    /// a proof of identity was needed first, so that nobody has to type everything twice.
    pub(crate) fn keeps_typed(error: &Error) -> bool {
        error.kind == Kind::Proof || Self::belongs_to_form(error)
    }

    /// Whether the error is shown in the form; server failures and unknown things get a page of their own.
    pub(crate) fn belongs_to_form(error: &Error) -> bool {
        use Kind::{Busy, Conflict, Full, Invalid, State, TooLarge, TooMany};
        // Of somebody else's page, the form of whoever is signed in now is not shown with the words of the other.
        error.code != "session.another"
            && matches!(error.kind, Invalid | State | Conflict | TooMany | TooLarge | Full | Busy)
    }
}

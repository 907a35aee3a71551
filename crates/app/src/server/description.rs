//! The parts of a description: actions with their sentences, fields with their labels.

use tasuki_catalog::{Lang, Text};
use tasuki_scheme::Permission;
use tasuki_store::StoreError;

use crate::agenda::asked::Asked;
use crate::agenda::item::Item;
use crate::naming::Look;

/// A word or a sentence in both languages.
pub(crate) type Words = (&'static str, &'static str);

/// The description of a kind of thing.
pub(crate) struct Description {
    /// What it is called: 対応, task.
    pub(crate) noun: Words,
    /// Which permission opens it.
    pub(crate) read: Permission,
    /// How it is looked up.
    pub(crate) look: Look,
    /// What several of them are called where they are found; `None` for what the search does not look for.
    pub(crate) found: Option<Words>,
    /// Which days it brings to the agenda.
    pub(crate) days: Days,
    /// What a webhook is told of it: what happened, as those read it who choose; `None` tells nothing.
    pub(crate) event: Option<Words>,
    /// What can be done with it.
    pub(crate) actions: &'static [Action],
    /// The fields that are shown to people, the most important first.
    pub(crate) fields: &'static [Field],
}

/// Which days a kind of thing brings to the agenda.
pub(crate) enum Days {
    /// None: nobody waits for it on a day.
    None,
    /// These. It may tell more than what is asked for: what is another person's, or comes later.
    Of(fn(&mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError>),
}

/// An action on a thing.
pub(crate) struct Action {
    /// Its name in the log: `task.create`.
    pub(crate) name: &'static str,
    /// The sentence that follows the name of the person who acted: 「が対応を作りました」, "created a task". `{name}` stands for
    /// a detail of the entry, and `{count}` for the number of things.
    pub(crate) sentence: Words,
}

/// A field of a thing.
pub(crate) struct Field {
    /// Its name in the log and the API: `status`.
    pub(crate) name: &'static str,
    /// As people call it.
    pub(crate) label: Words,
    /// How its values are read.
    pub(crate) values: Values,
}

/// How the values of a field are displayed.
pub(crate) enum Values {
    /// As they are written.
    Plain,
    /// A person's identifier, displayed as their name.
    Person,
    /// A stored word, displayed by its name. A word without a name is displayed as it is.
    Named(fn(&str) -> Option<Text>),
    /// Displayed as this text, whatever the value is.
    Always(Words),
}

impl Action {
    pub(crate) const fn new(name: &'static str, ja: &'static str, en: &'static str) -> Self {
        Self { name, sentence: (ja, en) }
    }
}

impl Field {
    pub(crate) const fn new(name: &'static str, ja: &'static str, en: &'static str, values: Values) -> Self {
        Self { name, label: (ja, en), values }
    }
}

impl Description {
    /// Finds an action by its name in the log.
    pub(crate) fn action(&self, name: &str) -> Option<&'static Action> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// Finds a field by its name, with its position among the others.
    pub(crate) fn field(&self, name: &str) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

/// A name in both languages.
pub(crate) fn both<Name: Into<String>>(name: impl Fn(Lang) -> Name) -> Text {
    Text::new(name(Lang::Ja), name(Lang::En))
}

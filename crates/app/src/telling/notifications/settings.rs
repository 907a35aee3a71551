//! How a person likes to be told of each kind of thing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;
use tasuki_store::{PersonId, notifications as store};

use super::Kind;
use crate::{Context, Error};

/// What is mailed of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mail {
    /// A mail of its own, at once.
    AtOnce,
    /// A line in the daily mail.
    Digest,
    /// Nothing.
    Off,
}

impl Mail {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Digest, Self::Off];

    /// The word by which it is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Digest => "digest",
            Self::Off => "off",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// Its name in the settings.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::AtOnce) => "すぐに送る",
            (Lang::Ja, Self::Digest) => "1日1回まとめる",
            (Lang::Ja, Self::Off) => "送らない",
            (Lang::En, Self::AtOnce) => "At once",
            (Lang::En, Self::Digest) => "Daily digest",
            (Lang::En, Self::Off) => "Off",
        }
    }
}

/// How one kind is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Whether it is shown in the application.
    pub app: bool,
    /// What is mailed of it.
    pub mail: Mail,
}

/// How each kind is told. What is not named is told as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Settings(BTreeMap<Kind, Setting>);

impl Settings {
    /// How a kind is told.
    pub fn of(&self, kind: Kind) -> Setting {
        self.0.get(&kind).copied().unwrap_or_else(|| usual(kind))
    }

    /// The same with one kind told otherwise.
    #[must_use]
    pub fn with(mut self, kind: Kind, setting: Setting) -> Self {
        if setting == usual(kind) {
            self.0.remove(&kind);
        } else {
            self.0.insert(kind, setting);
        }
        self
    }

    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }
}

/// How a kind is told to somebody who chose nothing: at once where somebody waits for an answer or something has stopped, once a day where a date comes nearer.
fn usual(kind: Kind) -> Setting {
    let mail = match kind {
        Kind::Mention
        | Kind::Invitation
        | Kind::TaskAssigned
        | Kind::TaskToReview
        | Kind::TaskReviewed
        | Kind::RoadWaits
        | Kind::WebhookOff
        | Kind::Granted
        | Kind::GrantsMade => Mail::AtOnce,
        Kind::DueSoon | Kind::Overdue | Kind::EvidenceEnding | Kind::RegistrationDue => Mail::Digest,
    };
    Setting { app: true, mail }
}

/// The settings of a person. What cannot be read any more counts as not chosen.
pub(super) fn load(cx: &mut Context<'_, '_>, person: PersonId) -> Result<Settings, Error> {
    let text = store::settings(cx.tx, person)?.unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_chosen_is_kept() {
        let quiet = Setting { app: false, mail: Mail::Off };
        let settings = Settings::default().with(Kind::Mention, quiet).with(Kind::Overdue, usual(Kind::Overdue));
        assert_eq!(settings.written(), r#"{"mention":{"app":false,"mail":"off"}}"#);
        assert_eq!(serde_json::from_str::<Settings>(&settings.written()).unwrap(), settings);
        assert_eq!(settings.of(Kind::Mention), quiet);
        assert_eq!(settings.of(Kind::DueSoon).mail, Mail::Digest);
        assert_eq!(settings.with(Kind::Mention, usual(Kind::Mention)), Settings::default());
    }
}

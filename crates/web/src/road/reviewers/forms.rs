//! What the forms about reviewers send.

use tasuki_app::Error;
use tasuki_app::reviewers::{Change, New};
use tasuki_scheme::Classification;
use tasuki_scheme::road::{Actor, Shown};

use crate::take::{day, day_or_none, seen};

/// What a form sends: whom to appoint, or what is entered about somebody.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub(super) person: String,
    pub(super) actor: String,
    pub(super) evidence: String,
    pub(super) ends: String,
    pub(super) advised: String,
    accepted: Option<String>,
    version: String,
    /// Qualification, number and last day, as they were typed.
    pub(super) shown: Vec<(String, String, String)>,
}

impl Sent {
    pub(super) fn new(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "person" => sent.person = value,
                "actor" => sent.actor = value,
                "evidence" => sent.evidence = value,
                "ends" => sent.ends = value,
                "advised" => sent.advised = value,
                "accepted" => sent.accepted = Some(value),
                "version" => sent.version = value,
                name => sent.qualification(name, value),
            }
        }
        sent
    }

    /// `number-riss` and `until-riss`.
    fn qualification(&mut self, name: &str, value: String) {
        let Some((field, id)) = name.split_once('-') else { return };
        let at = self.shown.iter().position(|(own, ..)| own == id).unwrap_or_else(|| {
            self.shown.push((id.to_owned(), String::new(), String::new()));
            self.shown.len() - 1
        });
        match field {
            "number" => self.shown[at].1 = value,
            "until" => self.shown[at].2 = value,
            _ => {}
        }
    }

    fn shown(&self) -> Result<Vec<Shown>, Error> {
        let given =
            self.shown.iter().filter(|(_, number, until)| !number.trim().is_empty() || !until.trim().is_empty());
        let shown = |(qualification, number, until): &(String, String, String)| {
            let until = day_or_none(until, "shown")?;
            Ok(Shown { qualification: qualification.clone(), number: number.clone(), until })
        };
        given.map(shown).collect()
    }

    /// Whom to appoint.
    pub(super) fn appointment(&self) -> Result<New, Error> {
        let missing = |field| {
            Error::invalid(
                "reviewer.choice",
                "誰を、どの立場で選ぶかを入れてください。",
                "Choose whom to appoint, and as whom.",
            )
            .hint("メンバーと立場を一覧から選びます。", "Choose a member and a capacity from the lists.")
            .field(field)
        };
        Ok(New {
            person: self.person.parse().map_err(|_| missing("person"))?,
            actor: Actor::from_word(&self.actor).ok_or_else(|| missing("actor"))?,
            evidence: Classification::from_word(&self.evidence),
            ends: day(&self.ends, "ends")?,
            shown: self.shown()?,
            advised: self.advised.clone(),
        })
    }

    /// What is entered about somebody; `accepted` only if the form has that field.
    pub(super) fn change(&self) -> Result<Change, Error> {
        Ok(Change { shown: Some(self.shown()?), accepted: self.accepted.clone(), advised: Some(self.advised.clone()) })
    }

    /// The version that the person saw.
    pub(super) fn version(&self) -> i64 {
        seen(&self.version)
    }
}

//! The form of a piece of evidence.

use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::Error;
use tasuki_app::evidence::{Change, Classification};
use tasuki_store::evidence::Evidence;

use super::receive::no_day;

/// What the form says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) version: String,
    pub(super) name: String,
    pub(super) classification: String,
    pub(super) owner: String,
    pub(super) effective: String,
    pub(super) ends: String,
}

impl Typed {
    /// The initial contents of the form.
    pub(super) fn of(evidence: &Evidence) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            version: evidence.version.to_string(),
            name: evidence.name.clone(),
            classification: evidence.classification.word().to_owned(),
            owner: evidence.owner.map(|owner| owner.to_string()).unwrap_or_default(),
            effective: day(evidence.effective),
            ends: day(evidence.ends),
        }
    }

    pub(super) fn change(&self) -> Result<Change, Error> {
        let day = |name: &str, text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse::<Date>().map(Some).map_err(|_| no_day(name)),
        };
        let owner = match self.owner.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::not_found())?),
        };
        Ok(Change {
            name: Some(self.name.clone()),
            classification: Some(Classification::from_word(&self.classification).ok_or_else(Error::not_found)?),
            owner: Some(owner),
            effective: Some(day("effective", &self.effective)?),
            ends: Some(day("ends", &self.ends)?),
            archived: None,
        })
    }
}

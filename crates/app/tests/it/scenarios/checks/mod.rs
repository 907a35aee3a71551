//! The checks, one for each capability.

mod answers;
mod entrance;
mod evidence;
mod links;
mod log;
mod people;
mod register;
mod registrations;
mod reports;
mod roads;
mod site_audits;
mod technical_checks;
mod telling;
mod work;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tasuki_app::{Context, Error};

use super::{Check, Notes, Scene};
use crate::common::Somebody;

/// All checks. A new capability gets its check here.
pub(super) fn all() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(answers::Answers),
        Box::new(evidence::Evidence),
        Box::new(work::Work),
        Box::new(people::People),
        Box::new(links::Links),
        Box::new(register::Register),
        Box::new(roads::Roads),
        Box::new(registrations::Registrations),
        Box::new(site_audits::SiteAudits),
        Box::new(technical_checks::TechnicalChecks),
        Box::new(entrance::Entrance),
        Box::new(telling::Telling),
        Box::new(reports::Reports),
        Box::new(log::Log),
    ]
}

/// The notes of a check.
fn noted<T: Serialize>(notes: &T) -> Notes {
    serde_json::to_value(notes).expect("notes")
}

/// The notes as the check wrote them.
fn read<T: DeserializeOwned>(notes: &Notes) -> T {
    serde_json::from_value(notes.clone()).expect("the notes of this check")
}

impl Scene<'_> {
    /// Does something as somebody; it must succeed.
    async fn act<T, F>(&self, by: &Somebody, work: F) -> T
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        // Nothing happens in the same moment as something else.
        self.world.wait(1_000);
        self.world.write(by, work).await.unwrap_or_else(|error| panic!("{} was told {}", by.name, error.code))
    }

    /// Reads as somebody, who may.
    async fn get<T, F>(&self, by: &Somebody, work: F) -> T
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.world.read(by, work).await.unwrap_or_else(|error| panic!("{} was told {}", by.name, error.code))
    }
}

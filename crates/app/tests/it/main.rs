//! The use cases, as people go through them, in a small world of their own.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod agenda;
mod answering;
mod audit;
mod bounds;
mod calendar;
mod carrying;
mod catalogs;
mod common;
mod comparing;
mod crowd;
#[path = "../../../store/tests/it/database.rs"]
mod database;

mod doors;
mod evidence;
mod grants;
mod hidden;
mod imports;
mod mail;
mod packages;
mod past;
mod people;
mod registrations;
mod reviews;
mod rights;
mod road_company;
mod road_course;
mod road_people;
mod roads;
mod scenarios;
mod searching;
mod site_audits;
mod tasks;
mod technical_checks;
mod undo;
mod webhooks;

/// Addresses as these tests read them; the real ones are for `tasuki-web` to know.
pub(crate) fn address(destination: &tasuki_app::Destination<'_>) -> String {
    use tasuki_app::Destination as To;
    match destination {
        To::Of(organization, subject) => format!("/o/{organization}/{subject}"),
        To::Home(organization) => format!("/o/{organization}"),
        To::Account => "/me".to_owned(),
        To::NotificationSettings => "/me/notifications".to_owned(),
        To::ConfirmMail(secret) => format!("/me/mail/{secret}"),
        To::ResetPassword(secret) => format!("/sign-in/reset/{secret}"),
        To::Invitation(secret) => format!("/invitations/{secret}"),
        To::Link(id, code) => format!("/l/{id}#{code}"),
        To::Feed(secret) => format!("/feeds/{secret}/tasuki.ics"),
    }
}

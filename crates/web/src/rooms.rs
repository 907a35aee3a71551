//! What each room of the house serves: its pages, and its operations of the API.

use crate::operations::Operations;
use crate::pages::{Pages, get};

/// The pages of all rooms.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .route("/assets/{file}", get(crate::assets::serve::serve))
        .merge(crate::server::pages())
        .merge(crate::welcome::pages())
        .merge(crate::demo::pages())
        .merge(crate::preferences::pages())
        .merge(crate::home::pages())
        .merge(crate::assessments::pages())
        .merge(crate::answering::pages())
        .merge(crate::tasks::pages())
        .merge(crate::calendar::pages())
        .merge(crate::inspections::pages())
        .merge(crate::notifications::pages())
        .merge(crate::evidence::pages())
        .merge(crate::sign_in::pages())
        .merge(crate::account::pages())
        .merge(crate::organizations::pages())
        .merge(crate::members::pages())
        .merge(crate::grants::pages())
        .merge(crate::links::pages())
        .merge(crate::visits::pages())
        .merge(crate::invitations::pages())
        .merge(crate::tokens::pages())
        .merge(crate::webhooks::pages())
        .merge(crate::desk::pages())
        .merge(crate::roads::pages())
        .merge(crate::submissions::pages())
        .merge(crate::reviewers::pages())
        .merge(crate::reviews::pages())
        .merge(crate::issues::pages())
        .merge(crate::site_audits::pages())
        .merge(crate::declarations::pages())
        .merge(crate::packages::pages())
        .merge(crate::records::pages())
        .merge(crate::registrations::pages())
        .merge(crate::technical_checks::pages())
        .merge(crate::register::pages())
        .merge(crate::history::pages())
        .merge(crate::search::pages())
        .merge(crate::comments::pages())
}

/// The operations of all rooms, below an organization.
pub(crate) fn in_organization() -> Operations {
    Operations::new()
        .merge(crate::home::api())
        .merge(crate::assessments::api())
        .merge(crate::catalogs::api())
        .merge(crate::answers::api())
        .merge(crate::suggestions::api())
        .merge(crate::evidence::api())
        .merge(crate::tasks::api())
        .merge(crate::calendar::api())
        .merge(crate::inspections::api())
        .merge(crate::notifications::api())
        .merge(crate::organizations::api_of_one())
        .merge(crate::members::api())
        .merge(crate::grants::api())
        .merge(crate::links::api())
        .merge(crate::invitations::api())
        .merge(crate::tokens::api())
        .merge(crate::webhooks::api())
        .merge(crate::roads::api())
        .merge(crate::submissions::api())
        .merge(crate::reviewers::api())
        .merge(crate::reviews::api())
        .merge(crate::issues::api())
        .merge(crate::site_audits::api())
        .merge(crate::declarations::api())
        .merge(crate::packages::api())
        .merge(crate::records::api())
        .merge(crate::registrations::api())
        .merge(crate::technical_checks::api())
        .merge(crate::register::api())
        .merge(crate::history::api())
        .merge(crate::comments::api())
        .merge(crate::search::api())
}

/// What the operations of the API are grouped by, in the order in which people look for them.
pub(crate) const TAGS: &[(&str, &str)] = &[
    ("assessments", "An assessment is one organization, one edition of a guideline, one level and one scope."),
    ("answers", "The state of each criterion of an assessment: answering, history, suggestions, live changes."),
    ("catalogs", "Guidelines that an organization wrote for itself, beside the built-in ones."),
    ("comments", "What people say to each other about a criterion."),
    ("evidence", "Files, links and notes that show that a criterion is met, with their versions and dates."),
    ("tasks", "The work that closes a gap. Completing a task never changes an answer by itself."),
    ("calendar", "What must be shown again, and when; inspections and the yearly report to management."),
    ("notifications", "What waits for a person."),
    ("search", "Finding answers, notes, evidence and tasks by words."),
    (
        "roads",
        "The road to a ★: from an assessment to a registration, and its submissions: assessments frozen under their digest.",
    ),
    ("partners", "The companies in the chain: what they supply, and how they are identified."),
    ("members", "Who belongs to an organization, in which role, and who has been invited."),
    ("organizations", "The organization itself: its name, sites and settings."),
    ("account", "The person who is signed in: profile, sessions, second factors."),
    ("tokens", "Bearer tokens for programs."),
    ("webhooks", "Addresses that are told of changes."),
    ("audit", "The append-only record of who did what."),
    ("export", "Everything at once."),
];

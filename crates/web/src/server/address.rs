//! Addresses: those of our pages, and the encoding of their parts.

use std::fmt::Write as _;

use tasuki_app::Destination;
use tasuki_store::{OrganizationId, Subject};

/// The address of a destination on this server, starting with a slash.
pub fn address(destination: &Destination<'_>) -> String {
    match destination {
        Destination::Of(organization, subject) => of(*organization, subject),
        Destination::Home(organization) => format!("/o/{organization}"),
        Destination::Account => "/me".to_owned(),
        Destination::NotificationSettings => "/me/notifications".to_owned(),
        Destination::ConfirmMail(secret) => format!("/me/mail/{secret}"),
        Destination::ResetPassword(secret) => format!("/sign-in/reset/{secret}"),
        Destination::Invitation(secret) => format!("/invitations/{secret}"),
        // A browser sends the part after the sharp to no server, so that the code stands in no log.
        Destination::Link(id, code) => format!("/l/{id}#{code}"),
        Destination::Feed(secret) => format!("/feeds/{secret}/tasuki.ics"),
    }
}

/// The address of a subject's page.
pub(crate) fn of(organization: OrganizationId, subject: &Subject) -> String {
    format!("/o/{organization}{}", within(subject))
}

/// The address of a subject's page in the form of the API: relative to the organization.
pub(crate) fn within(subject: &Subject) -> String {
    match subject {
        Subject::Organization(_) | Subject::Site(_) => "/settings".to_owned(),
        Subject::Member(person) | Subject::Person(person) => format!("/members/{person}"),
        Subject::Members | Subject::SignIn => "/members".to_owned(),
        Subject::Invitation(_) => "/invitations".to_owned(),
        Subject::Grant(_) | Subject::Link(_) => "/grants".to_owned(),
        Subject::Token(_) => "/tokens".to_owned(),
        Subject::Webhook(id) => format!("/webhooks/{id}"),
        Subject::Feed(_) => "/calendar/feed".to_owned(),
        // They have no pages yet; assessments begin with them.
        Subject::Catalog(_) => "/assessments".to_owned(),
        Subject::Assessment(id) => format!("/assessments/{id}"),
        Subject::Answer(assessment, criterion) => format!("/assessments/{assessment}?c={}", escape_query(criterion)),
        Subject::Evidence(id) => format!("/evidence/{id}"),
        Subject::Road(id) => format!("/roads/{id}"),
        Subject::Reviewer(road, _) => format!("/roads/{road}/reviewers"),
        Subject::Mark(road, criterion) => format!("/roads/{road}/review?c={}", escape_query(criterion)),
        Subject::Issue(id) => format!("/issues/{id}"),
        Subject::SiteAudit(road) => format!("/roads/{road}/audit"),
        Subject::Sample(id) => format!("/samples/{id}"),
        Subject::Declaration(digest) | Subject::Submission(digest) => format!("/submissions/{digest}"),
        Subject::TechnicalCheck(road) => format!("/roads/{road}/technical-check"),
        Subject::Partner(id) => format!("/partners/{id}"),
        Subject::Task(id) => format!("/tasks/{id}"),
        Subject::Tasks => "/tasks".to_owned(),
        Subject::Inspection(assessment, criterion, _) | Subject::InspectionReport(assessment, criterion) => {
            format!("/inspections/of/{assessment}/{criterion}")
        }
        Subject::Comment(id) => format!("/comments/{id}"),
    }
}

/// The path if it is one of ours, otherwise the home page: our links redirect nobody to another site.
pub(crate) fn local(path: &str) -> &str {
    let ours =
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control);
    if ours { path } else { "/" }
}

/// Percent-encodes every character with a meaning in an address.
pub(crate) fn escape_query(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if plain(byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

//! Destinations: the pages to which mails, feeds and notifications link.
//!
//! Use cases name a destination; only `web` knows its address and provides it when the application is created
//! ([`crate::Options`]).

use tasuki_store::{LinkId, OrganizationId, Subject};

/// A page to which a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'a> {
    /// The page of a subject in an organization.
    Of(OrganizationId, &'a Subject),
    /// The first page of an organization.
    Home(OrganizationId),
    /// One's own account.
    Account,
    /// How one likes to be told.
    NotificationSettings,
    /// Confirms a mail address, with the secret of the link.
    ConfirmMail(&'a str),
    /// Sets a new password, with the secret of the link.
    ResetPassword(&'a str),
    /// Accepts an invitation, with the secret of the link.
    Invitation(&'a str),
    /// What a link opens, with its code.
    Link(LinkId, &'a str),
    /// A calendar feed, with its secret.
    Feed(&'a str),
}

/// The address of a destination on this server, starting with a slash.
pub type Addresses = fn(&Destination<'_>) -> String;

//! Mail: written down in the transaction of what it tells of, sent afterwards.
//!
//! [`write()`] is for use cases; it sends nothing. Where there is an SMTP server, [`send_waiting`] hands over what waits.

mod sender;
mod smtp;

use tasuki_catalog::Lang;
use tasuki_store::NotificationId;
use tasuki_store::outbox::{self, Mail};

use crate::{Context, Error, bounds};

pub use sender::{Sender, send_waiting};
pub use smtp::{Smtp, SmtpError};

/// A mail without its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// How urgent a mail is: what goes before what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// Somebody sits before the screen and waits for it: a link to sign in again, a code.
    Awaited = 0,
    /// Meant for one person.
    Personal = 1,
    /// One of many: what is told to members, digests, reminders.
    Bulk = 2,
}

/// Writes a mail down, to be sent after the commit. Where the server sends no mail, nothing is written. What members are told beyond the
/// bound of a day is not written either: it stands in the application.
pub fn write(cx: &mut Context<'_, '_>, recipient: &str, letter: &Letter, rank: Rank) -> Result<(), Error> {
    if !cx.post.mails || rank == Rank::Bulk && !bounds::mail(cx)? {
        return Ok(());
    }
    let now = cx.now.milliseconds();
    let mail = Mail {
        id: NotificationId::new(now, cx.random()).to_string(),
        recipient: recipient.to_owned(),
        // A line break in a name must not begin another header.
        subject: letter.subject.replace(['\r', '\n'], " ").chars().take(200).collect(),
        body: letter.body.clone(),
        created: now,
        attempts: 0,
        next: now,
        rank: rank as i64,
    };
    Ok(outbox::add(cx.tx, &mail)?)
}

/// The language that a person chose.
pub(crate) fn lang_of(word: &str) -> Lang {
    if word == "en" { Lang::En } else { Lang::Ja }
}

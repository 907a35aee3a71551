//! Mail: written down in the transaction of what it tells of, sent afterwards.

use tasuki_catalog::Lang;
use tasuki_store::NotificationId;
use tasuki_store::outbox::{self, Mail};

use crate::{Context, Error};

/// A mail without its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Writes a mail down, to be sent after the commit. Where the server sends no mail, nothing is written.
pub fn write(cx: &mut Context<'_, '_>, recipient: &str, letter: &Letter) -> Result<(), Error> {
    if !cx.post.mails {
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
    };
    Ok(outbox::add(cx.tx, &mail)?)
}

/// The language that a person chose.
pub(crate) fn lang_of(word: &str) -> Lang {
    if word == "en" { Lang::En } else { Lang::Ja }
}

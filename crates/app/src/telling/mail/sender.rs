//! Handing waiting mail to the SMTP server.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::transport::smtp::Error as TransportError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tasuki_store::StoreError;
use tasuki_store::outbox::{self, Mail};

use super::Smtp;
use crate::App;

/// How many are taken at a time: few, so that what somebody waits for is not behind many that were there before.
const BATCH: i64 = 5;
/// How many batches are sent before one rests.
const BATCHES: usize = 20;
/// How long a mail is taken for oneself, in milliseconds: longer than handing it over may take.
const CLAIM: i64 = 5 * 60 * 1_000;
/// After this time, in milliseconds, a mail is given up: three days.
const GIVEN_UP: i64 = 3 * 24 * 60 * 60 * 1_000;
/// How long to wait after the first failure, in milliseconds; each further one doubles it.
const FIRST_WAIT: i64 = 60 * 1_000;
/// The longest wait: four hours.
const LONGEST_WAIT: i64 = 4 * 60 * 60 * 1_000;
/// How long handing over may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Hands mail to one SMTP server.
pub struct Sender {
    smtp: Smtp,
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
}

impl Sender {
    /// A sender over a server.
    pub fn new(smtp: Smtp) -> Self {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&smtp.url).ok();
        let transport = transport.map(|builder| builder.timeout(Some(PATIENCE)).build());
        if transport.is_none() {
            tracing::error!("the SMTP server's address cannot be used; no mail is sent");
        }
        Self { smtp, transport }
    }
}

/// Hands over what is to be sent by now, and tells how many were. What cannot be handed over is tried again later and later, and given up after
/// three days.
pub async fn send_waiting(app: &App, sender: &Sender) -> Result<usize, StoreError> {
    let Some(transport) = &sender.transport else { return Ok(0) };
    let mut sent = 0;
    for _ in 0..BATCHES {
        let now = app.options().clock.now().milliseconds();
        let waiting = app.store().read(move |tx| outbox::due(tx, now, BATCH)).await?;
        let last = i64::try_from(waiting.len()).is_ok_and(|found| found < BATCH);
        sent += send_batch(app, sender, transport, waiting, now).await?;
        if last {
            break;
        }
    }
    Ok(sent)
}

async fn send_batch(
    app: &App,
    sender: &Sender,
    transport: &AsyncSmtpTransport<Tokio1Executor>,
    waiting: Vec<Mail>,
    now: i64,
) -> Result<usize, StoreError> {
    let mut sent = 0;
    for mail in waiting {
        let id = mail.id.clone();
        let (mail, is_mine) = app
            .store()
            .write(move |tx| {
                let is_mine = outbox::claim(tx, &mail, now + CLAIM)?;
                Ok::<_, StoreError>((mail, is_mine))
            })
            .await?;
        if !is_mine {
            continue;
        }
        match hand_over(sender, transport, &mail).await {
            Ok(()) => {
                sent += 1;
                app.store().write(move |tx| outbox::remove(tx, &id)).await?;
            }
            Err(problem) => fail(app, mail, problem, now).await?,
        }
    }
    Ok(sent)
}

/// Why a mail was not handed over.
enum Problem {
    /// Not now.
    Temporary(String),
    /// Never.
    Permanent(String),
}

async fn hand_over(
    sender: &Sender,
    transport: &AsyncSmtpTransport<Tokio1Executor>,
    mail: &Mail,
) -> Result<(), Problem> {
    let recipient =
        mail.recipient.parse().map_err(|_| Problem::Permanent("the recipient's address is none".to_owned()))?;
    let message = Message::builder()
        .from(sender.smtp.from.clone())
        .to(recipient)
        .subject(&mail.subject)
        .header(ContentType::TEXT_PLAIN)
        .message_id(Some(format!("<{}@{}>", mail.id, sender.smtp.from.email.domain())))
        .body(mail.body.clone())
        .map_err(|_| Problem::Permanent("the message cannot be written".to_owned()))?;
    transport.send(message).await.map(|_| ()).map_err(|error| problem(&error))
}

/// What a failure says, without what the server said: that may hold addresses.
fn problem(error: &TransportError) -> Problem {
    let status = error.status().map(|code| code.to_string()).unwrap_or_default();
    let what = if error.is_timeout() {
        "the server did not answer in time"
    } else if error.is_permanent() {
        "the server refused it for good"
    } else if error.is_transient() {
        "the server refused it for now"
    } else if error.is_tls() {
        "the server does not speak TLS as it should"
    } else {
        "the server cannot be reached"
    };
    let text = format!("{what} {status}").trim().to_owned();
    if error.is_permanent() { Problem::Permanent(text) } else { Problem::Temporary(text) }
}

async fn fail(app: &App, mail: Mail, problem: Problem, now: i64) -> Result<(), StoreError> {
    let id = mail.id.clone();
    match problem {
        Problem::Temporary(why) if now - mail.created < GIVEN_UP => {
            tracing::warn!(mail = %id, why, attempts = mail.attempts + 1, "mail is tried again later");
            let next = now + wait(mail.attempts);
            app.store().write(move |tx| outbox::put_off(tx, &id, next, &why)).await
        }
        Problem::Temporary(why) | Problem::Permanent(why) => {
            tracing::error!(mail = %id, why, "mail was given up");
            app.store().write(move |tx| outbox::remove(tx, &id)).await
        }
    }
}

/// How long to wait after a number of earlier attempts.
fn wait(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(0, 10)).unwrap_or(0);
    (FIRST_WAIT << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_somewhere() {
        let minutes: Vec<i64> = (0..10).map(|attempts| wait(attempts) / 60_000).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]);
        assert_eq!(wait(i64::MAX), LONGEST_WAIT);
    }
}

//! What happens once a day: telling people what is due soon or overdue, and the daily mail.
//!
//! Each organization's day is taken in the transaction that tells of it, so that a restart neither loses nor doubles anything, and two servers
//! on one database do not do it twice. What fell due while the server was off is told when it comes back.

mod reminders;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use tasuki_store::{OrganizationId, StoreError, Subject, audit, failed_sign_ins, organizations, timers as store};

use crate::mail::{Sender, Smtp, send_waiting};
use crate::{App, Context, Credentials, Error, Moment, heads, notifications, resets};

pub use reminders::{Stage, stage};

/// How many addresses an entry about failed sign-ins names.
const ADDRESSES: usize = 20;
/// The hour in Japan from which on the day's work is done.
const HOUR: i8 = 8;

/// How long to rest between two looks.
const REST: std::time::Duration = std::time::Duration::from_secs(5);

/// Everything that happens without a person asking: the daily timers and, with an SMTP server, sending what waits. Never ends. The
/// application should have been made with [`App::with_mail`] exactly when there is a server.
pub async fn run(app: App, smtp: Option<Smtp>) {
    let sender = smtp.map(Sender::new);
    let mut told = None;
    loop {
        let now = app.options().clock.now();
        if told != Some(now.today) && is_time(now) {
            match tick(&app).await {
                Ok(()) => told = Some(now.today),
                Err(error) => {
                    tracing::error!(code = error.code, cause = ?error.cause, "the daily timers failed; they are tried again");
                }
            }
        }
        if let Some(sender) = &sender {
            if let Err(error) = resets::send_asked(&app).await {
                tracing::error!(code = error.code, cause = ?error.cause, "links to choose a password were not written");
            }
            match send_waiting(&app, sender).await {
                Ok(_) => {}
                Err(error) => tracing::error!(cause = %error, "mail could not be looked up"),
            }
        }
        tokio::time::sleep(REST).await;
    }
}

/// Whether the hour has come.
pub fn is_time(now: Moment) -> bool {
    now.at.to_zoned(Moment::zone()).hour() >= HOUR
}

/// Does the day's work as far as it was not done yet: reminders of each organization, then the digests.
pub async fn tick(app: &App) -> Result<(), Error> {
    let all = app.store().read(organizations::ids).await.map_err(|error: StoreError| Error::from(error))?;
    for organization in all {
        remind(app, organization).await?;
    }
    app.system(|cx| {
        let today = cx.now.today;
        if store::take(cx.tx, "digest", today)? {
            notifications::digest(cx)?;
        }
        count_strangers(cx)
    })
    .await?;
    send_heads(app).await
}

/// Tells of the sign-ins that failed under names that nobody has: one entry for each day.
fn count_strangers(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let today = cx.now.today;
    let mut days = BTreeMap::<Date, (i64, Map<String, Value>)>::new();
    for (day, address, count) in failed_sign_ins::take(cx.tx, today)? {
        let (all, addresses) = days.entry(day).or_default();
        *all += count;
        if addresses.len() < ADDRESSES && !address.is_empty() {
            addresses.insert(address, json!(count));
        }
    }
    for (day, (count, addresses)) in days {
        let detail = json!({ "day": day, "count": count, "addresses": addresses });
        cx.record_in(None, "sign_in.strangers", &Subject::SignIn, None::<&()>, None, &detail)?;
    }
    Ok(())
}

/// Sends out the ends of the audit log's chains: into the file, and to the administrators. What the file does not take is no reason not to mail.
async fn send_heads(app: &App) -> Result<(), Error> {
    let heads = app.system(|cx| {
        if !store::take(cx.tx, "heads", cx.now.today)? {
            return Ok(None);
        }
        heads::mail_all(cx)?;
        Ok(Some(audit::heads(cx.tx)?))
    });
    let (Some(heads), Some(path)) = (heads.await?, app.heads().map(Path::to_owned)) else { return Ok(()) };
    let now = app.options().clock.now();
    let written = tokio::task::spawn_blocking(move || heads::append(&path, now, &heads)).await;
    if let Err(error) = written.unwrap_or_else(|error| Err(std::io::Error::other(error))) {
        tracing::error!(%error, "the ends of the audit log could not be written to their file");
    }
    Ok(())
}

/// Reminds an organization's people, once a day. Looking through many assessments takes a while, and nobody's save waits for it: what is found
/// is told in a transaction of its own, unless another server told it meanwhile.
async fn remind(app: &App, organization: OrganizationId) -> Result<(), Error> {
    let name = format!("reminders/{organization}");
    let of = name.clone();
    let look = app.read(Credentials::None, None, move |cx| {
        let today = cx.now.today;
        let last = store::last(cx.tx, &of, today)?;
        if last.is_some_and(|last| last >= today) {
            return Ok(None);
        }
        let since = last.unwrap_or_else(|| today.saturating_sub(1.day()));
        Ok(Some((today, reminders::find(cx, organization, since)?)))
    });
    let Some((today, found)) = look.await? else { return Ok(()) };
    app.system(move |cx| {
        if store::take(cx.tx, &name, today)? {
            reminders::tell(cx, organization, found)?;
        }
        Ok(())
    })
    .await
}

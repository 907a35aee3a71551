//! Sending what waits.

use std::time::Duration;

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::StoreError;
use tasuki_store::Subject;
use tasuki_store::deliveries::{self, Delivery};
use tasuki_store::webhooks::{self, Webhook};
use url::Url;

use super::{address, sign};
use crate::members::who_may;
use crate::notifications::{About, Kind, notify_in};
use crate::{App, Context, Error};

/// How many are taken at a time.
const BATCH: i64 = 50;
/// How long to rest between two looks.
const REST: Duration = Duration::from_secs(2);
/// How long the other end may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a delivery is taken for oneself, in milliseconds: longer than sending it may take.
const CLAIM: i64 = 60 * 1_000;
const MINUTE: i64 = 60 * 1_000;
/// How long to wait after each failure, in milliseconds; after the last one the delivery is given up, more than a day after the first.
const WAITS: [i64; 9] =
    [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE, 120 * MINUTE, 240 * MINUTE, 480 * MINUTE, 720 * MINUTE];
/// After this time without anything arriving, in milliseconds, a webhook is switched off: five days.
const SWITCHED_OFF: i64 = 5 * 24 * 60 * MINUTE;

/// Sends deliveries as they come. Never ends.
pub async fn run(app: App) {
    loop {
        if let Err(error) = send_due(&app).await {
            tracing::error!(cause = %error, "deliveries could not be looked up");
        }
        tokio::time::sleep(REST).await;
    }
}

/// Sends what is to be sent by now, and tells how much of it arrived. What does not arrive is sent again later and later.
pub async fn send_due(app: &App) -> Result<usize, Error> {
    let now = app.options().clock.now().milliseconds();
    let waiting = app.store().read(move |tx| deliveries::due(tx, now, BATCH)).await?;
    // Beside each other: one end that does not answer must not keep the others waiting.
    let sent = waiting.into_iter().map(|delivery| send(app, delivery, now));
    let sent = futures_util::future::join_all(sent).await;
    sent.into_iter().try_fold(0, |count, arrived| Ok(count + usize::from(arrived?)))
}

async fn send(app: &App, delivery: Delivery, now: i64) -> Result<bool, Error> {
    let claimed = app.store().write(move |tx| {
        let is_mine = deliveries::claim(tx, &delivery, now + CLAIM)?;
        let own = webhooks::find(tx, delivery.organization, delivery.webhook)?.filter(|_| is_mine);
        Ok::<_, StoreError>(own.map(|own| (own, delivery)))
    });
    let Some((own, delivery)) = claimed.await? else { return Ok(false) };
    let outcome = post(&own, &delivery, now, app.allows_private_webhooks()).await;
    let arrived = outcome.is_ok();
    app.system(move |cx| {
        // As it is now: somebody may have changed it meanwhile, or removed it with all deliveries.
        let own = webhooks::find(cx.tx, delivery.organization, delivery.webhook)?;
        own.map_or(Ok(()), |own| note(cx, &own, &delivery, outcome, now))
    })
    .await?;
    Ok(arrived)
}

/// Notes what came of it, when it is tried again, and how the webhook is.
fn note(
    cx: &mut Context<'_, '_>,
    own: &Webhook,
    delivery: &Delivery,
    outcome: Result<String, String>,
    now: i64,
) -> Result<(), Error> {
    let why = match outcome {
        Ok(status) => {
            deliveries::note(cx.tx, delivery, &status, None)?;
            if own.failing.is_some() {
                webhooks::note_failing(cx.tx, own, None)?;
            }
            return Ok(());
        }
        Err(why) => why,
    };
    let wait = usize::try_from(delivery.attempts).ok().and_then(|attempts| WAITS.get(attempts));
    deliveries::note(cx.tx, delivery, &why, wait.filter(|_| own.active).map(|wait| now + wait))?;
    // What lies ahead was noted by a clock that was wrong.
    let failing = own.failing.filter(|since| *since <= now);
    let since = failing.unwrap_or(now);
    if own.active && now - since >= SWITCHED_OFF {
        return switch_off(cx, own);
    }
    if failing.is_none() {
        webhooks::note_failing(cx.tx, own, Some(now))?;
    }
    Ok(())
}

/// Nothing has arrived for days: nobody listens any more. It stays visible, and can be switched on again by those who are told now.
fn switch_off(cx: &mut Context<'_, '_>, own: &Webhook) -> Result<(), Error> {
    let off = Webhook { active: false, ..own.clone() };
    webhooks::put(cx.tx, &off)?;
    deliveries::give_up(cx.tx, own.organization, own.id)?;
    let (chain, subject) = (Some(own.organization), Subject::Webhook(own.id));
    cx.record_in(chain, "webhook.switch_off", &subject, Some(own), Some(&off), &json!({}))?;
    let about = About {
        // The address itself may hold a secret.
        title: Url::parse(&own.url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default(),
        subject: Some(Subject::Webhook(own.id)),
        ..About::default()
    };
    for member in who_may(cx, own.organization, Permission::ManageIntegrations)? {
        notify_in(cx, own.organization, member.person, Kind::WebhookOff, &about)?;
    }
    tracing::warn!(webhook = %own.id, "a webhook was switched off, as nothing arrived for days");
    Ok(())
}

/// Sends it, and says what came back, or why nothing did.
async fn post(own: &Webhook, delivery: &Delivery, now: i64, is_private_allowed: bool) -> Result<String, String> {
    let url: Url = own.url.parse().map_err(|_| "the address cannot be used")?;
    let found = address::resolve(&url, is_private_allowed).await?;
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .user_agent(concat!("Tasuki/", env!("CARGO_PKG_VERSION")))
        .resolve_to_addrs(url.host_str().unwrap_or_default(), &found)
        .build()
        .map_err(|_| "no connection can be made")?;
    let former = own.former_ends.is_some_and(|ends| ends > now && !own.former.is_empty());
    let secrets = if former { vec![own.secret.as_str(), own.former.as_str()] } else { vec![own.secret.as_str()] };
    let request = client
        .post(url)
        .header("content-type", "application/json")
        .header("tasuki-signature", sign(&secrets, now / 1_000, &delivery.body))
        .header("tasuki-event", &delivery.event)
        .header("tasuki-delivery", delivery.id.as_str())
        .body(delivery.body.clone());
    // What the other end says beyond its status is not kept: it could be anything.
    let answer = request.send().await.map_err(|error| problem(&error))?;
    let status = answer.status();
    if status.is_success() { Ok(status.as_u16().to_string()) } else { Err(status.as_u16().to_string()) }
}

/// What a failure says, without the address.
fn problem(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "it did not answer in time"
    } else if error.is_connect() {
        "it cannot be reached"
    } else {
        "it does not speak HTTP as it should"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_for_more_than_a_day_and_then_given_up() {
        assert!(WAITS.is_sorted());
        assert!(WAITS.iter().sum::<i64>() > 24 * 60 * MINUTE);
    }
}

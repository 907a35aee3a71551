//! Registering webhooks and changing them.

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::webhooks::{self, Webhook};
use tasuki_store::{Subject, WebhookId, deliveries, hex};

use super::{address, events, find};
use crate::{Context, Error, Kind, proof};

/// The most webhooks of one organization: each of them is written to with every change.
const MOST: usize = 20;
/// For how long deliveries are signed under the former secret too, in milliseconds: a day, to change it at the other end.
const OVERLAP: i64 = 24 * 60 * 60 * 1_000;

/// What is needed for a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// Where it is reached.
    pub url: String,
    /// The kinds of events that it hears: of [`events`].
    pub events: Vec<String>,
}

/// What is to be different. What is not named stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Where it is reached.
    pub url: Option<String>,
    /// The kinds of events that it hears.
    pub events: Option<Vec<String>>,
    /// Whether it is told of anything. Switched on again, what went wrong before is forgotten.
    pub active: Option<bool>,
}

/// Registers a webhook and returns its secret, to be shown once.
pub fn create(cx: &mut Context<'_, '_>, new: &New) -> Result<(Webhook, String), Error> {
    let organization = cx.require(Permission::ManageIntegrations)?;
    // What happens here is told there, also when a stolen session or token has long ended.
    proof::require(cx)?;
    let url = address::check(&new.url, cx.post.private_webhooks)?.to_string();
    let events = known(&new.events)?;
    if webhooks::list(cx.tx, organization)?.len() >= MOST {
        return Err(Error::new(
            Kind::State,
            "webhook.too_many",
            "Webhook は20個までです。",
            "20 webhooks are the most.",
        )
        .hint("使っていないものを消してください。", "Remove those that you do not use."));
    }
    let (now, secret) = (cx.now.milliseconds(), secret(cx));
    let own = Webhook {
        organization,
        id: WebhookId::new(now, cx.random()),
        url,
        secret: secret.clone(),
        former: String::new(),
        former_ends: None,
        events,
        active: true,
        failing: None,
        created: now,
    };
    webhooks::put(cx.tx, &own)?;
    record(cx, "webhook.create", None, Some(&own))?;
    Ok((own, secret))
}

/// Changes a webhook.
pub fn edit(cx: &mut Context<'_, '_>, id: WebhookId, change: &Change) -> Result<Webhook, Error> {
    let before = find(cx, id)?;
    let mut own = before.clone();
    if let Some(url) = &change.url {
        own.url = address::check(url, cx.post.private_webhooks)?.to_string();
    }
    if let Some(events) = &change.events {
        own.events = known(events)?;
    }
    if let Some(active) = change.active {
        own.failing = own.failing.filter(|_| own.active == active);
        own.active = active;
    }
    if own == before {
        return Ok(own);
    }
    if tells_more(&before, &own) {
        proof::require(cx)?;
    }
    webhooks::put(cx.tx, &own)?;
    if !own.active {
        deliveries::give_up(cx.tx, own.organization, id)?;
    }
    record(cx, "webhook.change", Some(&before), Some(&own))?;
    Ok(own)
}

/// Whether more is told than before, or elsewhere.
fn tells_more(before: &Webhook, after: &Webhook) -> bool {
    let events = after.events.iter().any(|kind| !before.events.contains(kind));
    after.url != before.url || events || (after.active && !before.active)
}

/// Gives a webhook another secret and returns it, to be shown once. For a day, deliveries are signed under both.
pub fn rotate(cx: &mut Context<'_, '_>, id: WebhookId) -> Result<(Webhook, String), Error> {
    let before = find(cx, id)?;
    // Whoever has the secret signs what looks like ours.
    proof::require(cx)?;
    let secret = secret(cx);
    let own = Webhook {
        former: before.secret.clone(),
        former_ends: Some(cx.now.milliseconds() + OVERLAP),
        secret: secret.clone(),
        ..before.clone()
    };
    webhooks::put(cx.tx, &own)?;
    record(cx, "webhook.rotate", Some(&before), Some(&own))?;
    Ok((own, secret))
}

/// Removes a webhook and everything that waits for it.
pub fn remove(cx: &mut Context<'_, '_>, id: WebhookId) -> Result<(), Error> {
    let own = find(cx, id)?;
    webhooks::remove(cx.tx, own.organization, id)?;
    record(cx, "webhook.remove", Some(&own), None)
}

fn record(
    cx: &mut Context<'_, '_>,
    action: &str,
    before: Option<&Webhook>,
    after: Option<&Webhook>,
) -> Result<(), Error> {
    let Some(own) = after.or(before) else { return Ok(()) };
    // The address may hold a secret of the other end: the log names only the host.
    let host = own.url.split('/').nth(2).unwrap_or_default();
    let detail = json!({ "host": host, "events": own.events, "active": own.active });
    cx.record(action, &Subject::Webhook(own.id), before, after, &detail)
}

/// The kinds of events that somebody chose, each once.
fn known(chosen: &[String]) -> Result<Vec<String>, Error> {
    let all = events().into_iter().map(|(kind, ..)| kind);
    let events: Vec<String> = all.filter(|kind| chosen.iter().any(|own| own == kind)).map(str::to_owned).collect();
    let strange = chosen.iter().any(|own| !events.contains(own));
    if events.is_empty() || strange {
        return Err(Error::invalid(
            "webhook.events",
            "知らせる出来事を1つ以上選んでください。",
            "Choose at least one kind of event, of those that there are.",
        )
        .hint("一覧から一つ以上選び、もう一度保存してください。", "Choose at least one from the list, then save again.")
        .field("events"));
    }
    Ok(events)
}

/// 256 random bits.
fn secret(cx: &Context<'_, '_>) -> String {
    format!("tswh_{}", hex(&cx.random_bytes::<32>()))
}

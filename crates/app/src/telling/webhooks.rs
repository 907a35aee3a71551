//! Webhooks: telling other programs of what happens.
//!
//! What is to be delivered is written in the transaction of what it tells of (`enqueue`), so that nothing is told that was taken back, and
//! nothing forgotten that happened. [`run`] goes on beside the server and sends it.

mod address;
mod change;
pub(crate) mod description;
mod enqueue;
mod sender;
mod signature;

use serde_json::json;
use tasuki_scheme::Permission;
use tasuki_store::deliveries::{self, Delivery};
use tasuki_store::webhooks::{self, Webhook};
use tasuki_store::{DeliveryId, Noun, Subject, WebhookId};

use crate::describe::describe;
use crate::{Context, Error};

pub(crate) use enqueue::enqueue;

pub use change::{Change, New, create, edit, remove, rotate};
pub use sender::{run, send_due};
pub use signature::sign;

/// The kind of a delivery that only tries whether it arrives.
pub const PING: &str = "ping";

/// The kinds of events that a webhook may hear, by their words, with what each says in Japanese and English.
pub fn events() -> Vec<(&'static str, &'static str, &'static str)> {
    let told = Noun::ALL.iter().filter_map(|noun| {
        let (ja, en) = describe(*noun).event?;
        Some((noun.word(), ja, en))
    });
    let mut all: Vec<_> = told.collect();
    all.sort_unstable();
    all
}

/// The webhooks of the organization.
pub fn list(cx: &mut Context<'_, '_>) -> Result<Vec<Webhook>, Error> {
    let organization = cx.require(Permission::ManageIntegrations)?;
    Ok(webhooks::list(cx.tx, organization)?)
}

/// One webhook.
pub fn find(cx: &mut Context<'_, '_>, id: WebhookId) -> Result<Webhook, Error> {
    let organization = cx.require(Permission::ManageIntegrations)?;
    webhooks::find(cx.tx, organization, id)?.ok_or_else(Error::not_found)
}

/// The deliveries to a webhook, newest first: those before `before`, at most `limit`.
pub fn log(
    cx: &mut Context<'_, '_>,
    id: WebhookId,
    before: Option<DeliveryId>,
    limit: i64,
) -> Result<Vec<Delivery>, Error> {
    let own = find(cx, id)?;
    Ok(deliveries::of_webhook(cx.tx, own.organization, id, before, limit)?)
}

/// Sends a ping, to see whether it arrives.
pub fn test(cx: &mut Context<'_, '_>, id: WebhookId) -> Result<Delivery, Error> {
    let own = find(cx, id)?;
    let by = cx.person()?.id;
    let made = enqueue::delivery(cx, &own, PING, None, by, &json!({}));
    deliveries::add(cx.tx, &made)?;
    let subject = Subject::Webhook(id);
    cx.record::<Webhook>("webhook.test", &subject, None, None, &json!({ "delivery": made.id }))?;
    Ok(made)
}

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
use tasuki_store::{DeliveryId, Subject, WebhookId};

use crate::{Context, Error, Event};

pub(crate) use enqueue::enqueue;

pub use change::{Change, New, create, edit, remove, rotate};
pub use sender::{run, send_due};
pub use signature::sign;

/// The kinds of events that a webhook may hear, with what each says.
pub const EVENTS: [(&str, &str, &str); 6] = [
    ("answer", "回答が変わった", "An answer changed"),
    ("assessment", "評価が作られた、変わった", "An assessment was made or changed"),
    ("comment", "コメントが書かれた", "A comment was written"),
    ("evidence", "証跡が変わった", "Evidence changed"),
    ("inspection", "点検が記録された", "An inspection was recorded"),
    ("task", "対応が変わった", "A task changed"),
];
/// The kind of a delivery that only tries whether it arrives.
pub const PING: &str = "ping";

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

/// Sends something that means nothing, to see whether it arrives.
pub fn test(cx: &mut Context<'_, '_>, id: WebhookId) -> Result<Delivery, Error> {
    let own = find(cx, id)?;
    let by = cx.person()?.id;
    let event = Event { organization: own.organization, assessment: None, kind: PING, by, data: json!({}) };
    let made = enqueue::delivery(cx, &own, &event);
    deliveries::add(cx.tx, &made)?;
    let subject = Subject::Webhook(id);
    cx.record::<Webhook>("webhook.test", &subject, None, None, &json!({ "delivery": made.id }))?;
    Ok(made)
}

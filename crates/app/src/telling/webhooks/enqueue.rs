//! Writing down what is to be delivered.

use serde_json::{Value, json};
use tasuki_store::deliveries::{self, Delivery};
use tasuki_store::webhooks::{self, Webhook};
use tasuki_store::{DeliveryId, OrganizationId};

use crate::{Context, Error, Event};

/// Writes down what the events of a transaction have to tell to whom. Nobody is asked for permission: it belongs to what happened.
pub(crate) fn enqueue(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let events = std::mem::take(&mut cx.events);
    let mut heard: Option<(OrganizationId, Vec<Webhook>)> = None;
    for event in &events {
        if heard.as_ref().is_none_or(|(organization, _)| *organization != event.organization) {
            heard = Some((event.organization, webhooks::list(cx.tx, event.organization)?));
        }
        let all = heard.as_ref().map(|(_, all)| all.as_slice()).unwrap_or_default();
        let interested = all.iter().filter(|own| own.active && own.events.iter().any(|kind| kind == event.kind));
        for own in interested {
            let made = delivery(cx, own, event);
            deliveries::add(cx.tx, &made)?;
        }
    }
    cx.events = events;
    Ok(())
}

/// What tells a webhook of an event.
pub(super) fn delivery(cx: &Context<'_, '_>, own: &Webhook, event: &Event) -> Delivery {
    let now = cx.now.milliseconds();
    let id = DeliveryId::new(now, cx.random());
    let body: Value = json!({
        "id": id, "event": event.kind, "at": now, "organization": event.organization, "assessment": event.assessment,
        "by": event.by, "data": event.data,
    });
    Delivery {
        organization: own.organization,
        webhook: own.id,
        id,
        event: event.kind.to_owned(),
        body: body.to_string(),
        attempts: 0,
        next: Some(now),
        outcome: String::new(),
        at: now,
    }
}

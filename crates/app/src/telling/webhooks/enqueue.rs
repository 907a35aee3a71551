//! Writing down what is to be delivered.

use serde_json::{Value, json};
use tasuki_store::deliveries::{self, Delivery};
use tasuki_store::webhooks::{self, Webhook};
use tasuki_store::{AssessmentId, DeliveryId, OrganizationId, PersonId};

use crate::{Context, Error};

/// Writes down what the events of a transaction have to tell to whom. Nobody is asked for permission: it belongs to what happened.
pub(crate) fn enqueue(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let events = std::mem::take(&mut cx.events);
    let mut heard: Option<(OrganizationId, Vec<Webhook>)> = None;
    for event in &events {
        if heard.as_ref().is_none_or(|(organization, _)| *organization != event.organization) {
            heard = Some((event.organization, webhooks::list(cx.tx, event.organization)?));
        }
        let all = heard.as_ref().map(|(_, all)| all.as_slice()).unwrap_or_default();
        let interested = all.iter().filter(|own| own.active && own.events.iter().any(|kind| kind == event.kind.word()));
        for own in interested {
            let made = delivery(cx, own, event.kind.word(), event.assessment, event.by, &event.data);
            deliveries::add(cx.tx, &made)?;
        }
    }
    cx.events = events;
    Ok(())
}

/// What tells a webhook of an event of a kind.
pub(super) fn delivery(
    cx: &Context<'_, '_>,
    own: &Webhook,
    kind: &str,
    assessment: Option<AssessmentId>,
    by: PersonId,
    data: &Value,
) -> Delivery {
    let now = cx.now.milliseconds();
    let id = DeliveryId::new(now, cx.random());
    let body: Value = json!({
        "id": id, "event": kind, "at": now, "organization": own.organization, "assessment": assessment, "by": by,
        "data": data,
    });
    Delivery {
        organization: own.organization,
        webhook: own.id,
        id,
        event: kind.to_owned(),
        body: body.to_string(),
        attempts: 0,
        next: Some(now),
        outcome: String::new(),
        at: now,
    }
}

//! Webhooks as they go over the wire.

use serde::{Deserialize, Serialize};
use tasuki_app::webhooks::{Change, New};
use tasuki_store::deliveries::Delivery;
use tasuki_store::webhooks::Webhook;
use utoipa::ToSchema;

use crate::words::EventWord;

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookBody {
    /// Identifier.
    id: String,
    /// Where it is reached.
    url: String,
    /// The kinds of events that it hears.
    #[schema(value_type = Vec<EventWord>, example = json!(["answer", "task"]))]
    events: Vec<String>,
    /// Whether it is told of anything.
    active: bool,
    /// Since when nothing arrives, in milliseconds since 1970; after five days it is switched off.
    failing: Option<i64>,
    /// Until when deliveries are signed under the former secret too.
    former_ends: Option<i64>,
    /// When it was made, in milliseconds since 1970.
    created: i64,
    /// The secret, only in the answer to the request that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl WebhookBody {
    pub(super) fn new(own: Webhook, secret: Option<String>) -> Self {
        Self {
            id: own.id.to_string(),
            url: own.url,
            events: own.events,
            active: own.active,
            failing: own.failing,
            former_ends: own.former_ends,
            created: own.created,
            secret,
        }
    }
}

/// What is needed for a webhook.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWebhookBody {
    /// Where it is reached: an address that begins with `https://` and leads to the Internet.
    #[schema(max_length = 500, example = "https://example.jp/hooks/tasuki")]
    url: String,
    /// The kinds of events that it hears.
    #[schema(value_type = Vec<EventWord>, min_items = 1)]
    events: Vec<String>,
}

impl From<NewWebhookBody> for New {
    fn from(new: NewWebhookBody) -> Self {
        Self { url: new.url, events: new.events }
    }
}

/// What is to be different about a webhook. What is not named stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookChangeBody {
    /// Where it is reached.
    #[schema(max_length = 500)]
    url: Option<String>,
    /// The kinds of events that it hears, all of them.
    #[schema(value_type = Option<Vec<EventWord>>)]
    events: Option<Vec<String>>,
    /// Whether it is told of anything.
    active: Option<bool>,
}

impl From<WebhookChangeBody> for Change {
    fn from(change: WebhookChangeBody) -> Self {
        Self { url: change.url, events: change.events, active: change.active }
    }
}

/// A delivery to a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryBody {
    /// Identifier, as in the header `Tasuki-Delivery`.
    id: String,
    /// The kind of event.
    event: String,
    /// What is sent, as text: exactly what is signed.
    body: String,
    /// How often it was tried.
    attempts: i64,
    /// When it is tried next; none once it arrived or was given up.
    next: Option<i64>,
    /// What came of the last attempt: a status, or why there was none; empty before the first.
    outcome: String,
    /// When it was written, in milliseconds since 1970.
    at: i64,
}

impl From<Delivery> for DeliveryBody {
    fn from(own: Delivery) -> Self {
        Self {
            id: own.id.to_string(),
            event: own.event,
            body: own.body,
            attempts: own.attempts,
            next: own.next,
            outcome: own.outcome,
            at: own.at,
        }
    }
}

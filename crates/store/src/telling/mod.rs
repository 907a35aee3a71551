//! Notifying people and programs: notifications, queued mail, webhooks and their deliveries, feeds, and timers.

pub mod deliveries;
pub mod feeds;
pub mod notifications;
pub mod outbox;
pub mod timers;
pub mod webhooks;

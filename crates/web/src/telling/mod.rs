//! What is told to people and to programs: notifications and webhooks.

pub(crate) mod notifications;
pub(crate) mod webhooks;

//! What is told to people and to programs: notifications, mail, webhooks, feeds, and the timers that send them.

pub mod feeds;
pub mod heads;
pub mod mail;
pub mod notifications;
pub mod timers;
pub mod webhooks;

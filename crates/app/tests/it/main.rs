//! The use cases, as people go through them, in a small world of their own.

mod answering;
mod calendar;
mod common;
mod mail;
mod people;
mod tasks;
mod webhooks;

//! Answer workbooks and other files: as companies send them, and as an attacker might.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod choices;
mod common;
mod hostile;
mod producers;
mod samples;
mod scans;
mod sceptic;
mod seen;
mod strangers;
mod targets;
mod texts;
mod which;

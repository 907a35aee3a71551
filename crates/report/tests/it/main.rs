//! The documents are complete and the same each time, and nothing that people wrote is executed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod chart;
mod common;
mod html;
mod imperfect;
mod pdf;
mod read;
mod review;
mod workbook;

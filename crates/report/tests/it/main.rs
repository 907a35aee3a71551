//! The documents: complete, the same each time, and nothing that people wrote is obeyed.

mod chart;
mod common;
mod html;
mod pdf;
mod workbook;

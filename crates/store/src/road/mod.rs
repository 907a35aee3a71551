//! The road to a ★ (★への道): where each road stands, and what was submitted on it.

pub mod roads;
pub mod submissions;

//! The road to a ★ (★への道): from an assessment to a registration.

pub mod roads;
pub mod submissions;

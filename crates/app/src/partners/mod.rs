//! The chain (取引先): who is in it.

pub mod register;

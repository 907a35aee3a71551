//! Lists of scores: EPSS.
#![no_main]

mod scan;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scan::read(bytes));

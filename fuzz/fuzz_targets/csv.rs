//! Whatever calls itself CSV or JSON is read or refused; it never brings the reader down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_catalog::Library;
use jiff::civil::date;
use tasuki_intake::{Wanted, read_answers};

fuzz_target!(|bytes: &[u8]| {
    for name in ["answers.csv", "answers.json"] {
        let _ = read_answers(Library::builtin(), name, bytes, &Wanted::on(date(2026, 11, 29)));
    }
});

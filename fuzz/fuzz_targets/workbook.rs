//! Whatever calls itself a workbook is read or refused; it never brings the reader down.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_catalog::Library;
use jiff::civil::date;
use tasuki_intake::{Limits, Wanted, read_answers};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unzipped_bytes: 8 << 20, ..Limits::default() };
    let _ = read_answers(Library::builtin(), "answers.xlsx", bytes, &Wanted::on(date(2026, 11, 29)).limits(limits));
});

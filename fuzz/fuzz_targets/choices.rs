//! Whatever two columns are headed, answers follow the headings: swapping the columns changes nothing, nor does an empty column beside them.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_intake::{Wanted, read_answers};

const ROWS: usize = 12;

fn statuses(headings: [&str; 3], cell: impl Fn(usize, usize) -> &'static str) -> Option<Vec<Status>> {
    let library = Library::builtin();
    let catalog = library.catalog("scs-2026-03")?;
    let mut text = format!("評価基準No.,評価基準,{}\n", headings.join(","));
    for (row, criterion) in catalog.criteria().iter().take(ROWS).enumerate() {
        text += &format!("{},本文,{},{},{}\n", criterion.id, cell(row, 0), cell(row, 1), cell(row, 2));
    }
    let wanted = Wanted::on(date(2026, 11, 29)).framework(Some(catalog));
    let reading = read_answers(library, "a.csv", text.as_bytes(), &wanted).ok()?;
    Some(reading.answers.as_slice().iter().map(|answer| answer.status).collect())
}

fuzz_target!(|headings: (String, String)| {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric() || "○△×（）・ ".contains(*c)).take(16).collect::<String>();
    let (one, other) = (plain(&headings.0), plain(&headings.1));
    let tick = |row: usize, which: usize| if row % 2 == which { "○" } else { "" };
    let straight = statuses([&one, &other, ""], |row, column| if column < 2 { tick(row, column) } else { "" });
    let swapped = statuses([&other, &one, ""], |row, column| if column < 2 { tick(row, 1 - column) } else { "" });
    let parted = statuses([&one, "", &other], |row, column| if column == 1 { "" } else { tick(row, column / 2) });
    assert_eq!(straight, swapped, "{one:?} {other:?}");
    assert_eq!(straight, parted, "{one:?} {other:?}");
});

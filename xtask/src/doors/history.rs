//! A long history does not slow down any page.

use std::time::Duration;

use super::{House, works};
use crate::{clock, stage::Stage};

/// Entries in the log. With this many, the home page once took seconds.
const ENTRIES: u32 = 131_000;
/// With this many, every history on a page already has the maximum length.
const SHORT: u32 = 1_000;
/// How often each page is requested; the fastest time counts.
const TIMES: usize = 5;
/// By how much a page may become slower: twice its time, plus this tolerance for a slow machine.
const MOOD: Duration = Duration::from_millis(30);

pub(super) fn run(house: &House, stage: &Stage) -> Result<(), String> {
    fill(house, SHORT)?;
    let server = house.setup().serve()?;
    let short = pages(&stage.on(&server))?;
    server.stop()?;
    fill(house, ENTRIES)?;
    let server = house.setup().serve()?;
    let stage = stage.on(&server);
    let long = pages(&stage)?;
    for ((page, before), (_, after)) in short.iter().zip(&long) {
        println!("{page}: {before:.0?} with {SHORT} entries, {after:.0?} with {ENTRIES}");
        if *after > *before * 2 + MOOD {
            return Err(format!("{page} took {after:.0?} with {ENTRIES} entries, {before:.0?} before"));
        }
    }
    works(&stage, "with a long history")?;
    server.stop()
}

/// The pages that show history, and the time for each.
fn pages(stage: &Stage) -> Result<Vec<(&'static str, Duration)>, String> {
    let (home, sheet) = (format!("/o/{}", stage.organization), stage.page());
    let addresses = [
        ("home", home),
        ("answering", sheet.clone()),
        ("overview", format!("{sheet}/overview")),
        ("comparison", format!("{sheet}/compare")),
    ];
    let mut connection = stage.connect()?;
    let mut all = Vec::new();
    for (name, address) in addresses {
        let mut quickest = Duration::MAX;
        for _ in 0..TIMES {
            let start = clock::now();
            let answer = connection.get(&address, &stage.session())?;
            quickest = quickest.min(start.elapsed());
            if answer.status != 200 {
                return Err(format!("GET {address}: {}: {}", answer.status, answer.text()));
            }
        }
        all.push((name, quickest));
    }
    Ok(all)
}

/// Repeats the log's entries about answers in the database of a stopped server: pages read it as history, although
/// it is not a valid chain.
fn fill(house: &House, entries: u32) -> Result<(), String> {
    let database = rusqlite::Connection::open(house.data().join("tasuki.db"));
    let database = database.map_err(|error| format!("tasuki.db: {error}"))?;
    let work = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {entries}),
              pattern AS (SELECT * FROM audit WHERE action = 'answer.save' ORDER BY seq DESC LIMIT 1),
              last AS (SELECT MAX(seq) AS seq FROM audit WHERE organization = (SELECT organization FROM pattern))
         INSERT INTO audit (organization, seq, at, actor, action, subject, before, after, detail, salt, detail_digest,
                            items, previous, digest)
         SELECT organization, last.seq + n, at, actor, action, subject, before, after, detail, salt, detail_digest,
                items, previous, digest
         FROM pattern, last, numbers"
    );
    let written = database.execute(&work, []).map_err(|error| format!("a long history: {error}"))?;
    if written == usize::try_from(entries).unwrap_or_default() { Ok(()) } else { Err("no answer was saved".to_owned()) }
}
